//! What waits to be sent, laid over the server's values so that the author sees their own work at once.
//!
//! Refused operations are not part of it: they stand in the list that needs attention.

use super::entry::EntryState;
use super::outbox::Outbox;
use super::written::{Written, written};
use crate::ids::{CustomerId, ItemId, OperationId};
use crate::model::{Author, ItemLine, Operation, Status};

/// How far a pending value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingState {
    /// Waits to be sent.
    Waiting,
    /// On its way.
    Sending,
    /// The server has it; the view has not read it back yet.
    Applied,
}

/// A value that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingField {
    /// The field's name.
    pub field: String,
    /// The new value; empty takes it away.
    pub value: String,
    /// When it was entered.
    pub made_at_ms: i64,
    /// The write.
    pub op_id: OperationId,
    /// How far it is.
    pub state: PendingState,
}

/// A contact, note or promise that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingItem {
    /// As it will stand on the timeline.
    pub line: ItemLine,
    /// The write.
    pub op_id: OperationId,
    /// How far it is.
    pub state: PendingState,
}

/// The end of a promise that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSettlement {
    /// The promise.
    pub item_id: ItemId,
    /// How it ended.
    pub status: Status,
    /// The write.
    pub op_id: OperationId,
    /// How far it is.
    pub state: PendingState,
}

/// All that waits for one customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// The last value of each field.
    pub fields: Vec<PendingField>,
    /// New items, newest first, with the end that waits for them.
    pub items: Vec<PendingItem>,
    /// Ends of promises, oldest first.
    pub settlements: Vec<PendingSettlement>,
}

impl Pending {
    /// Returns whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.items.is_empty() && self.settlements.is_empty()
    }

    fn add(&mut self, operation: &Operation, state: PendingState) {
        let op_id = operation.op_id.clone();
        let made_at_ms = operation.made_at_ms;
        match written(Author::Employee, &operation.action, made_at_ms) {
            Written::Field { field, value } => {
                self.fields.retain(|f| f.field != *field);
                self.fields.push(PendingField {
                    field: field.to_owned(),
                    value: value.to_owned(),
                    made_at_ms,
                    op_id,
                    state,
                });
            }
            Written::Settlement { item_id, status } => {
                if let Some(item) = self.items.iter_mut().find(|i| i.line.item_id == *item_id) {
                    item.line.status = Some(status);
                }
                self.settlements.push(PendingSettlement {
                    item_id: item_id.clone(),
                    status,
                    op_id,
                    state,
                });
            }
            Written::Item { line, .. } => self.items.push(PendingItem {
                line: *line,
                op_id,
                state,
            }),
        }
    }
}

impl Outbox {
    /// Collects what waits for one customer, to be laid over the server's values.
    #[must_use]
    pub fn overlay(&self, customer_id: &CustomerId) -> Pending {
        let mut pending = Pending::default();
        for applied in self.applied() {
            if applied.operation.customer_id == *customer_id {
                pending.add(&applied.operation, PendingState::Applied);
            }
        }
        for entry in self.entries() {
            let state = match entry.state {
                EntryState::Waiting => PendingState::Waiting,
                EntryState::Sending { .. } => PendingState::Sending,
                EntryState::Refused { .. } => continue,
            };
            if entry.operation.customer_id == *customer_id {
                pending.add(&entry.operation, state);
            }
        }
        pending.items.reverse();
        pending
    }
}
