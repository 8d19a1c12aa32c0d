//! The queue in memory, for views that keep nothing on the device.

use std::cell::RefCell;
use std::collections::BTreeMap;

use klantbeeld_core::list::Gather;
use klantbeeld_core::sync::{Entry, StoreChange};

/// Forgets all when the page closes.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    outbox: RefCell<BTreeMap<String, Entry>>,
}

impl Memory {
    pub(crate) fn load_outbox(&self) -> Vec<Entry> {
        self.outbox.borrow().values().cloned().gather()
    }

    pub(crate) fn save_outbox(&self, changes: Vec<StoreChange>) {
        let mut outbox = self.outbox.borrow_mut();
        for change in changes {
            match change {
                StoreChange::Put(entry) => {
                    outbox.insert(entry.operation.op_id.as_str().to_owned(), *entry);
                }
                StoreChange::Remove(op_id) => {
                    outbox.remove(op_id.as_str());
                }
            }
        }
    }
}
