//! The checked mapping: every name in it is known to be right.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use klantbeeld_core::model::{CustomerKind, Direction, Status};
use klantbeeld_core::money::Currency;

use super::choice::Choice;
use super::template::Template;
use super::{DecimalMark, IdentitySection, PayloadSection};
use crate::ingest::normal::Region;
use crate::ingest::table::Delimiter;
use crate::ingest::when::{FormatKind, Zone};

/// A checked mapping.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Slug of the source system.
    pub source: String,
    /// Words that identify nobody, beside those that every import knows.
    pub no_ids: Vec<String>,
    /// The country of telephone numbers without one.
    pub region: Option<Choice<Region>>,
    /// What parts the values.
    pub delimiter: Delimiter,
    /// The columns of a file without header.
    pub columns: Option<Vec<String>>,
    /// The encoding, when the mapping names one.
    pub encoding: Option<&'static Encoding>,
    /// The customer's id.
    pub customer_id: Template,
    /// What the customers are.
    pub customer_kind: Option<CustomerKind>,
    /// Since when the fields are known.
    pub known_at: Option<Moment>,
    /// Identifiers.
    pub identities: Vec<IdentitySection>,
    /// Fields of the profile.
    pub fields: Vec<FieldRule>,
    /// The timeline entry.
    pub item: Option<ItemRule>,
}

/// A moment in a column.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The column.
    pub column: String,
    /// The column with the time, if that stands apart.
    pub time_column: Option<String>,
    /// Its format.
    pub format: String,
    /// What the format reads.
    pub kind: FormatKind,
    /// Where a time without zone was told.
    pub zone: Zone,
}

/// How a field gets its value.
#[derive(Debug, Clone)]
pub struct FieldRule {
    /// The field.
    pub field: String,
    /// Its value.
    pub value: FieldValue,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum FieldValue {
    /// Always the same.
    Constant(String),
    /// A column as it is.
    Column(String),
    /// A column with a date, and perhaps a time.
    Date {
        /// The column.
        column: String,
        /// Its format.
        format: String,
    },
    /// A column whose values are listed.
    Listed {
        /// The column.
        column: String,
        /// What they mean.
        values: BTreeMap<String, String>,
    },
}

/// An amount in a column.
#[derive(Debug, Clone)]
pub struct Amount {
    /// The column.
    pub column: String,
    /// The currency, or the column that names it.
    pub currency: Result<Currency, String>,
    /// What parts units and cents.
    pub decimal: Choice<DecimalMark>,
}

/// The timeline entry of a row.
#[derive(Debug, Clone)]
pub struct ItemRule {
    /// Slug of the kind.
    pub kind: Choice<String>,
    /// Slug of the channel.
    pub channel: Choice<String>,
    /// Slug of the department.
    pub department: Choice<String>,
    /// Which way it went.
    pub direction: Choice<Direction>,
    /// How far it is.
    pub status: Option<Choice<Status>>,
    /// Its id; none for one made of the row.
    pub id: Option<Template>,
    /// When it happened.
    pub at: Moment,
    /// When it is due.
    pub due: Option<Moment>,
    /// The item that it answers.
    pub reply_to: Option<Template>,
    /// The money.
    pub amount: Option<Amount>,
    /// One line.
    pub title: Template,
    /// At most three.
    pub summary: Template,
    /// Why.
    pub reason: Template,
    /// What else is kept.
    pub payload: Vec<PayloadSection>,
}
