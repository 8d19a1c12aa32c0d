//! What happened to a customer since a version that the caller has.

use klantbeeld::api::ApiError;
use klantbeeld::api::wire::{Changes, ChangesRequest};
use klantbeeld_core::ids::{CustomerId, ItemId};

use super::lens::Lens;
use super::{Session, store_error};
use crate::store::Watch;

/// Changes in one answer; with more of them the head is fetched again.
const MAX_CHANGES: usize = 500;

impl Session {
    pub(super) async fn list_changes(&self, request: ChangesRequest) -> Result<Changes, ApiError> {
        let lens = self.lens(&request.customer_id).await?;
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        let set = store
            .changes_since(tenant, &lens.customer, request.since, MAX_CHANGES)
            .await
            .map_err(store_error)?
            .ok_or(ApiError::NotFound)?;
        let mut items = Vec::new();
        let mut more = set.truncated;
        for id in &set.items {
            let item = store
                .get_item(tenant, &lens.customer, id)
                .await
                .map_err(store_error)?;
            let shown = match item {
                Some(item) => lens.show(item.line).await?,
                None => None,
            };
            more |= shown.is_none() && was_seen(&lens, id).await?;
            items.extend(shown);
        }
        items.sort_by(|a, b| (b.at_ms, &b.item_id).cmp(&(a.at_ms, &a.item_id)));
        Ok(Changes {
            // A version from another life of the store: what the caller has means nothing here.
            reload: set.fields_changed || set.truncated || request.since > set.version,
            version: set.version,
            items,
            more,
        })
    }
}

impl Session {
    /// Returns the version of a customer; none for one who does not exist or is outside the caller's scope.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn current_version(&self, customer: &CustomerId) -> Result<Option<u64>, ApiError> {
        if self.guard(customer).is_err() {
            return Ok(None);
        }
        let (store, tenant) = (&self.service.store, &self.caller.tenant);
        store.version(tenant, customer).await.map_err(store_error)
    }

    /// Watches customers for changes from now on; those outside the caller's scope are left out.
    #[must_use]
    pub fn watch(&self, customers: impl IntoIterator<Item = CustomerId>) -> Watch {
        let customers = customers.into_iter().filter(|c| self.caller.may_see(c));
        let hints = self.service.store.hints();
        hints.watch(&self.caller.tenant, customers.collect())
    }
}

/// Returns whether the caller could see an item before its source told it otherwise. Of one they never saw they
/// learn nothing.
async fn was_seen(lens: &Lens<'_>, id: &ItemId) -> Result<bool, ApiError> {
    let (store, tenant) = (&lens.service.store, &lens.caller.tenant);
    let revisions = store.list_revisions(tenant, &lens.customer, id).await;
    let revisions = revisions.map_err(store_error)?;
    Ok(revisions.iter().any(|r| lens.may_open(&r.former)))
}
