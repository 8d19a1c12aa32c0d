//! What this device keeps: profiles that were opened, and writes that wait.
//!
//! **Invariants:** only the first-party app keeps anything on the device; an embedded view works from
//! memory, because stored data would belong to the host. "Saved" means that the transaction has
//! completed with strict durability. Nothing is awaited inside a transaction but its own requests.

mod database;
pub(crate) mod error;
mod memory;
mod peers;
mod record;
mod store;
mod windows;

pub(crate) use database::device;
pub(crate) use memory::Memory;
pub(crate) use peers::{Lead, Peers, peers};
pub(crate) use record::{KeptTimeline, Person};
#[cfg(test)]
pub(crate) use store::Kept;
pub(crate) use store::{LocalStore, Meeting, Turn};
