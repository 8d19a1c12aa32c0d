//! One queue for all windows of a device: what the store says is met with what this window knows.
//!
//! Both stand in one transaction of the store: `meet`, then the work, then `take_changes`.
//!
//! **Invariants:** a write that the store never had is not taken for one that another window sent. What differs on
//! both sides is decided for the one that tried more often: it knows more. Nothing here decides who sends; whoever
//! holds the device's only turn may take over what a window that is gone left under way.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::entry::{Entry, EntryState};
use super::outbox::{Applied, Outbox, StoreChange};
use crate::ids::{CustomerId, OperationId};

/// What the store brought that this window did not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Met {
    /// Whether the queue is another than before.
    pub is_changed: bool,
    /// Customers of whom another window brought something to the server: what is shown of them is old.
    pub sent_elsewhere: Vec<CustomerId>,
}

impl Outbox {
    /// Takes in the whole queue as the store has it. What this window changed and the store does not have yet
    /// stays; its new writes go after those of other windows.
    pub fn meet(&mut self, stored: Vec<Entry>) -> Met {
        let before = std::mem::take(&mut self.entries);
        let by_id = |e: Entry| (e.operation.op_id.clone(), e);
        let mut stored: BTreeMap<_, _> = stored.into_iter().map(by_id).collect();
        let (mut new, mut met) = (Vec::new(), Met::default());
        for ours in &before {
            let op_id = &ours.operation.op_id;
            match stored.remove(op_id) {
                Some(theirs) => {
                    self.fresh.remove(op_id);
                    let entry = self.later(ours, theirs);
                    self.entries.push(entry);
                }
                None if self.fresh.contains(op_id) => new.push(ours.clone()),
                None => {
                    let customer = self.taken_elsewhere(ours);
                    met.sent_elsewhere.extend(customer);
                }
            }
        }
        // What is unsaved and not here any more was removed here.
        let is_news = |e: &Entry| !self.unsaved.contains(&e.operation.op_id);
        let others = stored.into_values().filter(is_news);
        self.entries.extend(others);
        self.entries
            .sort_by(|a, b| (a.seq, &a.operation.op_id).cmp(&(b.seq, &b.operation.op_id)));
        let last = self.entries.last().map(|e| e.seq.saturating_add(1));
        self.next_seq = last.unwrap_or_default();
        for mut entry in new {
            entry.seq = self.next_seq;
            self.next_seq = self.next_seq.saturating_add(1);
            self.entries.push(entry);
        }
        met.is_changed = self.entries != before;
        met
    }

    /// Takes over what other windows had under way: they are gone, because this one holds the only turn.
    pub fn take_over(&mut self) {
        for entry in &mut self.entries {
            if matches!(entry.state, EntryState::Sending { .. }) {
                entry.state = EntryState::Waiting;
                entry.next_try_ms = i64::MIN;
                self.unsaved.insert(entry.operation.op_id.clone());
            }
        }
    }

    /// Takes what the store must keep since the last call, best in one transaction.
    pub fn take_changes(&mut self) -> Vec<StoreChange> {
        let unsaved = std::mem::take(&mut self.unsaved).into_iter();
        let change = |op_id: OperationId| {
            let index = self.position(&op_id);
            let entry = index.and_then(|i| self.entries.get(i)).cloned();
            entry.map_or(StoreChange::Remove(op_id), |e| {
                StoreChange::Put(Box::new(e))
            })
        };
        unsaved.map(change).collect()
    }

    /// Takes in that the store has these changes now.
    pub fn on_kept(&mut self, changes: &[StoreChange]) {
        for change in changes {
            self.fresh.remove(change.op_id());
        }
    }

    /// Takes in that the store did not keep these changes: they are part of the next ones.
    pub fn on_not_kept(&mut self, changes: &[StoreChange]) {
        let ids = changes.iter().map(|c| c.op_id().clone());
        self.unsaved.extend(ids);
    }

    /// Decides between an entry here and the same one in the store.
    fn later(&mut self, ours: &Entry, theirs: Entry) -> Entry {
        let op_id = &ours.operation.op_id;
        if self.unsaved.contains(op_id) && ours.attempts >= theirs.attempts {
            return ours.clone();
        }
        self.unsaved.remove(op_id);
        theirs
    }

    /// Takes in that another window took an entry out of the store. What it brought to the server stays in sight
    /// until it is read back; gives whose it is. What it gave up goes.
    fn taken_elsewhere(&mut self, entry: &Entry) -> Option<CustomerId> {
        self.unsaved.remove(&entry.operation.op_id);
        if entry.may_be_given_up() {
            return None;
        }
        self.applied.push(Applied {
            operation: entry.operation.clone(),
            version: 0,
        });
        Some(entry.operation.customer_id.clone())
    }
}

impl StoreChange {
    /// Returns the operation that it is about.
    fn op_id(&self) -> &OperationId {
        match self {
            Self::Put(entry) => &entry.operation.op_id,
            Self::Remove(op_id) => op_id,
        }
    }
}
