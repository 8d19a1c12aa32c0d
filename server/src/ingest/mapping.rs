//! The mapping of a table: which column says what. Written as TOML, checked before the first row.
//!
//! The file's shape is here; `check` turns it into a [`Mapping`] in which every name is known to be
//! right, and `columns` binds that to the columns that a file really has.

mod check;
mod choice;
mod columns;
mod error;
mod rules;
mod said;
mod template;
mod uses;
pub mod word;

use std::collections::BTreeMap;

use klantbeeld_core::model::{CustomerKind, IdentityKind};
use serde::Deserialize;

pub use choice::{Choice, Chosen};
pub use columns::Columns;
pub use error::MappingError;
pub use rules::{Amount, FieldRule, FieldValue, ItemRule, Mapping, Moment};
pub use said::{Said, SaidByColumn};
pub use template::Template;
pub use uses::Use;

/// The mapping file as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingFile {
    /// Slug of the source system that the data is from.
    pub source: String,
    /// Words that the source writes where an identifier is missing, beside those that every import knows.
    #[serde(default)]
    pub no_ids: Vec<String>,
    /// The country of telephone numbers that are written without one; else what the command line says.
    pub region: Option<Said>,
    /// How the text is laid out.
    #[serde(default)]
    pub csv: CsvSection,
    /// Whom a row is about.
    pub customer: CustomerSection,
    /// Identifiers in the row.
    #[serde(default)]
    pub identity: Vec<IdentitySection>,
    /// Fields of the profile in the row.
    #[serde(default)]
    pub field: Vec<FieldSection>,
    /// The timeline entry that the row is, if it is one.
    pub item: Option<ItemSection>,
}

/// `[csv]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CsvSection {
    /// One character, or `whitespace`.
    pub delimiter: String,
    /// Whether values may stand in double quotes.
    pub quotes: bool,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The names of the columns, for files without a header.
    pub columns: Vec<String>,
    /// The encoding, when it is not UTF-8.
    pub encoding: Option<String>,
    /// Where times without a zone were told: `+01:00`, or a name as `Europe/Amsterdam` whose clocks change.
    pub zone: Option<String>,
}

impl Default for CsvSection {
    fn default() -> Self {
        Self {
            delimiter: ",".to_owned(),
            quotes: true,
            header: true,
            columns: Vec::new(),
            encoding: None,
            zone: None,
        }
    }
}

/// `[customer]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerSection {
    /// The customer's id, with columns in braces: `crm-{number}`.
    pub id: String,
    /// What the customers are; left out when the file does not say.
    pub kind: Option<CustomerKind>,
    /// Since when the row's fields are known.
    pub known_at: Option<MomentSection>,
}

/// `[[identity]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySection {
    /// The column.
    pub column: String,
    /// What kind of identifier it holds.
    pub kind: IdentityKind,
}

/// `[[field]]`: a column or a constant, to a field of the profile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSection {
    /// The field's name in the policy.
    pub field: String,
    /// The column.
    pub column: Option<String>,
    /// The same value for every row.
    pub value: Option<String>,
    /// The format of a date, with or without a time; the day is kept as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// What the column's values mean; others are left out.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// A moment in a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MomentSection {
    /// The column.
    pub column: String,
    /// The column with the time, where date and time stand apart; one space joins them.
    pub time_column: Option<String>,
    /// The format, as strftime writes it.
    pub format: String,
}

/// An amount in a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneySection {
    /// The column.
    pub column: String,
    /// The currency of every row.
    pub currency: Option<String>,
    /// The column that names the currency.
    pub currency_column: Option<String>,
    /// What parts units and cents.
    pub decimal: Option<Said>,
}

/// What parts units and cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.50`
    #[default]
    Point,
    /// `1.234,50`
    Comma,
}

/// How a part of the payload is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayloadType {
    /// As it is written.
    #[default]
    Text,
    /// As a number.
    Number,
}

/// A column to a part of the payload.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayloadSection {
    /// The part's name.
    pub name: String,
    /// The column.
    pub column: String,
    /// How it is kept.
    #[serde(default, rename = "type")]
    pub kind: PayloadType,
}

/// `[item]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemSection {
    /// Slug of the kind.
    pub kind: Said,
    /// Slug of the channel.
    pub channel: Said,
    /// Slug of the department.
    pub department: Said,
    /// Which way it went.
    pub direction: Option<Said>,
    /// How far it is.
    pub status: Option<Said>,
    /// Its id, with columns in braces. Without it the id is made of the row's values and how many
    /// equal rows stood before it in the file: two equal purchases on a day are two purchases.
    pub id: Option<String>,
    /// When it happened.
    pub at: MomentSection,
    /// When it is due or ends.
    pub due: Option<MomentSection>,
    /// The id of the item that it answers, with columns in braces; nothing where one of them is empty.
    pub reply_to: Option<String>,
    /// The money it is about.
    pub amount: Option<MoneySection>,
    /// One line, with columns in braces.
    pub title: String,
    /// At most three lines, with columns in braces.
    #[serde(default)]
    pub summary: String,
    /// Why, with columns in braces.
    #[serde(default)]
    pub reason: String,
    /// What else is kept.
    #[serde(default)]
    pub payload: Vec<PayloadSection>,
}
