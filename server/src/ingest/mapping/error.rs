//! What can be wrong with a mapping file.

use klantbeeld_core::ids::IdError;

/// What is wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// No TOML of the expected shape; says the line and the key.
    #[error("{0}")]
    Shape(String),
    /// A name that has to be one of a list.
    #[error("`{place}`: `{name}` is not {expected}")]
    Unknown {
        /// Where in the file.
        place: String,
        /// What it said.
        name: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A word that is not of a closed list.
    #[error("`{place}`: `{word}` is none of: {words}")]
    Word {
        /// Where in the file.
        place: String,
        /// What it said.
        word: String,
        /// What there is.
        words: String,
    },
    /// A column for what no item can do without, and nothing for rows that do not say it.
    #[error(
        "`{place}` needs `default` beside `column`: what counts where the column is empty or says something unknown"
    )]
    NoDefault {
        /// Where in the file.
        place: String,
    },
    /// A format of a date alone, where a column with a time stands beside it.
    #[error("`{place}`: with `time_column` the format has date and time, such as `%d-%m-%Y %H:%M`")]
    NoTime {
        /// Where in the file.
        place: String,
    },
    /// A template with an open brace.
    #[error("`{place}`: `{text}` has a brace that is not closed, not opened or empty")]
    Template {
        /// Where in the file.
        place: &'static str,
        /// What it said.
        text: String,
    },
    /// A part that needs exactly one of two keys.
    #[error("`{place}` needs exactly one of {keys}")]
    OneOf {
        /// Where in the file.
        place: String,
        /// Which keys.
        keys: &'static str,
    },
    /// A file without header and without column names.
    #[error(
        "`csv.columns` has to name the columns of a file without header, and only of such a file"
    )]
    Columns,
    /// A column that the table does not have.
    #[error("there is no column `{column}`; the columns are: {present}")]
    NoColumn {
        /// The missing one.
        column: String,
        /// The ones that are there.
        present: String,
    },
    /// A column name that occurs twice: which one is meant cannot be known.
    #[error("the column `{0}` is there twice")]
    ColumnTwice(String),
    /// A constant that cannot be an id.
    #[error("`{place}`: {problem}")]
    Id {
        /// Where in the file.
        place: &'static str,
        /// Why.
        problem: IdError,
    },
}
