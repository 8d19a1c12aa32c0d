//! The local store: IndexedDB in the app, memory elsewhere or where the browser refuses.

use std::cmp::Reverse;

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::{Entry, StoreChange};

use super::database::Database;
use super::error::LocalStoreError;
use super::memory::Memory;
use super::record::{KeptTimeline, Person};
use crate::api::wire::ProfileHead;

/// Where a view keeps what it has seen and what waits to be sent.
pub(crate) enum LocalStore {
    /// On the device, durably.
    Database(Database),
    /// Until the page closes.
    Memory(Memory),
}

impl LocalStore {
    /// Returns a store that forgets all when the page closes.
    pub(crate) fn in_memory() -> Self {
        Self::Memory(Memory::default())
    }

    /// Opens the store on the device; in memory where the browser refuses one.
    pub(crate) async fn on_device() -> Self {
        match Database::open().await {
            Ok(database) => Self::Database(database),
            Err(_) => Self::in_memory(),
        }
    }

    /// Returns whether what it keeps survives the page.
    pub(crate) fn is_durable(&self) -> bool {
        matches!(self, Self::Database(_))
    }

    /// Returns the card of a customer, if it is kept.
    pub(crate) async fn load_profile(&self, customer: &CustomerId) -> Option<ProfileHead> {
        match self {
            Self::Database(database) => database.load_profile(customer).await.ok().flatten(),
            Self::Memory(memory) => memory.load_profile(customer),
        }
    }

    /// Returns the timeline of a customer, if it is kept.
    pub(crate) async fn load_timeline(&self, customer: &CustomerId) -> Option<KeptTimeline> {
        match self {
            Self::Database(database) => database.load_timeline(customer).await.ok().flatten(),
            Self::Memory(memory) => memory.load_timeline(customer),
        }
    }

    /// Keeps a card, its entry in the list of people and, where it is another one than before, the timeline:
    /// together or not at all.
    ///
    /// # Errors
    /// When the browser refuses.
    pub(crate) async fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) -> Result<(), LocalStoreError> {
        match self {
            Self::Database(database) => database.save_profile(head, person, timeline).await,
            Self::Memory(memory) => {
                memory.save_profile(head, person, timeline);
                Ok(())
            }
        }
    }

    /// Returns the customers on this device, last opened first.
    pub(crate) async fn list_people(&self) -> Vec<Person> {
        let mut people = match self {
            Self::Database(database) => database.list_people().await.unwrap_or_default(),
            Self::Memory(memory) => memory.list_people(),
        };
        people.sort_by_key(|person| Reverse(person.opened_ms));
        people
    }

    /// Returns the writes that wait.
    pub(crate) async fn load_outbox(&self) -> Vec<Entry> {
        match self {
            Self::Database(database) => database.load_outbox().await.unwrap_or_default(),
            Self::Memory(memory) => memory.load_outbox(),
        }
    }

    /// Keeps changes of the queue; durable when it returns.
    ///
    /// # Errors
    /// When the browser refuses.
    pub(crate) async fn save_outbox(
        &self,
        changes: Vec<StoreChange>,
    ) -> Result<(), LocalStoreError> {
        match self {
            Self::Database(database) => database.save_outbox(&changes).await,
            Self::Memory(memory) => {
                memory.save_outbox(changes);
                Ok(())
            }
        }
    }
}
