//! Which texts and numbers identify somebody, and as which text they are compared.
//!
//! It exists because an identifier that is none makes one person of everybody who has it: somebody else's
//! data on a card. **Invariant:** what is read here is the same text however it was written (`12345`, `12345.0`
//! or `"12345"`), and no digit of it was lost on the way.

use std::collections::HashSet;

use serde_json::{Number, Value};

use super::cell;
use super::oddity::{Oddity, excerpt};

/// The words that every import knows.
const WORDS: &str = include_str!("no_id_words.txt");

/// From here on a 64-bit float has no room for every whole number.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

/// The words that are no identifier.
#[derive(Debug, Clone)]
pub struct NoIds(HashSet<String>);

impl Default for NoIds {
    fn default() -> Self {
        let lines = WORDS.lines().map(str::trim);
        Self(HashSet::new()).with(lines.filter(|line| !line.is_empty() && !line.starts_with("# ")))
    }
}

impl NoIds {
    /// Adds the words that an organisation writes for nobody.
    #[must_use]
    pub fn with<T: AsRef<str>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        self.0
            .extend(words.into_iter().map(|word| folded(word.as_ref())));
        self
    }

    /// Reads an identifier from a text.
    ///
    /// # Errors
    /// It identifies nobody.
    pub fn read(&self, raw: &str) -> Result<String, Oddity> {
        let text = self.read_part(raw)?;
        if is_zero(&text) {
            return Err(Oddity::NoIdentifier(excerpt(raw)));
        }
        Ok(text)
    }

    /// Reads a part of an identifier: zeros may be one, because the other parts tell apart.
    ///
    /// # Errors
    /// It cannot be part of what identifies somebody.
    pub fn read_part(&self, raw: &str) -> Result<String, Oddity> {
        let text = cell::unmarked(raw);
        if text.is_empty() || is_formula_error(text) || self.0.contains(&folded(text)) {
            return Err(Oddity::NoIdentifier(excerpt(raw)));
        }
        if is_shortened(text) {
            return Err(Oddity::Shortened(excerpt(raw)));
        }
        Ok(without_zero_fraction(text).to_owned())
    }

    /// Reads an identifier from a number as it is written in JSON, digit by digit.
    ///
    /// # Errors
    /// It identifies nobody, or its digits cannot be known.
    pub fn read_digits(&self, written: &str) -> Result<String, Oddity> {
        if written.contains(['e', 'E']) {
            return match written.parse() {
                Ok(float) => self.read_float(float, written),
                Err(_) => Err(Oddity::Inexact(excerpt(written))),
            };
        }
        match written.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|b| b == b'0') => self.read(whole),
            _ => self.read(written),
        }
    }

    /// Reads an identifier from a part of a message; none where nothing was said.
    ///
    /// # Errors
    /// It identifies nobody.
    pub fn read_value(&self, value: &Value) -> Result<Option<String>, Oddity> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) if text.trim().is_empty() => Ok(None),
            Value::String(text) => self.read(text).map(Some),
            Value::Number(number) => self.read_number(number).map(Some),
            other => Err(Oddity::NoIdentifier(excerpt(&other.to_string()))),
        }
    }

    fn read_number(&self, number: &Number) -> Result<String, Oddity> {
        let written = number.to_string();
        match number.as_f64() {
            Some(float) if number.is_f64() => self.read_float(float, &written),
            _ => self.read(&written),
        }
    }

    fn read_float(&self, float: f64, written: &str) -> Result<String, Oddity> {
        if float.abs() >= EXACT_BELOW {
            return Err(Oddity::Inexact(excerpt(written)));
        }
        self.read(&float.to_string())
    }
}

/// Returns a word as it is compared: in lower case, without brackets and quotes around it.
fn folded(text: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || "\"'`()[]{}<>".contains(c);
    text.trim_matches(is_mark).to_lowercase()
}

/// Returns whether a spreadsheet writes this where a formula failed, in any language: `#REF!`, `#NAAM?`.
fn is_formula_error(text: &str) -> bool {
    text.starts_with('#') && text.ends_with(['!', '?'])
}

/// Returns whether nothing tells this text apart: no letter, and no digit but zero.
fn is_zero(text: &str) -> bool {
    !text.chars().any(|c| c.is_alphanumeric() && c != '0')
}

/// Returns whether this is a number in powers of ten: `8,71865E+12`. Without a fraction the exponent needs
/// its sign: `12E5` may be a house or a part.
pub(super) fn is_shortened(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mantissa = mantissa.trim_start_matches(['-', '+']);
    let (whole, fraction) = mantissa.split_once([',', '.']).unwrap_or((mantissa, ""));
    let digits = exponent.trim_start_matches(['-', '+']);
    let is_signed = digits.len() < exponent.len();
    is_digits(whole)
        && is_digits(digits)
        && (fraction.is_empty() || is_digits(fraction))
        && (is_signed || !fraction.is_empty())
}

/// Returns `3008` for `3008.0` and `3008,00`: what is left of a number that passed through a table of numbers.
/// Three zeros may be thousands, and stay.
pub(super) fn without_zero_fraction(text: &str) -> &str {
    match text.split_once(['.', ',']) {
        Some((whole, "0" | "00"))
            if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) =>
        {
            whole
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_programs_and_offices_write_for_nobody_is_no_identifier() {
        let no_ids = NoIds::default();
        for text in [
            "",
            " ",
            "undefined",
            "Undefined",
            "null",
            "(null)",
            "NaN",
            "None",
            "nil",
            "\"null\"",
            "[object Object]",
            "0",
            "000",
            "0.0",
            "-1",
            "00000000-0000-0000-0000-000000000000",
            "-",
            "?",
            "#N/A",
            "#VERW!",
            "########",
            "n/a",
            "onbekend",
            "guest",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        ] {
            let found = no_ids.read(text);
            assert!(
                matches!(found, Err(Oddity::NoIdentifier(_))),
                "{text}: {found:?}"
            );
        }
        for value in [
            json!({}),
            json!([]),
            json!(true),
            json!(["a"]),
            json!(0),
            json!(0.0),
        ] {
            assert!(no_ids.read_value(&value).is_err(), "{value}");
        }
        assert_eq!(no_ids.read_value(&json!(null)), Ok(None));
        assert_eq!(no_ids.read_value(&json!(" ")), Ok(None));
    }

    #[test]
    fn a_number_shortened_by_a_spreadsheet_is_no_identifier() {
        let no_ids = NoIds::default();
        for text in [
            "8,71865E+12",
            "8.71865e+12",
            "9.91214E+15",
            "6,12346E+08",
            "1E+21",
            "8.7E12",
            "'1E+05",
        ] {
            assert_eq!(
                no_ids.read(text),
                Err(Oddity::Shortened(text.to_owned())),
                "{text}"
            );
        }
        for text in ["#1001", "12E5", "E+12", "3e", "abc-1e+5x", "007"] {
            assert_eq!(no_ids.read(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_number_is_one_identifier_however_it_is_written() {
        let no_ids = NoIds::default();
        for text in [
            "12345",
            "12345.0",
            "12345,00",
            "=\"12345\"",
            "'12345",
            " 12345 ",
        ] {
            assert_eq!(no_ids.read(text).as_deref(), Ok("12345"), "{text}");
        }
        for written in ["12345", "12345.0", "12345.000", "1.2345e4"] {
            assert_eq!(
                no_ids.read_digits(written).as_deref(),
                Ok("12345"),
                "{written}"
            );
        }
        for value in [json!(12345), json!(12345.0), json!("12345")] {
            assert_eq!(no_ids.read_value(&value), Ok(Some("12345".to_owned())));
        }
        assert_eq!(no_ids.read("3.000").as_deref(), Ok("3.000"), "thousands");
    }

    #[test]
    fn long_numbers_are_kept_to_the_last_digit_or_refused() {
        let no_ids = NoIds::default();
        for written in [
            "157963456373623803",
            "184467440737095516151",
            "9007199254740993.0",
        ] {
            let whole = written.trim_end_matches(".0");
            assert_eq!(no_ids.read_digits(written).as_deref(), Ok(whole));
        }
        for written in ["1.8446744073709552e20", "9007199254740993e0", "1e400"] {
            assert!(
                matches!(no_ids.read_digits(written), Err(Oddity::Inexact(_))),
                "{written}"
            );
        }
        let lost: Value = serde_json::from_str("184467440737095516151").unwrap();
        assert!(matches!(no_ids.read_value(&lost), Err(Oddity::Inexact(_))));
    }

    #[test]
    fn an_organisation_adds_its_own_words() {
        let no_ids = NoIds::default().with(["Balie", "99999"]);
        assert!(no_ids.read("balie").is_err());
        assert!(no_ids.read("99999").is_err());
        assert!(NoIds::default().read("99999").is_ok());
    }

    #[test]
    fn a_part_of_an_identifier_may_be_zero() {
        let no_ids = NoIds::default();
        assert_eq!(no_ids.read_part("0").as_deref(), Ok("0"));
        assert!(no_ids.read_part("null").is_err());
    }
}
