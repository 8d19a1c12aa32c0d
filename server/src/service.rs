//! What each caller may see and do, decided once for every exit.
//!
//! It exists so that no other place has to think of policy: card, list, detail, search, blocks, changes
//! and error texts all come from here, and the store below knows no roles.
//!
//! **Invariants:** a field, kind, identity or relation that the policy does not name reaches nobody. A
//! customer who does not exist and one outside the caller's scope get the same answer. Opening what is
//! masked is written down, durably, before the answer.

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
mod page;
mod push;
mod search;
mod summary;
mod values;

use std::fmt;
use std::sync::Arc;

use klantbeeld::api::ApiError;
use klantbeeld::api::backend::{Backend, Reply};
use klantbeeld::api::wire::{
    Changes, ChangesRequest, DetailRequest, ItemDetail, ItemPage, OpenRequest, OperationResult,
    PageRequest, ProfileHead, PushRequest, SearchHit, SearchRequest,
};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::policy::Policy;
use klantbeeld_core::vocabulary::CustomKind;

pub use blocks::{BlockStream, Blocks};
pub use values::{is_email, normalise_phone};

use crate::auth::Caller;
use crate::store::{ProfileStore, StoreError};
use cache::BlockCache;
use grants::{GrantCache, granted};
use lens::Lens;

/// Milliseconds since 1970, as the server sees it.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The clock of this machine.
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
}

impl Service {
    /// A service on a store. `block_cache_bytes` bounds the encoded timelines that are kept.
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
        }
    }

    /// The policy it decides by.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The clock it reads.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// Whether the store answers.
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

/// The service as one caller sees it.
#[derive(Debug, Clone)]
pub struct Session {
    service: Arc<Service>,
    caller: Caller,
}

impl Session {
    /// A session of a caller.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] when the policy does not know their role.
    pub fn new(service: Arc<Service>, caller: Caller) -> Result<Self, ApiError> {
        if service.policy.role.contains_key(caller.role().as_str()) {
            Ok(Self { service, caller })
        } else {
            Err(ApiError::Forbidden {
                owner: String::new(),
            })
        }
    }

    /// Refuses a customer outside the caller's scope, in the words for one that does not exist.
    fn guard(&self, customer: &CustomerId) -> Result<(), ApiError> {
        if self.caller.may_see(customer) {
            Ok(())
        } else {
            Err(ApiError::NotFound)
        }
    }

    /// What this caller sees of a customer, with the customer's consents as they are now.
    async fn lens(&self, customer: &CustomerId) -> Result<Lens<'_>, ApiError> {
        self.guard(customer)?;
        let (service, tenant) = (&*self.service, &self.caller.tenant);
        let version = service.store.version(tenant, customer).await;
        let version = version.map_err(store_error)?.ok_or(ApiError::NotFound)?;
        let known = service.grants.get(tenant, customer, version);
        let grants = match known {
            Some(grants) => grants,
            None => {
                let now_ms = service.now_ms();
                let profile = service
                    .store
                    .load_profile(tenant, customer, now_ms, 0)
                    .await;
                let profile = profile.map_err(store_error)?.ok_or(ApiError::NotFound)?;
                let grants = granted(&service.policy, &profile.assertions);
                service
                    .grants
                    .put(tenant, customer, profile.version, grants.clone());
                grants
            }
        };
        Ok(Lens::new(service, &self.caller, customer.clone(), grants))
    }
}

/// What a caller is told about an error of the store: never what stands in it.
fn store_error(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::NotFound,
        StoreError::OperationReused => ApiError::Conflict,
        StoreError::Refused(why) => invalid(why),
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

/// A number of a request, when it lies between 1 and `most`.
fn checked(name: &str, value: u16, most: u16) -> Result<usize, ApiError> {
    if (1..=most).contains(&value) {
        Ok(usize::from(value))
    } else {
        Err(invalid(format!("`{name}` is 1 to {most}")))
    }
}

impl Backend for Session {
    fn open(self: Arc<Self>, request: OpenRequest) -> Reply<ProfileHead> {
        Box::pin(async move { self.open_profile(request).await })
    }

    fn page(self: Arc<Self>, request: PageRequest) -> Reply<ItemPage> {
        Box::pin(async move { self.list_items(request).await })
    }

    fn detail(self: Arc<Self>, request: DetailRequest) -> Reply<ItemDetail> {
        Box::pin(async move { self.get_item(request).await })
    }

    fn search(self: Arc<Self>, request: SearchRequest) -> Reply<Vec<SearchHit>> {
        Box::pin(async move { self.search_customers(request).await })
    }

    fn push(self: Arc<Self>, request: PushRequest) -> Reply<Vec<OperationResult>> {
        Box::pin(async move { self.push_operations(request).await })
    }

    fn changes(self: Arc<Self>, request: ChangesRequest) -> Reply<Changes> {
        Box::pin(async move { self.list_changes(request).await })
    }
}
