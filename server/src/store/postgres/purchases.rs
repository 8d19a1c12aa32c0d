//! Purchases of all customers, for models that learn from everybody.

use deadpool_postgres::Object;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Status;

use super::failure::Done;
use super::rows::code_of;
use super::sessions::rows;
use crate::store::PurchaseLine;

const PURCHASES: &str = "SELECT customer_id, at_ms, amount_minor, currency FROM item \
     WHERE tenant_id = $1 AND kind = $2 AND at_ms < $3 AND amount_minor IS NOT NULL \
     AND status IS DISTINCT FROM $4 ORDER BY customer_id, at_ms, item_id";

/// Reads the items of a kind with an amount, but for those that were called off, before a moment.
pub(super) async fn list(
    session: &Object,
    tenant: &TenantId,
    kind: &str,
    before_ms: i64,
) -> Done<Vec<PurchaseLine>> {
    let cancelled = code_of(Status::Cancelled);
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
        [&tenant.as_str(), &kind, &before_ms, &cancelled];
    let found = rows(session, PURCHASES, &values).await?;
    found
        .iter()
        .map(|row| {
            Ok(PurchaseLine {
                customer_id: CustomerId::parse(row.try_get::<_, String>(0)?)?,
                at_ms: row.try_get(1)?,
                amount_minor: row.try_get(2)?,
                currency: row.try_get(3)?,
            })
        })
        .collect()
}
