//! The counts of a customer's items, made anew each time: what a database keeps as tallies.

use std::collections::BTreeMap;

use klantbeeld_core::model::{Item, MonthTally, ProductMonth, USE_MONTHS, Use};
use klantbeeld_core::time::month_of;

use crate::store::is_shared;

/// Sums the use of products by month.
pub(super) fn usage<'a>(
    items: impl Iterator<Item = &'a Item>,
    month_now: i32,
) -> Vec<ProductMonth> {
    let mut months = BTreeMap::new();
    for item in items {
        let month = month_of(item.line.at_ms);
        let is_told = (month_now - USE_MONTHS..=month_now).contains(&month);
        let Some(used) = Use::of(&item.line, &item.payload).filter(|_| is_told) else {
            continue;
        };
        let key = (month, item.line.kind.clone(), used.product, used.unit);
        let sum = months.entry(key).or_insert((0, 0, i64::MIN));
        sum.0 += 1;
        sum.1 += used.quantity_milli;
        sum.2 = item.line.at_ms.max(sum.2);
    }
    let sums = months.into_iter();
    sums.map(|((month, kind, product, unit), sum)| ProductMonth {
        month,
        kind,
        product,
        unit,
        uses: sum.0,
        quantity_milli: sum.1,
        last_ms: sum.2,
    })
    .collect()
}

/// Counts the items that are shared with the customer.
pub(super) fn shared<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<MonthTally> {
    let counted = months(items.filter(|item| is_shared(item))).into_iter();
    let mut tallies: Vec<MonthTally> = Vec::new();
    for tally in counted {
        let tally = MonthTally {
            amount_minor: 0,
            currency: String::new(),
            mood_sum: 0,
            mood_count: 0,
            ..tally
        };
        let key = |t: &MonthTally| (t.month, t.kind.clone(), t.channel.clone(), t.source.clone());
        // Those of several currencies stand side by side.
        match tallies.last_mut().filter(|last| key(last) == key(&tally)) {
            Some(last) => {
                last.count += tally.count;
                last.last_ms = last.last_ms.max(tally.last_ms);
            }
            None => tallies.push(tally),
        }
    }
    tallies
}

/// Counts items by month and words.
pub(super) fn months<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<MonthTally> {
    let mut months = BTreeMap::new();
    for line in items.map(|item| &item.line) {
        let currency = line.amount.map(|money| money.currency.to_string());
        let currency = currency.unwrap_or_default();
        let words = [&line.kind, &line.channel, &line.source, &currency].map(String::clone);
        let key = (month_of(line.at_ms), words);
        let tally = months.entry(key).or_insert_with_key(|(month, words)| {
            let [kind, channel, source, currency] = words.clone();
            MonthTally {
                month: *month,
                kind,
                channel,
                source,
                count: 0,
                amount_minor: 0,
                currency,
                last_ms: line.at_ms,
                mood_sum: 0,
                mood_count: 0,
            }
        });
        tally.count += 1;
        tally.amount_minor += line.amount.map_or(0, |money| money.amount_minor);
        tally.last_ms = tally.last_ms.max(line.at_ms);
        tally.mood_sum += line.mood.map_or(0, i32::from);
        tally.mood_count += u32::from(line.mood.is_some());
    }
    months.into_values().collect()
}
