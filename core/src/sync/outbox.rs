//! The queue itself: what is sent when, and what an answer does to it.

use std::collections::BTreeSet;

use super::entry::{Entry, EntryState, Hindrance, Refusal};
use super::pace::{LEASE_MS, backoff_ms, is_due, is_leased, weight};
use crate::ids::{CustomerId, OperationId};
use crate::model::Operation;

/// The most operations in one request.
pub const BATCH_OPERATIONS: usize = 50;
/// Roughly the most bytes of text in one request, well under the server's limit.
const BATCH_BYTES: usize = 96 * 1024;

/// What the server said about one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Done and durable, now or at an earlier sending.
    Applied {
        /// The customer's version that it made.
        version: u64,
    },
    /// Not done, and never will be as it is.
    Refused(Refusal),
    /// Not done now: sent again later. The server then does none of this customer's later ones.
    Postponed {
        /// Not before this moment.
        until_ms: i64,
        /// What is in its way.
        why: Hindrance,
    },
}

/// What the device must keep so that a restart finds the queue as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreChange {
    /// Keep this entry under its operation's id.
    Put(Box<Entry>),
    /// Forget this operation.
    Remove(OperationId),
}

/// An operation that the server did, until the view has read that version back.
#[derive(Debug, Clone)]
pub(super) struct Applied {
    pub(super) operation: Operation,
    /// 0 for one that another window sent: any version that is read from then on has it.
    pub(super) version: u64,
}

/// The queue of one device, as one window of it knows it.
///
/// The device's store is the truth: [`Outbox::meet`] takes it in, and [`Outbox::take_changes`] says what this
/// window adds, both in one transaction of the store, so that several windows have one queue. A new write may be
/// called saved once its change is durable, and is best sent after that; everything else may be kept late or not
/// at all without losing a write.
#[derive(Debug, Default)]
pub struct Outbox {
    pub(super) entries: Vec<Entry>,
    pub(super) applied: Vec<Applied>,
    /// What differs here from the store, by operation.
    pub(super) unsaved: BTreeSet<OperationId>,
    /// Writes of this window that the store never had, as far as is known.
    pub(super) fresh: BTreeSet<OperationId>,
    pub(super) next_seq: u64,
    /// How much smaller requests are now, in halvings, to find one that the server cannot take.
    halvings: u32,
}

impl Outbox {
    /// Adds a write at the end. The same id a second time changes nothing; gives whether it was new.
    pub fn enqueue(&mut self, operation: Operation) -> bool {
        if self.position(&operation.op_id).is_some() {
            return false;
        }
        let entry = Entry {
            seq: self.next_seq,
            operation,
            state: EntryState::Waiting,
            attempts: 0,
            next_try_ms: i64::MIN,
            hindrance: None,
        };
        self.next_seq = self.next_seq.saturating_add(1);
        self.unsaved.insert(entry.operation.op_id.clone());
        self.fresh.insert(entry.operation.op_id.clone());
        self.entries.push(entry);
        true
    }

    /// Returns what to send now: writes of one customer in their order, so that a token of that customer is
    /// enough. Empty when nothing is due or an answer is awaited.
    pub fn next_batch(&mut self, now_ms: i64) -> Vec<Operation> {
        if self.entries.iter().any(|e| is_leased(e, now_ms)) {
            return Vec::new();
        }
        let most = (BATCH_OPERATIONS >> self.halvings.min(16)).max(1);
        let mut whose: Option<CustomerId> = None;
        let mut blocked: Vec<CustomerId> = Vec::new();
        let mut batch = Vec::new();
        let mut bytes = 0;
        for entry in self.entries.iter_mut().filter(|e| !e.is_refused()) {
            let customer = &entry.operation.customer_id;
            if blocked.contains(customer) || whose.as_ref().is_some_and(|w| w != customer) {
                continue;
            }
            if !is_due(entry, now_ms) {
                blocked.push(customer.clone());
                continue;
            }
            bytes += weight(&entry.operation);
            if batch.len() == most || (bytes > BATCH_BYTES && !batch.is_empty()) {
                break;
            }
            whose = Some(customer.clone());
            entry.state = EntryState::Sending {
                until_ms: now_ms.saturating_add(LEASE_MS),
            };
            entry.attempts = entry.attempts.saturating_add(1);
            self.unsaved.insert(entry.operation.op_id.clone());
            batch.push(entry.operation.clone());
        }
        batch
    }

    /// Takes in the answer about one operation, early, late or repeated.
    pub fn on_result(&mut self, op_id: &OperationId, answer: Answer) {
        let Some(index) = self.position(op_id) else {
            return;
        };
        match answer {
            Answer::Applied { version } => {
                let entry = self.entries.remove(index);
                self.unsaved.insert(op_id.clone());
                self.applied.push(Applied {
                    operation: entry.operation,
                    version,
                });
                self.halvings = self.halvings.saturating_sub(1);
            }
            Answer::Refused(reason) => self.update(index, |e| {
                e.state = EntryState::Refused { reason };
                e.hindrance = None;
            }),
            Answer::Postponed { until_ms, why } => self.update(index, |e| {
                if !e.is_refused() {
                    e.state = EntryState::Waiting;
                    e.next_try_ms = until_ms;
                    e.hindrance = Some(why);
                }
            }),
        }
    }

    /// Takes in that these were sent and brought no answer: they wait, twice as long each time. `jitter` is a
    /// random number from 0 to 1 that spreads devices over the wait.
    pub fn on_no_answer(&mut self, sent: &[OperationId], why: Hindrance, now_ms: i64, jitter: f64) {
        let is_meant = |e: &&Entry| sent.contains(&e.operation.op_id);
        let tries = self.entries.iter().filter(is_meant).map(|e| e.attempts);
        let until_ms = now_ms.saturating_add(backoff_ms(tries.max().unwrap_or_default(), jitter));
        for op_id in sent {
            let is_sending = |e: &Entry| matches!(e.state, EntryState::Sending { .. });
            let index = self.position(op_id);
            if index
                .and_then(|i| self.entries.get(i))
                .is_some_and(is_sending)
            {
                self.on_result(op_id, Answer::Postponed { until_ms, why });
            }
        }
    }

    /// Takes in that the server refused a request as a whole, for good. A single operation is refused with
    /// it; of several, smaller requests find the one that is meant, and the others go.
    pub fn on_batch_refused(&mut self, sent: &[OperationId], reason: Refusal) {
        if let [only] = sent {
            self.on_result(only, Answer::Refused(reason));
            return;
        }
        self.halvings = (self.halvings + 1).min(BATCH_OPERATIONS.ilog2() + 1);
        for op_id in sent {
            let until_ms = i64::MIN;
            let why = Hindrance::Busy;
            self.on_result(op_id, Answer::Postponed { until_ms, why });
        }
    }

    /// Takes in that the network may be back (an `online` event, the page came to the front): what waits is
    /// due.
    pub fn on_online(&mut self) {
        let waiting = |e: &&mut Entry| e.state == EntryState::Waiting && e.next_try_ms != i64::MIN;
        for entry in self.entries.iter_mut().filter(waiting) {
            entry.next_try_ms = i64::MIN;
            self.unsaved.insert(entry.operation.op_id.clone());
        }
    }

    /// Takes in that the view shows this version of the customer: what it holds is no longer pending.
    pub fn on_version(&mut self, customer_id: &CustomerId, version: u64) {
        self.applied
            .retain(|a| a.operation.customer_id != *customer_id || a.version > version);
    }

    /// Tries a refused operation once more, as the last of the queue.
    pub fn retry(&mut self, op_id: &OperationId) {
        let Some(index) = self.position(op_id) else {
            return;
        };
        if self.entries.get(index).is_some_and(Entry::is_refused) {
            let mut entry = self.entries.remove(index);
            entry.seq = self.next_seq;
            entry.state = EntryState::Waiting;
            entry.next_try_ms = i64::MIN;
            self.next_seq = self.next_seq.saturating_add(1);
            self.unsaved.insert(op_id.clone());
            self.entries.push(entry);
        }
    }

    /// Gives up an operation that was refused, or that waits for access; any other stays.
    pub fn discard(&mut self, op_id: &OperationId) {
        if let Some(index) = self.position(op_id)
            && self.entries.get(index).is_some_and(Entry::may_be_given_up)
        {
            self.entries.remove(index);
            self.unsaved.insert(op_id.clone());
        }
    }

    /// Returns all entries in order, refused ones included.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns what the server refused for good: the list that needs attention.
    pub fn refused(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| e.is_refused())
    }

    /// Returns how many are still to arrive.
    #[must_use]
    pub fn waiting_count(&self) -> usize {
        self.entries.iter().filter(|e| !e.is_refused()).count()
    }

    /// Returns when to call [`Outbox::next_batch`] again; none when nothing waits. May lie in the past.
    #[must_use]
    pub fn next_wake_ms(&self) -> Option<i64> {
        let leases = self.entries.iter().filter_map(|e| match e.state {
            EntryState::Sending { until_ms } => Some(until_ms),
            _ => None,
        });
        let waits = self
            .entries
            .iter()
            .filter(|e| e.state == EntryState::Waiting);
        leases.max().or_else(|| waits.map(|e| e.next_try_ms).min())
    }

    pub(super) fn applied(&self) -> &[Applied] {
        &self.applied
    }

    pub(super) fn position(&self, op_id: &OperationId) -> Option<usize> {
        self.entries
            .iter()
            .position(|e| e.operation.op_id == *op_id)
    }

    fn update(&mut self, index: usize, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entries.get_mut(index) {
            change(entry);
            self.unsaved.insert(entry.operation.op_id.clone());
        }
    }
}
