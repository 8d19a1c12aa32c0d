//! The rows of what other systems are still to be told of.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, TenantId};
use rusqlite::{Connection, TransactionBehavior, params};

use super::rows::{limit_of, unsigned};
use super::writer::Writer;
use crate::store::{Due, StoreError, StoreResult, WebhookName};

/// Makes a customer due for every webhook of the tenant; who is due already stays so from the older version.
pub(super) fn mark(
    writer: Writer<'_>,
    customer: &CustomerId,
    version_before: i64,
) -> StoreResult<()> {
    writer
        .insert(
            "INSERT INTO webhook_due (tenant_id, name, customer_id, since, attempts, next_ms) \
             SELECT tenant_id, name, ?2, ?3, 0, 0 FROM webhook WHERE tenant_id = ?1 \
             ON CONFLICT DO NOTHING",
            params![writer.tenant.as_str(), customer.as_str(), version_before],
        )
        .map(drop)
}

/// Keeps these webhooks, and nothing of others.
pub(super) fn keep(connection: &mut Connection, wanted: &BTreeSet<WebhookName>) -> StoreResult<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known: Vec<WebhookName> = {
        let mut statement = tx.prepare("SELECT tenant_id, name FROM webhook")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
        let named = rows.into_iter();
        named
            .map(|(tenant, name)| Ok((TenantId::parse(tenant)?, name)))
            .collect::<Result<_, StoreError>>()?
    };
    for (tenant, name) in known.iter().filter(|known| !wanted.contains(known)) {
        for table in ["webhook", "webhook_due"] {
            let sql = format!("DELETE FROM {table} WHERE tenant_id = ?1 AND name = ?2");
            tx.execute(&sql, params![tenant.as_str(), name])?;
        }
    }
    for (tenant, name) in wanted {
        tx.execute(
            "INSERT INTO webhook (tenant_id, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![tenant.as_str(), name],
        )?;
    }
    Ok(tx.commit()?)
}

/// Reads what is due.
pub(super) fn due(
    connection: &Connection,
    (tenant, name): &WebhookName,
    now_ms: i64,
    limit: usize,
) -> StoreResult<Vec<Due>> {
    let mut statement = connection.prepare_cached(
        "SELECT customer_id, since, attempts FROM webhook_due \
         WHERE tenant_id = ?1 AND name = ?2 AND next_ms <= ?3 ORDER BY next_ms LIMIT ?4",
    )?;
    let values = params![tenant.as_str(), name, now_ms, limit_of(limit)];
    let mut rows = statement.query(values)?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        due.push(Due {
            customer_id: CustomerId::parse(row.get::<_, String>(0)?)?,
            since: unsigned(row.get(1)?)?,
            attempts: row.get(2)?,
        });
    }
    Ok(due)
}

/// Takes a customer out, or lets them wait from a version that came meanwhile.
pub(super) fn told(
    connection: &mut Connection,
    (tenant, name): &WebhookName,
    customer: &CustomerId,
    until: u64,
) -> StoreResult<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let until = i64::try_from(until).unwrap_or(i64::MAX);
    let values = params![tenant.as_str(), name, customer.as_str(), until];
    tx.execute(
        "DELETE FROM webhook_due WHERE tenant_id = ?1 AND name = ?2 AND customer_id = ?3 \
         AND NOT EXISTS (SELECT 1 FROM customer WHERE tenant_id = ?1 AND customer_id = ?3 AND version > ?4)",
        values,
    )?;
    tx.execute(
        "UPDATE webhook_due SET since = ?4, attempts = 0, next_ms = 0 \
         WHERE tenant_id = ?1 AND name = ?2 AND customer_id = ?3",
        values,
    )?;
    Ok(tx.commit()?)
}

/// Lets a customer wait.
pub(super) fn put_off(
    connection: &Connection,
    (tenant, name): &WebhookName,
    customer: &CustomerId,
    until_ms: i64,
) -> StoreResult<()> {
    connection.execute(
        "UPDATE webhook_due SET attempts = attempts + 1, next_ms = ?4 \
         WHERE tenant_id = ?1 AND name = ?2 AND customer_id = ?3",
        params![tenant.as_str(), name, customer.as_str(), until_ms],
    )?;
    Ok(())
}
