//! What a model reads of one column: a number on its scale, or one of several words.

use serde::{Deserialize, Serialize};

/// What a column adds to the log-odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the table.
    pub name: String,
    /// How its values count.
    pub values: Values,
    /// What a missing value adds.
    pub missing: f64,
}

/// How the values of a column count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// A number, by its distance from the mean in standard deviations.
    Number {
        /// Mean of the rows that it was fitted on.
        mean: f64,
        /// Their standard deviation, above zero.
        deviation: f64,
        /// Log-odds per standard deviation.
        weight: f64,
    },
    /// A word, by what it is worth beside the average row.
    Word(Vec<(String, f64)>),
}

/// So far from the mean a number counts; one wrong digit must not decide alone.
const DEVIATIONS_MAX: f64 = 10.0;

impl Column {
    /// Returns what a value adds to the log-odds of a row.
    #[must_use]
    pub fn log_odds(&self, value: &str) -> f64 {
        match &self.values {
            Values::Number {
                mean,
                deviation,
                weight,
            } => number(value).map_or(self.missing, |n| weight * standard(n, *mean, *deviation)),
            Values::Word(words) => words
                .iter()
                .find(|(word, _)| word == value)
                .map_or(self.missing, |(_, weight)| *weight),
        }
    }
}

/// Returns how far a number is from the mean, in deviations.
pub(super) fn standard(number: f64, mean: f64, deviation: f64) -> f64 {
    ((number - mean) / deviation).clamp(-DEVIATIONS_MAX, DEVIATIONS_MAX)
}

/// Reads a finite number.
pub(super) fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    // Larger ones lose their squares.
    (number.is_finite() && number.abs() < 1e150).then_some(number)
}

/// Returns whether a cell says that nothing is known.
pub(super) fn is_missing(text: &str) -> bool {
    text.is_empty()
        || ["na", "n/a", "nan", "null", "none", "?"].contains(&text.to_lowercase().as_str())
}
