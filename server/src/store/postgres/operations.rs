//! Applies an operation: what it writes, and its id so that it is written once.

use std::collections::BTreeMap;

use deadpool_postgres::{Object, Transaction};
use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::{Actor, Operation};

use super::draft::{Draft, Settled};
use super::failure::Done;
use super::lock::{Missing, Named, take};
use super::rows::unsigned;
use super::sessions::Values;
use super::write::write;
use crate::store::mutation::{Mutation, mutation};
use crate::store::rules::{check_item, fingerprint};
use crate::store::{Applied, StoreError};

const FIND: &str = "SELECT hash, version FROM operation \
     WHERE tenant_id = $1 AND customer_id = $2 AND op_id = $3";

const KEEP: &str = "INSERT INTO operation (tenant_id, customer_id, op_id, hash, version) \
     VALUES ($1, $2, $3, $4, $5)";

/// Writes the operation, unless it was written before.
pub(super) async fn apply(
    session: &mut Object,
    tenant: &TenantId,
    actor: &Actor,
    operation: &Operation,
    now_ms: i64,
) -> Done<Applied> {
    let hash = fingerprint(operation)?;
    let mutation = mutation(actor, operation, now_ms);
    let named = BTreeMap::from([(&operation.customer_id, named(&mutation))]);
    let tx = session.transaction().await?;
    let mut drafts = take(&tx, tenant, &named, Missing::LeaveOut).await?;
    let Some(draft) = drafts.get_mut(&operation.customer_id) else {
        return Err(StoreError::NotFound.into());
    };
    // Whoever applied the same operation before has let go of the customer by now.
    if let Some(applied) = find(&tx, tenant, operation, &hash).await? {
        tx.rollback().await?;
        return Ok(applied);
    }
    put(draft, mutation, actor)?;
    let version = draft.next_version();
    let keep = tx.prepare_cached(KEEP).await?;
    let (customer, op_id) = (operation.customer_id.as_str(), operation.op_id.as_str());
    let (tenant_id, hash) = (tenant.as_str(), hash.as_slice());
    tx.execute(&keep, &[&tenant_id, &customer, &op_id, &hash, &version])
        .await?;
    write(&tx, tenant, &drafts).await?;
    tx.commit().await?;
    Ok(Applied {
        version: unsigned(version)?,
        repeated: false,
    })
}

fn named(mutation: &Mutation) -> Named<'_> {
    let mut named = Named::default();
    match mutation {
        Mutation::Claim(claim) => {
            named.claims.insert(&claim.assertion_id);
        }
        Mutation::Item(item) => {
            named.items.insert(item.line.item_id.as_str());
        }
        Mutation::Settle { item_id, .. } => {
            named.items.insert(item_id.as_str());
        }
    }
    named
}

fn put(draft: &mut Draft, mutation: Mutation, actor: &Actor) -> Result<(), StoreError> {
    let is_added = match mutation {
        Mutation::Claim(claim) => draft.put_claim(&claim),
        Mutation::Item(item) => {
            check_item(&item)?;
            draft.put_item(&item, None)
        }
        Mutation::Settle {
            item_id,
            status,
            at_ms,
        } => {
            draft.settle(Settled {
                item_id,
                status,
                at_ms,
                by: actor.name.clone(),
            })?;
            true
        }
    };
    if is_added {
        Ok(())
    } else {
        Err(StoreError::Taken)
    }
}

/// Finds what became of the operation the first time; none when it is new.
async fn find(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    operation: &Operation,
    hash: &[u8],
) -> Done<Option<Applied>> {
    let statement = tx.prepare_cached(FIND).await?;
    let (customer, op_id) = (operation.customer_id.as_str(), operation.op_id.as_str());
    let values: Values<'_> = &[&tenant.as_str(), &customer, &op_id];
    let Some(row) = tx.query_opt(&statement, values).await? else {
        return Ok(None);
    };
    if row.try_get::<_, &[u8]>(0)? != hash {
        return Err(StoreError::OperationReused.into());
    }
    Ok(Some(Applied {
        version: unsigned(row.try_get(1)?)?,
        repeated: true,
    }))
}
