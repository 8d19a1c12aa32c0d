//! Addresses: a line with street and number to its parts, and postcodes of their country.

use std::collections::HashMap;
use std::sync::LazyLock;

use keshvar::CountryIterator;
use klantbeeld_core::model::Invalid;
use regex::Regex;

/// A line of an address in its parts; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreetLine {
    /// The street.
    pub street: String,
    /// The number in it.
    pub number: String,
    /// What stands behind the number: `A`, `bis`, `3 hoog`.
    pub addition: String,
}

impl StreetLine {
    /// Reads `Kalverstraat 12-A`. The last number that begins a word is the number of the house: streets have numbers
    /// in their names too (`Plein 1944 7`). A line without number is all street.
    #[must_use]
    pub fn read(raw: &str) -> Self {
        let words: Vec<&str> = raw
            .split([' ', ',', '\u{a0}'])
            .filter(|w| !w.is_empty())
            .collect();
        let begins = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        let place = words.iter().rposition(begins).filter(|place| *place > 0);
        let Some(mut place) = place else {
            return Self {
                street: words.join(" "),
                ..Self::default()
            };
        };
        // `Dorpsstraat 12 3 hoog`: what follows a number is the addition, when a word stands after it.
        let before = place - 1;
        if before > 0 && words.get(before).is_some_and(begins) && words.len() > place + 1 {
            place = before;
        }
        let (street, rest) = words.split_at(place);
        let rest = rest.join(" ");
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (number, addition) = rest.split_at_checked(end).unwrap_or((&rest, ""));
        Self {
            street: street.join(" "),
            number: number.to_owned(),
            addition: addition.trim_matches([' ', '-', '/']).to_owned(),
        }
    }
}

/// The forms of postcodes, by the two letters of a country; compiled when first asked for.
static FORMS: LazyLock<HashMap<String, Regex>> = LazyLock::new(|| {
    let form = |country: keshvar::Country| {
        let form = country.postal_code_format()?;
        let whole = Regex::new(&format!("(?i)^(?:{form})$")).ok()?;
        Some((country.alpha2().to_string(), whole))
    };
    CountryIterator::new().filter_map(form).collect()
});

/// Returns a postcode as its country writes it: `3511 AB`. `country` is its two letters. Of countries that have no
/// form every text is taken as it is.
///
/// # Errors
/// The country has no such postcode.
pub fn postcode(raw: &str, country: &str) -> Result<String, Invalid> {
    let words = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = words.to_uppercase();
    if text.is_empty() {
        return Err(Invalid::Postcode);
    }
    if country == "NL" {
        return dutch(&text).ok_or(Invalid::Postcode);
    }
    let bare = text
        .strip_prefix(country)
        .map(|t| t.trim_start_matches(['-', ' ']));
    let text = bare
        .filter(|bare| !bare.is_empty())
        .unwrap_or(&text)
        .to_owned();
    match FORMS.get(country) {
        Some(form) if !form.is_match(&text) => Err(Invalid::Postcode),
        _ => Ok(text),
    }
}

/// Reads four digits, the first no zero, and two letters; some letters are never used.
fn dutch(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let bare = bare.strip_prefix("NL").unwrap_or(&bare);
    let (digits, letters) = bare.split_at_checked(4)?;
    let fits = digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0')
        && letters.len() == 2
        && letters.bytes().all(|b| b.is_ascii_uppercase())
        && !["SA", "SD", "SS"].contains(&letters);
    fits.then(|| format!("{digits} {letters}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_street_number_and_addition() {
        for (line, expected) in [
            ("Kalverstraat 12", ("Kalverstraat", "12", "")),
            ("Kalverstraat 12-A", ("Kalverstraat", "12", "A")),
            ("Kalverstraat 12 bis", ("Kalverstraat", "12", "bis")),
            ("Plein 1944 7", ("Plein 1944", "7", "")),
            ("Dorpsstraat 12 3 hoog", ("Dorpsstraat", "12", "3 hoog")),
            ("2e Jan Steenstraat 5/II", ("2e Jan Steenstraat", "5", "II")),
            ("Havenkade", ("Havenkade", "", "")),
            ("12 Main Street", ("12 Main Street", "", "")),
            ("", ("", "", "")),
        ] {
            let read = StreetLine::read(line);
            let parts = (
                read.street.as_str(),
                read.number.as_str(),
                read.addition.as_str(),
            );
            assert_eq!(parts, expected, "{line}");
        }
    }

    #[test]
    fn a_postcode_is_written_as_its_country_does() {
        for (raw, country, expected) in [
            ("3511ab", "NL", "3511 AB"),
            (" 3511  AB ", "NL", "3511 AB"),
            ("NL-3511 AB", "NL", "3511 AB"),
            ("1000", "BE", "1000"),
            ("B-1000", "BE", ""),
            ("10115", "DE", "10115"),
            ("sw1a 1aa", "GB", "SW1A 1AA"),
            ("anything", "AE", "ANYTHING"),
        ] {
            let expected = (!expected.is_empty()).then_some(expected);
            assert_eq!(postcode(raw, country).ok().as_deref(), expected, "{raw}");
        }
        for raw in [
            "", "0123 AB", "3511 SS", "3511", "3511 A", "3511 AÉ", "AB 3511",
        ] {
            assert_eq!(postcode(raw, "NL"), Err(Invalid::Postcode), "{raw}");
        }
        assert_eq!(postcode("1011", "DE"), Err(Invalid::Postcode));
    }
}
