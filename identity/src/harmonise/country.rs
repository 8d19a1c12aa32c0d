//! Countries as two letters of ISO 3166, from codes and from names in Dutch, English and the languages around.

use std::collections::HashMap;
use std::sync::LazyLock;

use keshvar::CountryIterator;
use klantbeeld_core::folding::plain_words;
use klantbeeld_core::model::Invalid;

/// The languages of which names are known, those that win first.
const LANGUAGES: [&str; 5] = ["nl", "en", "de", "fr", "fy"];

/// What people write, beyond the names that the standard and its translations have.
const ALSO: [(&str, &str); 17] = [
    ("holland", "NL"),
    ("nederland", "NL"),
    ("belgie", "BE"),
    ("vlaanderen", "BE"),
    ("engeland", "GB"),
    ("england", "GB"),
    ("schotland", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("groot brittannie", "GB"),
    ("great britain", "GB"),
    ("uk", "GB"),
    ("verenigd koninkrijk", "GB"),
    ("vs", "US"),
    ("amerika", "US"),
    ("verenigde staten van amerika", "US"),
    ("tsjechische republiek", "CZ"),
];

/// Codes and names, folded, to two letters.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    let mut add = |name: &str, code: &str| {
        names.entry(key(name)).or_insert_with(|| code.to_owned());
    };
    let countries: Vec<_> = CountryIterator::new().collect();
    for country in &countries {
        let code = country.alpha2().to_string();
        add(&code, &code);
        add(&country.alpha3().to_string(), &code);
    }
    for (name, code) in ALSO {
        add(name, code);
    }
    for country in &countries {
        let code = country.alpha2().to_string();
        add(country.iso_short_name(), &code);
        for language in LANGUAGES {
            if let Some(name) = country.translations().get(language) {
                add(name, &code);
            }
        }
    }
    // Names that two countries have are the first one's by the standard, never by these.
    for country in &countries {
        let code = country.alpha2().to_string();
        add(country.iso_long_name(), &code);
        for name in country.unofficial_name_list() {
            add(name, &code);
        }
    }
    names
});

/// Returns the two letters of a country.
///
/// # Errors
/// There is no such code, and no country is called so.
pub fn country(raw: &str) -> Result<String, Invalid> {
    NAMES.get(&key(raw)).cloned().ok_or(Invalid::Country)
}

/// Returns a name as it is compared; articles do not count.
fn key(name: &str) -> String {
    let bare = name.replace('.', "");
    let mut words = plain_words(&bare);
    words.retain(|word| !matches!(word.as_str(), "the" | "of" | "van" | "de" | "het"));
    if words.is_empty() {
        words = plain_words(&bare);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_in_dutch_and_english_are_one_country() {
        for (code, names) in [
            (
                "NL",
                vec![
                    "nl",
                    "NLD",
                    "Nederland",
                    "the Netherlands",
                    "NETHERLANDS",
                    "Holland",
                    " N.L. ",
                ],
            ),
            (
                "DE",
                vec!["DE", "deu", "Duitsland", "Germany", "Deutschland"],
            ),
            ("BE", vec!["België", "Belgie", "Belgium", "Belgique"]),
            (
                "GB",
                vec![
                    "UK",
                    "U.K.",
                    "Verenigd Koninkrijk",
                    "Great Britain",
                    "Engeland",
                ],
            ),
            (
                "US",
                vec![
                    "USA",
                    "United States",
                    "Verenigde Staten",
                    "Verenigde Staten van Amerika",
                ],
            ),
            ("CI", vec!["Ivoorkust", "Ivory Coast", "Côte d'Ivoire"]),
            ("SR", vec!["Suriname"]),
            ("TR", vec!["Turkije", "Turkey"]),
            ("CW", vec!["Curaçao", "Curacao"]),
        ] {
            for name in names {
                assert_eq!(country(name).as_deref(), Ok(code), "{name}");
            }
        }
    }

    #[test]
    fn every_country_is_found_by_its_codes_and_its_names() {
        for listed in CountryIterator::new() {
            let code = listed.alpha2().to_string();
            let three = listed.alpha3().to_string();
            for name in [code.as_str(), three.as_str(), listed.iso_short_name()] {
                assert_eq!(country(name).as_deref(), Ok(code.as_str()), "{name}");
            }
        }
    }

    #[test]
    fn what_is_no_country_is_none() {
        for raw in ["", "XX", "Utrecht", "onbekend", "van"] {
            assert_eq!(country(raw), Err(Invalid::Country), "{raw}");
        }
    }
}
