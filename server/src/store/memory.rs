//! The profile store in plain collections: for tests, and as the reference for the other adapters.
//!
//! **Invariant:** it behaves as [`ProfileStore`] says, and is simple enough to be believed: nothing is
//! kept that can be counted. Nothing outlives the process.

mod customer;
mod tenant;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Item, ItemLine, Operation, Profile};

use self::customer::Customer;
use self::tenant::Tenant;
use super::{
    AccessEntry, Applied, ChangeSet, Cursor, CustomerRecord, FoundCustomer, IngestReport,
    ProfileStore, StoreError, StoreFuture, StoreStats,
};

/// A profile store in memory.
#[derive(Debug, Default)]
pub struct MemoryProfileStore {
    tenants: Mutex<BTreeMap<TenantId, Tenant>>,
}

impl MemoryProfileStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn tenant<'a, T: Send + 'a>(
        &self,
        tenant: &TenantId,
        work: impl FnOnce(&mut Tenant) -> Result<T, StoreError>,
    ) -> StoreFuture<'a, T> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = work(tenants.entry(tenant.clone()).or_default());
        Box::pin(std::future::ready(answer))
    }

    fn customer<'a, T: Send + 'a>(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        read: impl FnOnce(&Customer) -> T,
    ) -> StoreFuture<'a, Option<T>> {
        self.tenant(tenant, |tenant| {
            Ok(tenant.customers.get(customer).map(read))
        })
    }
}

impl ProfileStore for MemoryProfileStore {
    fn ingest<'a>(
        &'a self,
        tenant: &'a TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreFuture<'a, IngestReport> {
        self.tenant(tenant, |tenant| tenant.ingest(records))
    }

    fn load_profile<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        now_ms: i64,
        open_limit: usize,
    ) -> StoreFuture<'a, Option<Profile>> {
        self.customer(tenant, customer, |found| {
            found.profile(customer, now_ms, open_limit)
        })
    }

    fn list_items<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreFuture<'a, Vec<ItemLine>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found.map(|c| c.page(after, limit)).unwrap_or_default())
        })
    }

    fn get_item<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        item: &'a ItemId,
    ) -> StoreFuture<'a, Option<Item>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found.and_then(|c| c.item(item)).cloned())
        })
    }

    fn list_answers<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        item: &'a ItemId,
    ) -> StoreFuture<'a, Vec<ItemLine>> {
        self.tenant(tenant, |tenant| {
            let items = tenant.customers.get(customer).into_iter();
            let lines = items.flat_map(Customer::items).map(|found| &found.line);
            let answers = lines.filter(|line| line.reply_to.as_ref() == Some(item));
            Ok(answers.cloned().collect())
        })
    }

    fn list_status_changes<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        item: &'a ItemId,
    ) -> StoreFuture<'a, Vec<StatusChange>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found.map(|c| c.history(item)).unwrap_or_default())
        })
    }

    fn find_by_identity<'a>(
        &'a self,
        tenant: &'a TenantId,
        values: &'a [String],
        limit: usize,
    ) -> StoreFuture<'a, Vec<FoundCustomer>> {
        self.tenant(tenant, |tenant| Ok(tenant.find_by_identity(values, limit)))
    }

    fn search_names<'a>(
        &'a self,
        tenant: &'a TenantId,
        query: &'a str,
        limit: usize,
    ) -> StoreFuture<'a, Vec<FoundCustomer>> {
        self.tenant(tenant, |tenant| Ok(tenant.search_names(query, limit)))
    }

    fn apply<'a>(
        &'a self,
        tenant: &'a TenantId,
        actor: &'a Actor,
        operation: &'a Operation,
        now_ms: i64,
    ) -> StoreFuture<'a, Applied> {
        self.tenant(tenant, |tenant| tenant.apply(actor, operation, now_ms))
    }

    fn changes_since<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        since: u64,
        limit: usize,
    ) -> StoreFuture<'a, Option<ChangeSet>> {
        self.customer(tenant, customer, |found| found.changes_since(since, limit))
    }

    fn version<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
    ) -> StoreFuture<'a, Option<u64>> {
        self.customer(tenant, customer, |found| found.version)
    }

    fn log_access<'a>(&'a self, tenant: &'a TenantId, entry: AccessEntry) -> StoreFuture<'a, ()> {
        self.tenant(tenant, |tenant| {
            tenant.access.push(entry);
            Ok(())
        })
    }

    fn list_access<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        limit: usize,
    ) -> StoreFuture<'a, Vec<AccessEntry>> {
        self.tenant(tenant, |tenant| Ok(tenant.list_access(customer, limit)))
    }

    fn stats<'a>(&'a self, tenant: &'a TenantId) -> StoreFuture<'a, StoreStats> {
        self.tenant(tenant, |tenant| Ok(tenant.stats()))
    }

    fn ready(&self) -> StoreFuture<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}
