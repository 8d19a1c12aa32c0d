//! The panel "present".

use super::fact::Panel;
use super::facts::Facts;

/// The facts.
#[must_use]
pub fn present(_facts: &Facts<'_>) -> Panel {
    Panel::default()
}

/// Orders, deliveries, repairs, requests, claims and tickets under way, oldest first (R067).
#[must_use]
pub fn running<'a>(_facts: &Facts<'a>) -> Vec<&'a crate::model::ItemLine> {
    Vec::new()
}
