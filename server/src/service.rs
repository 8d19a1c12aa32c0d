//! What each caller may see and do, decided once for every exit.
//!
//! It exists so that no other place has to think of policy: card, list, detail, search, blocks, changes
//! and error texts all come from here, and the store below knows no roles.
//!
//! **Invariants:** a field, kind, identity or relation that the policy does not name reaches nobody. A
//! customer who does not exist and one outside the caller's scope get the same answer. Opening what is
//! masked is written down, durably, before the answer.

mod attachments;
mod blocks;
mod cache;
mod changes;
mod cursor;
mod detail;
mod fields;
mod filter;
mod grants;
mod head;
mod lens;
mod opening;
mod page;
mod push;
mod reveal;
mod search;
mod session;
mod steward;
mod summary;
mod values;

use std::fmt;
use std::sync::Arc;

use klantbeeld::api::ApiError;
use klantbeeld_core::policy::Policy;
use klantbeeld_core::vocabulary::CustomKind;

pub use blocks::{BlockStream, Blocks};
pub use push::MAX_OPERATIONS;
pub use session::Session;
pub use values::{is_email, normalise_phone};

use crate::attachments::{Attachments, DEFAULT_MAX_BYTES};
use crate::ingest::desk::Desk;
use crate::store::{ProfileStore, StoreError};
use cache::BlockCache;
use grants::GrantCache;

/// Milliseconds since 1970, as the server sees it.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Returns the clock of this machine.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| chrono::Utc::now().timestamp_millis())
}

/// Store and policy together: everything that answers are made of.
pub struct Service {
    store: Arc<dyn ProfileStore>,
    policy: Arc<Policy>,
    custom_kinds: Vec<CustomKind>,
    clock: Clock,
    blocks: BlockCache,
    grants: GrantCache,
    attachments: Attachments,
    desk: Option<Arc<Desk>>,
}

impl Service {
    /// Makes a service on a store. `block_cache_bytes` bounds the encoded timelines that are kept.
    #[must_use]
    pub fn new(
        store: Arc<dyn ProfileStore>,
        policy: Arc<Policy>,
        clock: Clock,
        block_cache_bytes: usize,
    ) -> Self {
        Self {
            custom_kinds: policy.custom_kinds(),
            store,
            policy,
            clock,
            blocks: BlockCache::new(block_cache_bytes),
            grants: GrantCache::new(),
            attachments: Attachments::in_memory(DEFAULT_MAX_BYTES),
            desk: None,
        }
    }

    /// Returns it with a place for files that outlives the process.
    #[must_use]
    pub fn with_attachments(self, attachments: Attachments) -> Self {
        Self {
            attachments,
            ..self
        }
    }

    /// Returns it with the desk that messages come in by, for its stewards.
    #[must_use]
    pub fn with_desk(self, desk: Arc<Desk>) -> Self {
        Self {
            desk: Some(desk),
            ..self
        }
    }

    /// Returns the policy it decides by.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the largest file that it takes, in bytes.
    #[must_use]
    pub fn max_attachment_bytes(&self) -> usize {
        self.attachments.max_bytes()
    }

    /// Reads its clock.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// Returns where what is written is kept.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn ProfileStore> {
        &self.store
    }

    /// Asks whether the store answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ready(&self) -> Result<(), ApiError> {
        self.store.ready().await.map_err(store_error)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

/// Returns what a caller is told about an error of the store: never what stands in it.
fn store_error(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::NotFound,
        StoreError::OperationReused => ApiError::Conflict,
        StoreError::Refused(why) => invalid(why),
        StoreError::Taken => invalid("the id is taken"),
        StoreError::Cursor => invalid("the cursor is not one that this server gave"),
        StoreError::TooOld { .. } | StoreError::TooNew { .. } => {
            tracing::error!(error = "schema", "store failed");
            ApiError::Unavailable
        }
        StoreError::Unavailable(_) => {
            tracing::error!(error = "unavailable", "store failed");
            ApiError::Unavailable
        }
        StoreError::Corrupt(_) => {
            tracing::error!(error = "corrupt", "store failed");
            ApiError::Unavailable
        }
    }
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::Invalid {
        message: message.into(),
    }
}

/// Returns a number of a request, when it lies between 1 and `most`.
fn checked(name: &str, value: u16, most: u16) -> Result<usize, ApiError> {
    if (1..=most).contains(&value) {
        Ok(usize::from(value))
    } else {
        Err(invalid(format!("`{name}` is 1 to {most}")))
    }
}
