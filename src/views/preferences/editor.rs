//! Writing a preference, and the way back from what was written last.

use std::time::Duration;

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Action;
use leptos::prelude::*;

use crate::state::{View, write};

/// How long a change can be undone by one tap.
const UNDO_TIME: Duration = Duration::from_secs(10);
/// What to write to get back to how it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undo {
    pub(super) customer: Option<CustomerId>,
    pub(super) field: String,
    pub(super) value: String,
}

/// Writes values and remembers the last one for the undo bar.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub(super) view: View,
    pub(super) undo: RwSignal<Option<Undo>>,
}

impl Editor {
    /// Writes a value; one that is there already is left alone.
    pub(super) fn set(self, field: &str, value: &str) {
        let view = self.view;
        let before = untrack(|| view.value(field)).unwrap_or_default();
        if before == value {
            return;
        }
        let back = Undo {
            customer: view.customer.get_untracked(),
            field: field.to_owned(),
            value: before,
        };
        if write_field(view, field, value) {
            self.undo.set(Some(back.clone()));
            let undo = self.undo;
            let forget = move || {
                if undo.try_get_untracked().flatten() == Some(back) {
                    undo.set(None);
                }
            };
            set_timeout(forget, UNDO_TIME);
        }
    }
}

/// Writes a value of a field; false when it cannot be written.
pub(super) fn write_field(view: View, field: &str, value: &str) -> bool {
    let (field, value) = (field.to_owned(), value.to_owned());
    write(view, Action::SetField { field, value }).is_some()
}
