//! Identifiers as they are compared: e-mail addresses in lower case, telephone numbers in E.164.
//!
//! It exists because parsing a telephone number costs too much to do it while searching: it is done
//! once, when writing. The value as it came stays in the assertion.

use klantbeeld_core::model::IdentityKind;
use klantbeeld_identity::harmonise;
pub use klantbeeld_identity::harmonise::Region;

use super::cell;
use super::identifier::{NoIds, is_shortened, without_zero_fraction};
use super::oddity::{Oddity, excerpt};

/// The longest identifier that is compared, in bytes.
const MAX_BYTES: usize = 254;

/// Returns an e-mail address as it is compared; none when it cannot be one.
#[must_use]
pub fn email(raw: &str) -> Option<String> {
    harmonise::email(raw).ok()
}

/// Returns a telephone number in E.164; none when no numbering plan has it.
#[must_use]
pub fn phone(raw: &str, region: Region) -> Option<String> {
    harmonise::phone(raw, region).ok()
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

/// Returns whether a text that gives no identifier is a mistake, and not a word for "none".
#[must_use]
pub fn says_something(raw: &str, no_ids: &NoIds) -> bool {
    let is_none = matches!(no_ids.read(raw), Err(Oddity::NoIdentifier(_)));
    !is_none && raw.chars().any(|c| c.is_ascii_digit() || c == '@')
}

/// Returns whether a text that is no date may be a mistake: databases write zeros where there is none.
#[must_use]
pub fn is_some_date(raw: &str) -> bool {
    raw.chars().any(|c| ('1'..='9').contains(&c))
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
