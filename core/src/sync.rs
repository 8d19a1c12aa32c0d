//! The write queue: what was written without network waits here and arrives exactly once.
//!
//! It exists as a state machine without I/O so that it can be tested by thousands of random traces; the
//! browser gives it time, random numbers, answers and a place to keep its entries.
//!
//! **Invariants:** an operation leaves the queue only by an answer of the server or by the user's
//! hand; the operations of one customer are sent in the order they were made; one that the server
//! refuses for good never holds up the others, and a customer who cannot be reached holds up nobody else; several
//! windows of a device have one queue. Exactly once needs a server that applies each
//! operation id once.

mod entry;
mod live;
mod outbox;
mod overlay;
mod pace;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trace;
mod windows;
mod written;

pub use entry::{Entry, EntryState, Hindrance, Refusal};
pub use live::Wants;
pub use outbox::{Answer, BATCH_OPERATIONS, Outbox, StoreChange};
pub use overlay::{Pending, PendingField, PendingItem, PendingSettlement, PendingState};
pub use pace::{LEASE_MS, MAX_BACKOFF_MS};
pub use windows::Met;
pub use written::{Written, kind_for_channel, own_source, written};
