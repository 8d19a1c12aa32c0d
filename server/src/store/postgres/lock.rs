//! Takes the customers that a transaction writes to, and reads what is there of that which it names.
//!
//! **Invariants:** whoever writes to customers holds their rows, taken in the order of their ids; so writes to one
//! customer follow each other, and two transactions never wait for each other. Every statement names one
//! customer; many of them travel together.

use std::collections::{BTreeMap, BTreeSet};

use deadpool_postgres::Transaction;
use futures::future::try_join_all;
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use tokio_postgres::Row;

use super::draft::{Draft, Held, KnownParts};
use super::failure::Done;
use super::items::{REVISIONS, revision};
use super::profile::{IDENTITIES, RELATIONS};
use super::rows::{ITEM_COLUMNS, body_columns, code, item, item_columns, optional_code};
use super::sessions::Values;
use crate::store::CustomerRecord;

const LOCK: &str = "SELECT kind, version, found_since FROM customer \
     WHERE tenant_id = $1 AND customer_id = $2 FOR UPDATE";

const LOOK: &str = "SELECT kind, version, found_since FROM customer \
     WHERE tenant_id = $1 AND customer_id = $2";

const MAKE: &str = "INSERT INTO customer (tenant_id, customer_id, kind, version) \
     VALUES ($1, $2, 0, 0) ON CONFLICT (tenant_id, customer_id) DO NOTHING";

const KNOWN_CLAIMS: &str = "SELECT assertion_id FROM assertion \
     WHERE tenant_id = $1 AND customer_id = $2 AND assertion_id = ANY ($3)";

const KNOWN_ITEMS: &str = concat!(
    "SELECT ",
    item_columns!(),
    ", ",
    body_columns!(),
    ", told_ms, by_hand_ms, retold, first_status, told_status FROM item \
     WHERE tenant_id = $1 AND customer_id = $2 AND item_id = ANY ($3)"
);

/// What a transaction is going to name of a customer.
#[derive(Debug, Default)]
pub(super) struct Named<'a> {
    pub(super) claims: BTreeSet<&'a str>,
    pub(super) items: BTreeSet<&'a str>,
    pub(super) has_identities: bool,
    pub(super) has_relations: bool,
}

/// Whether customers who are not there are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// They are made, and held as the others.
    Make,
    /// They are left out.
    LeaveOut,
    /// Nobody is held: nothing is going to be written.
    LookOnly,
}

impl<'a> Named<'a> {
    /// Returns what records name, by customer.
    pub(super) fn by(records: &'a [CustomerRecord]) -> BTreeMap<&'a CustomerId, Self> {
        let mut all: BTreeMap<_, Self> = BTreeMap::new();
        for record in records {
            let named = all.entry(&record.customer_id).or_default();
            let claims = record.assertions.iter().map(|c| c.assertion_id.as_str());
            named.claims.extend(claims);
            named
                .items
                .extend(record.items.iter().map(|i| i.line.item_id.as_str()));
            named.has_identities |= !record.identities.is_empty();
            named.has_relations |= !record.relations.is_empty();
        }
        all
    }
}

/// Takes the customers, and reads what is there of what is named.
pub(super) async fn take(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    named: &BTreeMap<&CustomerId, Named<'_>>,
    missing: Missing,
) -> Done<BTreeMap<CustomerId, Draft>> {
    let sql = if missing == Missing::LookOnly {
        LOOK
    } else {
        LOCK
    };
    let ids: Vec<_> = named.keys().copied().collect();
    let mut found = hold(tx, tenant, &ids, sql).await?;
    if missing == Missing::Make {
        let new: Vec<_> = ids
            .into_iter()
            .filter(|id| !found.contains_key(*id))
            .collect();
        let make = tx.prepare_cached(MAKE).await?;
        let made = new.iter().map(|id| {
            let (tx, make, tenant, id) = (tx, &make, tenant.as_str(), id.as_str());
            async move { tx.execute(make, &[&tenant, &id]).await }
        });
        try_join_all(made).await?;
        found.extend(hold(tx, tenant, &new, sql).await?);
    }
    let read = found.iter_mut().filter(|(_, draft)| draft.version > 0);
    let read = read.filter_map(|(id, draft)| Some((id, draft, named.get(id)?)));
    let all = read.map(|(id, draft, named)| read_known(tx, tenant, id, draft, named));
    try_join_all(all).await?;
    Ok(found)
}

async fn hold(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    ids: &[&CustomerId],
    sql: &str,
) -> Done<BTreeMap<CustomerId, Draft>> {
    let statement = tx.prepare_cached(sql).await?;
    let held = ids.iter().map(|id| {
        let (statement, tenant, key) = (&statement, tenant.as_str(), id.as_str());
        async move { tx.query_opt(statement, &[&tenant, &key]).await }
    });
    let mut drafts = BTreeMap::new();
    for (id, row) in ids.iter().zip(try_join_all(held).await?) {
        if let Some(row) = row {
            drafts.insert((*id).clone(), draft(&row)?);
        }
    }
    Ok(drafts)
}

fn draft(row: &Row) -> Done<Draft> {
    Ok(Draft {
        kind: code(row, 0)?,
        version: row.try_get(1)?,
        found_since: row.try_get(2)?,
        ..Draft::default()
    })
}

async fn read_known(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    id: &CustomerId,
    draft: &mut Draft,
    named: &Named<'_>,
) -> Done<()> {
    let (tenant, id) = (tenant.as_str(), id.as_str());
    let claims: Vec<_> = named.claims.iter().collect();
    let items: Vec<_> = named.items.iter().collect();
    let key: Values<'_> = &[&tenant, &id];
    let those_claims: Values<'_> = &[&tenant, &id, &claims];
    let those_items: Values<'_> = &[&tenant, &id, &items];
    let (claims, items, identities, relations) = tokio::try_join!(
        ask_if(tx, !claims.is_empty(), KNOWN_CLAIMS, those_claims),
        ask_if(tx, !items.is_empty(), KNOWN_ITEMS, those_items),
        ask_if(tx, named.has_identities, IDENTITIES, key),
        ask_if(tx, named.has_relations, RELATIONS, key),
    )?;
    let mut known = KnownParts::default();
    for row in &claims {
        known.claims.insert(row.try_get(0)?);
    }
    for row in &identities {
        let kind: i16 = row.try_get(0)?;
        let key = (kind.into(), row.try_get(1)?, row.try_get(2)?);
        known.identities.insert(key);
    }
    for row in &relations {
        let kind: i16 = row.try_get(1)?;
        let key = (row.try_get(0)?, kind.into(), row.try_get(2)?);
        known.relations.insert(key);
    }
    draft.known = known;
    for row in &items {
        let held = held(row)?;
        draft.items.insert(held.item.line.item_id.clone(), held);
    }
    Ok(())
}

async fn ask_if(
    tx: &Transaction<'_>,
    is_needed: bool,
    sql: &str,
    values: Values<'_>,
) -> Done<Vec<Row>> {
    if !is_needed {
        return Ok(Vec::new());
    }
    let statement = tx.prepare_cached(sql).await?;
    Ok(tx.query(&statement, values).await?)
}

fn held(row: &Row) -> Done<Held> {
    let retold: i32 = row.try_get(ITEM_COLUMNS + 2)?;
    Ok(Held {
        item: item(row)?,
        told_ms: row.try_get(ITEM_COLUMNS)?,
        by_hand_ms: row.try_get(ITEM_COLUMNS + 1)?,
        retold,
        first_status: optional_code(row, ITEM_COLUMNS + 3)?,
        told_status: optional_code(row, ITEM_COLUMNS + 4)?,
        is_stored: true,
        is_different: false,
        former: (retold == 0).then(Vec::new),
    })
}

/// Reads what an item was before, which only an item that comes late asks for.
pub(super) async fn read_former(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    id: &CustomerId,
    (draft, item): (&mut Draft, &ItemId),
) -> Done<()> {
    let values: Values<'_> = &[&tenant.as_str(), &id.as_str(), &item.as_str()];
    let found = ask_if(tx, true, REVISIONS, values).await?;
    let former = found.iter().map(|row| Ok(revision(row)?.former));
    let mut former = former.collect::<Done<Vec<_>>>()?;
    let of_item = draft
        .revisions
        .iter()
        .filter(|r| r.item.line.item_id == *item);
    former.extend(of_item.map(|r| r.item.clone()));
    if let Some(held) = draft.items.get_mut(item) {
        held.former = Some(former);
    }
    Ok(())
}
