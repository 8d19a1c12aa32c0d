//! Money as integer minor units and an ISO 4217 code: sums are exact, and currencies never mix.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not an amount or a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not three upper-case ASCII letters.
    #[error("`{0}` is not an ISO 4217 currency code")]
    Currency(String),
    /// Not a decimal number.
    #[error("`{0}` is not an amount")]
    Amount(String),
    /// More digits after the point than the currency has, and not zeros.
    #[error("`{0}` has more decimals than {1} allows")]
    TooPrecise(String, Currency),
    /// Does not fit 64 bits of minor units.
    #[error("`{0}` is too large an amount")]
    Overflow(String),
}

/// An ISO 4217 currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The dollar of the United States.
    pub const USD: Self = Self(*b"USD");

    /// Takes three upper-case letters as a currency.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|x| x.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(MoneyError::Currency(text.to_owned())),
        }
    }

    /// Returns the three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the decimal point (ISO 4217 minor unit).
    #[must_use]
    pub fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            // Units of account, not money that is paid with.
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(text: String) -> Result<Self, MoneyError> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount in minor units (cents for the euro) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for money that goes back.
    pub amount_minor: i64,
    /// The currency of the amount.
    pub currency: Currency,
}

impl Money {
    /// Reads a decimal number such as `-12.5`, exactly and without floating point.
    ///
    /// # Errors
    /// When it is no number, too precise for the currency, or too large.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let wrong = || MoneyError::Amount(text.to_owned());
        let trimmed = text.trim();
        let (negative, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !numeric(whole) || !numeric(fraction) {
            return Err(wrong());
        }
        let places = currency.exponent() as usize;
        let (kept, excess) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
        if excess.bytes().any(|b| b != b'0') {
            return Err(MoneyError::TooPrecise(text.to_owned(), currency));
        }
        let all = format!("{whole}{kept:0<places$}");
        let magnitude: i64 = all
            .parse()
            .map_err(|_| MoneyError::Overflow(text.to_owned()))?;
        Ok(Self {
            amount_minor: if negative { -magnitude } else { magnitude },
            currency,
        })
    }

    /// Returns the amount as a decimal number with all of its currency's decimals, such as `-12.50`.
    #[must_use]
    pub fn decimal(&self, point: char) -> String {
        let places = self.currency.exponent() as usize;
        let unit = 10_u64.pow(self.currency.exponent());
        let minor = self.amount_minor.unsigned_abs();
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let (whole, fraction) = (minor / unit, minor % unit);
        if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{point}{fraction:0places$}")
        }
    }
}

/// Sets the thousands of a decimal number apart by a mark: `-2,500,315.63`.
#[must_use]
pub fn grouped(number: &str, mark: char) -> String {
    let digits = number.trim_start_matches('-');
    let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
    let mut text = String::from(if digits.len() < number.len() { "-" } else { "" });
    for (place, letter) in digits.chars().enumerate() {
        if place > 0 && place < whole && (whole - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_with_its_currencys_decimals() {
        let text = |amount_minor, code| {
            let currency = Currency::parse(code).unwrap();
            Money {
                amount_minor,
                currency,
            }
            .decimal(',')
        };
        assert_eq!(text(250_031_563, "EUR"), "2500315,63");
        assert_eq!(text(-5, "EUR"), "-0,05");
        assert_eq!(text(0, "EUR"), "0,00");
        assert_eq!(text(700, "JPY"), "700");
        assert_eq!(text(1_234, "KWD"), "1,234");
        assert_eq!(text(i64::MIN, "EUR"), "-92233720368547758,08");
    }

    #[test]
    fn thousands_stand_apart_and_decimals_do_not() {
        let texts = ["0", "999", "1000", "-69659.1234", "1234567,00"].map(|n| grouped(n, ' '));
        assert_eq!(texts, ["0", "999", "1 000", "-69 659.1234", "1 234 567,00"]);
    }

    fn euros(text: &str) -> Result<i64, MoneyError> {
        Money::parse_decimal(text, Currency::EUR).map(|m| m.amount_minor)
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(euros("11.77"), Ok(1177));
        assert_eq!(euros("-0.05"), Ok(-5));
        assert_eq!(euros("12"), Ok(1200));
        assert_eq!(euros("12.5"), Ok(1250));
        assert_eq!(euros(".5"), Ok(50));
        assert_eq!(euros("12.500"), Ok(1250));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for bad in ["", "-", "abc", "1e5", "1,5", "0x1", "1.2.3", "NaN", "١"] {
            assert!(matches!(euros(bad), Err(MoneyError::Amount(_))), "{bad}");
        }
        assert!(matches!(euros("0.005"), Err(MoneyError::TooPrecise(..))));
        assert!(matches!(
            euros("99999999999999999999"),
            Err(MoneyError::Overflow(_))
        ));
    }

    #[test]
    fn every_currency_has_the_decimals_of_iso_4217() {
        use iso_currency::IntoEnumIterator as _;
        for listed in iso_currency::Currency::iter() {
            let code = listed.code();
            let places = Currency::parse(code).unwrap().exponent();
            // Gold, drawing rights and the like have no minor unit: two decimals do no harm.
            let expected = listed.exponent().map_or(2, u32::from);
            assert_eq!(places, expected, "{code}");
        }
        let unidad = Currency::parse("CLF").unwrap();
        let read = Money::parse_decimal("38.1234", unidad).unwrap();
        assert_eq!(
            (read.amount_minor, read.decimal('.').as_str()),
            (381_234, "38.1234")
        );
    }

    #[test]
    fn the_yen_has_no_minor_unit() {
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(Money::parse_decimal("120", yen).unwrap().amount_minor, 120);
        assert!(Money::parse_decimal("1.5", yen).is_err());
    }
}
