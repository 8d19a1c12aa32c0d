//! A value as it is compared: in small letters, without marks and signs, in the order of its kind.

use klantbeeld_core::folding::fold;

use super::schema::Kind;
use crate::harmonise::{self, Region};

/// Returns a value as it is compared; empty when it says nothing. One that is no valid date, number or address is
/// compared as it was written: two records with the same mistake have something in common.
pub(super) fn prepare(kind: Kind, raw: &str, region: Region) -> String {
    let raw = raw.trim();
    if raw.is_empty() {
        return String::new();
    }
    match kind {
        Kind::GivenName | Kind::Street | Kind::Town | Kind::Region | Kind::Text => words(raw),
        Kind::FamilyName => words(harmonise::without_prefix(raw)),
        Kind::Name => {
            let name = harmonise::PersonName::read(raw);
            let given = if name.first_name.is_empty() {
                &name.initials
            } else {
                &name.first_name
            };
            let family = harmonise::without_prefix(&name.last_name);
            words(&format!("{given} {family}"))
        }
        Kind::HouseNumber | Kind::Postcode | Kind::Identifier => signs(raw),
        Kind::BirthDate => match harmonise::day(raw) {
            Ok(day) => day.replace('-', ""),
            Err(_) => signs(raw),
        },
        Kind::Phone => harmonise::phone(raw, region).unwrap_or_else(|_| signs(raw)),
        Kind::Email => match harmonise::email(raw) {
            Ok(address) => fold(&address),
            Err(_) => fold(raw),
        },
    }
}

fn words(raw: &str) -> String {
    let mut all = String::with_capacity(raw.len());
    for word in raw.split(|c: char| c.is_whitespace() || c == '-' || c == '.' || c == ',') {
        let word: String = fold(word).chars().filter(|c| c.is_alphanumeric()).collect();
        if !word.is_empty() {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(&word);
        }
    }
    all
}

/// Returns letters and digits only.
fn signs(raw: &str) -> String {
    fold(raw).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_in_writing_only_are_prepared_alike() {
        let region = Region::default();
        for (kind, all) in [
            (Kind::FamilyName, vec!["van der Berg", "Berg", "BERG "]),
            (
                Kind::Name,
                vec!["Jan de Boer", "Boer, Jan de", "dhr. Jan de Boer"],
            ),
            (Kind::GivenName, vec!["José", "jose", "JOSE"]),
            (Kind::Postcode, vec!["3511 AB", "3511ab"]),
            (Kind::HouseNumber, vec!["12 A", "12-a"]),
            (
                Kind::BirthDate,
                vec!["19801224", "24-12-1980", "1980-12-24"],
            ),
            (Kind::Phone, vec!["06-12345678", "+31 6 12345678"]),
            (Kind::Email, vec!["Ann@Example.NL", "ann@example.nl"]),
        ] {
            let first = prepare(kind, all[0], region);
            assert!(!first.is_empty());
            for raw in all {
                assert_eq!(prepare(kind, raw, region), first, "{raw}");
            }
        }
        assert_eq!(prepare(Kind::BirthDate, "1980-99-24", region), "19809924");
        assert_eq!(prepare(Kind::Text, " - ", region), "");
    }
}
