//! What must be known before the conversation starts, the most urgent first.

use super::fact::Tone;
use super::facts::Facts;
use crate::ids::ItemId;
use crate::money::Money;

/// Why there is an alert, and what its `days` count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertKind {
    /// A complaint waits; `days` it is open.
    ComplaintOpen,
    /// A promise was due; `days` ago.
    PromiseOverdue,
    /// A promise is due; in `days`.
    PromiseDue,
    /// An invoice was due; `days` ago.
    InvoiceOverdue,
    /// A claim should have been settled; `days` ago.
    ClaimLate,
    /// A repair should have been done; `days` ago.
    RepairLate,
    /// A request should have been answered; `days` ago.
    RequestLate,
    /// A parcel should have arrived; `days` ago.
    ParcelLate,
    /// Notice can be given for `days` more.
    ContractNotice,
    /// Why the customer is in contact now; `count` recent items are about it.
    ContactReason,
}

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Why.
    pub kind: AlertKind,
    /// How bad.
    pub tone: Tone,
    /// The item to open; none for [`AlertKind::ContactReason`] without related items.
    pub item_id: Option<ItemId>,
    /// The item's title, or the reason that the host gave.
    pub title: String,
    /// Days, never negative; what they count is said by the kind.
    pub days: i64,
    /// The money it is about.
    pub amount: Option<Money>,
    /// How many items it is about.
    pub count: u32,
    /// Higher comes first.
    pub urgency: u32,
}

/// Why the customer is in contact now, as the host says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactContext {
    /// Slug of the channel, may be empty.
    pub channel: String,
    /// The reason as text, may be empty.
    pub reason: String,
}

/// What must be known, the most urgent first; screens show three.
///
/// The reason for the contact is always among the first three, because it is what the conversation
/// starts with.
#[must_use]
pub fn alerts(_facts: &Facts<'_>, _host: Option<&ContactContext>) -> Vec<Alert> {
    Vec::new()
}
