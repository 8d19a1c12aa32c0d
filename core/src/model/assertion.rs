//! A value that somebody claimed about a customer, with where it came from and since when.
//!
//! **Invariant:** assertions are only added. A correction is a newer assertion; which one is shown is
//! decided by [`crate::survivorship`], so provenance, history and undo are one mechanism.

use serde::{Deserialize, Serialize};

use super::validity::Invalid;

/// Who claimed a value: a source system, an employee, or the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A source system delivered it.
    System,
    /// An employee entered it.
    Employee,
    /// The customer said so themselves.
    Customer,
}

/// One claim about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Unique for one customer; made by the author, so that it can be sent twice.
    pub assertion_id: String,
    /// The field's name in the policy, such as `contact.email`.
    pub field: String,
    /// The value as text; empty means "no longer has one".
    pub value: String,
    /// The source system's slug.
    pub source: String,
    /// Since when it holds, in the world.
    pub valid_from_ms: i64,
    /// Since when we know it.
    pub known_at_ms: i64,
    /// What kind of author claimed it.
    pub author: Author,
    /// The author's name as shown; the system's own name for [`Author::System`].
    pub by: String,
    /// How it was written, where the value is another form of that; none where they are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Why it cannot be what its field says. It is kept and shown so that somebody can repair it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid: Option<Invalid>,
}
