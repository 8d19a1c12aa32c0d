//! The checked mapping: every name in it is known to be right.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use klantbeeld_core::model::{CustomerKind, Direction, Status};
use klantbeeld_core::money::Currency;

use super::template::Template;
use super::{DecimalMark, IdentitySection, PayloadSection};
use crate::ingest::table::Delimiter;
use crate::ingest::when::{FormatKind, Zone};

/// A checked mapping.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Slug of the source system.
    pub source: String,
    /// Words that identify nobody, beside those that every import knows.
    pub no_ids: Vec<String>,
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
    /// A column with a date.
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
    pub decimal: DecimalMark,
}

/// The timeline entry of a row.
#[derive(Debug, Clone)]
pub struct ItemRule {
    /// Slug of the kind.
    pub kind: String,
    /// Slug of the channel.
    pub channel: String,
    /// Slug of the department.
    pub department: String,
    /// Which way it went.
    pub direction: Direction,
    /// How far it is.
    pub status: Option<Status>,
    /// Its id; none for one made of the row.
    pub id: Option<Template>,
    /// When it happened.
    pub at: Moment,
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
