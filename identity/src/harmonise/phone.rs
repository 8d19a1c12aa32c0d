//! Telephone numbers in E.164.

use klantbeeld_core::model::Invalid;
use phonenumber::{Mode, country};

/// The longest text that is read as a number, in bytes.
const MAX_BYTES: usize = 40;

/// The country of telephone numbers that are written without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region(country::Id);

impl Region {
    /// Finds a country by its two letters, such as `NL`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        code.to_ascii_uppercase().parse().ok().map(Self)
    }

    /// Returns its two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.as_ref()
    }
}

impl Default for Region {
    fn default() -> Self {
        Self(country::NL)
    }
}

/// Returns a telephone number in E.164: `+31612345678`.
///
/// # Errors
/// No numbering plan has it.
pub fn phone(raw: &str, region: Region) -> Result<String, Invalid> {
    let text = raw.trim();
    let is_number = |c: char| c.is_ascii_digit() || "+-()./ \u{a0}".contains(c);
    if text.len() > MAX_BYTES || !text.chars().all(is_number) {
        return Err(Invalid::Phone);
    }
    let number = phonenumber::parse(Some(region.0), text).map_err(|_| Invalid::Phone)?;
    if number.is_valid() {
        Ok(number.format().mode(Mode::E164).to_string())
    } else {
        Err(Invalid::Phone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_written_in_many_ways_is_one_number() {
        let region = Region::default();
        for raw in [
            "06 12345678",
            "06-12345678",
            "+31 6 1234 5678",
            "0031612345678",
            " +31 (0)6 12 34 56 78 ",
        ] {
            assert_eq!(phone(raw, region).as_deref(), Ok("+31612345678"), "{raw}");
        }
        let states = Region::parse("us").unwrap();
        assert_eq!(
            phone("(410) 555-9412", states).as_deref(),
            Ok("+14105559412")
        );
    }

    #[test]
    fn what_cannot_be_dialled_is_no_number() {
        for raw in [
            "",
            "12",
            "onbekend",
            "+dwPAA;phone-context=AA",
            "06 1234",
            "+",
        ] {
            assert_eq!(phone(raw, Region::default()), Err(Invalid::Phone), "{raw}");
        }
    }
}
