//! Amounts and quantities as people and programs write them, to exact decimals.
//!
//! **Invariant:** a text that can mean two amounts is none.

use klantbeeld_core::money::{Currency, Money, MoneyError};

use super::mapping::DecimalMark;
use super::oddity::excerpt;
use crate::store::MAX_AMOUNT_MINOR;

/// Reads an amount whose decimal mark is known.
///
/// # Errors
/// It is none, is too precise for the currency, or too large for the store.
pub fn marked(text: &str, mark: DecimalMark, currency: Currency) -> Result<Money, MoneyError> {
    let wrong = || MoneyError::Amount(excerpt(text));
    let (bare, is_negative) = bare(text, currency).ok_or_else(wrong)?;
    let plain = plain(&bare, mark).ok_or_else(wrong)?;
    amount(&plain, is_negative, currency)
}

/// Reads an amount whose decimal mark is not known: a point, or what the text itself shows.
///
/// # Errors
/// As [`marked`].
pub fn unmarked(text: &str, currency: Currency) -> Result<Money, MoneyError> {
    let wrong = || MoneyError::Amount(excerpt(text));
    let (bare, is_negative) = bare(text, currency).ok_or_else(wrong)?;
    let mark = shown_mark(&bare).ok_or_else(wrong)?;
    let plain = plain(&bare, mark).ok_or_else(wrong)?;
    amount(&plain, is_negative, currency)
}

/// Refuses an amount that the store could not add up.
///
/// # Errors
/// It is too large.
pub fn within_limit(money: Money) -> Result<Money, MoneyError> {
    if money.amount_minor.unsigned_abs() > MAX_AMOUNT_MINOR {
        return Err(MoneyError::Overflow(money.decimal('.')));
    }
    Ok(money)
}

fn amount(plain: &str, is_negative: bool, currency: Currency) -> Result<Money, MoneyError> {
    let money = Money::parse_decimal(plain, currency)?;
    within_limit(if is_negative {
        Money {
            amount_minor: money.amount_minor.saturating_neg(),
            currency,
        }
    } else {
        money
    })
}

/// Leaves out the sign or code of the currency, spaces, and `,-` for no cents; says whether a minus stands behind
/// or brackets around. None when another currency is named.
fn bare(text: &str, currency: Currency) -> Option<(String, bool)> {
    let is_space = |c: char| c.is_whitespace() || c == '\'' || c == '\u{2019}';
    let mut text: String = text.chars().filter(|c| !is_space(*c)).collect();
    for (sign, code) in [("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("$", "USD")] {
        if text.contains(sign) && (code == currency.as_str() || sign == "$" && is_dollar(currency))
        {
            text = text.replacen(sign, "", 1);
        }
    }
    let code = currency.as_str();
    let text = text.strip_prefix(code).unwrap_or(&text);
    let text = text.strip_suffix(code).unwrap_or(text);
    let text = text
        .strip_suffix(",-")
        .or_else(|| text.strip_suffix(".-"))
        .unwrap_or(text);
    let around = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let behind = text.strip_suffix('-');
    let (text, is_negative) = match around.or(behind) {
        Some(inner) if inner.starts_with(['-', '+']) => return None,
        Some(inner) => (inner, true),
        None => (text, false),
    };
    Some((text.to_owned(), is_negative))
}

fn is_dollar(currency: Currency) -> bool {
    ["AUD", "CAD", "NZD", "SGD", "HKD"].contains(&currency.as_str())
}

/// Returns the decimal mark that a text shows: the last of two, a point, or a comma before one or two digits.
fn shown_mark(text: &str) -> Option<DecimalMark> {
    match (text.rfind('.'), text.rfind(',')) {
        (_, None) if text.matches('.').count() > 1 => Some(DecimalMark::Comma),
        (_, None) => Some(DecimalMark::Point),
        (Some(point), Some(comma)) if point > comma => Some(DecimalMark::Point),
        (Some(_), Some(_)) => Some(DecimalMark::Comma),
        (None, Some(_)) if text.matches(',').count() > 1 => Some(DecimalMark::Point),
        (None, Some(comma)) if text.len() - comma - 1 != 3 => Some(DecimalMark::Comma),
        (None, Some(_)) => None,
    }
}

/// Reads `1.234,50` as `1234.50`. Groups have three digits: `1,5` in a file with decimal points is a
/// mistake, not fifteen.
fn plain(text: &str, mark: DecimalMark) -> Option<String> {
    let (mark, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, fraction) = text.split_once(mark).unwrap_or((text, ""));
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let mut plain = first.to_owned();
    for digits in groups {
        let digits_before = first.trim_start_matches(['-', '+']).len();
        if digits.len() != 3 || !(1..=3).contains(&digits_before) {
            return None;
        }
        plain.push_str(digits);
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    Some(plain)
}

/// A number of pieces, kilos or hours, exactly: `mantissa / 10^places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    mantissa: i64,
    places: u32,
}

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self {
        mantissa: 1,
        places: 0,
    };

    /// Reads a quantity with a decimal point or comma; none when it is no number, or when three digits behind a
    /// comma may be thousands.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        if text.contains(',') && fraction.len() == 3 && whole != "0" {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || fraction.len() > 9 {
            return None;
        }
        let mantissa = format!("{whole}{fraction}").parse().ok()?;
        Some(Self {
            mantissa,
            places: u32::try_from(fraction.len()).ok()?,
        })
    }

    /// Returns what so many cost at this price, to the nearest minor unit; none when it is too large.
    #[must_use]
    pub fn times(self, price_minor: i64) -> Option<i64> {
        let product = i128::from(self.mantissa) * i128::from(price_minor);
        let unit = 10_i128.pow(self.places);
        let half = if product < 0 { -unit / 2 } else { unit / 2 };
        let whole = i64::try_from((product + half) / unit).ok()?;
        (whole.unsigned_abs() <= MAX_AMOUNT_MINOR).then_some(whole)
    }

    /// Returns it as a JSON number.
    #[must_use]
    pub fn to_json(self) -> serde_json::Value {
        if self.places == 0 {
            return self.mantissa.into();
        }
        let unit = 10_u64.pow(self.places);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let (whole, rest) = (
            self.mantissa.unsigned_abs() / unit,
            self.mantissa.unsigned_abs() % unit,
        );
        let places = usize::try_from(self.places).unwrap_or_default();
        let text = format!("{sign}{whole}.{rest:0places$}");
        serde_json::from_str(&text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(text: &str) -> Result<i64, MoneyError> {
        unmarked(text, Currency::EUR).map(|money| money.amount_minor)
    }

    #[test]
    fn an_amount_is_read_as_its_own_marks_say() {
        for (text, cents) in [
            ("12.50", 1_250),
            ("12,50", 1_250),
            ("12,5", 1_250),
            ("€ 1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("EUR 1.234.567", 123_456_700),
            ("1 234,56 €", 123_456),
            ("12,-", 1_200),
            ("-12.50", -1_250),
            ("12,50-", -1_250),
            ("(12,50)", -1_250),
        ] {
            assert_eq!(euros(text), Ok(cents), "{text}");
        }
    }

    #[test]
    fn an_amount_of_two_meanings_or_of_another_currency_is_none() {
        for text in [
            "1,234", "", "-", "$ 5", "5 USD", "1.2.3", "1,2,3", "1e5", "(-5)", "a lot",
        ] {
            assert!(matches!(euros(text), Err(MoneyError::Amount(_))), "{text}");
        }
        assert!(matches!(euros("1.234"), Err(MoneyError::TooPrecise(..))));
        let dinar = Currency::parse("KWD").unwrap();
        assert_eq!(
            unmarked("12.345", dinar).map(|m| m.amount_minor),
            Ok(12_345)
        );
    }

    #[test]
    fn an_amount_over_the_limit_of_the_store_is_too_large() {
        assert_eq!(euros("10000000000000.00"), Ok(1_000_000_000_000_000));
        for text in [
            "10000000000000.01",
            "-10000000000000.01",
            "99999999999999999999",
        ] {
            assert!(
                matches!(euros(text), Err(MoneyError::Overflow(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_known_mark_is_the_only_one() {
        let read = |text, mark| marked(text, mark, Currency::EUR).map(|m| m.amount_minor);
        assert_eq!(read("1.234,50", DecimalMark::Comma), Ok(123_450));
        assert_eq!(read("€ 1.234", DecimalMark::Comma), Ok(123_400));
        assert!(read("12.5", DecimalMark::Comma).is_err());
        assert!(read("1,5", DecimalMark::Point).is_err());
    }

    #[test]
    fn quantities_are_exact_and_a_price_times_them_is_rounded_to_the_cent() {
        let read = |text| Quantity::parse(text).unwrap();
        assert_eq!(read("3").times(1_250), Some(3_750));
        assert_eq!(read("0.75").times(800), Some(600));
        assert_eq!(read("0,333").times(800), Some(266));
        assert_eq!(read("-1").times(5), Some(-5));
        assert_eq!(read("0").times(5), Some(0));
        assert_eq!(read("9999999999").times(i64::MAX), None);
        let json = ["3.0", "0.750", "-0.5", "0"].map(|text| read(text).to_json().to_string());
        assert_eq!(json, ["3", "0.75", "-0.5", "0"]);
        for text in ["", "drie", "1.2.3", "1e3", "NaN", "1,234", "0.1234567891"] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
