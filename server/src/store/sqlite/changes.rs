//! What each version of a customer changed: rows that the sync reads instead of comparing profiles.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{limit_of, unsigned};
use super::writer::Writer;
use crate::store::change::rows_of;
use crate::store::codes::Coded as _;
use crate::store::{ChangeSet, StoreError};

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
    for (subject, item) in rows_of(version == 1, fields_changed, items) {
        row(subject.code(), item)?;
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
    let mut set = ChangeSet::begin(version, since);
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
        set.take_in(row.get(0)?, &row.get::<_, String>(1)?)?;
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
