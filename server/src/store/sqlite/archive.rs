//! Takes a customer out of the file as a whole.

use async_trait::async_trait;
use klantbeeld_core::ids::{CustomerId, ItemId, OperationId, TenantId};
use klantbeeld_core::model::{Actor, Role, Status};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::profile::{assertions, identities, kind_and_version, relations};
use super::rows::{limit_of, optional, unsigned};
use super::words::Words;
use super::{SqliteProfileStore, items};
use crate::store::archive::{
    Archive, ArchiveSource, ArchivedAccess, ArchivedItem, ArchivedRevision, ArchivedStatus,
};
use crate::store::codes::Coded as _;
use crate::store::{StoreError, StoreResult};

#[async_trait]
impl ArchiveSource for SqliteProfileStore {
    async fn customers_after(
        &self,
        tenant: &TenantId,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> StoreResult<Vec<CustomerId>> {
        self.connections.read(tenant, |connection, _| {
            customers_after(connection, tenant, after, limit)
        })
    }

    async fn take_out(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
    ) -> StoreResult<Option<Archive>> {
        let (tenant, customer) = (tenant.clone(), customer.clone());
        self.blocking(move |db| {
            db.read_snapshot(&tenant, |connection, words| {
                take_out(connection, words, &tenant, &customer)
            })
        })
        .await
    }
}

/// Reads ids of customers after one, in their order.
pub(super) fn customers_after(
    connection: &Connection,
    tenant: &TenantId,
    after: Option<&CustomerId>,
    limit: usize,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT customer_id FROM customer WHERE tenant_id = ?1 AND customer_id > ?2 \
         ORDER BY customer_id LIMIT ?3",
    )?;
    let after = after.map_or("", CustomerId::as_str);
    let mut rows = statement.query(params![tenant.as_str(), after, limit_of(limit)])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(CustomerId::parse(row.get::<_, String>(0)?)?);
    }
    Ok(ids)
}

/// Reads everything of a customer.
pub(super) fn take_out(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Option<Archive>, StoreError> {
    let Some((kind, version)) = kind_and_version(connection, tenant, customer)? else {
        return Ok(None);
    };
    let rows = Rows {
        connection,
        tenant,
        customer,
    };
    let place = connection
        .prepare_cached("SELECT document FROM customer WHERE tenant_id = ?1 AND customer_id = ?2")?
        .query_row(params![tenant.as_str(), customer.as_str()], |row| {
            row.get(0)
        })
        .optional()?
        .flatten();
    Ok(Some(Archive {
        customer_id: customer.clone(),
        kind,
        version,
        place,
        claims: assertions(connection, words, tenant, customer)?,
        identities: identities(connection, words, tenant, customer)?,
        relations: relations(connection, words, tenant, customer)?,
        items: archived_items(&rows, words)?,
        settled: rows.read(
            "SELECT item_id, version, status, at_ms, author_name FROM item_status \
             WHERE tenant_id = ?1 AND customer_id = ?2 ORDER BY item_id, version",
            settled,
        )?,
        revisions: rows.read(
            "SELECT item_id, sequence, version, at_ms, by_name, status, former FROM item_revision \
             WHERE tenant_id = ?1 AND customer_id = ?2 ORDER BY item_id, sequence",
            revision,
        )?,
        changes: rows.read(
            "SELECT version, subject, item_id FROM change WHERE tenant_id = ?1 \
             AND customer_id = ?2 ORDER BY version, subject, item_id",
            |row| Ok((unsigned(row.get(0)?)?, row.get(1)?, row.get(2)?)),
        )?,
        operations: rows.read(
            "SELECT op_id, hash, version FROM operation WHERE tenant_id = ?1 AND customer_id = ?2 \
             ORDER BY op_id",
            |row| {
                let id = OperationId::parse(row.get::<_, String>(0)?)?;
                Ok((id, row.get(1)?, unsigned(row.get(2)?)?))
            },
        )?,
        access: rows.read(
            "SELECT at_ms, item_id, field, subject, name, role, purpose FROM access_log \
             WHERE tenant_id = ?1 AND customer_id = ?2 ORDER BY at_ms, sequence",
            access,
        )?,
    }))
}

/// Reads rows of one customer.
struct Rows<'a> {
    connection: &'a Connection,
    tenant: &'a TenantId,
    customer: &'a CustomerId,
}

impl Rows<'_> {
    fn read<T>(
        &self,
        sql: &str,
        decode: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![self.tenant.as_str(), self.customer.as_str()])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(decode(row)?);
        }
        Ok(all)
    }
}

fn archived_items(rows: &Rows<'_>, words: &mut Words<'_>) -> Result<Vec<ArchivedItem>, StoreError> {
    let bodies = rows.read(
        "SELECT item_id, first_status, told_ms FROM item_body \
         WHERE tenant_id = ?1 AND customer_id = ?2 ORDER BY item_id",
        |row| {
            let id = ItemId::parse(row.get::<_, String>(0)?)?;
            Ok((id, optional(row, 1, Status::decode)?, row.get(2)?))
        },
    )?;
    let mut all = Vec::with_capacity(bodies.len());
    for (id, first_status, told_ms) in bodies {
        let item = items::get(rows.connection, words, rows.tenant, rows.customer, &id)?;
        all.push(ArchivedItem {
            item: item.ok_or_else(|| StoreError::Corrupt(format!("item {id} has no place")))?,
            first_status,
            told_ms,
        });
    }
    Ok(all)
}

fn settled(row: &Row<'_>) -> Result<ArchivedStatus, StoreError> {
    Ok(ArchivedStatus {
        item_id: ItemId::parse(row.get::<_, String>(0)?)?,
        version: unsigned(row.get(1)?)?,
        status: Status::decode(row.get(2)?)?,
        at_ms: row.get(3)?,
        by: row.get(4)?,
    })
}

fn revision(row: &Row<'_>) -> Result<ArchivedRevision, StoreError> {
    let json: String = row.get(6)?;
    Ok(ArchivedRevision {
        item_id: ItemId::parse(row.get::<_, String>(0)?)?,
        sequence: row.get(1)?,
        version: unsigned(row.get(2)?)?,
        at_ms: row.get(3)?,
        by: row.get(4)?,
        status: optional(row, 5, Status::decode)?,
        former: serde_json::from_str(&json).map_err(|e| StoreError::Corrupt(e.to_string()))?,
    })
}

fn access(row: &Row<'_>) -> Result<ArchivedAccess, StoreError> {
    Ok(ArchivedAccess {
        at_ms: row.get(0)?,
        item: row.get(1)?,
        field: row.get(2)?,
        actor: Actor {
            subject: row.get(3)?,
            name: row.get(4)?,
            role: Role::new(row.get::<_, String>(5)?),
        },
        purpose: row.get(6)?,
    })
}
