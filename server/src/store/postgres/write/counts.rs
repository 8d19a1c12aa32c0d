//! Items counted while they are written: by month and words, and by product.

use std::collections::BTreeMap;

use klantbeeld_core::model::Use;
use klantbeeld_core::time::{month_of, month_start_ms};

use super::writer::{Change, Writer};
use crate::store::is_shared;
use crate::store::postgres::draft::Held;
use crate::store::postgres::failure::Done;
use crate::store::postgres::sessions::Values;

const TALLIES: &str = "INSERT INTO month_tally AS t (tenant_id, customer_id, month, kind, channel, source, \
     currency, items, shared_items, amount_minor, last_ms, shared_ms, mood_sum, mood_count) \
     SELECT $1, n.* FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::text[], \
     $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], \
     $13::bigint[], $14::bigint[]) AS n \
     ON CONFLICT (tenant_id, customer_id, month, kind, channel, source, currency) DO UPDATE SET \
     items = t.items + excluded.items, shared_items = t.shared_items + excluded.shared_items, \
     amount_minor = t.amount_minor + excluded.amount_minor, \
     last_ms = greatest(t.last_ms, excluded.last_ms), \
     shared_ms = greatest(t.shared_ms, excluded.shared_ms), \
     mood_sum = t.mood_sum + excluded.mood_sum, mood_count = t.mood_count + excluded.mood_count";

const PRODUCTS: &str = "INSERT INTO product_month AS p (tenant_id, customer_id, month, kind, product, unit, \
     uses, quantity_milli, last_ms) SELECT $1, n.* FROM unnest($2::text[], $3::int[], $4::text[], \
     $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[]) AS n \
     ON CONFLICT (tenant_id, customer_id, month, kind, product, unit) DO UPDATE SET \
     uses = p.uses + excluded.uses, quantity_milli = p.quantity_milli + excluded.quantity_milli, \
     last_ms = greatest(p.last_ms, excluded.last_ms)";

const FORGET_TALLIES: &str =
    "DELETE FROM month_tally WHERE tenant_id = $1 AND customer_id = $2 AND month = $3";

const RECOUNT_TALLIES: &str = "INSERT INTO month_tally (tenant_id, customer_id, month, kind, channel, \
     source, currency, items, shared_items, amount_minor, last_ms, shared_ms, mood_sum, mood_count) \
     SELECT $1, $2, $3, kind, channel, source, currency, count(*), \
     count(*) FILTER (WHERE is_shared), coalesce(sum(amount_minor), 0)::bigint, max(at_ms), \
     max(at_ms) FILTER (WHERE is_shared), coalesce(sum(mood), 0), count(mood) FROM item \
     WHERE tenant_id = $1 AND customer_id = $2 AND at_ms >= $4 AND at_ms < $5 \
     GROUP BY kind, channel, source, currency";

const FORGET_PRODUCTS: &str =
    "DELETE FROM product_month WHERE tenant_id = $1 AND customer_id = $2 AND month = $3";

const RECOUNT_PRODUCTS: &str = "INSERT INTO product_month (tenant_id, customer_id, month, kind, product, \
     unit, uses, quantity_milli, last_ms) SELECT $1, $2, $3, kind, product, unit, count(*), \
     sum(quantity_milli)::bigint, max(at_ms) FROM item \
     WHERE tenant_id = $1 AND customer_id = $2 AND at_ms >= $4 AND at_ms < $5 \
     AND product IS NOT NULL GROUP BY kind, product, unit";

#[derive(Debug, Default)]
struct Tally {
    items: i64,
    shared_items: i64,
    amount_minor: i64,
    last_ms: i64,
    shared_ms: Option<i64>,
    mood_sum: i64,
    mood_count: i64,
}

impl Tally {
    fn count(&mut self, held: &Held) {
        let line = &held.item.line;
        let is_first = self.items == 0;
        self.items += 1;
        self.last_ms = if is_first {
            line.at_ms
        } else {
            self.last_ms.max(line.at_ms)
        };
        if is_shared(&held.item) {
            self.shared_items += 1;
            self.shared_ms = self.shared_ms.max(Some(line.at_ms));
        }
        let amount = line.amount.map_or(0, |money| money.amount_minor);
        self.amount_minor = self.amount_minor.saturating_add(amount);
        self.mood_sum += line.mood.map_or(0, i64::from);
        self.mood_count += i64::from(line.mood.is_some());
    }
}

#[derive(Debug, Default)]
struct Sum {
    uses: i64,
    quantity_milli: i64,
    last_ms: Option<i64>,
}

/// Goes through the new items that stand in months which are not counted anew.
fn counted<'a>(changed: &'a [Change<'_>]) -> impl Iterator<Item = (&'a str, i32, &'a Held)> {
    changed.iter().flat_map(|(id, draft)| {
        let new = draft.items.values().filter(|held| !held.is_stored);
        let by_month = new.map(|held| (id.as_str(), month_of(held.item.line.at_ms), held));
        by_month.filter(|(_, month, _)| !draft.recounted.contains(month))
    })
}

/// Counts new items by month and words.
pub(super) async fn tallies(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
    for (id, month, held) in counted(changed) {
        let line = &held.item.line;
        let currency = line.amount.map(|money| money.currency.to_string());
        let words = [&line.kind, &line.channel, &line.source].map(String::as_str);
        let key = (id, month, words, currency.unwrap_or_default());
        tallies.entry(key).or_default().count(held);
    }
    if tallies.is_empty() {
        return Ok(());
    }
    let word = |n: usize| {
        let words = tallies
            .keys()
            .map(move |(_, _, words, _)| words.get(n).copied());
        words.map(Option::unwrap_or_default).collect::<Vec<_>>()
    };
    let number = |of: fn(&Tally) -> i64| tallies.values().map(of).collect::<Vec<_>>();
    let values: Values<'_> = &[
        &writer.tenant,
        &tallies.keys().map(|(id, ..)| *id).collect::<Vec<_>>(),
        &tallies
            .keys()
            .map(|(_, month, ..)| *month)
            .collect::<Vec<_>>(),
        &word(0),
        &word(1),
        &word(2),
        &tallies
            .keys()
            .map(|(.., currency)| currency.as_str())
            .collect::<Vec<_>>(),
        &number(|t| t.items),
        &number(|t| t.shared_items),
        &number(|t| t.amount_minor),
        &number(|t| t.last_ms),
        &tallies.values().map(|t| t.shared_ms).collect::<Vec<_>>(),
        &number(|t| t.mood_sum),
        &number(|t| t.mood_count),
    ];
    writer.put(TALLIES, values).await
}

/// Counts what new items tell of the use of products.
pub(super) async fn products(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let mut sums: BTreeMap<_, Sum> = BTreeMap::new();
    for (id, month, held) in counted(changed) {
        let line = &held.item.line;
        let Some(used) = Use::of(line, &held.item.payload) else {
            continue;
        };
        let key = (id, month, line.kind.as_str(), used.product, used.unit);
        let sum = sums.entry(key).or_default();
        sum.uses += 1;
        sum.quantity_milli = sum.quantity_milli.saturating_add(used.quantity_milli);
        sum.last_ms = sum.last_ms.max(Some(line.at_ms));
    }
    if sums.is_empty() {
        return Ok(());
    }
    let values: Values<'_> = &[
        &writer.tenant,
        &sums.keys().map(|(id, ..)| *id).collect::<Vec<_>>(),
        &sums.keys().map(|(_, month, ..)| *month).collect::<Vec<_>>(),
        &sums
            .keys()
            .map(|(_, _, kind, ..)| *kind)
            .collect::<Vec<_>>(),
        &sums
            .keys()
            .map(|(.., product, _)| product.as_str())
            .collect::<Vec<_>>(),
        &sums
            .keys()
            .map(|(.., unit)| unit.as_str())
            .collect::<Vec<_>>(),
        &sums.values().map(|sum| sum.uses).collect::<Vec<_>>(),
        &sums
            .values()
            .map(|sum| sum.quantity_milli)
            .collect::<Vec<_>>(),
        &sums.values().map(|sum| sum.last_ms).collect::<Vec<_>>(),
    ];
    writer.put(PRODUCTS, values).await
}

/// Counts the months anew of which an item became another one.
pub(super) async fn recount(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    for (id, draft) in changed {
        for month in &draft.recounted {
            let (id, from_ms) = (id.as_str(), month_start_ms(*month));
            let until_ms = month_start_ms(month.saturating_add(1));
            let key: Values<'_> = &[&writer.tenant, &id, month];
            let range: Values<'_> = &[&writer.tenant, &id, month, &from_ms, &until_ms];
            writer.put(FORGET_TALLIES, key).await?;
            writer.put(RECOUNT_TALLIES, range).await?;
            writer.put(FORGET_PRODUCTS, key).await?;
            writer.put(RECOUNT_PRODUCTS, range).await?;
        }
    }
    Ok(())
}
