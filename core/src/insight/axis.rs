//! Past, present and future on one axis of months (S18).

use super::facts::Facts;
use crate::ids::ItemId;
use crate::money::Money;

/// One month of the axis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AxisMonth {
    /// Month as in [`crate::time::month_of`].
    pub month: i32,
    /// Items that happened.
    pub all: u32,
    /// Of them, meetings between customer and organisation.
    pub touchpoints: u32,
    /// The mean mood, -100 to 100.
    pub mood: Option<i8>,
}

/// What sort of moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// The first contact of all.
    FirstContact,
    /// A complaint.
    Complaint,
    /// A promise that was kept.
    PromiseKept,
    /// A promise that was broken.
    PromiseBroken,
}

/// A moment that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at_ms: i64,
    /// What sort.
    pub kind: MarkKind,
    /// The item; none when only its month's count is at hand.
    pub item_id: Option<ItemId>,
    /// The item's title, may be empty.
    pub title: String,
}

/// Something planned, right of today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPoint {
    /// When.
    pub at_ms: i64,
    /// Slug of the kind.
    pub kind: String,
    /// The item.
    pub item_id: ItemId,
    /// The item's title.
    pub title: String,
    /// How much.
    pub amount: Option<Money>,
}

/// The axis between two moments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// Every month, without gaps, oldest first; zero after today.
    pub months: Vec<AxisMonth>,
    /// Moments, oldest first.
    pub marks: Vec<Mark>,
    /// What is planned, nearest first.
    pub planned: Vec<PlannedPoint>,
}

/// The axis from one moment to another, both months included; at most 1,200 months.
#[must_use]
pub fn axis(_facts: &Facts<'_>, _from_ms: i64, _to_ms: i64) -> Axis {
    Axis::default()
}

/// Where the history begins; none for a customer without items.
#[must_use]
pub fn history_start_ms(_facts: &Facts<'_>) -> Option<i64> {
    None
}
