//! Counts of a tenant's data; those of items from the tallies: exact, because they are written with the items.

use std::collections::BTreeMap;

use klantbeeld_core::ids::TenantId;
use rusqlite::Connection;

use super::rows::unsigned;
use super::words::Words;
use crate::store::{StoreError, StoreStats};

/// Counts everything of the tenant; the size is the caller's to add.
pub(super) fn read(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
) -> Result<StoreStats, StoreError> {
    let customers = connection
        .prepare_cached("SELECT count(*) FROM customer WHERE tenant_id = ?1")?
        .query_row([tenant.as_str()], |row| row.get(0))?;
    let mut stats = StoreStats {
        customers: unsigned(customers)?,
        ..StoreStats::default()
    };
    let mut statement = connection.prepare_cached(
        "SELECT kind_word, source_word, currency_word, sum(items), sum(amount_minor) \
         FROM month_tally WHERE tenant_id = ?1 GROUP BY kind_word, source_word, currency_word",
    )?;
    let mut rows = statement.query([tenant.as_str()])?;
    while let Some(row) = rows.next()? {
        let items = unsigned(row.get(3)?)?;
        stats.items += items;
        add(&mut stats.items_by_kind, words.text(row.get(0)?)?, items);
        add(&mut stats.items_by_source, words.text(row.get(1)?)?, items);
        let currency = words.text(row.get(2)?)?;
        if !currency.is_empty() {
            let sum = stats.sums_minor.entry(currency).or_default();
            *sum = sum.saturating_add(row.get(4)?);
        }
    }
    let mut statement = connection.prepare_cached(
        "SELECT field_word, count(*) FROM assertion WHERE tenant_id = ?1 GROUP BY field_word",
    )?;
    let mut rows = statement.query([tenant.as_str()])?;
    while let Some(row) = rows.next()? {
        let claims = unsigned(row.get(1)?)?;
        add(&mut stats.claims_by_field, words.text(row.get(0)?)?, claims);
    }
    Ok(stats)
}

fn add(counts: &mut BTreeMap<String, u64>, word: String, items: u64) {
    *counts.entry(word).or_default() += items;
}

/// Returns whether the tenant has no customer.
pub(super) fn is_empty(connection: &Connection, tenant: &TenantId) -> Result<bool, StoreError> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM customer WHERE tenant_id = ?1)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([tenant.as_str()], |row| row.get(0))?)
}
