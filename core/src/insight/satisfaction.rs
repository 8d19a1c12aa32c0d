//! Satisfaction over time, for a sparkline (R025).

use super::facts::Facts;
use crate::ids::ItemId;

/// One answer of the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorePoint {
    /// When.
    pub at_ms: i64,
    /// How satisfied, -100 to 100.
    pub mood: i8,
    /// The item.
    pub item_id: ItemId,
}

/// The answers among the newest items, oldest first.
#[must_use]
pub fn satisfaction_points(_facts: &Facts<'_>) -> Vec<ScorePoint> {
    Vec::new()
}
