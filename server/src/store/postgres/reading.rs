//! The other reads: versions and changes, the access log, counts, names in use.

use std::collections::BTreeMap;

use deadpool_postgres::Object;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Role};
use tokio_postgres::Row;

use super::failure::{Done, Failure};
use super::rows::{limit_of, unsigned};
use super::sessions::{Values, rows, snapshot};
use crate::store::{AccessEntry, ChangeSet, Opened, StoreError, StoreStats, UsedNames};

const VERSION: &str = "SELECT version FROM customer WHERE tenant_id = $1 AND customer_id = $2";

const CHANGES: &str = "SELECT subject, item_id FROM change WHERE tenant_id = $1 \
     AND customer_id = $2 AND version > $3 ORDER BY version, subject, item_id LIMIT $4";

const LOG_ACCESS: &str = "INSERT INTO access_log (tenant_id, customer_id, at_ms, sequence, item_id, \
     field, subject, name, role, purpose) SELECT $1, $2, $3, coalesce(max(sequence), 0) + 1, $4, \
     $5, $6, $7, $8, $9 FROM access_log WHERE tenant_id = $1 AND customer_id = $2 AND at_ms = $3";

const ACCESS: &str = "SELECT item_id, field, subject, name, role, purpose, at_ms FROM access_log \
     WHERE tenant_id = $1 AND customer_id = $2 ORDER BY at_ms DESC, sequence DESC LIMIT $3";

const COUNT_CUSTOMERS: &str = "SELECT count(*) FROM customer WHERE tenant_id = $1";
const COUNT_ITEMS: &str = "SELECT kind, source, currency, sum(items)::bigint, \
     sum(amount_minor)::bigint FROM month_tally WHERE tenant_id = $1 GROUP BY kind, source, currency";
const COUNT_CLAIMS: &str =
    "SELECT field, count(*) FROM assertion WHERE tenant_id = $1 GROUP BY field";
const SIZE: &str = "SELECT pg_database_size(current_database())";

/// Reads the customer's version; none when there is no such customer.
pub(super) async fn version(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Done<Option<u64>> {
    let found = rows(session, VERSION, &[&tenant.as_str(), &customer.as_str()]).await?;
    first_number(&found)
}

fn first_number(rows: &[Row]) -> Done<Option<u64>> {
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(unsigned(row.try_get(0)?)?))
}

/// Reads what happened since a version; none when there is no such customer.
pub(super) async fn since(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    since: u64,
    limit: usize,
) -> Done<Option<ChangeSet>> {
    let (tenant, customer) = (tenant.as_str(), customer.as_str());
    let from = i64::try_from(since).unwrap_or(i64::MAX);
    let most = limit_of(limit.saturating_add(1));
    let asked: [(&str, Values<'_>); 2] = [
        (VERSION, &[&tenant, &customer]),
        (CHANGES, &[&tenant, &customer, &from, &most]),
    ];
    let [found, changes] = snapshot(session, asked).await?;
    let Some(version) = first_number(&found)? else {
        return Ok(None);
    };
    let mut set = ChangeSet::begin(version, since);
    set.truncated |= changes.len() > limit;
    for row in changes.iter().take(limit) {
        set.take_in(row.try_get::<_, i16>(0)?.into(), row.try_get(1)?)?;
    }
    Ok(Some(set))
}

/// Writes one line of the access log.
pub(super) async fn log_access(
    session: &Object,
    tenant: &TenantId,
    entry: &AccessEntry,
) -> Done<()> {
    let (item, field) = match &entry.opened {
        Opened::Item(id) => (id.as_str(), ""),
        Opened::Field(name) => ("", name.as_str()),
    };
    let (tenant, customer) = (tenant.as_str(), entry.customer_id.as_str());
    let (actor, role) = (&entry.actor, entry.actor.role.as_str());
    let values: Values<'_> = &[
        &tenant,
        &customer,
        &entry.at_ms,
        &item,
        &field,
        &actor.subject,
        &actor.name,
        &role,
        &entry.purpose,
    ];
    let statement = session.prepare_cached(LOG_ACCESS).await?;
    session.execute(&statement, values).await?;
    Ok(())
}

/// Reads the access log of a customer, newest first.
pub(super) async fn access(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    limit: usize,
) -> Done<Vec<AccessEntry>> {
    let limit = limit_of(limit);
    let values: Values<'_> = &[&tenant.as_str(), &customer.as_str(), &limit];
    let found = rows(session, ACCESS, values).await?;
    let entry = |row: &Row| {
        let field: String = row.try_get(1)?;
        Ok(AccessEntry {
            customer_id: customer.clone(),
            opened: if field.is_empty() {
                Opened::Item(ItemId::parse(row.try_get::<_, String>(0)?)?)
            } else {
                Opened::Field(field)
            },
            actor: Actor {
                subject: row.try_get(2)?,
                name: row.try_get(3)?,
                role: Role::new(row.try_get::<_, String>(4)?),
            },
            purpose: row.try_get(5)?,
            at_ms: row.try_get(6)?,
        })
    };
    found.iter().map(entry).collect()
}

/// Counts everything of the tenant; those of items from the tallies, which are written with the items.
pub(super) async fn stats(session: &Object, tenant: &TenantId) -> Done<StoreStats> {
    let tenant = tenant.as_str();
    let of_tenant: Values<'_> = &[&tenant];
    let asked: [(&str, Values<'_>); 4] = [
        (COUNT_CUSTOMERS, of_tenant),
        (COUNT_ITEMS, of_tenant),
        (COUNT_CLAIMS, of_tenant),
        (SIZE, &[]),
    ];
    let [customers, items, claims, size] = snapshot(session, asked).await?;
    let mut stats = StoreStats {
        customers: first_number(&customers)?.unwrap_or(0),
        size_bytes: first_number(&size)?.unwrap_or(0),
        ..StoreStats::default()
    };
    for row in &items {
        let count = unsigned(row.try_get(3)?)?;
        stats.items += count;
        add(&mut stats.items_by_kind, row.try_get(0)?, count);
        add(&mut stats.items_by_source, row.try_get(1)?, count);
        let currency: String = row.try_get(2)?;
        if !currency.is_empty() {
            let sum = stats.sums_minor.entry(currency).or_default();
            *sum = sum.saturating_add(row.try_get(4)?);
        }
    }
    for row in &claims {
        let count = unsigned(row.try_get(1)?)?;
        add(&mut stats.claims_by_field, row.try_get(0)?, count);
    }
    Ok(stats)
}

fn add(counts: &mut BTreeMap<String, u64>, word: String, count: u64) {
    *counts.entry(word).or_default() += count;
}

/// Reads the names of fields and kinds that the tenant's data uses.
pub(super) async fn used_names(session: &Object, tenant: &TenantId) -> Done<UsedNames> {
    let sql = "SELECT sort, name FROM used_name WHERE tenant_id = $1";
    let mut used = UsedNames::default();
    for row in rows(session, sql, &[&tenant.as_str()]).await? {
        let names = match row.try_get::<_, i16>(0)? {
            0 => &mut used.fields,
            _ => &mut used.kinds,
        };
        names.insert(row.try_get(1)?);
    }
    Ok(used)
}

/// Returns whether the tenant has no customer.
pub(super) async fn is_empty(session: &Object, tenant: &TenantId) -> Done<bool> {
    let sql = "SELECT 1 FROM customer WHERE tenant_id = $1 LIMIT 1";
    Ok(rows(session, sql, &[&tenant.as_str()]).await?.is_empty())
}

/// Asks whether the database can be written, and whether the tables of a profile are there.
pub(super) async fn ready(session: &Object) -> Done<()> {
    let now_ms = 0;
    let key = TenantId::parse("-").ok().zip(CustomerId::parse("-").ok());
    if let Some((tenant, customer)) = key {
        super::profile::load(session, &tenant, &customer, now_ms, 1).await?;
    }
    let sql = "SELECT current_setting('transaction_read_only') = 'on'";
    let found = rows(session, sql, &[]).await?;
    let is_read_only = found.first().map(|row| row.try_get(0)).transpose()?;
    if is_read_only == Some(false) {
        return Ok(());
    }
    let text = "the server can only be read: it is no primary";
    Err(Failure::Store(StoreError::Unavailable(text.to_owned())))
}
