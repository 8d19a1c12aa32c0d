//! The profile store as a port: what every adapter does, and the types that cross it.
//!
//! It exists so that one service runs on SQLite, PostgreSQL or memory; `contract` is the suite that
//! every adapter passes. The store knows no roles: the service filters.
//!
//! **Invariants:** a write is durable when it returns. Every write of a customer raises their `version`
//! by one, and puts a change row with it, in the same transaction as the data; when that is durable its
//! [`Hints`] are told. Sending the same write
//! twice changes nothing. Every table and statement carries the tenant and, where it is about one
//! customer, the customer.

pub mod archive;
mod change;
mod codes;
#[cfg(test)]
mod contract;
mod differing;
mod error;
mod hints;
pub mod memory;
mod mutation;
mod outgoing;
pub mod postgres;
mod record;
mod retelling;
mod rules;
pub mod search_words;
pub mod sqlite;
mod stated;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, IdentityKind, Item, ItemLine, Operation, Profile};

pub use self::change::ChangeSet;
pub use self::error::{StoreError, StoreResult};
pub use self::hints::{Hints, Rung, Watch};
pub use self::outgoing::{Due, Outgoing, WebhookName};
pub use self::record::{CustomerRecord, IngestReport, Outcome, Retold, Revision, Said};
pub use self::rules::{MAX_AMOUNT_MINOR, is_shared};
pub use self::stated::{STATED_FIELDS, stated_form};

/// A place in a customer's items: everything strictly older than it comes after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Time of the last item of the former page.
    pub at_ms: i64,
    /// Its id.
    pub item_id: ItemId,
}

/// What the search found in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCustomer {
    /// Who.
    pub customer_id: CustomerId,
    /// What of them matched.
    pub matched: Matched,
}

/// What of a customer answers a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matched {
    /// An identifier that a source gave.
    Identity(IdentityKind),
    /// An address or number that somebody said, now or before.
    Stated,
    /// Words of name and address.
    Words,
}

/// The customers that a search is about; none for all of a tenant.
pub type Within<'a> = Option<&'a BTreeSet<CustomerId>>;

/// What one write did to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// The version it made; for a repeated operation the version of the first time.
    pub version: u64,
    /// Whether it had been applied before.
    pub repeated: bool,
}

/// Counts of a store, exact.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct StoreStats {
    /// Customers.
    pub customers: u64,
    /// Items in all.
    pub items: u64,
    /// Items per kind.
    pub items_by_kind: BTreeMap<String, u64>,
    /// Claims per field.
    pub claims_by_field: BTreeMap<String, u64>,
    /// Items per source.
    pub items_by_source: BTreeMap<String, u64>,
    /// Sums of the amounts in minor units, per currency.
    pub sums_minor: BTreeMap<String, i64>,
    /// Size on disk, write-ahead log included.
    pub size_bytes: u64,
}

/// Which fields and kinds of item a tenant's data uses, whether a policy knows them or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsedNames {
    /// Fields of which something was ever claimed.
    pub fields: BTreeSet<String>,
    /// Kinds of which there was ever an item.
    pub kinds: BTreeSet<String>,
}

/// A purchase of anybody, with the little that models learn from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PurchaseLine {
    /// Who bought.
    pub customer_id: CustomerId,
    /// When.
    pub at_ms: i64,
    /// For how much, in minor units; negative for what was paid back.
    pub amount_minor: i64,
    /// The ISO 4217 code.
    pub currency: String,
}

/// What of a customer can be opened for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// An item of the timeline.
    Item(ItemId),
    /// A field of the card, by its name in the policy.
    Field(String),
}

/// One line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// Whose data.
    pub customer_id: CustomerId,
    /// What was opened.
    pub opened: Opened,
    /// Who.
    pub actor: Actor,
    /// For what.
    pub purpose: String,
    /// When.
    pub at_ms: i64,
}

/// Keeps profiles. All calls name the tenant; nothing of one tenant is ever in an answer to another.
#[async_trait]
pub trait ProfileStore: Send + Sync + 'static {
    /// Adds what sources say, all of it or nothing.
    async fn ingest(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport>;

    /// Says what [`ingest`](Self::ingest) would do, and does nothing.
    async fn preview(
        &self,
        tenant: &TenantId,
        records: Vec<CustomerRecord>,
    ) -> StoreResult<IngestReport>;

    /// A customer without their older items. `now_ms` parts planned items from past ones. At most
    /// `open_limit` open items and as many planned ones.
    async fn load_profile(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        now_ms: i64,
        open_limit: usize,
    ) -> StoreResult<Option<Profile>>;

    /// Kind, version and claims of customers, in any order and without those that there are not: what a search
    /// shows of them.
    async fn load_cards(
        &self,
        tenant: &TenantId,
        customers: Vec<CustomerId>,
    ) -> StoreResult<Vec<Profile>>;

    /// A page of items, newest first (`at_ms` then id, both descending), by cursor.
    async fn list_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>>;

    /// A page as [`Self::list_items`] gives it, in which of some kinds only the shared items stand
    /// ([`is_shared`]).
    async fn list_shared_items(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        kinds: &[String],
        after: Option<Cursor>,
        limit: usize,
    ) -> StoreResult<Vec<ItemLine>>;

    /// One item with its payload.
    async fn get_item(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Option<Item>>;

    /// Items that answer this one, oldest first.
    async fn list_answers(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<ItemLine>>;

    /// How an item's status went, oldest first.
    async fn list_status_changes(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<StatusChange>>;

    /// What an item was before its source told it otherwise, oldest first.
    async fn list_revisions(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        item: &ItemId,
    ) -> StoreResult<Vec<Revision>>;

    /// Customers by exact identifier of any kind (already normalised candidates), as sources gave them.
    async fn find_by_identity(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>>;

    /// Customers of whom an employee or they themselves said one of these e-mail addresses or telephone numbers,
    /// now or before ([`STATED_FIELDS`]). No source vouches for those, so an import does not go by them.
    async fn find_by_statement(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        values: &[String],
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>>;

    /// Finds customers whose searchable text (names, organisation, street, postcode, town) holds a word
    /// that starts with each word of the query.
    async fn search_names(
        &self,
        tenant: &TenantId,
        within: Within<'_>,
        query: &str,
        limit: usize,
    ) -> StoreResult<Vec<FoundCustomer>>;

    /// Applies one operation, once. `now_ms` is the server's clock.
    async fn apply(
        &self,
        tenant: &TenantId,
        actor: &Actor,
        operation: &Operation,
        now_ms: i64,
    ) -> StoreResult<Applied>;

    /// What happened to a customer since a version, at most `limit` changes.
    async fn changes_since(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        since: u64,
        limit: usize,
    ) -> StoreResult<Option<ChangeSet>>;

    /// The customer's version, or none when there is no such customer.
    async fn version(&self, tenant: &TenantId, customer: &CustomerId) -> StoreResult<Option<u64>>;

    /// Writes down who opened what for which purpose, durably.
    async fn log_access(&self, tenant: &TenantId, entry: AccessEntry) -> StoreResult<()>;

    /// The access log of a customer, newest first.
    async fn list_access(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        limit: usize,
    ) -> StoreResult<Vec<AccessEntry>>;

    /// The fields and kinds that a tenant's data uses; quick, however much of it there is.
    async fn used_names(&self, tenant: &TenantId) -> StoreResult<UsedNames>;

    /// The items of a kind that have an amount and were not called off, of all customers, before a moment; by
    /// customer and time. For models that learn from everybody: it reads every item once.
    async fn list_purchases(
        &self,
        tenant: &TenantId,
        kind: &str,
        before_ms: i64,
    ) -> StoreResult<Vec<PurchaseLine>>;

    /// Counts of a tenant's data.
    async fn stats(&self, tenant: &TenantId) -> StoreResult<StoreStats>;

    /// Whether there is no customer of this tenant.
    async fn is_empty(&self, tenant: &TenantId) -> StoreResult<bool>;

    /// Returns where this store tells of its writes: of each that raised a customer's version, once it is durable.
    fn hints(&self) -> &Hints;

    /// Returns whether another process may have written since the last call. A store that hears of that by itself,
    /// and tells it to [`hints`](Self::hints), says no.
    async fn was_written_elsewhere(&self) -> StoreResult<bool> {
        Ok(false)
    }

    /// Returns what keeps messages for other systems; none in a store that does not.
    fn outgoing(&self) -> Option<&dyn Outgoing> {
        None
    }

    /// Brings what a large write left in a log to where it belongs, so that the log does not keep its size. A
    /// store that others read at that moment may do it later.
    async fn rest(&self) -> StoreResult<()> {
        Ok(())
    }

    /// Whether the store answers.
    async fn ready(&self) -> StoreResult<()>;
}
