//! One customer as the store knows them, before the policy decides who may see what of them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::assertion::Assertion;
use super::item::ItemLine;
use super::product_use::ProductMonth;
use crate::ids::CustomerId;

/// What a customer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerKind {
    /// A person who bought or uses something.
    #[default]
    Person,
    /// A company, club or institution.
    Organisation,
    /// Somebody who has not bought yet.
    Prospect,
}

/// What kind of identifier finds a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// A number that a source gave the customer; a customer may have several.
    CustomerNumber,
    /// An e-mail address, lower case.
    Email,
    /// A telephone number in E.164.
    Phone,
    /// The id of the person in another system (Segment's `userId`).
    ExternalId,
    /// A token of a visitor who was not known yet.
    AnonymousId,
    /// A handle on a social network.
    SocialHandle,
}

/// An identifier of a customer, normalised when written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// What kind of identifier.
    pub kind: IdentityKind,
    /// The normalised value.
    pub value: String,
    /// Which source gave it.
    pub source: String,
}

/// How two customers belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// They live together.
    Household,
    /// The other is a contact person of this organisation.
    Contact,
    /// This person works for the other, an organisation.
    WorksFor,
    /// This person acts for the other.
    Represents,
}

/// A link from this customer to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The other customer.
    pub customer_id: CustomerId,
    /// The other's name at the time of the link.
    pub name: String,
    /// How they belong together.
    pub kind: RelationKind,
    /// A word of explanation: `partner`, `facilitair manager`.
    pub note: String,
    /// Which source says so.
    pub source: String,
}

/// How many items of one kind, channel, department and source fell in one month, kept while writing
/// so that a summary of 100,000 items costs a few hundred rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthTally {
    /// Month as in [`crate::time::month_of`].
    pub month: i32,
    /// Slug of the kind.
    pub kind: String,
    /// Slug of the channel.
    pub channel: String,
    /// Slug of the source system.
    pub source: String,
    /// How many items.
    pub count: u32,
    /// Sum of the amounts in minor units of `currency`.
    pub amount_minor: i64,
    /// The currency of the sum, empty when none had an amount.
    pub currency: String,
    /// The latest `at_ms` of them.
    pub last_ms: i64,
    /// Sum of the moods, and of how many items.
    pub mood_sum: i32,
    /// How many items had a mood.
    pub mood_count: u32,
}

/// How many meetings went over one channel, up to and including the present month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelTally {
    /// Slug of the channel.
    pub channel: String,
    /// How many items of a kind at which customer and organisation meet.
    pub count: u32,
}

/// How many months back the use of products is told.
pub const USE_MONTHS: i32 = 36;

/// All that is needed to show a customer, except the older items and the payloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub customer_id: CustomerId,
    /// What they are.
    pub kind: CustomerKind,
    /// Counts the writes to this customer; every change row carries the version it made.
    pub version: u64,
    /// Every claim about every field, in any order.
    pub assertions: Vec<Assertion>,
    /// Their identifiers.
    pub identities: Vec<Identity>,
    /// Their links to others.
    pub relations: Vec<Relation>,
    /// Items counted per month, by month and then by kind. Shared, for a store may keep them.
    pub months: Arc<[MonthTally]>,
    /// The same of the items that are marked as shared with the customer alone, without amounts and moods.
    pub shared: Vec<MonthTally>,
    /// What they used of each product in the present month and the [`USE_MONTHS`] before it, in any order.
    pub usage: Vec<ProductMonth>,
    /// Items that are still open or run now, newest first.
    pub open: Vec<ItemLine>,
    /// Items planned after now, nearest first.
    pub upcoming: Vec<ItemLine>,
    /// The first contact of all.
    pub first: Option<ItemLine>,
}

impl Profile {
    /// Makes the profile of a customer of whom nothing is known yet.
    #[must_use]
    pub fn new(customer_id: CustomerId, kind: CustomerKind) -> Self {
        Self {
            customer_id,
            kind,
            version: 0,
            assertions: Vec::new(),
            identities: Vec::new(),
            relations: Vec::new(),
            months: Arc::new([]),
            shared: Vec::new(),
            usage: Vec::new(),
            open: Vec::new(),
            upcoming: Vec::new(),
            first: None,
        }
    }
}
