//! What only the whole timeline can tell: money and answers, item by item.
//!
//! Counts by month do not know which order was called off, or what a refund pays back. So these facts wait until
//! all items are at hand, and are then the same wherever they show.

use crate::model::ItemLine;
use crate::timeline::Timeline;
use crate::vocabulary::{CustomKind, kinds_like};

/// What money is told from; a return stands between an order and its refund.
const MONEY: &[&str] = &["order", "invoice", "payment", "debit", "refund", "return"];

/// The items of a whole timeline that insight reads one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Orders, invoices, payments and what went back, newest first.
    pub(super) money: Vec<ItemLine>,
    /// Answers to "how satisfied are you", newest first.
    pub(super) answers: Vec<ItemLine>,
    /// Since when the profile's own scores hold, when that is known.
    pub nps_since_ms: Option<i64>,
    /// The same for the other scale.
    pub csat_since_ms: Option<i64>,
}

impl History {
    /// Collects them from the whole timeline.
    #[must_use]
    pub fn of(timeline: &Timeline, custom: &[CustomKind]) -> Self {
        let all = |bases| timeline.newest_of_kinds(&kinds_like(bases, custom), usize::MAX);
        Self {
            money: all(MONEY),
            answers: all(&["satisfaction"]),
            ..Self::default()
        }
    }
}
