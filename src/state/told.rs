//! What was written last, for as long as the view tells of it.

use klantbeeld_core::ids::CustomerId;

/// A field with a value to write, or with the one that it had.
pub(crate) type FieldValue = (String, String);

/// What was written last: whose, and the values before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(super) customer: Option<CustomerId>,
    pub(super) before: Vec<FieldValue>,
}

impl Told {
    /// Returns whether there is a way back, as there is none from a new entry.
    pub(crate) fn has_way_back(&self) -> bool {
        !self.before.is_empty()
    }

    /// Returns whether it is about that customer.
    pub(crate) fn is_about(&self, customer: Option<&CustomerId>) -> bool {
        self.customer.as_ref() == customer
    }
}
