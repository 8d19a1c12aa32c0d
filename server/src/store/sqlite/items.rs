//! Reads items: pages by cursor, one with its payload, its answers, and how its status went.

use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Item, ItemLine, Status};
use rusqlite::{Connection, Params, params};

use super::rows::{ITEM_COLUMNS, item_columns, item_line, limit_of};
use super::words::Words;
use crate::store::codes::Coded;
use crate::store::{Cursor, StoreError};

/// Runs a statement that selects [`item_columns`].
pub(super) fn read_lines(
    connection: &Connection,
    words: &mut Words<'_>,
    sql: &str,
    values: impl Params,
) -> Result<Vec<ItemLine>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(item_line(row, words)?);
    }
    Ok(lines)
}

/// Reads a page, newest first.
pub(super) fn page(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<ItemLine>, StoreError> {
    let (tenant, customer) = (tenant.as_str(), customer.as_str());
    match after {
        None => read_lines(
            connection,
            words,
            concat!(
                "SELECT ",
                item_columns!(),
                " FROM item WHERE tenant_id = ?1 AND customer_id = ?2 \
                 ORDER BY at_ms DESC, item_id DESC LIMIT ?3"
            ),
            params![tenant, customer, limit_of(limit)],
        ),
        Some(cursor) => read_lines(
            connection,
            words,
            concat!(
                "SELECT ",
                item_columns!(),
                " FROM item WHERE tenant_id = ?1 AND customer_id = ?2 \
                 AND (at_ms, item_id) < (?4, ?5) ORDER BY at_ms DESC, item_id DESC LIMIT ?3"
            ),
            params![
                tenant,
                customer,
                limit_of(limit),
                cursor.at_ms,
                cursor.item_id.as_str()
            ],
        ),
    }
}

/// Reads one item with its payload.
pub(super) fn get(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Result<Option<Item>, StoreError> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT ",
        item_columns!(),
        ", item_body.recorded_ms, item_body.recorded_by, item_body.payload \
         FROM item_body CROSS JOIN item ON item.tenant_id = item_body.tenant_id \
         AND item.customer_id = item_body.customer_id AND item.at_ms = item_body.at_ms \
         AND item.item_id = item_body.item_id WHERE item_body.tenant_id = ?1 \
         AND item_body.customer_id = ?2 AND item_body.item_id = ?3"
    ))?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str(), item.as_str()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let payload: String = row.get(ITEM_COLUMNS + 2)?;
    Ok(Some(Item {
        line: item_line(row, words)?,
        recorded_ms: row.get(ITEM_COLUMNS)?,
        recorded_by: row.get(ITEM_COLUMNS + 1)?,
        payload: match payload.as_str() {
            "" => serde_json::Map::new(),
            json => serde_json::from_str(json)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?,
        },
    }))
}

/// Returns the payload as it is stored.
pub(super) fn payload_text(item: &Item) -> Result<String, StoreError> {
    if item.payload.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(&item.payload).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Reads the items that answer one, oldest first.
pub(super) fn answers(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Result<Vec<ItemLine>, StoreError> {
    read_lines(
        connection,
        words,
        concat!(
            "SELECT ",
            item_columns!(),
            " FROM item INDEXED BY item_by_question WHERE tenant_id = ?1 AND customer_id = ?2 \
             AND reply_to = ?3 ORDER BY at_ms, item_id"
        ),
        params![tenant.as_str(), customer.as_str(), item.as_str()],
    )
}

/// Reads the status with which the item came, and every one it got since, oldest first.
pub(super) fn status_changes(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Result<Vec<StatusChange>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT 0 AS version, 0 AS sequence, first_status, recorded_ms, recorded_by FROM item_body \
         WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3 AND first_status IS NOT NULL \
         UNION ALL SELECT version, 0, status, at_ms, author_name FROM item_status \
         WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3 \
         UNION ALL SELECT version, sequence, status, at_ms, by_name FROM item_revision \
         WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3 AND status IS NOT NULL \
         ORDER BY version, sequence",
    )?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str(), item.as_str()])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(StatusChange {
            status: Status::decode(row.get(2)?)?,
            at_ms: row.get(3)?,
            by: row.get(4)?,
        });
    }
    Ok(changes)
}
