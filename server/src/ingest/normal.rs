//! Identifiers as they are compared: e-mail addresses in lower case, telephone numbers in E.164.
//!
//! It exists because parsing a telephone number costs too much to do it while searching: it is done
//! once, when writing. The value as it came stays in the assertion.

use klantbeeld_core::model::IdentityKind;
use phonenumber::{Mode, country};

use super::cell;
use super::identifier::{NoIds, is_shortened, without_zero_fraction};
use super::oddity::{Oddity, excerpt};

/// The longest identifier that is compared, in bytes.
const MAX_BYTES: usize = 254;

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
    let fits = text.len() <= MAX_BYTES && is_plain(name) && is_plain(host) && !name.contains('@');
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

/// What texts give of one kind of identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What can be compared, as it was written and as it is compared; the first is the main one.
    pub values: Vec<(String, String)>,
    /// What cannot.
    pub odd: Vec<Oddity>,
}

/// Reads a text in which an identifier of this kind stands. Of telephone numbers and e-mail addresses there can
/// be several in one text.
#[must_use]
pub fn find(kind: IdentityKind, raw: &str, region: Region, no_ids: &NoIds) -> Found {
    match kind {
        IdentityKind::Email => several(raw, &emails, Oddity::Email),
        IdentityKind::Phone if is_shortened(raw.trim()) => Found {
            odd: vec![Oddity::Shortened(excerpt(raw))],
            ..Found::default()
        },
        IdentityKind::Phone => several(raw, &|text| phones(text, region), Oddity::Phone),
        _ => match no_ids.read(raw) {
            Ok(value) if value.len() <= MAX_BYTES && !value.contains(char::is_control) => Found {
                values: vec![(raw.trim().to_owned(), value)],
                odd: Vec::new(),
            },
            Ok(_) => Found {
                odd: vec![Oddity::NoIdentifier(excerpt(raw))],
                ..Found::default()
            },
            Err(oddity) => Found {
                odd: vec![oddity],
                ..Found::default()
            },
        },
    }
}

/// Returns what kind of identifier a field of the profile holds, if it can be dialled or written to.
#[must_use]
pub fn kind_of_field(field: &str) -> Option<IdentityKind> {
    let name = field.strip_prefix("contact.")?;
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    if begins(&["phone", "mobile", "telephone"]) {
        Some(IdentityKind::Phone)
    } else if begins(&["email"]) {
        Some(IdentityKind::Email)
    } else {
        None
    }
}

/// What one piece of a text gives, as it was written and as it is compared.
type Piece = Option<(String, String)>;

/// Reads a text as one value; where that fails, as several with a mark between them.
fn several(raw: &str, read: &dyn Fn(&str) -> Piece, odd: fn(String) -> Oddity) -> Found {
    let mut found = Found::default();
    if let Some(whole) = read(raw) {
        found.values.push(whole);
        return found;
    }
    for piece in pieces(raw) {
        match read(piece) {
            Some(value) if found.values.iter().any(|(_, known)| *known == value.1) => {}
            Some(value) => found.values.push(value),
            None => found.odd.push(odd(excerpt(piece))),
        }
    }
    if found.values.is_empty() {
        found.odd = vec![odd(excerpt(raw))];
    }
    found
}

/// Parts a text where people put several values into one.
fn pieces(raw: &str) -> impl Iterator<Item = &str> {
    let words = [" of ", " en ", " or ", " and ", " und ", " ou "];
    let mut parts = vec![raw];
    for word in words {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(word))
            .collect();
    }
    let marks = |c: char| ";,/|&\n\t".contains(c);
    parts
        .into_iter()
        .flat_map(move |part| part.split(marks))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Reads an address, also as mail programs write it: `Ann <ann@example.nl>`.
fn emails(text: &str) -> Piece {
    let bare = match text
        .trim()
        .strip_suffix('>')
        .and_then(|t| t.rsplit_once('<'))
    {
        Some((_, address)) => address,
        None => text.trim(),
    };
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    Some((bare.to_owned(), email(bare)?))
}

/// Reads a number, also one that passed through a table of numbers: `31612345617.0`.
fn phones(text: &str, region: Region) -> Piece {
    let written = cell::unmarked(text);
    let bare = without_zero_fraction(written);
    let with_plus = || {
        let is_long = bare.len() >= 10 && bare.bytes().all(|b| b.is_ascii_digit());
        (is_long && !bare.starts_with('0')).then(|| format!("+{bare}"))
    };
    let number = phone(bare, region).or_else(|| phone(&with_plus()?, region))?;
    Some((bare.to_owned(), number))
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

    fn values(kind: IdentityKind, raw: &str) -> Vec<String> {
        let found = find(kind, raw, Region::default(), &NoIds::default());
        found.values.into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn numbers_that_passed_through_a_table_are_read() {
        for raw in [
            "612345678",
            "31612345678.0",
            "31612345678",
            "'0612345678",
            "=\"0612345678\"",
        ] {
            assert_eq!(values(IdentityKind::Phone, raw), ["+31612345678"], "{raw}");
        }
    }

    #[test]
    fn several_values_in_one_text_are_several_identifiers() {
        for raw in [
            "06-12345619 / 030-1234519",
            "06-12345619;030-1234519",
            "06-12345619 of 030-1234519",
            "06-12345619\n030-1234519",
        ] {
            let expected = ["+31612345619", "+31301234519"];
            assert_eq!(values(IdentityKind::Phone, raw), expected, "{raw}");
        }
        assert_eq!(values(IdentityKind::Phone, "030/1234519"), ["+31301234519"]);
        let two = values(IdentityKind::Email, "Ann <a@b.nl>; mailto:c@d.nl");
        assert_eq!(two, ["a@b.nl", "c@d.nl"]);
    }

    #[test]
    fn what_gives_nothing_is_told() {
        let odd = |kind, raw| find(kind, raw, Region::default(), &NoIds::default()).odd;
        let phone = |raw| odd(IdentityKind::Phone, raw);
        assert_eq!(
            phone("6,12346E+08"),
            [Oddity::Shortened("6,12346E+08".to_owned())]
        );
        assert_eq!(phone("geen"), [Oddity::Phone("geen".to_owned())]);
        assert_eq!(
            phone("06-12345619 / geen"),
            [Oddity::Phone("geen".to_owned())]
        );
        assert_eq!(
            odd(IdentityKind::Email, "a b@c.nl"),
            [Oddity::Email("a b@c.nl".to_owned())]
        );
        let number = odd(IdentityKind::CustomerNumber, "null");
        assert_eq!(number, [Oddity::NoIdentifier("null".to_owned())]);
    }
}
