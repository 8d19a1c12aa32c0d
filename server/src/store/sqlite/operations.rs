//! Applies an operation: what it writes, and its id so that it is written once.

use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::model::{Actor, Operation, Status};
use rusqlite::{OptionalExtension as _, params};

use super::rows::unsigned;
use super::transaction::WriteTransaction;
use crate::store::codes::Coded;
use crate::store::mutation::{Mutation, mutation};
use crate::store::rules::{NOT_OPEN, check_item, fingerprint};
use crate::store::{Applied, StoreError};

/// Writes the operation, unless it was written before.
pub(super) fn apply(
    tx: &mut WriteTransaction<'_>,
    actor: &Actor,
    operation: &Operation,
    now_ms: i64,
) -> Result<Applied, StoreError> {
    let hash = fingerprint(operation)?;
    if let Some(applied) = find(tx, operation, &hash)? {
        return Ok(applied);
    }
    let customer = &operation.customer_id;
    if !tx.knows(customer)? {
        return Err(StoreError::NotFound);
    }
    let added = match mutation(actor, operation, now_ms) {
        Mutation::Claim(claim) => tx.put_assertion(customer, &claim)?,
        Mutation::Item(item) => {
            check_item(&item)?;
            tx.put_item(customer, &item, None)?
        }
        Mutation::Settle {
            item_id,
            status,
            at_ms,
        } => {
            settle(tx, customer, &item_id, status, at_ms, &actor.name)?;
            true
        }
    };
    if !added {
        return Err(StoreError::Taken);
    }
    let version = tx.next_version(customer);
    tx.writer().insert(
        "INSERT INTO operation (tenant_id, customer_id, op_id, hash, version) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            tx.writer().tenant.as_str(),
            customer.as_str(),
            operation.op_id.as_str(),
            hash,
            version,
        ],
    )?;
    Ok(Applied {
        version: unsigned(version)?,
        repeated: false,
    })
}

/// Finds what became of the operation the first time; none when it is new.
fn find(
    tx: &WriteTransaction<'_>,
    operation: &Operation,
    hash: &[u8],
) -> Result<Option<Applied>, StoreError> {
    let mut statement = tx.writer().connection.prepare_cached(
        "SELECT hash, version FROM operation \
         WHERE tenant_id = ?1 AND customer_id = ?2 AND op_id = ?3",
    )?;
    let key = params![
        tx.writer().tenant.as_str(),
        operation.customer_id.as_str(),
        operation.op_id.as_str(),
    ];
    let found: Option<(Vec<u8>, i64)> = statement
        .query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => Ok(None),
        Some((known, version)) if known == hash => Ok(Some(Applied {
            version: unsigned(version)?,
            repeated: true,
        })),
        Some(_) => Err(StoreError::OperationReused),
    }
}

/// Ends an open promise.
fn settle(
    tx: &mut WriteTransaction<'_>,
    customer: &CustomerId,
    item: &ItemId,
    status: Status,
    at_ms: i64,
    by: &str,
) -> Result<(), StoreError> {
    let promise = tx.word("promise")?;
    let (tenant, version) = (tx.writer().tenant.as_str(), tx.next_version(customer));
    let place: Option<i64> = tx
        .writer()
        .connection
        .prepare_cached(
            "SELECT at_ms FROM item_body WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3",
        )?
        .query_row(params![tenant, customer.as_str(), item.as_str()], |row| row.get(0))
        .optional()?;
    let place = place.ok_or(StoreError::NotFound)?;
    let settled = tx.writer().insert(
        "UPDATE item SET status = ?1 WHERE tenant_id = ?2 AND customer_id = ?3 AND at_ms = ?4 \
         AND item_id = ?5 AND kind_word = ?6 AND status = ?7",
        params![
            status.code(),
            tenant,
            customer.as_str(),
            place,
            item.as_str(),
            promise,
            Status::Open.code(),
        ],
    )?;
    if !settled {
        return Err(StoreError::Refused(NOT_OPEN));
    }
    tx.writer().insert(
        "INSERT INTO item_status (tenant_id, customer_id, item_id, version, status, at_ms, \
         author_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            tenant,
            customer.as_str(),
            item.as_str(),
            version,
            status.code(),
            at_ms,
            by
        ],
    )?;
    tx.mark_item(customer, item);
    Ok(())
}
