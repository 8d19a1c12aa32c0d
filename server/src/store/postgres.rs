//! The profile store in PostgreSQL: for more customers than one machine holds, and for several servers at once.
//!
//! A statement names one customer wherever it is about one, so that the tables can be partitioned by customer, or
//! distributed over machines; what needs several statements sends them in one flight. A write holds the row of
//! its customers from its begin to its end, and is begun anew when it met another write or a server that went away.
//!
//! **Invariants:** nothing is agreed on between customers: no serial number, no lock but that of customers' rows. A
//! write that may have been done is done again with the same ids, and so once.

mod address;
mod archive;
mod draft;
mod failure;
mod ingest;
mod items;
mod lock;
mod operations;
mod profile;
mod purchases;
mod reading;
mod rows;
mod schema;
mod search;
mod sessions;
mod write;

use async_trait::async_trait;
use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Item, ItemLine, Operation, Profile};

use self::address::Address;
pub use self::address::is_postgres;
use self::failure::Tries;
use self::sessions::Sessions;
use super::archive::{Archive, ArchiveSource};
use super::{
    AccessEntry, Applied, ChangeSet, Cursor, CustomerRecord, FoundCustomer, Hints, IngestReport,
    ProfileStore, PurchaseLine, Revision, StoreError, StoreResult, StoreStats, UsedNames, Within,
};

/// A profile store in a PostgreSQL database. Cheap to clone; clones share the connections.
#[derive(Debug, Clone)]
pub struct PostgresProfileStore {
    sessions: Sessions,
    hints: Hints,
}

/// Does something with a session, and again while what stands in the way passes.
macro_rules! with_session {
    ($store:ident, |$session:pat_param| $work:expr) => {{
        let mut tries = Tries::default();
        loop {
            let done = async {
                let $session = $store.sessions.session().await?;
                $work.await
            };
            match done.await {
                Ok(done) => break Ok(done),
                Err(failure) => {
                    $store.sessions.heed(&failure);
                    if !tries.may_repeat(&failure).await {
                        break Err(StoreError::from(failure));
                    }
                }
            }
        }
    }};
}

impl PostgresProfileStore {
    /// Connects to the database, and creates or migrates its tables when needed.
    ///
    /// # Errors
    /// `Unavailable` when the address is wrong or nobody answers, `TooNew` when the tables are of a newer program,
    /// `Corrupt` when they are of another one. No text holds the address.
    pub async fn open(url: &str) -> StoreResult<Self> {
        Self::open_as(url, str::to_owned).await
    }

    /// Puts customers in as they were taken out of another store, all of them or none. Those of the same ids are
    /// replaced, with their history.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put_in(&self, tenant: &TenantId, archives: &[Archive]) -> StoreResult<()> {
        with_session!(self, |mut session| archive::put_in(
            &mut session,
            tenant,
            archives
        ))
    }

    /// Returns a session, to look at what the store did with it.
    #[cfg(test)]
    pub(super) async fn session(&self) -> deadpool_postgres::Object {
        self.sessions.session().await.unwrap()
    }

    /// Opens it with the migrations in another form, such as with partitions.
    pub(super) async fn open_as(url: &str, form: fn(&str) -> String) -> StoreResult<Self> {
        let sessions = Sessions::new(&Address::parse(url)?)?;
        let store = Self {
            sessions,
            hints: Hints::default(),
        };
        with_session!(store, |mut session| schema::migrate(&mut session, form))?;
        Ok(store)
    }
}

#[async_trait]
impl ArchiveSource for PostgresProfileStore {
    async fn customers_after(
        &self,
        tenant: &TenantId,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> StoreResult<Vec<CustomerId>> {
        with_session!(self, |session| archive::customers_after(
            &session, tenant, after, limit
        ))
    }

    async fn take_out(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
    ) -> StoreResult<Option<Archive>> {
        with_session!(self, |session| archive::take_out(
            &session, tenant, customer
        ))
    }
}

#[async_trait]
impl ProfileStore for PostgresProfileStore {
    async fn ingest(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport> {
        let report = with_session!(self, |mut session| ingest::ingest(
            &mut session,
            tenant,
            &records
        ))?;
        for record in &records {
            self.hints.tell(tenant, &record.customer_id);
        }
        Ok(report)
    }

    async fn preview(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport> {
        with_session!(self, |mut session| ingest::preview(
            &mut session,
            tenant,
            &records
        ))
    }

    async fn load_profile(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        now_ms: i64,
        open_limit: usize,
    ) -> StoreResult<Option<Profile>> {
        with_session!(self, |session| profile::load(
            &session, tenant, customer, now_ms, open_limit
        ))
    }

    async fn load_cards(
        &self,
        tenant: &TenantId,
        customers: Vec<CustomerId>,
    ) -> StoreResult<Vec<Profile>> {
        with_session!(self, |session| profile::cards(
            &session,
            tenant,
            customers.clone()
        ))
    }

    async fn list_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>> {
        with_session!(self, |session| items::page(
            &session,
            tenant,
            customer,
            after.as_ref(),
            limit
        ))
    }

    async fn list_shared_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        kinds: &[String],
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>> {
        with_session!(self, |session| items::shared_page(
            &session,
            (tenant, customer),
            kinds,
            after.as_ref(),
            limit
        ))
    }

    async fn get_item(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Option<Item>> {
        with_session!(self, |session| items::get(&session, tenant, customer, item))
    }

    async fn list_answers(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<ItemLine>> {
        with_session!(self, |session| items::answers(
            &session, tenant, customer, item
        ))
    }

    async fn list_status_changes(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<StatusChange>> {
        with_session!(self, |session| items::status_changes(
            &session, tenant, customer, item
        ))
    }

    async fn list_revisions(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<Revision>> {
        with_session!(self, |session| items::revisions(
            &session, tenant, customer, item
        ))
    }

    async fn find_by_identity(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        with_session!(self, |session| search::by_identity(
            &session, tenant, within, values, limit
        ))
    }

    async fn find_by_statement(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        with_session!(self, |session| search::by_statement(
            &session, tenant, within, values, limit
        ))
    }

    async fn search_names(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        query: &str,
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>> {
        with_session!(self, |session| search::by_name(
            &session, tenant, within, query, limit
        ))
    }

    async fn apply(
        &self,
        tenant: &TenantId,
        actor: &Actor,
        operation: &Operation,
        now_ms: i64,
    ) -> StoreResult<Applied> {
        let applied = with_session!(self, |mut session| operations::apply(
            &mut session,
            tenant,
            actor,
            operation,
            now_ms
        ))?;
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
        with_session!(self, |session| reading::since(
            &session, tenant, customer, since, limit
        ))
    }

    async fn version(&self, tenant: &TenantId, customer: &CustomerId) -> StoreResult<Option<u64>> {
        with_session!(self, |session| reading::version(&session, tenant, customer))
    }

    async fn log_access(&self, tenant: &TenantId, entry: AccessEntry) -> StoreResult<()> {
        with_session!(self, |session| reading::log_access(
            &session, tenant, &entry
        ))
    }

    async fn list_access(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        limit: usize,
    ) -> StoreResult<Vec<AccessEntry>> {
        with_session!(self, |session| reading::access(
            &session, tenant, customer, limit
        ))
    }

    async fn used_names(&self, tenant: &TenantId) -> StoreResult<UsedNames> {
        with_session!(self, |session| reading::used_names(&session, tenant))
    }

    async fn list_purchases(
        &self,
        tenant: &TenantId,
        kind: &str,
        before_ms: i64,
    ) -> StoreResult<Vec<PurchaseLine>> {
        with_session!(self, |session| purchases::list(
            &session, tenant, kind, before_ms
        ))
    }

    async fn stats(&self, tenant: &TenantId) -> StoreResult<StoreStats> {
        with_session!(self, |session| reading::stats(&session, tenant))
    }

    async fn is_empty(&self, tenant: &TenantId) -> StoreResult<bool> {
        with_session!(self, |session| reading::is_empty(&session, tenant))
    }

    fn hints(&self) -> &Hints {
        &self.hints
    }

    async fn ready(&self) -> StoreResult<()> {
        with_session!(self, |session| reading::ready(&session))
    }
}
