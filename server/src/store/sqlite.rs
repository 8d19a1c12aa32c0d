//! The profile store in one SQLite file: the default, and a complete installation on its own.
//!
//! One connection writes, a few read; the log is written ahead and synced before a write is acknowledged.
//! Reads of a page or less take tens of microseconds and run where they are called: handing them to
//! another thread costs as much again. Writes wait for the disk, and profiles and long scans take
//! milliseconds, so those go to the threads for blocking work.
//!
//! **Invariant:** opening refuses a library that can lose committed writes.

mod access;
mod changes;
mod codes;
mod connections;
mod ingest;
mod items;
mod operations;
mod product_months;
mod profile;
mod rows;
mod schema;
mod search;
mod stats;
mod tallies;
mod tally_shelf;
mod transaction;
mod words;
mod writer;

use std::path::Path;
use std::sync::Arc;

use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Item, ItemLine, Operation, Profile};
use tokio::task::spawn_blocking;

use self::connections::Connections;
use super::{
    AccessEntry, Applied, ChangeSet, Cursor, CustomerRecord, FoundCustomer, IngestReport,
    ProfileStore, StoreError, StoreFuture, StoreStats,
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

impl ProfileStore for SqliteProfileStore {
    fn ingest<'a>(
        &'a self,
        tenant: &'a TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreFuture<'a, IngestReport> {
        let tenant = tenant.clone();
        Box::pin(self.blocking(move |db| db.write(&tenant, |tx| ingest::ingest(tx, &records))))
    }

    fn load_profile<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        now_ms: i64,
        open_limit: usize,
    ) -> StoreFuture<'a, Option<Profile>> {
        let (tenant, customer) = (tenant.clone(), customer.clone());
        Box::pin(self.blocking(move |db| {
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
        }))
    }

    fn list_items<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreFuture<'a, Vec<ItemLine>> {
        if limit > INLINE_PAGE {
            let (tenant, customer) = (tenant.clone(), customer.clone());
            return Box::pin(self.blocking(move |db| {
                db.read(&tenant, |connection, words| {
                    items::page(connection, words, &tenant, &customer, after.as_ref(), limit)
                })
            }));
        }
        Box::pin(async move {
            self.connections.read(tenant, |connection, words| {
                items::page(connection, words, tenant, customer, after.as_ref(), limit)
            })
        })
    }

    fn get_item<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        item: &'a ItemId,
    ) -> StoreFuture<'a, Option<Item>> {
        Box::pin(async move {
            self.connections.read(tenant, |connection, words| {
                items::get(connection, words, tenant, customer, item)
            })
        })
    }

    fn list_answers<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        item: &'a ItemId,
    ) -> StoreFuture<'a, Vec<ItemLine>> {
        Box::pin(async move {
            self.connections.read(tenant, |connection, words| {
                items::answers(connection, words, tenant, customer, item)
            })
        })
    }

    fn list_status_changes<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        item: &'a ItemId,
    ) -> StoreFuture<'a, Vec<StatusChange>> {
        Box::pin(async move {
            self.connections.read(tenant, |connection, _| {
                items::status_changes(connection, tenant, customer, item)
            })
        })
    }

    fn find_by_identity<'a>(
        &'a self,
        tenant: &'a TenantId,
        values: &'a [String],
        limit: usize,
    ) -> StoreFuture<'a, Vec<FoundCustomer>> {
        Box::pin(async move {
            self.connections.read_snapshot(tenant, |connection, _| {
                search::by_identity(connection, tenant, values, limit)
            })
        })
    }

    fn search_names<'a>(
        &'a self,
        tenant: &'a TenantId,
        query: &'a str,
        limit: usize,
    ) -> StoreFuture<'a, Vec<FoundCustomer>> {
        let (tenant, query) = (tenant.clone(), query.to_owned());
        Box::pin(self.blocking(move |db| {
            db.read_snapshot(&tenant, |connection, _| {
                search::by_name(connection, &tenant, &query, limit)
            })
        }))
    }

    fn apply<'a>(
        &'a self,
        tenant: &'a TenantId,
        actor: &'a Actor,
        operation: &'a Operation,
        now_ms: i64,
    ) -> StoreFuture<'a, Applied> {
        let (tenant, actor, operation) = (tenant.clone(), actor.clone(), operation.clone());
        Box::pin(self.blocking(move |db| {
            db.write(&tenant, |tx| {
                operations::apply(tx, &actor, &operation, now_ms)
            })
        }))
    }

    fn changes_since<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        since: u64,
        limit: usize,
    ) -> StoreFuture<'a, Option<ChangeSet>> {
        Box::pin(async move {
            self.connections.read_snapshot(tenant, |connection, _| {
                changes::since(connection, tenant, customer, since, limit)
            })
        })
    }

    fn version<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
    ) -> StoreFuture<'a, Option<u64>> {
        Box::pin(async move {
            self.connections.read(tenant, |connection, _| {
                changes::version(connection, tenant, customer)
            })
        })
    }

    fn log_access<'a>(&'a self, tenant: &'a TenantId, entry: AccessEntry) -> StoreFuture<'a, ()> {
        let tenant = tenant.clone();
        Box::pin(
            self.blocking(move |db| db.write(&tenant, |tx| access::write(tx.writer(), &entry))),
        )
    }

    fn list_access<'a>(
        &'a self,
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        limit: usize,
    ) -> StoreFuture<'a, Vec<AccessEntry>> {
        Box::pin(async move {
            self.connections.read(tenant, |connection, _| {
                access::list(connection, tenant, customer, limit)
            })
        })
    }

    fn stats<'a>(&'a self, tenant: &'a TenantId) -> StoreFuture<'a, StoreStats> {
        let tenant = tenant.clone();
        Box::pin(self.blocking(move |db| {
            let counts = db.read_snapshot(&tenant, |connection, words| {
                stats::read(connection, words, &tenant)
            })?;
            Ok(StoreStats {
                size_bytes: db.size_bytes(),
                ..counts
            })
        }))
    }

    fn ready(&self) -> StoreFuture<'_, ()> {
        Box::pin(self.blocking(Connections::ping))
    }
}
