//! The local store: IndexedDB in the app, memory elsewhere or where the browser refuses.

use js_sys::Promise;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::{Entry, StoreChange};

use super::database::Database;
use super::memory::Memory;
use super::record::{BlocksRecord, Person, ProfileRecord};

/// What can go wrong with what the device keeps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LocalStoreError {
    /// The browser refuses storage, or its storage is full or damaged.
    #[error("this browser does not keep data")]
    Refused,
}

/// Where a view keeps what it has seen and what waits to be sent.
pub(crate) enum LocalStore {
    /// On the device, durably.
    Database(Database),
    /// Until the page closes.
    Memory(Memory),
}

impl LocalStore {
    /// The store on the device that the loader opens; in memory where there is none or it is refused.
    pub(crate) async fn open(device: Option<Promise>) -> Self {
        let Some(opening) = device else {
            return Self::Memory(Memory::default());
        };
        match Database::open(opening).await {
            Ok(database) => Self::Database(database),
            Err(_) => Self::Memory(Memory::default()),
        }
    }

    /// Whether what it keeps survives the page.
    pub(crate) fn is_durable(&self) -> bool {
        matches!(self, Self::Database(_))
    }

    pub(crate) async fn load_profile(&self, customer: &CustomerId) -> Option<ProfileRecord> {
        match self {
            Self::Database(database) => database.load_profile(customer).await.ok().flatten(),
            Self::Memory(_) => None,
        }
    }

    pub(crate) async fn load_blocks(&self, customer: &CustomerId) -> Option<BlocksRecord> {
        match self {
            Self::Database(database) => database.load_blocks(customer).await.ok().flatten(),
            Self::Memory(_) => None,
        }
    }

    /// Keeps a profile with its timeline, together or not at all.
    pub(crate) async fn save_profile(
        &self,
        record: &ProfileRecord,
        person: &Person,
        blocks: Option<BlocksRecord>,
    ) -> Result<(), LocalStoreError> {
        match self {
            Self::Database(database) => database.save_profile(record, person, blocks).await,
            Self::Memory(_) => Ok(()),
        }
    }

    /// The customers on this device, last opened first.
    pub(crate) async fn list_people(&self) -> Vec<Person> {
        match self {
            Self::Database(database) => database.list_people().await.unwrap_or_default(),
            Self::Memory(_) => Vec::new(),
        }
    }

    /// The writes that wait.
    pub(crate) async fn load_outbox(&self) -> Vec<Entry> {
        match self {
            Self::Database(database) => database.load_outbox().await.unwrap_or_default(),
            Self::Memory(memory) => memory.load_outbox(),
        }
    }

    /// Keeps changes of the queue; durable when it returns.
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
