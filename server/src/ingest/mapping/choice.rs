//! One of a closed list of words for each row: a kind, a channel, a status.
//!
//! **Invariant:** every word that a choice can give is one that there is; a wrong one is found before the first
//! row, at its place in the file.

use std::collections::BTreeMap;

use super::error::MappingError;
use super::said::Said;
use super::word::Words;

/// A checked value of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<T> {
    /// The same for every row.
    Always(T),
    /// By what a column says.
    Column {
        /// The column.
        column: String,
        /// What its values mean, in lower case.
        values: BTreeMap<String, T>,
        /// What the words of Klantbeeld mean, where a value is one.
        words: BTreeMap<String, T>,
        /// What counts otherwise.
        default: Option<T>,
    },
}

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<T> {
    /// This.
    Known(T),
    /// Nothing, so that the default counts.
    Empty(Option<T>),
    /// A word that nobody explained, so that the default counts.
    Unknown(Option<T>),
}

impl<T: Clone> Choice<T> {
    /// Checks what the file says at a place.
    ///
    /// # Errors
    /// A word is not of the list.
    pub fn check(place: &str, said: &Said, words: &Words<T>) -> Result<Self, MappingError> {
        let find = |place: &str, word: &str| {
            words.find(word).ok_or_else(|| MappingError::Word {
                place: place.to_owned(),
                word: word.to_owned(),
                words: words.list(),
            })
        };
        let of = match said {
            Said::Always(word) => return find(place, word).map(Self::Always),
            Said::Column(of) => of,
        };
        let mut values = BTreeMap::new();
        for (value, word) in &of.values {
            values.insert(
                folded(value),
                find(&format!("{place}.values.{value}"), word)?,
            );
        }
        let default = of.default.as_deref();
        let default = default.map(|word| find(&format!("{place}.default"), word));
        Ok(Self::Column {
            column: of.column.clone(),
            values,
            words: words.by_name(),
            default: default.transpose()?,
        })
    }

    /// Checks the same for what no item can do without: a column needs a default.
    ///
    /// # Errors
    /// As [`Choice::check`], and where the default is missing.
    pub fn check_needed(place: &str, said: &Said, words: &Words<T>) -> Result<Self, MappingError> {
        let choice = Self::check(place, said, words)?;
        if matches!(&choice, Self::Column { default: None, .. }) {
            return Err(MappingError::NoDefault {
                place: place.to_owned(),
            });
        }
        Ok(choice)
    }

    /// Returns the column, if there is one.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Always(_) => None,
            Self::Column { column, .. } => Some(column),
        }
    }

    /// Returns what the mapping names itself: the value of every row, or those listed and the default.
    pub fn named(&self) -> impl Iterator<Item = &T> {
        let (always, values, default) = match self {
            Self::Always(value) => (Some(value), None, None),
            Self::Column {
                values, default, ..
            } => (None, Some(values), default.as_ref()),
        };
        let listed = values.into_iter().flat_map(BTreeMap::values);
        always.into_iter().chain(listed).chain(default)
    }

    /// Returns what counts for a row, by the text of its column.
    #[must_use]
    pub fn choose(&self, text: &str) -> Chosen<T> {
        match self {
            Self::Always(value) => Chosen::Known(value.clone()),
            Self::Column { default, .. } if text.is_empty() => Chosen::Empty(default.clone()),
            Self::Column {
                values,
                words,
                default,
                ..
            } => {
                let text = folded(text);
                let value = values.get(&text).or_else(|| words.get(&text));
                value.map_or_else(
                    || Chosen::Unknown(default.clone()),
                    |of| Chosen::Known(of.clone()),
                )
            }
        }
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}
