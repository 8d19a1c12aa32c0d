//! Writing values of fields, and the way back from what was written last.
//!
//! **Invariant:** the way back belongs to the customer that was written to: on another one it is not offered.

use klantbeeld_core::model::Action;
use leptos::prelude::*;

use super::outbox::write;
use super::told::{FieldValue, Told};
use super::view::View;

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
    let customer = view.customer.get_untracked();
    if let Some(told) = told.filter(|told| told.is_about(customer.as_ref())) {
        for (field, value) in told.before {
            write(view, Action::SetField { field, value });
        }
    }
}
