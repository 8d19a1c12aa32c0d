//! The queue itself: what is sent when, and what an answer does to it.

use super::entry::{Entry, EntryState, Refusal};
use crate::ids::{CustomerId, OperationId};
use crate::model::{Action, Operation};

/// The most operations in one request.
pub const BATCH_OPERATIONS: usize = 50;
/// Roughly the most bytes of text in one request, well under the server's limit.
const BATCH_BYTES: usize = 96 * 1024;
/// How long an answer may take before the operations are sent again.
pub const LEASE_MS: i64 = 30_000;
/// The longest wait between two tries.
pub const MAX_BACKOFF_MS: i64 = 60_000;
const MIN_BACKOFF_MS: i64 = 1_000;

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
    version: u64,
}

/// The queue of one user on one device.
///
/// After every call, [`Outbox::take_changes`] says what to keep. A new write may be called saved once
/// its change is durable, and is best sent after that; everything else may be kept late or not at all
/// without losing a write.
#[derive(Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    applied: Vec<Applied>,
    changes: Vec<StoreChange>,
    next_seq: u64,
    /// How much smaller requests are now, in halvings, to find one that the server cannot take.
    halvings: u32,
}

impl Outbox {
    /// Takes up the queue as the device kept it, after a restart: what was being sent is sent again, because
    /// nobody waits for the answer any more.
    #[must_use]
    pub fn on_restart(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| {
            (a.seq, a.operation.op_id.as_str()).cmp(&(b.seq, b.operation.op_id.as_str()))
        });
        for entry in &mut entries {
            if matches!(entry.state, EntryState::Sending { .. }) {
                entry.state = EntryState::Waiting;
            }
            if !entry.is_refused() {
                entry.next_try_ms = i64::MIN;
            }
        }
        let next_seq = entries.last().map_or(0, |e| e.seq.saturating_add(1));
        Self {
            entries,
            next_seq,
            ..Self::default()
        }
    }

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
        };
        self.next_seq = self.next_seq.saturating_add(1);
        self.changes.push(StoreChange::Put(Box::new(entry.clone())));
        self.entries.push(entry);
        true
    }

    /// Returns what to send now, in order; empty when nothing is due or an answer is awaited.
    pub fn next_batch(&mut self, now_ms: i64) -> Vec<Operation> {
        if self.entries.iter().any(|e| is_leased(e, now_ms)) {
            return Vec::new();
        }
        let most = (BATCH_OPERATIONS >> self.halvings.min(16)).max(1);
        let mut blocked: Vec<CustomerId> = Vec::new();
        let mut batch = Vec::new();
        let mut bytes = 0;
        for entry in self.entries.iter_mut().filter(|e| !e.is_refused()) {
            if blocked.contains(&entry.operation.customer_id) {
                continue;
            }
            if !is_due(entry, now_ms) {
                blocked.push(entry.operation.customer_id.clone());
                continue;
            }
            bytes += weight(&entry.operation);
            if batch.len() == most || (bytes > BATCH_BYTES && !batch.is_empty()) {
                break;
            }
            entry.state = EntryState::Sending {
                until_ms: now_ms.saturating_add(LEASE_MS),
            };
            entry.attempts = entry.attempts.saturating_add(1);
            self.changes.push(StoreChange::Put(Box::new(entry.clone())));
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
                self.changes.push(StoreChange::Remove(op_id.clone()));
                self.applied.push(Applied {
                    operation: entry.operation,
                    version,
                });
                self.halvings = self.halvings.saturating_sub(1);
            }
            Answer::Refused(reason) => self.update(index, |e| {
                e.state = EntryState::Refused { reason };
            }),
            Answer::Postponed { until_ms } => self.update(index, |e| {
                if !e.is_refused() {
                    e.state = EntryState::Waiting;
                    e.next_try_ms = until_ms;
                }
            }),
        }
    }

    /// Takes in that a request brought no answer (no network, time-out, 5xx, 429, not signed in): waits,
    /// twice as long each time. `jitter` is a random number from 0 to 1 that spreads devices over the wait.
    pub fn on_transport_error(&mut self, now_ms: i64, jitter: f64) {
        let sending = |e: &Entry| matches!(e.state, EntryState::Sending { .. });
        let tries = self
            .entries
            .iter()
            .filter(|e| sending(e))
            .map(|e| e.attempts);
        let Some(tries) = tries.max() else {
            return;
        };
        let next_try_ms = now_ms.saturating_add(backoff_ms(tries, jitter));
        for index in 0..self.entries.len() {
            if self.entries.get(index).is_some_and(sending) {
                self.update(index, |e| {
                    e.state = EntryState::Waiting;
                    e.next_try_ms = next_try_ms;
                });
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
            self.on_result(op_id, Answer::Postponed { until_ms: i64::MIN });
        }
    }

    /// Takes in that the network may be back (an `online` event, the page came to the front): what waits is
    /// due.
    pub fn on_online(&mut self) {
        for entry in self.entries.iter_mut().filter(|e| !e.is_refused()) {
            entry.next_try_ms = i64::MIN;
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
            self.changes.push(StoreChange::Put(Box::new(entry.clone())));
            self.entries.push(entry);
        }
    }

    /// Gives up a refused operation; one that may still arrive stays.
    pub fn discard(&mut self, op_id: &OperationId) {
        if let Some(index) = self.position(op_id)
            && self.entries.get(index).is_some_and(Entry::is_refused)
        {
            self.entries.remove(index);
            self.changes.push(StoreChange::Remove(op_id.clone()));
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

    /// Takes what the device must keep since the last call, in order, best in one transaction.
    pub fn take_changes(&mut self) -> Vec<StoreChange> {
        std::mem::take(&mut self.changes)
    }

    pub(super) fn applied(&self) -> &[Applied] {
        &self.applied
    }

    fn position(&self, op_id: &OperationId) -> Option<usize> {
        self.entries
            .iter()
            .position(|e| e.operation.op_id == *op_id)
    }

    fn update(&mut self, index: usize, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entries.get_mut(index) {
            change(entry);
            self.changes.push(StoreChange::Put(Box::new(entry.clone())));
        }
    }
}

/// Returns whether a lease runs. One longer than any that is given means that the clock was set back: it does
/// not count.
fn is_leased(entry: &Entry, now_ms: i64) -> bool {
    match entry.state {
        EntryState::Sending { until_ms } => {
            until_ms > now_ms && until_ms.saturating_sub(now_ms) <= LEASE_MS
        }
        _ => false,
    }
}

/// Returns whether an entry is due. A wait longer than any that is given means that the clock was set back.
fn is_due(entry: &Entry, now_ms: i64) -> bool {
    entry.next_try_ms <= now_ms || entry.next_try_ms.saturating_sub(now_ms) > MAX_BACKOFF_MS
}

/// Returns from half the wait to all of it, so that devices that lost the server together come back apart.
fn backoff_ms(tries: u32, jitter: f64) -> i64 {
    let doublings = tries.saturating_sub(1).min(6);
    let full_ms = (MIN_BACKOFF_MS << doublings).min(MAX_BACKOFF_MS);
    let half_ms = full_ms / 2;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "at most 30,000"
    )]
    let spread_ms = (half_ms as f64 * jitter.clamp(0.0, 1.0)) as i64;
    half_ms + spread_ms
}

/// Returns roughly how many bytes an operation takes in a request.
fn weight(operation: &Operation) -> usize {
    let texts = match &operation.action {
        Action::SetField { field, value } => field.len() + value.len(),
        Action::LogContact {
            reason,
            note,
            goal,
            outcome,
            ..
        } => reason.len() + note.len() + goal.len() + outcome.len(),
        Action::AddNote { text, .. } | Action::AddPromise { text, .. } => text.len(),
        Action::SettlePromise { .. } => 0,
    };
    texts + 256
}
