//! The items that are marked as shared with the customer: listed and counted while they are written, so that
//! nobody has to open every note to know which of them the customer may read.

use std::collections::BTreeMap;

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Item, ItemLine, MonthTally};
use klantbeeld_core::time::{PLAUSIBLE_YEARS, month_of, month_start_ms};
use rusqlite::{Connection, named_params, params};

use super::items::read_lines;
use super::rows::{item_columns, limit_of};
use super::tallies::read_by;
use super::words::Words;
use super::writer::Writer;
use crate::store::{Cursor, StoreError, is_shared};

/// Month, and the codes of kind, channel and source.
type Key = (i32, [i64; 3]);

/// What one transaction adds to the shared items of one customer.
#[derive(Debug, Default)]
pub(super) struct Shared {
    places: Vec<Cursor>,
    /// Where items stood that became others, and where they stand now if they are shared.
    moves: Vec<(Cursor, Option<Cursor>)>,
    /// How many, and the latest.
    tallies: BTreeMap<Key, (i64, i64)>,
}

impl Shared {
    /// Counts an item, if it is shared; `words` are the codes of kind, channel and source.
    pub(super) fn count(&mut self, item: &Item, words: [i64; 3]) {
        if !is_shared(item) {
            return;
        }
        let at_ms = item.line.at_ms;
        self.places.push(place_of(item));
        let tally = self.tallies.entry((month_of(at_ms), words));
        let (items, last_ms) = tally.or_insert((0, i64::MIN));
        *items += 1;
        *last_ms = at_ms.max(*last_ms);
    }

    /// Takes up that an item became another one.
    pub(super) fn retell(&mut self, former: &Item, next: &Item) {
        if is_shared(former) || is_shared(next) {
            let now = is_shared(next).then(|| place_of(next));
            self.moves.push((place_of(former), now));
        }
    }

    /// Adds them to those of the customer.
    pub(super) fn write(
        &self,
        writer: Writer<'_>,
        customer: &CustomerId,
    ) -> Result<(), StoreError> {
        let (tenant, customer) = (writer.tenant.as_str(), customer.as_str());
        for place in &self.places {
            writer.insert(
                "INSERT INTO shared_item (tenant_id, customer_id, at_ms, item_id) \
                 VALUES (?1, ?2, ?3, ?4)",
                params![tenant, customer, place.at_ms, place.item_id.as_str()],
            )?;
        }
        for ((month, [kind, channel, source]), (items, last_ms)) in &self.tallies {
            writer.insert(
                "INSERT INTO shared_tally (tenant_id, customer_id, month, kind_word, \
                 channel_word, source_word, items, last_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
                 ON CONFLICT DO UPDATE SET items = items + excluded.items, \
                 last_ms = max(last_ms, excluded.last_ms)",
                params![tenant, customer, month, kind, channel, source, items, last_ms],
            )?;
        }
        if self.moves.is_empty() {
            return Ok(());
        }
        self.write_moves(writer, customer)
    }

    /// Moves what became another, and counts the customer's shared items anew.
    fn write_moves(&self, writer: Writer<'_>, customer: &str) -> Result<(), StoreError> {
        let tenant = writer.tenant.as_str();
        for (former, now) in &self.moves {
            writer.insert(
                "DELETE FROM shared_item WHERE tenant_id = ?1 AND customer_id = ?2 \
                 AND at_ms = ?3 AND item_id = ?4",
                params![tenant, customer, former.at_ms, former.item_id.as_str()],
            )?;
            if let Some(now) = now {
                writer.insert(
                    "INSERT INTO shared_item (tenant_id, customer_id, at_ms, item_id) \
                     VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                    params![tenant, customer, now.at_ms, now.item_id.as_str()],
                )?;
            }
        }
        writer.insert(
            "DELETE FROM shared_tally WHERE tenant_id = ?1 AND customer_id = ?2",
            params![tenant, customer],
        )?;
        writer.insert(
            "INSERT INTO shared_tally SELECT item.tenant_id, item.customer_id, \
             12 * strftime('%Y', item.at_ms / 1000, 'unixepoch') \
             + strftime('%m', item.at_ms / 1000, 'unixepoch') - 1 AS month, \
             kind_word, channel_word, source_word, count(*), max(item.at_ms) \
             FROM shared_item AS shared JOIN item ON item.tenant_id = shared.tenant_id \
             AND item.customer_id = shared.customer_id AND item.at_ms = shared.at_ms \
             AND item.item_id = shared.item_id \
             WHERE shared.tenant_id = ?1 AND shared.customer_id = ?2 \
             GROUP BY month, kind_word, channel_word, source_word",
            params![tenant, customer],
        )?;
        Ok(())
    }
}

fn place_of(item: &Item) -> Cursor {
    Cursor {
        at_ms: item.line.at_ms,
        item_id: item.line.item_id.clone(),
    }
}

/// Reads how many shared items a customer has, by month and then by their words.
pub(super) fn tallies(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Vec<MonthTally>, StoreError> {
    let sql = "SELECT month, kind_word, channel_word, source_word, NULL, items, 0, last_ms, 0, 0 \
               FROM shared_tally WHERE tenant_id = ?1 AND customer_id = ?2";
    read_by(connection, words, sql, tenant, customer)
}

/// A question for a page in which of some kinds only the shared items stand.
pub(super) struct Asked<'a> {
    tenant: &'a TenantId,
    customer: &'a CustomerId,
    /// The kinds, as a list in JSON.
    kinds: String,
    after: Cursor,
    limit: usize,
}

impl<'a> Asked<'a> {
    /// Asks for the items after a place, newest first; for the newest of all, if there is none.
    ///
    /// # Errors
    /// Names of kinds cannot be written as JSON.
    pub(super) fn new(
        tenant: &'a TenantId,
        customer: &'a CustomerId,
        kinds: &[String],
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Self, StoreError> {
        let kinds = serde_json::to_string(kinds);
        Ok(Self {
            tenant,
            customer,
            kinds: kinds.map_err(|error| StoreError::Corrupt(error.to_string()))?,
            after: after.unwrap_or(newest()?),
            limit,
        })
    }

    /// Reads the page: those of the other kinds and the shared ones, merged.
    pub(super) fn page(
        &self,
        connection: &Connection,
        words: &mut Words<'_>,
    ) -> Result<Vec<ItemLine>, StoreError> {
        let mut lines = self.other_kinds(connection, words)?;
        lines.extend(read_lines(
            connection,
            words,
            SHARED,
            named_params! {
                ":tenant": self.tenant.as_str(), ":customer": self.customer.as_str(),
                ":kinds": self.kinds, ":at": self.after.at_ms, ":id": self.after.item_id.as_str(),
                ":limit": limit_of(self.limit),
            },
        )?);
        lines.sort_by(|a, b| (b.at_ms, &b.item_id).cmp(&(a.at_ms, &a.item_id)));
        lines.truncate(self.limit);
        Ok(lines)
    }

    /// Reads those of the other kinds month by month, of the months that have some: between them may lie any
    /// number of items that are not shared.
    fn other_kinds(
        &self,
        connection: &Connection,
        words: &mut Words<'_>,
    ) -> Result<Vec<ItemLine>, StoreError> {
        let mut statement = connection.prepare_cached(OTHER_MONTHS)?;
        let mut months = statement.query(named_params! {
            ":tenant": self.tenant.as_str(), ":customer": self.customer.as_str(),
            ":kinds": self.kinds, ":month": month_of(self.after.at_ms),
        })?;
        let mut lines = Vec::new();
        while let Some(row) = months.next()?
            && lines.len() < self.limit
        {
            let month: i32 = row.get(0)?;
            let until_ms = month_start_ms(month + 1);
            let (at_ms, item_id) = if self.after.at_ms < until_ms {
                (self.after.at_ms, self.after.item_id.as_str())
            } else {
                (until_ms, "")
            };
            lines.extend(read_lines(
                connection,
                words,
                OTHER_KINDS,
                named_params! {
                    ":tenant": self.tenant.as_str(), ":customer": self.customer.as_str(),
                    ":kinds": self.kinds, ":from": month_start_ms(month), ":at": at_ms,
                    ":id": item_id, ":limit": limit_of(self.limit - lines.len()),
                },
            )?);
        }
        Ok(lines)
    }
}

/// Returns the place before every item: items are of plausible times.
fn newest() -> Result<Cursor, StoreError> {
    Ok(Cursor {
        at_ms: month_start_ms(12 * PLAUSIBLE_YEARS.end),
        item_id: ItemId::parse("0")?,
    })
}

const OTHER_MONTHS: &str = "SELECT DISTINCT month FROM month_tally WHERE tenant_id = :tenant AND customer_id = :customer \
     AND month <= :month AND kind_word NOT IN \
     (SELECT code FROM word WHERE tenant_id = :tenant AND text IN (SELECT value FROM json_each(:kinds))) \
     ORDER BY month DESC";

const OTHER_KINDS: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE tenant_id = :tenant AND customer_id = :customer AND at_ms >= :from \
     AND (at_ms, item_id) < (:at, :id) AND kind_word NOT IN \
     (SELECT code FROM word WHERE tenant_id = :tenant AND text IN (SELECT value FROM json_each(:kinds))) \
     ORDER BY at_ms DESC, item_id DESC LIMIT :limit"
);

const SHARED: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM shared_item AS shared CROSS JOIN item ON item.tenant_id = shared.tenant_id \
     AND item.customer_id = shared.customer_id AND item.at_ms = shared.at_ms \
     AND item.item_id = shared.item_id \
     WHERE shared.tenant_id = :tenant AND shared.customer_id = :customer \
     AND (shared.at_ms, shared.item_id) < (:at, :id) AND item.kind_word IN \
     (SELECT code FROM word WHERE tenant_id = :tenant AND text IN (SELECT value FROM json_each(:kinds))) \
     ORDER BY shared.at_ms DESC, shared.item_id DESC LIMIT :limit"
);
