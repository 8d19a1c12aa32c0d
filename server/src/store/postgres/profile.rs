//! Loads a customer without their older items: all that the head of the view is made of, in one flight.

use std::collections::BTreeMap;

use deadpool_postgres::Object;
use futures::future::try_join_all;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{
    CustomerKind, Identity, MonthTally, ProductMonth, Profile, Relation, RelationKind, USE_MONTHS,
};
use klantbeeld_core::time::month_of;
use tokio_postgres::Row;

use super::failure::Done;
use super::items::lines;
use super::rows::{claim, claim_columns, code, item_columns, limit_of, small, unsigned};
use super::sessions::{Values, rows, snapshot};
use crate::store::codes::Coded as _;
use crate::store::rules::CLOCK_SKEW_MS;

pub(super) const CUSTOMER: &str =
    "SELECT kind, version FROM customer WHERE tenant_id = $1 AND customer_id = $2";

pub(super) const CLAIMS: &str = concat!(
    "SELECT ",
    claim_columns!(),
    " FROM assertion WHERE tenant_id = $1 AND customer_id = $2 ORDER BY assertion_id"
);

pub(super) const IDENTITIES: &str = "SELECT kind, value, source FROM identity \
     WHERE tenant_id = $1 AND customer_id = $2";

pub(super) const RELATIONS: &str = "SELECT other_customer_id, kind, source, name, note FROM relation \
     WHERE tenant_id = $1 AND customer_id = $2";

const MONTHS: &str = "SELECT month, kind, channel, source, currency, items, amount_minor, last_ms, \
     mood_sum, mood_count, shared_items, shared_ms FROM month_tally \
     WHERE tenant_id = $1 AND customer_id = $2";

const USAGE: &str = "SELECT month, kind, product, unit, uses, quantity_milli, last_ms \
     FROM product_month WHERE tenant_id = $1 AND customer_id = $2 AND month BETWEEN $3 AND $4";

/// What runs now. An item that runs and lies ahead by no more than a clock's error runs now.
const OPEN: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND status IN (0, 1, 7) \
     AND at_ms <= $3 ORDER BY at_ms DESC, item_id DESC LIMIT $4"
);

const UPCOMING: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND at_ms > $3 \
     AND (at_ms > $4 OR status IS NULL OR status NOT IN (0, 1, 7)) \
     ORDER BY at_ms, item_id LIMIT $5"
);

/// The oldest item that is not planned.
const FIRST: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = $1 AND customer_id = $2 AND at_ms <= $3 \
     ORDER BY at_ms, item_id LIMIT 1"
);

/// Loads the customer, or none. See [`crate::store::ProfileStore::load_profile`].
pub(super) async fn load(
    session: &Object,
    tenant: &TenantId,
    customer: &CustomerId,
    now_ms: i64,
    open_limit: usize,
) -> Done<Option<Profile>> {
    let (tenant, id) = (tenant.as_str(), customer.as_str());
    let until_ms = now_ms.saturating_add(CLOCK_SKEW_MS);
    let limit = limit_of(open_limit);
    let month = month_of(now_ms);
    let first_month = month.saturating_sub(USE_MONTHS);
    let key: Values<'_> = &[&tenant, &id];
    let asked: [(&str, Values<'_>); 9] = [
        (CUSTOMER, key),
        (CLAIMS, key),
        (IDENTITIES, key),
        (RELATIONS, key),
        (MONTHS, key),
        (USAGE, &[&tenant, &id, &first_month, &month]),
        (OPEN, &[&tenant, &id, &until_ms, &limit]),
        (UPCOMING, &[&tenant, &id, &now_ms, &until_ms, &limit]),
        (FIRST, &[&tenant, &id, &now_ms]),
    ];
    let [
        found,
        claims,
        known,
        related,
        months,
        usage,
        open,
        upcoming,
        first,
    ] = snapshot(session, asked).await?;
    let Some((kind, version)) = found.first().map(kind_and_version).transpose()? else {
        return Ok(None);
    };
    let (months, shared) = tallies(&months)?;
    Ok(Some(Profile {
        customer_id: customer.clone(),
        kind,
        version,
        assertions: claims.iter().map(claim).collect::<Done<_>>()?,
        identities: identities(&known)?,
        relations: relations(&related)?,
        months: months.into(),
        shared,
        usage: products(&usage)?,
        open: lines(&open)?,
        upcoming: lines(&upcoming)?,
        first: lines(&first)?.into_iter().next(),
    }))
}

/// Reads the cards of customers. See [`crate::store::ProfileStore::load_cards`].
pub(super) async fn cards(
    session: &Object,
    tenant: &TenantId,
    customers: Vec<CustomerId>,
) -> Done<Vec<Profile>> {
    let all = customers.into_iter().map(|id| card(session, tenant, id));
    Ok(try_join_all(all).await?.into_iter().flatten().collect())
}

/// Reads version and claims by two statements; a write between them is told by the next version.
async fn card(session: &Object, tenant: &TenantId, id: CustomerId) -> Done<Option<Profile>> {
    let (tenant, customer) = (tenant.as_str(), id.as_str());
    let key: Values<'_> = &[&tenant, &customer];
    let (found, claims) =
        tokio::try_join!(rows(session, CUSTOMER, key), rows(session, CLAIMS, key))?;
    let Some((kind, version)) = found.first().map(kind_and_version).transpose()? else {
        return Ok(None);
    };
    Ok(Some(Profile {
        assertions: claims.iter().map(claim).collect::<Done<_>>()?,
        version,
        ..Profile::new(id, kind)
    }))
}

fn kind_and_version(row: &Row) -> Done<(CustomerKind, u64)> {
    Ok((code(row, 0)?, unsigned(row.try_get(1)?)?))
}

/// Reads rows of [`IDENTITIES`], sorted.
pub(super) fn identities(rows: &[Row]) -> Done<Vec<Identity>> {
    let identity = |row: &Row| {
        Ok(Identity {
            kind: code(row, 0)?,
            value: row.try_get(1)?,
            source: row.try_get(2)?,
        })
    };
    let mut all = rows.iter().map(identity).collect::<Done<Vec<_>>>()?;
    all.sort_by(|a, b| (a.kind, &a.value, &a.source).cmp(&(b.kind, &b.value, &b.source)));
    Ok(all)
}

/// Reads rows of [`RELATIONS`], sorted.
pub(super) fn relations(rows: &[Row]) -> Done<Vec<Relation>> {
    let relation = |row: &Row| {
        Ok(Relation {
            customer_id: CustomerId::parse(row.try_get::<_, String>(0)?)?,
            kind: code::<RelationKind>(row, 1)?,
            source: row.try_get(2)?,
            name: row.try_get(3)?,
            note: row.try_get(4)?,
        })
    };
    let mut all = rows.iter().map(relation).collect::<Done<Vec<_>>>()?;
    fn place(relation: &Relation) -> (&CustomerId, i64, &String) {
        let kind = relation.kind.code();
        (&relation.customer_id, kind, &relation.source)
    }
    all.sort_by(|a, b| place(a).cmp(&place(b)));
    Ok(all)
}

/// Reads the counts of a customer, all and those of shared items, by month and then by their words.
fn tallies(rows: &[Row]) -> Done<(Vec<MonthTally>, Vec<MonthTally>)> {
    let mut all = Vec::with_capacity(rows.len());
    let mut shared: BTreeMap<(i32, [String; 3]), (u32, i64)> = BTreeMap::new();
    for row in rows {
        let tally = MonthTally {
            month: row.try_get(0)?,
            kind: row.try_get(1)?,
            channel: row.try_get(2)?,
            source: row.try_get(3)?,
            currency: row.try_get(4)?,
            count: small(row.try_get::<_, i64>(5)?)?,
            amount_minor: row.try_get(6)?,
            last_ms: row.try_get(7)?,
            mood_sum: small(row.try_get::<_, i64>(8)?)?,
            mood_count: small(row.try_get::<_, i64>(9)?)?,
        };
        let count: u32 = small(row.try_get::<_, i64>(10)?)?;
        if let Some(last_ms) = row.try_get::<_, Option<i64>>(11)? {
            let words = [&tally.kind, &tally.channel, &tally.source].map(String::clone);
            // Those of several currencies are one here.
            let sum = shared.entry((tally.month, words)).or_insert((0, last_ms));
            *sum = (sum.0.saturating_add(count), sum.1.max(last_ms));
        }
        all.push(tally);
    }
    fn place(tally: &MonthTally) -> (i32, [&String; 4]) {
        let words = [&tally.kind, &tally.channel, &tally.source, &tally.currency];
        (tally.month, words)
    }
    all.sort_unstable_by(|a, b| place(a).cmp(&place(b)));
    Ok((all, shared.into_iter().map(shared_tally).collect()))
}

fn shared_tally(
    ((month, [kind, channel, source]), (count, last_ms)): ((i32, [String; 3]), (u32, i64)),
) -> MonthTally {
    MonthTally {
        month,
        kind,
        channel,
        source,
        count,
        amount_minor: 0,
        currency: String::new(),
        last_ms,
        mood_sum: 0,
        mood_count: 0,
    }
}

fn products(rows: &[Row]) -> Done<Vec<ProductMonth>> {
    let month = |row: &Row| {
        Ok(ProductMonth {
            month: row.try_get(0)?,
            kind: row.try_get(1)?,
            product: row.try_get(2)?,
            unit: row.try_get(3)?,
            uses: small(row.try_get::<_, i64>(4)?)?,
            quantity_milli: row.try_get(5)?,
            last_ms: row.try_get(6)?,
        })
    };
    let mut months = rows.iter().map(month).collect::<Done<Vec<_>>>()?;
    fn place(month: &ProductMonth) -> (i32, [&String; 3]) {
        (month.month, [&month.kind, &month.product, &month.unit])
    }
    months.sort_unstable_by(|a, b| place(a).cmp(&place(b)));
    Ok(months)
}
