//! Items counted per month while they are written, and read back for a profile's summary.

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{ItemLine, MonthTally};
use klantbeeld_core::time::{month_of, month_start_ms};
use rusqlite::{Connection, params};

use super::words::Words;
use super::writer::Writer;
use crate::store::StoreError;

/// Month, and the codes of kind, channel, source and currency.
type Key = (i32, [i64; 4]);

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    items: i64,
    amount_minor: i64,
    last_ms: i64,
    mood_sum: i64,
    mood_count: i64,
}

/// What one transaction adds to the tallies of one customer.
#[derive(Debug, Default)]
pub(super) struct Tallies(BTreeMap<Key, Tally>);

impl Tallies {
    /// Counts an item; `words` are the codes of kind, channel, source and currency.
    pub(super) fn count(&mut self, line: &ItemLine, words: [i64; 4]) {
        let tally = self
            .0
            .entry((month_of(line.at_ms), words))
            .or_insert(Tally {
                last_ms: i64::MIN,
                ..Tally::default()
            });
        tally.items += 1;
        tally.last_ms = tally.last_ms.max(line.at_ms);
        let amount = line.amount.map_or(0, |money| money.amount_minor);
        tally.amount_minor = tally.amount_minor.saturating_add(amount);
        if let Some(mood) = line.mood {
            tally.mood_sum += i64::from(mood);
            tally.mood_count += 1;
        }
    }

    /// Adds the counts to those of the customer. Some months are counted again instead: of those an item
    /// became another one.
    pub(super) fn write(
        &self,
        writer: Writer<'_>,
        customer: &CustomerId,
        recounted: &BTreeSet<i32>,
    ) -> Result<(), StoreError> {
        for month in recounted {
            recount(writer, customer, *month)?;
        }
        for ((month, [kind, channel, source, currency]), tally) in &self.0 {
            if recounted.contains(month) {
                continue;
            }
            writer.insert(
                "INSERT INTO month_tally (tenant_id, customer_id, month, kind_word, channel_word, \
                 source_word, currency_word, items, amount_minor, last_ms, mood_sum, mood_count) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
                 ON CONFLICT DO UPDATE SET \
                 items = items + excluded.items, \
                 amount_minor = amount_minor + excluded.amount_minor, \
                 last_ms = max(last_ms, excluded.last_ms), \
                 mood_sum = mood_sum + excluded.mood_sum, \
                 mood_count = mood_count + excluded.mood_count",
                params![
                    writer.tenant.as_str(),
                    customer.as_str(),
                    month,
                    kind,
                    channel,
                    source,
                    currency,
                    tally.items,
                    tally.amount_minor,
                    tally.last_ms,
                    tally.mood_sum,
                    tally.mood_count,
                ],
            )?;
        }
        Ok(())
    }
}

fn recount(writer: Writer<'_>, customer: &CustomerId, month: i32) -> Result<(), StoreError> {
    let key = [writer.tenant.as_str(), customer.as_str()];
    writer.insert(
        "DELETE FROM month_tally WHERE tenant_id = ?1 AND customer_id = ?2 AND month = ?3",
        params![key[0], key[1], month],
    )?;
    writer.insert(
        "INSERT INTO month_tally (tenant_id, customer_id, month, kind_word, channel_word, \
         source_word, currency_word, items, amount_minor, last_ms, mood_sum, mood_count) \
         SELECT ?1, ?2, ?3, kind_word, channel_word, source_word, currency_word, count(*), \
         coalesce(sum(amount_minor), 0), max(at_ms), coalesce(sum(mood), 0), count(mood) \
         FROM item WHERE tenant_id = ?1 AND customer_id = ?2 AND at_ms >= ?4 AND at_ms < ?5 \
         GROUP BY kind_word, channel_word, source_word, currency_word",
        params![
            key[0],
            key[1],
            month,
            month_start_ms(month),
            month_start_ms(month.saturating_add(1)),
        ],
    )?;
    Ok(())
}

/// Reads the tallies of a customer, by month and then by their words.
pub(super) fn read(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Vec<MonthTally>, StoreError> {
    let sql = "SELECT month, kind_word, channel_word, source_word, currency_word, items, amount_minor, \
               last_ms, mood_sum, mood_count FROM month_tally WHERE tenant_id = ?1 AND customer_id = ?2";
    read_by(connection, words, sql, tenant, customer)
}

/// Reads tallies by a question for a customer of a tenant: month, the codes of kind, channel, source and currency
/// (none where money is not counted), items, sum, latest, sum and number of moods.
pub(super) fn read_by(
    connection: &Connection,
    words: &mut Words<'_>,
    sql: &str,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Vec<MonthTally>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str()])?;
    let mut months = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: Option<i64> = row.get(4)?;
        months.push(MonthTally {
            month: row.get(0)?,
            kind: words.text(row.get(1)?)?,
            channel: words.text(row.get(2)?)?,
            source: words.text(row.get(3)?)?,
            currency: currency.map_or(Ok(String::new()), |code| words.text(code))?,
            count: row.get(5)?,
            amount_minor: row.get(6)?,
            last_ms: row.get(7)?,
            mood_sum: row.get(8)?,
            mood_count: row.get(9)?,
        });
    }
    fn place(tally: &MonthTally) -> (i32, [&String; 4]) {
        let words = [&tally.kind, &tally.channel, &tally.source, &tally.currency];
        (tally.month, words)
    }
    months.sort_unstable_by(|a, b| place(a).cmp(&place(b)));
    Ok(months)
}
