//! The panel "future".

use super::fact::Panel;
use super::facts::Facts;

/// The facts.
#[must_use]
pub fn future(_facts: &Facts<'_>) -> Panel {
    Panel::default()
}
