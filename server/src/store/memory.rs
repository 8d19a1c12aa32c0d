//! The profile store in plain collections: for tests, and as the reference for the other adapters.
//!
//! **Invariant:** it behaves as [`ProfileStore`] says, and is simple enough to be believed: nothing is
//! kept that can be counted. Nothing outlives the process.

mod counts;
mod customer;
mod tenant;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Item, ItemLine, Operation, Profile};

use self::customer::Customer;
use self::tenant::Tenant;
use super::{
    AccessEntry, Applied, ChangeSet, Cursor, CustomerRecord, FoundCustomer, Hints, IngestReport,
    ProfileStore, PurchaseLine, Revision, StoreResult, StoreStats, UsedNames, Within, is_shared,
};

/// A profile store in memory.
#[derive(Debug, Default)]
pub struct MemoryProfileStore {
    tenants: Mutex<BTreeMap<TenantId, Tenant>>,
    hints: Hints,
}

impl MemoryProfileStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn tenant<T>(
        &self,
        tenant: &TenantId,
        work: impl FnOnce(&mut Tenant) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        work(tenants.entry(tenant.clone()).or_default())
    }

    fn customer<T>(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        read: impl FnOnce(&Customer) -> T,
    ) -> StoreResult<Option<T>> {
        self.tenant(tenant, |tenant| {
            Ok(tenant.customers.get(customer).map(read))
        })
    }
}

#[async_trait]
impl ProfileStore for MemoryProfileStore {
    async fn ingest(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport> {
        let whose: BTreeSet<_> = records.iter().map(|r| r.customer_id.clone()).collect();
        let report = self.tenant(tenant, |tenant| tenant.ingest(records))?;
        whose.iter().for_each(|c| self.hints.tell(tenant, c));
        Ok(report)
    }

    async fn preview(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport> {
        self.tenant(tenant, |tenant| tenant.clone().ingest(records))
    }

    async fn load_profile(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        now_ms: i64,
        open_limit: usize,
    ) -> StoreResult<Option<Profile>> {
        self.customer(tenant, customer, |found| {
            found.profile(customer, now_ms, open_limit)
        })
    }

    async fn load_cards(
        &self,
        tenant: &TenantId,
        customers: Vec<CustomerId>,
    ) -> StoreResult<Vec<Profile>> {
        self.tenant(tenant, |tenant| {
            let card = |id: CustomerId| tenant.customers.get(&id).map(|known| known.card(id));
            Ok(customers.into_iter().filter_map(card).collect())
        })
    }

    async fn list_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found
                .map(|c| c.page(after, limit, |_| true))
                .unwrap_or_default())
        })
    }

    async fn list_shared_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        kinds: &[String],
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            let is_listed = |item: &Item| !kinds.contains(&item.line.kind) || is_shared(item);
            Ok(found
                .map(|c| c.page(after, limit, is_listed))
                .unwrap_or_default())
        })
    }

    async fn get_item(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Option<Item>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found.and_then(|c| c.item(item)).cloned())
        })
    }

    async fn list_answers(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<ItemLine>> {
        self.tenant(tenant, |tenant| {
            let items = tenant.customers.get(customer).into_iter();
            let lines = items.flat_map(Customer::items).map(|found| &found.line);
            let answers = lines.filter(|line| line.reply_to.as_ref() == Some(item));
            Ok(answers.cloned().collect())
        })
    }

    async fn list_status_changes(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<StatusChange>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found.map(|c| c.history(item)).unwrap_or_default())
        })
    }

    async fn list_revisions(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<Revision>> {
        self.tenant(tenant, |tenant| {
            let found = tenant.customers.get(customer);
            Ok(found.map(|c| c.revisions(item)).unwrap_or_default())
        })
    }

    async fn find_by_identity(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        let matched = |customer: &Customer, value: &str| customer.identity_of(value);
        self.tenant(tenant, |tenant| {
            Ok(tenant.find_by_value(within, values, limit, matched))
        })
    }

    async fn find_by_statement(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        let matched = |customer: &Customer, value: &str| customer.statement_of(value);
        self.tenant(tenant, |tenant| {
            Ok(tenant.find_by_value(within, values, limit, matched))
        })
    }

    async fn search_names(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        query: &str,
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        self.tenant(tenant, |tenant| {
            Ok(tenant.search_names(within, query, limit))
        })
    }

    async fn apply(
        &self,
        tenant: &TenantId,
        actor: &Actor,
        operation: &Operation,
        now_ms: i64,
    ) -> StoreResult<Applied> {
        let applied = self.tenant(tenant, |tenant| tenant.apply(actor, operation, now_ms))?;
        self.hints.tell(tenant, &operation.customer_id);
        Ok(applied)
    }

    async fn changes_since(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        since: u64,
        limit: usize,
    ) -> StoreResult<Option<ChangeSet>> {
        self.customer(tenant, customer, |found| found.changes_since(since, limit))
    }

    async fn version(&self, tenant: &TenantId, customer: &CustomerId) -> StoreResult<Option<u64>> {
        self.customer(tenant, customer, |found| found.version)
    }

    async fn log_access(&self, tenant: &TenantId, entry: AccessEntry) -> StoreResult<()> {
        self.tenant(tenant, |tenant| {
            tenant.access.push(entry);
            Ok(())
        })
    }

    async fn list_access(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        limit: usize,
    ) -> StoreResult<Vec<AccessEntry>> {
        self.tenant(tenant, |tenant| Ok(tenant.list_access(customer, limit)))
    }

    async fn used_names(&self, tenant: &TenantId) -> StoreResult<UsedNames> {
        self.tenant(tenant, |tenant| {
            let stats = tenant.stats();
            // What an item was before is answered as well.
            let former = tenant.customers.values().flat_map(Customer::former_kinds);
            Ok(UsedNames {
                fields: stats.claims_by_field.into_keys().collect(),
                kinds: stats.items_by_kind.into_keys().chain(former).collect(),
            })
        })
    }

    async fn list_purchases(
        &self,
        tenant: &TenantId,
        kind: &str,
        before_ms: i64,
    ) -> StoreResult<Vec<PurchaseLine>> {
        self.tenant(tenant, |tenant| Ok(tenant.purchases(kind, before_ms)))
    }

    async fn stats(&self, tenant: &TenantId) -> StoreResult<StoreStats> {
        self.tenant(tenant, |tenant| Ok(tenant.stats()))
    }

    async fn is_empty(&self, tenant: &TenantId) -> StoreResult<bool> {
        self.tenant(tenant, |tenant| Ok(tenant.customers.is_empty()))
    }

    fn hints(&self) -> &Hints {
        &self.hints
    }

    async fn ready(&self) -> StoreResult<()> {
        Ok(())
    }
}
