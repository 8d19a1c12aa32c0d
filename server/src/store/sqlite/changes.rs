//! What each version of a customer changed: rows that the sync reads instead of comparing profiles.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{limit_of, unsigned};
use super::writer::Writer;
use crate::store::rules::MAX_LISTED_ITEMS;
use crate::store::{ChangeSet, StoreError};

/// More than is worth listing: a new customer, or an import.
const EVERYTHING: i64 = 0;
/// Fields, identities or relations.
const FIELDS: i64 = 1;
/// The item that is named.
const ITEM: i64 = 2;

/// Writes the change rows of a version.
pub(super) fn write(
    writer: Writer<'_>,
    customer: &CustomerId,
    version: i64,
    fields_changed: bool,
    items: &BTreeSet<ItemId>,
) -> Result<(), StoreError> {
    let row = |subject: i64, item_id: &str| {
        writer.insert(
            "INSERT INTO change (tenant_id, customer_id, version, subject, item_id) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![
                writer.tenant.as_str(),
                customer.as_str(),
                version,
                subject,
                item_id
            ],
        )
    };
    if version == 1 || items.len() > MAX_LISTED_ITEMS {
        row(EVERYTHING, "")?;
        return Ok(());
    }
    if fields_changed {
        row(FIELDS, "")?;
    }
    for item in items {
        row(ITEM, item.as_str())?;
    }
    Ok(())
}

/// Reads what happened since a version; none when there is no such customer.
pub(super) fn since(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
    since: u64,
    limit: usize,
) -> Result<Option<ChangeSet>, StoreError> {
    let Some(version) = version(connection, tenant, customer)? else {
        return Ok(None);
    };
    let mut set = ChangeSet {
        version,
        items: Vec::new(),
        fields_changed: false,
        truncated: since > version,
    };
    let mut statement = connection.prepare_cached(
        "SELECT subject, item_id FROM change WHERE tenant_id = ?1 AND customer_id = ?2 \
         AND version > ?3 ORDER BY version, subject, item_id LIMIT ?4",
    )?;
    let mut rows = statement.query(params![
        tenant.as_str(),
        customer.as_str(),
        i64::try_from(since).unwrap_or(i64::MAX),
        limit_of(limit.saturating_add(1)),
    ])?;
    let mut left = limit;
    while let Some(row) = rows.next()? {
        if left == 0 {
            set.truncated = true;
            break;
        }
        left -= 1;
        match row.get(0)? {
            ITEM => {
                let item = ItemId::parse(row.get::<_, String>(1)?)?;
                if !set.items.contains(&item) {
                    set.items.push(item);
                }
            }
            FIELDS => set.fields_changed = true,
            _ => {
                set.fields_changed = true;
                set.truncated = true;
            }
        }
    }
    Ok(Some(set))
}

/// Reads the customer's version; none when there is no such customer.
pub(super) fn version(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Option<u64>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT version FROM customer WHERE tenant_id = ?1 AND customer_id = ?2")?;
    statement
        .query_row(params![tenant.as_str(), customer.as_str()], |row| {
            row.get(0)
        })
        .optional()?
        .map(unsigned)
        .transpose()
}
