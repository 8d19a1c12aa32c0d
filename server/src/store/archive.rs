//! A customer as a whole, to be carried from one store to another: data, versions, changes, operations, access log.
//!
//! It stands beside [`ProfileStore`](super::ProfileStore), which serves views: only a copy needs it.
//!
//! **Invariant:** what one store takes out and another puts in is taken out of that one the same; tallies and words
//! to be found by are not carried, since they follow from the data.

use async_trait::async_trait;
use klantbeeld_core::ids::{CustomerId, ItemId, OperationId, TenantId};
use klantbeeld_core::model::{Actor, Assertion, CustomerKind, Identity, Item, Relation, Status};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{StoreError, StoreResult};

/// Everything that a store holds of one customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Archive {
    /// Who.
    pub customer_id: CustomerId,
    /// What they are.
    pub kind: CustomerKind,
    /// How often they were written to.
    pub version: u64,
    /// Their place among those who are found by name, in the order of the store that they were taken from.
    #[serde(skip)]
    pub place: Option<i64>,
    /// Claims, by id.
    pub claims: Vec<Assertion>,
    /// Identifiers, sorted.
    pub identities: Vec<Identity>,
    /// Links, sorted.
    pub relations: Vec<Relation>,
    /// Items, by id.
    pub items: Vec<ArchivedItem>,
    /// How promises ended, by item and version.
    pub settled: Vec<ArchivedStatus>,
    /// What items were before, by item and sequence.
    pub revisions: Vec<ArchivedRevision>,
    /// Change rows: version, number of the subject, item; sorted.
    pub changes: Vec<(u64, i64, String)>,
    /// Operations that were applied: id, hash, version; by id.
    pub operations: Vec<(OperationId, Vec<u8>, u64)>,
    /// The access log, oldest first.
    pub access: Vec<ArchivedAccess>,
}

/// An item with what is known beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchivedItem {
    /// The item as it is now.
    pub item: Item,
    /// The status with which it came.
    pub first_status: Option<Status>,
    /// The source's own stamp of what it told last.
    pub told_ms: Option<i64>,
}

/// How a promise ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchivedStatus {
    /// Which.
    pub item_id: ItemId,
    /// The version that it made.
    pub version: u64,
    /// How.
    pub status: Status,
    /// When.
    pub at_ms: i64,
    /// By whom.
    pub by: String,
}

/// What an item was until its source told it otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchivedRevision {
    /// Which.
    pub item_id: ItemId,
    /// Its number among those of the item, from 1.
    pub sequence: i32,
    /// The version that the other telling made.
    pub version: u64,
    /// Since when it was told.
    pub at_ms: i64,
    /// By whom.
    pub by: String,
    /// The status that was told instead, if it was another.
    pub status: Option<Status>,
    /// The item until then.
    pub former: Item,
}

/// A line of the access log; it names an item or a field, and the other is empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchivedAccess {
    /// When.
    pub at_ms: i64,
    /// The item.
    pub item: String,
    /// The field.
    pub field: String,
    /// Who.
    pub actor: Actor,
    /// For what.
    pub purpose: String,
}

impl Archive {
    /// Returns a hash of everything in it but the place.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn hash(&self) -> StoreResult<[u8; 32]> {
        let json = serde_json::to_vec(self).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        Ok(Sha256::digest(json).into())
    }
}

/// A store out of which customers can be taken as a whole.
#[async_trait]
pub trait ArchiveSource: Send + Sync {
    /// The ids of customers after one, in their order; at most `limit`.
    async fn customers_after(
        &self,
        tenant: &TenantId,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> StoreResult<Vec<CustomerId>>;

    /// A customer as a whole; none when there is no such customer.
    async fn take_out(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
    ) -> StoreResult<Option<Archive>>;
}
