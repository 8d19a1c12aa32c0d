//! Takes customers out of the database as a whole, and puts them in.

mod put;

use deadpool_postgres::Object;
use klantbeeld_core::ids::{CustomerId, ItemId, OperationId, TenantId};
use klantbeeld_core::model::{Actor, Role};
use tokio_postgres::Row;

pub(super) use self::put::put_in;
use super::failure::Done;
use super::profile::{CLAIMS, IDENTITIES, RELATIONS, identities, relations};
use super::rows::{
    ITEM_COLUMNS, body_columns, claim, code, corrupt, item, item_columns, limit_of, optional_code,
    unsigned,
};
use super::sessions::{Values, rows, snapshot};
use crate::store::archive::{
    Archive, ArchivedAccess, ArchivedItem, ArchivedRevision, ArchivedStatus,
};

const CUSTOMERS: &str = "SELECT customer_id FROM customer WHERE tenant_id = $1 AND customer_id > $2 \
     ORDER BY customer_id LIMIT $3";

const CUSTOMER: &str = "SELECT kind, version, found_since FROM customer \
     WHERE tenant_id = $1 AND customer_id = $2";

const ITEMS: &str = concat!(
    "SELECT ",
    item_columns!(),
    ", ",
    body_columns!(),
    ", first_status, told_ms FROM item WHERE tenant_id = $1 AND customer_id = $2 ORDER BY item_id"
);

const SETTLED: &str = "SELECT item_id, version, status, at_ms, author_name FROM item_status \
     WHERE tenant_id = $1 AND customer_id = $2 ORDER BY item_id, version";

const REVISIONS: &str = "SELECT item_id, sequence, version, at_ms, by_name, status, former \
     FROM item_revision WHERE tenant_id = $1 AND customer_id = $2 ORDER BY item_id, sequence";

const CHANGES: &str = "SELECT version, subject, item_id FROM change WHERE tenant_id = $1 \
     AND customer_id = $2 ORDER BY version, subject, item_id";

const OPERATIONS: &str = "SELECT op_id, hash, version FROM operation WHERE tenant_id = $1 \
     AND customer_id = $2 ORDER BY op_id";

const ACCESS: &str = "SELECT at_ms, item_id, field, subject, name, role, purpose FROM access_log \
     WHERE tenant_id = $1 AND customer_id = $2 ORDER BY at_ms, sequence";

/// Reads ids of customers after one, in their order.
pub(super) async fn customers_after(
    session: &Object,
    tenant: &TenantId,
    after: Option<&CustomerId>,
    limit: usize,
) -> Done<Vec<CustomerId>> {
    let after = after.map_or("", CustomerId::as_str);
    let values: Values<'_> = &[&tenant.as_str(), &after, &limit_of(limit)];
    let found = rows(session, CUSTOMERS, values).await?;
    let id = |row: &Row| Ok(CustomerId::parse(row.try_get::<_, String>(0)?)?);
    found.iter().map(id).collect()
}

/// Reads everything of a customer.
pub(super) async fn take_out(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Done<Option<Archive>> {
    let key: Values<'_> = &[&tenant.as_str(), &customer.as_str()];
    let all = [
        CUSTOMER, CLAIMS, IDENTITIES, RELATIONS, ITEMS, SETTLED, REVISIONS, CHANGES, OPERATIONS,
        ACCESS,
    ];
    let all = snapshot(session, all.map(|sql| (sql, key))).await?;
    let [
        found,
        claims,
        known,
        related,
        items,
        ended,
        revised,
        changes,
        operations,
        access,
    ] = all;
    let Some(found) = found.first() else {
        return Ok(None);
    };
    Ok(Some(Archive {
        customer_id: customer.clone(),
        kind: code(found, 0)?,
        version: unsigned(found.try_get(1)?)?,
        place: found.try_get(2)?,
        claims: claims.iter().map(claim).collect::<Done<_>>()?,
        identities: identities(&known)?,
        relations: relations(&related)?,
        items: items.iter().map(archived).collect::<Done<_>>()?,
        settled: ended.iter().map(settled).collect::<Done<_>>()?,
        revisions: revised.iter().map(revision).collect::<Done<_>>()?,
        changes: changes.iter().map(change).collect::<Done<_>>()?,
        operations: operations.iter().map(operation).collect::<Done<_>>()?,
        access: access.iter().map(access_line).collect::<Done<_>>()?,
    }))
}

fn archived(row: &Row) -> Done<ArchivedItem> {
    Ok(ArchivedItem {
        item: item(row)?,
        first_status: optional_code(row, ITEM_COLUMNS)?,
        told_ms: row.try_get(ITEM_COLUMNS + 1)?,
    })
}

fn settled(row: &Row) -> Done<ArchivedStatus> {
    Ok(ArchivedStatus {
        item_id: ItemId::parse(row.try_get::<_, String>(0)?)?,
        version: unsigned(row.try_get(1)?)?,
        status: code(row, 2)?,
        at_ms: row.try_get(3)?,
        by: row.try_get(4)?,
    })
}

fn revision(row: &Row) -> Done<ArchivedRevision> {
    Ok(ArchivedRevision {
        item_id: ItemId::parse(row.try_get::<_, String>(0)?)?,
        sequence: row.try_get(1)?,
        version: unsigned(row.try_get(2)?)?,
        at_ms: row.try_get(3)?,
        by: row.try_get(4)?,
        status: optional_code(row, 5)?,
        former: serde_json::from_str(row.try_get(6)?).map_err(|e| corrupt(&e))?,
    })
}

fn change(row: &Row) -> Done<(u64, i64, String)> {
    let subject: i16 = row.try_get(1)?;
    Ok((unsigned(row.try_get(0)?)?, subject.into(), row.try_get(2)?))
}

fn operation(row: &Row) -> Done<(OperationId, Vec<u8>, u64)> {
    let id = OperationId::parse(row.try_get::<_, String>(0)?)?;
    Ok((id, row.try_get(1)?, unsigned(row.try_get(2)?)?))
}

fn access_line(row: &Row) -> Done<ArchivedAccess> {
    Ok(ArchivedAccess {
        at_ms: row.try_get(0)?,
        item: row.try_get(1)?,
        field: row.try_get(2)?,
        actor: Actor {
            subject: row.try_get(3)?,
            name: row.try_get(4)?,
            role: Role::new(row.try_get::<_, String>(5)?),
        },
        purpose: row.try_get(6)?,
    })
}
