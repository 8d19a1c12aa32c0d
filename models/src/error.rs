//! What models refuse to answer, in words that may be shown.

/// Why there is no model or no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Too little to learn from; says how much there is and what is needed.
    #[error("not enough data: {have} ({need})")]
    NotEnough {
        /// What there is: `1 purchase`.
        have: String,
        /// What is needed: `at least 10 customers who came back are needed`.
        need: &'static str,
    },
    /// The data allow many answers, or none.
    #[error("the data do not determine the model: {0}")]
    Undetermined(&'static str),
    /// A number that is not what its name says.
    #[error("`{name}` must be {must}")]
    Number {
        /// Which number.
        name: &'static str,
        /// What it has to be: `greater than 0`.
        must: &'static str,
    },
    /// A column that the table does not have.
    #[error("there is no column `{name}`; there are: {known}")]
    UnknownColumn {
        /// The one that was asked for.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// A target that is not yes or no.
    #[error("the target `{column}` must have two values, such as yes and no; it has {values}")]
    Target {
        /// The column.
        column: String,
        /// How many values it has, or which.
        values: String,
    },
}

impl ModelError {
    /// Returns the refusal for `count` things of a kind, in the plural where it belongs.
    #[must_use]
    pub fn not_enough(count: usize, one: &str, many: &str, need: &'static str) -> Self {
        let noun = if count == 1 { one } else { many };
        Self::NotEnough {
            have: format!("{count} {noun}"),
            need,
        }
    }
}

/// Returns the number if it is finite and above zero.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, ModelError> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(ModelError::Number {
            name,
            must: "a finite number greater than 0",
        })
    }
}
