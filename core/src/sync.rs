//! The write queue: what was written without network waits here and arrives exactly once.
//!
//! It exists as a state machine without I/O so that it can be tested by thousands of random traces; the
//! browser gives it time, random numbers, answers and a place to keep its entries.
//!
//! **Invariants:** an operation leaves the queue only by an answer of the server or by the user's
//! hand; the operations of one customer are sent in the order they were made; one that the server
//! refuses for good never holds up the others. Exactly once needs a server that applies each
//! operation id once.

mod entry;
mod outbox;
mod overlay;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trace;
mod written;

pub use entry::{Entry, EntryState, Refusal};
pub use outbox::{Answer, BATCH_OPERATIONS, LEASE_MS, MAX_BACKOFF_MS, Outbox, StoreChange};
pub use overlay::{Pending, PendingField, PendingItem, PendingSettlement, PendingState};
pub use written::{Written, kind_for_channel, own_source, written};
