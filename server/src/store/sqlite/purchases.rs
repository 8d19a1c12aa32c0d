//! Purchases of all customers, for models that learn from everybody: one pass over the items, in their order.

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Status;
use rusqlite::{Connection, params};

use super::words::Words;
use crate::store::codes::Coded as _;
use crate::store::{PurchaseLine, StoreError};

/// Reads the items of a kind with an amount, but for those that were called off, before a moment.
pub(super) fn list(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    (kind, before_ms): (&str, i64),
) -> Result<Vec<PurchaseLine>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT customer_id, at_ms, amount_minor, currency_word FROM item \
         WHERE tenant_id = ?1 AND at_ms < ?2 AND amount_minor IS NOT NULL AND status IS NOT ?3 \
         AND kind_word = (SELECT code FROM word WHERE tenant_id = ?1 AND text = ?4) \
         ORDER BY customer_id, at_ms, item_id",
    )?;
    let cancelled = Status::Cancelled.code();
    let mut rows = statement.query(params![tenant.as_str(), before_ms, cancelled, kind])?;
    let mut purchases = Vec::new();
    while let Some(row) = rows.next()? {
        purchases.push(PurchaseLine {
            customer_id: CustomerId::parse(row.get::<_, String>(0)?)?,
            at_ms: row.get(1)?,
            amount_minor: row.get(2)?,
            currency: words.text(row.get(3)?)?,
        });
    }
    Ok(purchases)
}
