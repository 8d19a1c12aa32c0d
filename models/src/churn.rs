//! Who ends their contract: logistic regression on a table, which is a discrete-time hazard model when each row is
//! a customer in a month.
//!
//! A fitted model is a few numbers per column; [`Model::explain`] says what each column added to the log-odds of a
//! row. Missing values take the column's mean and are said by a factor of their own; categories unknown at fitting
//! count as missing.

mod columns;
#[cfg(feature = "fit")]
pub mod fit;
pub mod quality;
mod table;

pub use columns::{Column, Values};
pub use table::Table;

use serde::{Deserialize, Serialize};

/// A fitted model: an intercept, and what each column adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Log-odds of somebody who is average in every column.
    pub intercept: f64,
    /// What is read of a row.
    pub columns: Vec<Column>,
}

/// What one column added to the log-odds of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factor {
    /// The column.
    pub column: String,
    /// The value as it stands in the row; empty when it is missing.
    pub value: String,
    /// Above zero it makes leaving likelier than for the average customer.
    pub log_odds: f64,
}

/// A row's probability with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prediction {
    /// From 0 to 1.
    pub probability: f64,
    /// All columns, the weightiest first.
    pub factors: Vec<Factor>,
}

impl Model {
    /// Returns the probability of a row, with the factors that made it; `cell` gives the value of a column.
    #[must_use]
    pub fn explain<'a>(&self, cell: impl Fn(&str) -> Option<&'a str>) -> Prediction {
        let factor = |column: &Column| {
            let value = cell(&column.name).unwrap_or_default().trim();
            Factor {
                column: column.name.clone(),
                value: value.to_owned(),
                log_odds: column.log_odds(value),
            }
        };
        let mut factors: Vec<_> = self.columns.iter().map(factor).collect();
        let sum: f64 = factors.iter().map(|factor| factor.log_odds).sum();
        factors.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
        Prediction {
            probability: logistic(self.intercept + sum),
            factors,
        }
    }
}

/// Turns log-odds into a probability, without leaving the range of numbers.
#[must_use]
pub(crate) fn logistic(log_odds: f64) -> f64 {
    if log_odds >= 0.0 {
        1.0 / (1.0 + (-log_odds).exp())
    } else {
        let odds = log_odds.exp();
        odds / (1.0 + odds)
    }
}
