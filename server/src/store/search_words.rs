//! The words by which a customer is found: folded and split the same way in data and in questions.
//!
//! Letters are folded by [`klantbeeld_core::folding`], because every engine does it in its own way (SQLite knows
//! `ö`, but not `ø` or `ß`); so a name is found in every store, and on a device, by the same question.
//!
//! **Invariant:** a word is not empty and holds only alphanumeric characters, lower case, without marks.

use std::collections::BTreeSet;

use klantbeeld_core::folding;
use klantbeeld_core::model::Assertion;
use klantbeeld_core::survivorship::{Rule, rank};

/// Fields that a search reads.
pub const SEARCHED_FIELDS: [&str; 7] = [
    "person.initials",
    "person.first_name",
    "person.last_name",
    "organisation.name",
    "contact.address",
    "contact.postcode",
    "contact.town",
];

/// The field that people write both with and without a space.
const POSTCODE: &str = "contact.postcode";

/// Longer words are cut, in data and in questions alike. No index of a database holds longer beginnings: FTS5
/// takes 31 lengths, and collects what is longer from every word that begins so.
const MAX_WORD_CHARS: usize = 31;

/// Returns whether a claim about this field changes by what words its customer is found.
pub fn is_searched(field: &str) -> bool {
    SEARCHED_FIELDS.contains(&field)
}

/// Returns the words of a customer, sorted: of each searched field the values that may be shown, whichever
/// survivorship rule the policy chose for it. What was corrected is no longer found.
pub fn words_of(claims: &[Assertion]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for field in SEARCHED_FIELDS {
        let of_field: Vec<_> = claims
            .iter()
            .filter(|c| c.field == field)
            .cloned()
            .collect();
        for rule in Rule::ALL {
            let Some(shown) = rank(rule, of_field.clone()).into_iter().next() else {
                continue;
            };
            let parts: Vec<_> = folding::index_words(&shown.value)
                .into_iter()
                .map(cut)
                .collect();
            if field == POSTCODE {
                words.extend(Some(parts.concat()).filter(|joined| !joined.is_empty()));
            }
            words.extend(parts);
        }
    }
    words
}

/// Returns the words of a question: each must begin a word of the customer. None finds nobody.
pub fn query_words(query: &str) -> Vec<String> {
    folding::plain_words(query).into_iter().map(cut).collect()
}

/// Returns whether each of these is the beginning of a word.
pub fn begin_each(words: &BTreeSet<String>, starts: &[String]) -> bool {
    let is_begun = |start: &String| {
        let next = words.range(start.clone()..).next();
        next.is_some_and(|word| word.starts_with(start.as_str()))
    };
    starts.iter().all(is_begun)
}

fn cut(word: String) -> String {
    if word.len() <= MAX_WORD_CHARS {
        return word;
    }
    word.chars().take(MAX_WORD_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::model::Author;

    use super::*;

    fn claim(field: &str, value: &str, known_at_ms: i64, author: Author) -> Assertion {
        Assertion {
            assertion_id: format!("{field}-{known_at_ms}"),
            field: field.to_owned(),
            value: value.to_owned(),
            source: "crm".to_owned(),
            valid_from_ms: 0,
            known_at_ms,
            author,
            by: String::new(),
            raw: None,
            invalid: None,
        }
    }

    fn words(claims: &[Assertion]) -> Vec<String> {
        words_of(claims).into_iter().collect()
    }

    #[test]
    fn marks_and_special_letters_fold_to_what_people_type() {
        assert_eq!(
            query_words("Björn Sørensen-Łódź, Strauß ĲSSEL"),
            ["bjorn", "sorensen", "lodz", "strauss", "ijssel"]
        );
        assert_eq!(query_words("İstanbul"), ["istanbul"]);
        assert_eq!(query_words("d’Arc 't"), ["d", "arc", "t"]);
        assert!(query_words(" -'\"* ").is_empty());
    }

    #[test]
    fn a_postcode_is_found_with_and_without_its_space() {
        let found = words(&[claim("contact.postcode", "3511 AB", 1, Author::System)]);
        assert_eq!(found, ["3511", "3511ab", "ab"]);
    }

    #[test]
    fn a_name_with_an_apostrophe_is_found_with_it_without_it_and_by_its_parts() {
        let found = words(&[claim("person.last_name", "d’Arc", 1, Author::System)]);
        assert_eq!(found, ["arc", "d", "darc"]);
    }

    #[test]
    fn a_corrected_name_is_no_longer_found_and_other_fields_never_are() {
        let found = words(&[
            claim("person.last_name", "Jansen", 1, Author::System),
            claim("person.last_name", "Janssen", 2, Author::System),
            claim("health.notes", "astma", 2, Author::System),
        ]);
        assert_eq!(found, ["janssen"]);
    }

    #[test]
    fn both_values_are_found_while_the_rule_decides_which_is_shown() {
        let found = words(&[
            claim("contact.town", "Utrecht", 1, Author::Customer),
            claim("contact.town", "Zeist", 2, Author::System),
        ]);
        assert_eq!(found, ["utrecht", "zeist"]);
    }
}
