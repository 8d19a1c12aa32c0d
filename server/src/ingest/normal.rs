//! Identifiers as they are compared: e-mail addresses in lower case, telephone numbers in E.164.
//!
//! It exists because parsing a telephone number costs too much to do it while searching: it is done
//! once, when writing. The value as it came stays in the assertion.

use klantbeeld_core::model::{Identity, IdentityKind};
use phonenumber::{Mode, country};

/// The country of telephone numbers that are written without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region(country::Id);

impl Region {
    /// Finds a country by its two letters, such as `NL`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        code.to_ascii_uppercase().parse().ok().map(Self)
    }
}

impl Default for Region {
    fn default() -> Self {
        Self(country::NL)
    }
}

/// Returns an e-mail address as it is compared; none when it cannot be one.
#[must_use]
pub fn email(raw: &str) -> Option<String> {
    let text = raw.trim();
    let (name, host) = text.rsplit_once('@')?;
    let is_plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control())
    };
    let fits = text.len() <= 254 && is_plain(name) && is_plain(host) && !name.contains('@');
    fits.then(|| text.to_lowercase())
}

/// Returns a telephone number in E.164; none when no numbering plan has it.
#[must_use]
pub fn phone(raw: &str, region: Region) -> Option<String> {
    let text = raw.trim();
    let is_number = |c: char| c.is_ascii_digit() || "+-()./ \u{a0}".contains(c);
    if text.len() > 40 || !text.chars().all(is_number) {
        return None;
    }
    let number = phonenumber::parse(Some(region.0), text).ok()?;
    number
        .is_valid()
        .then(|| number.format().mode(Mode::E164).to_string())
}

/// Returns the identifier of a kind that a raw value gives, normalised; none when it gives none.
#[must_use]
pub fn identity(kind: IdentityKind, raw: &str, source: &str, region: Region) -> Option<Identity> {
    let value = match kind {
        IdentityKind::Email => email(raw)?,
        IdentityKind::Phone => phone(raw, region)?,
        _ => Some(raw.trim())
            .filter(|v| !v.is_empty() && v.len() <= 254 && !v.contains(char::is_control))?
            .to_owned(),
    };
    Some(Identity {
        kind,
        value,
        source: source.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_written_in_many_ways_is_one_identifier() {
        let region = Region::default();
        for raw in [
            "06 12345678",
            "06-12345678",
            "+31 6 1234 5678",
            "0031612345678",
            " +31 (0)6 12 34 56 78 ",
        ] {
            assert_eq!(phone(raw, region).as_deref(), Some("+31612345678"), "{raw}");
        }
        let states = Region::parse("us").unwrap();
        assert_eq!(
            phone("(410) 555-9412", states).as_deref(),
            Some("+14105559412")
        );
    }

    #[test]
    fn what_is_no_number_or_address_is_no_identifier() {
        let region = Region::default();
        for raw in [
            "",
            "12",
            "onbekend",
            "+dwPAA;phone-context=AA",
            "06 1234",
            "+",
        ] {
            assert_eq!(phone(raw, region), None, "{raw}");
        }
        for raw in ["", "@", "a@", "@b", "a b@c.nl", "a@b@c.nl"] {
            assert_eq!(email(raw), None, "{raw}");
        }
        assert_eq!(
            email(" Peter@Example.COM ").as_deref(),
            Some("peter@example.com")
        );
    }
}
