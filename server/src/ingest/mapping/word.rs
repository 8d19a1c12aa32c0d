//! The closed lists of words that a mapping chooses from, under the names that data has.

use std::collections::BTreeMap;

use klantbeeld_core::model::{Direction, Status};
use klantbeeld_core::vocabulary::{CHANNELS, CustomKind, DEPARTMENTS, KINDS, Word};
use serde::Serialize;

use super::DecimalMark;
use crate::ingest::normal::Region;

/// A list of words with what they mean.
#[derive(Debug, Clone)]
pub struct Words<T> {
    words: Vec<(String, T)>,
    /// How the list is told where it is too long to be written out.
    summary: Option<&'static str>,
}

impl<T: Clone> Words<T> {
    fn new(words: impl IntoIterator<Item = (String, T)>) -> Self {
        Self {
            words: words.into_iter().collect(),
            summary: None,
        }
    }

    /// Finds what a word means.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<T> {
        let mut words = self.words.iter();
        words
            .find(|(name, _)| name == word)
            .map(|(_, of)| of.clone())
    }

    /// Returns all names, for texts.
    #[must_use]
    pub fn list(&self) -> String {
        if let Some(summary) = self.summary {
            return summary.to_owned();
        }
        let names: Vec<&str> = self.names().collect();
        names.join(", ")
    }

    /// Returns the names in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(name, _)| name.as_str())
    }

    /// Returns what each name means, with names in lower case.
    pub(super) fn by_name(&self) -> BTreeMap<String, T> {
        let words = self.words.iter();
        words
            .map(|(name, of)| (name.to_lowercase(), of.clone()))
            .collect()
    }
}

/// Returns the kinds of item: built in, and of the organisation.
#[must_use]
pub fn kinds(custom: &[CustomKind]) -> Words<String> {
    let builtin = KINDS.iter().map(|kind| kind.word.slug.to_owned());
    let all = builtin.chain(custom.iter().map(|kind| kind.slug.clone()));
    Words::new(all.map(|slug| (slug.clone(), slug)))
}

/// Returns the channels.
#[must_use]
pub fn channels() -> Words<String> {
    slugs(CHANNELS)
}

/// Returns the departments.
#[must_use]
pub fn departments() -> Words<String> {
    slugs(DEPARTMENTS)
}

fn slugs(words: &[Word]) -> Words<String> {
    Words::new(
        words
            .iter()
            .map(|word| (word.slug.to_owned(), word.slug.to_owned())),
    )
}

/// Returns the statuses.
#[must_use]
pub fn statuses() -> Words<Status> {
    Words::new(Status::ALL.map(|status| (name_of(&status), status)))
}

/// Returns the directions.
#[must_use]
pub fn directions() -> Words<Direction> {
    let all = [Direction::In, Direction::Out, Direction::None];
    Words::new(all.map(|direction| (name_of(&direction), direction)))
}

/// Returns what can part units and cents.
#[must_use]
pub fn decimal_marks() -> Words<DecimalMark> {
    Words::new([
        (".".to_owned(), DecimalMark::Point),
        (",".to_owned(), DecimalMark::Comma),
    ])
}

/// Returns the countries of telephone numbers, by their two letters.
#[must_use]
pub fn regions() -> Words<Region> {
    let pairs = ('A'..='Z').flat_map(|a| ('A'..='Z').map(move |b| format!("{a}{b}")));
    Words {
        summary: Some("countries in two letters, such as NL"),
        ..Words::new(pairs.filter_map(|code| Region::parse(&code).map(|region| (code, region))))
    }
}

/// Returns the name that a value has in data.
fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
