//! The panel "past".

use super::fact::Panel;
use super::facts::Facts;

/// The facts.
#[must_use]
pub fn past(_facts: &Facts<'_>) -> Panel {
    Panel::default()
}
