//! The service as one caller sees it, which is what the endpoints call.

use std::sync::Arc;

use klantbeeld::api::ApiError;
use klantbeeld::api::backend::{Backend, Reply};
use klantbeeld::api::wire::{
    Changes, ChangesRequest, DetailRequest, ItemDetail, ItemPage, OpenRequest, OperationResult,
    PageRequest, ProfileHead, PushRequest, RevealRequest, RevealedField, SearchHit, SearchRequest,
};
use klantbeeld_core::ids::CustomerId;

use super::grants::granted;
use super::lens::Lens;
use super::{Service, store_error};
use crate::auth::Caller;

/// The service as one caller sees it.
#[derive(Debug, Clone)]
pub struct Session {
    pub(super) service: Arc<Service>,
    pub(super) caller: Caller,
}

impl Session {
    /// Makes the session of a caller.
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

    /// Returns who calls.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns the service that it is a view of.
    #[must_use]
    pub fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// Refuses a customer outside the caller's scope, in the words for one that does not exist.
    pub(super) fn guard(&self, customer: &CustomerId) -> Result<(), ApiError> {
        if self.caller.may_see(customer) {
            Ok(())
        } else {
            Err(ApiError::NotFound)
        }
    }

    /// Returns what this caller sees of a customer, with the customer's consents as they are now.
    pub(super) async fn lens(&self, customer: &CustomerId) -> Result<Lens<'_>, ApiError> {
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
                let grants = granted(&service.policy, &profile);
                service
                    .grants
                    .put(tenant, customer, profile.version, grants.clone());
                grants
            }
        };
        Ok(Lens::new(service, &self.caller, customer.clone(), grants))
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

    fn reveal(self: Arc<Self>, request: RevealRequest) -> Reply<RevealedField> {
        Box::pin(async move { self.reveal_field(request).await })
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
