//! The profile store in one SQLite file: the default, and a complete installation on its own.
//!
//! One connection writes, a few read; the log is written ahead and synced before a write is acknowledged.
//! Reads of a page or less take tens of microseconds and run where they are called: handing them to
//! another thread costs as much again. Writes wait for the disk, and profiles and long scans take
//! milliseconds, so those go to the threads for blocking work.
//!
//! **Invariant:** opening refuses a library that can lose committed writes.

mod access;
mod archive;
mod changes;
mod connections;
mod ingest;
mod items;
mod operations;
mod outgoing;
mod outgoing_rows;
mod product_months;
mod profile;
mod purchases;
mod put_items;
mod rows;
mod schema;
mod search;
mod shared;
mod statements;
mod stats;
mod tallies;
mod tally_shelf;
mod transaction;
mod upkeep;
mod used_names;
mod words;
mod writer;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Item, ItemLine, Operation, Profile};
use tokio::task::spawn_blocking;

use self::connections::Connections;
use super::{
    AccessEntry, Applied, ChangeSet, Cursor, CustomerRecord, FoundCustomer, Hints, IngestReport,
    Outgoing, ProfileStore, PurchaseLine, Revision, StoreError, StoreResult, StoreStats, UsedNames,
    Within,
};

/// Pages up to this many items are read where they are asked for.
const INLINE_PAGE: usize = 256;

/// A profile store in a SQLite file. Cheap to clone; clones share the file.
#[derive(Debug, Clone)]
pub struct SqliteProfileStore {
    connections: Arc<Connections>,
}

impl SqliteProfileStore {
    /// Opens the file, and creates or migrates it when needed.
    ///
    /// # Errors
    /// `TooOld` when the library cannot be trusted, `TooNew` when the file is of a newer program,
    /// `Corrupt` when it is no store, `Unavailable` when it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            connections: Arc::new(Connections::open(path)?),
        })
    }

    /// Does what waits for the disk, or takes long, on a thread that may wait.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connections) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connections = Arc::clone(&self.connections);
        spawn_blocking(move || work(&connections))
            .await
            .map_err(|_| StoreError::Unavailable("the work was broken off".to_owned()))?
    }
}

#[async_trait]
impl ProfileStore for SqliteProfileStore {
    async fn ingest(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport> {
        let tenant = tenant.clone();
        self.blocking(move |db| {
            let done = db.write(&tenant, |tx| ingest::ingest(tx, &records))?;
            db.keep_log_small()?;
            Ok(done)
        })
        .await
    }

    async fn preview(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport> {
        let tenant = tenant.clone();
        self.blocking(move |db| db.preview(&tenant, |tx| ingest::ingest(tx, &records)))
            .await
    }

    async fn load_profile(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        now_ms: i64,
        open_limit: usize,
    ) -> StoreResult<Option<Profile>> {
        let (tenant, customer) = (tenant.clone(), customer.clone());
        self.blocking(move |db| {
            db.read_snapshot(&tenant, |connection, words| {
                profile::load(
                    connection,
                    words,
                    db.tallies(),
                    &tenant,
                    &customer,
                    now_ms,
                    open_limit,
                )
            })
        })
        .await
    }

    async fn load_cards(
        &self,
        tenant: &TenantId,
        customers: Vec<CustomerId>,
    ) -> StoreResult<Vec<Profile>> {
        let tenant = tenant.clone();
        self.blocking(move |db| {
            db.read_snapshot(&tenant, |connection, words| {
                profile::cards(connection, words, &tenant, customers)
            })
        })
        .await
    }

    async fn list_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>> {
        if limit > INLINE_PAGE {
            let (tenant, customer) = (tenant.clone(), customer.clone());
            return self
                .blocking(move |db| {
                    db.read(&tenant, |connection, words| {
                        items::page(connection, words, &tenant, &customer, after.as_ref(), limit)
                    })
                })
                .await;
        }
        self.connections.read(tenant, |connection, words| {
            items::page(connection, words, tenant, customer, after.as_ref(), limit)
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
        let (tenant, customer, kinds) = (tenant.clone(), customer.clone(), kinds.to_vec());
        self.blocking(move |db| {
            let asked = shared::Asked::new(&tenant, &customer, &kinds, after, limit)?;
            db.read_snapshot(&tenant, |connection, words| asked.page(connection, words))
        })
        .await
    }

    async fn get_item(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Option<Item>> {
        self.connections.read(tenant, |connection, words| {
            items::get(connection, words, tenant, customer, item)
        })
    }

    async fn list_answers(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<ItemLine>> {
        self.connections.read(tenant, |connection, words| {
            items::answers(connection, words, tenant, customer, item)
        })
    }

    async fn list_status_changes(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<StatusChange>> {
        self.connections.read(tenant, |connection, _| {
            items::status_changes(connection, tenant, customer, item)
        })
    }

    async fn list_revisions(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<Revision>> {
        self.connections.read(tenant, |connection, _| {
            put_items::revisions(connection, tenant, customer, item)
        })
    }

    async fn find_by_identity(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        self.connections.read_snapshot(tenant, |connection, _| {
            search::by_identity(connection, tenant, within, values, limit)
        })
    }

    async fn find_by_statement(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        self.connections.read_snapshot(tenant, |connection, _| {
            search::by_statement(connection, tenant, within, values, limit)
        })
    }

    async fn search_names(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        query: &str,
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        let (tenant, query, within) = (tenant.clone(), query.to_owned(), within.cloned());
        self.blocking(move |db| {
            db.read_snapshot(&tenant, |connection, words| {
                search::by_name(connection, words, &tenant, within.as_ref(), &query, limit)
            })
        })
        .await
    }

    async fn apply(
        &self,
        tenant: &TenantId,
        actor: &Actor,
        operation: &Operation,
        now_ms: i64,
    ) -> StoreResult<Applied> {
        let (tenant, actor, operation) = (tenant.clone(), actor.clone(), operation.clone());
        self.blocking(move |db| {
            db.write(&tenant, |tx| {
                operations::apply(tx, &actor, &operation, now_ms)
            })
        })
        .await
    }

    async fn changes_since(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        since: u64,
        limit: usize,
    ) -> StoreResult<Option<ChangeSet>> {
        self.connections.read_snapshot(tenant, |connection, _| {
            changes::since(connection, tenant, customer, since, limit)
        })
    }

    async fn version(&self, tenant: &TenantId, customer: &CustomerId) -> StoreResult<Option<u64>> {
        self.connections.read(tenant, |connection, _| {
            changes::version(connection, tenant, customer)
        })
    }

    async fn log_access(&self, tenant: &TenantId, entry: AccessEntry) -> StoreResult<()> {
        let tenant = tenant.clone();
        self.blocking(move |db| db.write(&tenant, |tx| access::write(tx.writer(), &entry)))
            .await
    }

    async fn list_access(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        limit: usize,
    ) -> StoreResult<Vec<AccessEntry>> {
        self.connections.read(tenant, |connection, _| {
            access::list(connection, tenant, customer, limit)
        })
    }

    async fn used_names(&self, tenant: &TenantId) -> StoreResult<UsedNames> {
        self.connections.read_snapshot(tenant, |connection, words| {
            used_names::read(connection, words, tenant)
        })
    }

    async fn list_purchases(
        &self,
        tenant: &TenantId,
        kind: &str,
        before_ms: i64,
    ) -> StoreResult<Vec<PurchaseLine>> {
        let (tenant, kind) = (tenant.clone(), kind.to_owned());
        self.blocking(move |db| {
            db.read_snapshot(&tenant, |connection, words| {
                purchases::list(connection, words, &tenant, (&kind, before_ms))
            })
        })
        .await
    }

    async fn stats(&self, tenant: &TenantId) -> StoreResult<StoreStats> {
        let tenant = tenant.clone();
        self.blocking(move |db| {
            let counts = db.read_snapshot(&tenant, |connection, words| {
                stats::read(connection, words, &tenant)
            })?;
            Ok(StoreStats {
                size_bytes: db.size_bytes(),
                ..counts
            })
        })
        .await
    }

    async fn is_empty(&self, tenant: &TenantId) -> StoreResult<bool> {
        self.connections
            .read(tenant, |connection, _| stats::is_empty(connection, tenant))
    }

    fn hints(&self) -> &Hints {
        self.connections.hints()
    }

    fn outgoing(&self) -> Option<&dyn Outgoing> {
        Some(self)
    }

    async fn was_written_elsewhere(&self) -> StoreResult<bool> {
        self.blocking(Connections::was_written_elsewhere).await
    }

    async fn rest(&self) -> StoreResult<()> {
        self.blocking(upkeep::empty_log).await
    }

    async fn ready(&self) -> StoreResult<()> {
        self.blocking(upkeep::ready).await
    }
}
