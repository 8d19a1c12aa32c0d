//! Writing values of fields, and the way back from what was written last.
//!
//! **Invariant:** the way back belongs to the customer that was written to: on another one it is not offered.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Action;
use leptos::prelude::*;

use super::outbox::write;
use super::view::View;

/// A field with a value to write, or with the one that it had.
pub(crate) type FieldValue = (String, String);

/// What was written last: whose, and the values before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    customer: Option<CustomerId>,
    before: Vec<FieldValue>,
}

impl Told {
    /// Returns whether there is a way back, as there is none from a new entry.
    pub(crate) fn has_way_back(&self) -> bool {
        !self.before.is_empty()
    }

    /// Returns whether it is about the customer on screen. Tracks who that is.
    pub(crate) fn is_about(&self, view: View) -> bool {
        view.customer.with(|c| *c == self.customer)
    }
}

/// Writes those values that differ from what is shown, and tells so; `false` when one could not be written.
pub(crate) fn set_fields(view: View, values: Vec<FieldValue>) -> bool {
    let mut before = Vec::new();
    for (field, value) in values {
        let shown = untrack(|| view.value(&field)).unwrap_or_default();
        if shown == value {
            continue;
        }
        before.push((field.clone(), shown));
        if write(view, Action::SetField { field, value }).is_none() {
            return false;
        }
    }
    if !before.is_empty() {
        tell(view, before);
    }
    true
}

/// Tells that a new entry was saved.
pub(crate) fn tell_saved(view: View) {
    tell(view, Vec::new());
}

fn tell(view: View, before: Vec<FieldValue>) {
    let customer = view.customer.get_untracked();
    view.told.set(Some(Told { customer, before }));
}

/// Writes the values of before once more: nothing is taken away, so the history tells of both.
pub(crate) fn undo(view: View) {
    let told = view.told.get_untracked();
    view.told.set(None);
    if let Some(told) = told.filter(|told| untrack(|| told.is_about(view))) {
        for (field, value) in told.before {
            write(view, Action::SetField { field, value });
        }
    }
}
