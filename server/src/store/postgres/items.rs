//! Reads items: pages by cursor, one with its payload, its answers, how its status went, and what it was before.

use deadpool_postgres::Object;
use klantbeeld::api::wire::StatusChange;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Item, ItemLine, Status};
use tokio_postgres::Row;

use super::failure::Done;
use super::rows::{self, body_columns, corrupt, item_columns, item_line, limit_of};
use super::sessions::{Values, rows as ask};
use crate::store::codes::Coded;
use crate::store::{Cursor, Revision};

const PAGE: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 \
     ORDER BY at_ms DESC, item_id DESC LIMIT $3"
);

const PAGE_AFTER: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND (at_ms, item_id) < ($4, $5) \
     ORDER BY at_ms DESC, item_id DESC LIMIT $3"
);

/// A page in which of some kinds only the shared items stand.
const SHARED_PAGE: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND (kind <> ALL ($4) OR is_shared) \
     ORDER BY at_ms DESC, item_id DESC LIMIT $3"
);

const SHARED_PAGE_AFTER: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND (kind <> ALL ($4) OR is_shared) \
     AND (at_ms, item_id) < ($5, $6) ORDER BY at_ms DESC, item_id DESC LIMIT $3"
);

const ONE: &str = concat!(
    "SELECT ",
    item_columns!(),
    ", ",
    body_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND item_id = $3"
);

const ANSWERS: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND reply_to = $3 \
     ORDER BY at_ms, item_id"
);

/// The status with which it came, and every one that people or the source gave it since.
const STATUS_CHANGES: &str = "SELECT first_status, recorded_ms, recorded_by, 0::bigint AS version, \
     0 AS sequence FROM item WHERE tenant_id = $1 AND customer_id = $2 AND item_id = $3 \
     AND first_status IS NOT NULL UNION ALL SELECT status, at_ms, author_name, version, 0 \
     FROM item_status WHERE tenant_id = $1 AND customer_id = $2 AND item_id = $3 \
     UNION ALL SELECT status, at_ms, by_name, version, sequence FROM item_revision \
     WHERE tenant_id = $1 AND customer_id = $2 AND item_id = $3 AND status IS NOT NULL \
     ORDER BY version, sequence";

pub(super) const REVISIONS: &str = "SELECT at_ms, by_name, former FROM item_revision \
     WHERE tenant_id = $1 AND customer_id = $2 AND item_id = $3 ORDER BY sequence";

/// Reads lines of a statement that selects [`item_columns`].
pub(super) fn lines(rows: &[Row]) -> Done<Vec<ItemLine>> {
    rows.iter().map(item_line).collect()
}

/// Reads a page, newest first.
pub(super) async fn page(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    after: Option<&Cursor>,
    limit: usize,
) -> Done<Vec<ItemLine>> {
    let (tenant, customer, limit) = (tenant.as_str(), customer.as_str(), limit_of(limit));
    let found = match after {
        None => ask(session, PAGE, &[&tenant, &customer, &limit]).await?,
        Some(cursor) => {
            let id = cursor.item_id.as_str();
            let values: Values<'_> = &[&tenant, &customer, &limit, &cursor.at_ms, &id];
            ask(session, PAGE_AFTER, values).await?
        }
    };
    lines(&found)
}

/// Reads a page in which of some kinds only the shared items stand, newest first.
pub(super) async fn shared_page(
    session: &Object,
    (tenant, customer): (&TenantId, &CustomerId),
    kinds: &[String],
    after: Option<&Cursor>,
    limit: usize,
) -> Done<Vec<ItemLine>> {
    let (tenant, customer, limit) = (tenant.as_str(), customer.as_str(), limit_of(limit));
    let found = match after {
        None => ask(session, SHARED_PAGE, &[&tenant, &customer, &limit, &kinds]).await?,
        Some(cursor) => {
            let id = cursor.item_id.as_str();
            let values: Values<'_> = &[&tenant, &customer, &limit, &kinds, &cursor.at_ms, &id];
            ask(session, SHARED_PAGE_AFTER, values).await?
        }
    };
    lines(&found)
}

/// Reads one item with its payload.
pub(super) async fn get(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Done<Option<Item>> {
    let found = ask(
        session,
        ONE,
        &[&tenant.as_str(), &customer.as_str(), &item.as_str()],
    )
    .await?;
    found.first().map(rows::item).transpose()
}

/// Reads the items that answer one, oldest first.
pub(super) async fn answers(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Done<Vec<ItemLine>> {
    let values: Values<'_> = &[&tenant.as_str(), &customer.as_str(), &item.as_str()];
    lines(&ask(session, ANSWERS, values).await?)
}

/// Reads how an item's status went, oldest first.
pub(super) async fn status_changes(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Done<Vec<StatusChange>> {
    let values: Values<'_> = &[&tenant.as_str(), &customer.as_str(), &item.as_str()];
    let found = ask(session, STATUS_CHANGES, values).await?;
    let change = |row: &Row| {
        Ok(StatusChange {
            status: Status::decode(row.try_get::<_, i16>(0)?.into())?,
            at_ms: row.try_get(1)?,
            by: row.try_get(2)?,
        })
    };
    found.iter().map(change).collect()
}

/// Reads what an item was, oldest first.
pub(super) async fn revisions(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Done<Vec<Revision>> {
    let values: Values<'_> = &[&tenant.as_str(), &customer.as_str(), &item.as_str()];
    let found = ask(session, REVISIONS, values).await?;
    found.iter().map(revision).collect()
}

/// Reads a row of [`REVISIONS`].
pub(super) fn revision(row: &Row) -> Done<Revision> {
    Ok(Revision {
        at_ms: row.try_get(0)?,
        by: row.try_get(1)?,
        former: serde_json::from_str(row.try_get(2)?).map_err(|e| corrupt(&e))?,
    })
}
