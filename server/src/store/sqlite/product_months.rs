//! What customers used of products, counted while items are written and read back by month.

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Item, ProductMonth, USE_MONTHS, Use};
use klantbeeld_core::time::{month_of, month_start_ms};
use rusqlite::{Connection, params};

use super::items;
use super::words::Words;
use super::writer::Writer;
use crate::store::StoreError;

/// Month, code of the kind, product and unit.
type Key = (i32, i64, String, String);

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    uses: i64,
    quantity_milli: i64,
    last_ms: i64,
}

/// What one transaction adds to the use of products by one customer.
#[derive(Debug, Default)]
pub(super) struct ProductMonths(BTreeMap<Key, Sum>);

impl ProductMonths {
    /// Counts the use that an item tells of, if it tells of any; `kind` is the code of its kind.
    pub(super) fn count(&mut self, item: &Item, kind: i64) {
        let Some(used) = Use::of(&item.line, &item.payload) else {
            return;
        };
        let at_ms = item.line.at_ms;
        let key = (month_of(at_ms), kind, used.product, used.unit);
        let sum = self.0.entry(key).or_insert(Sum {
            last_ms: at_ms,
            ..Sum::default()
        });
        sum.uses += 1;
        sum.quantity_milli = sum.quantity_milli.saturating_add(used.quantity_milli);
        sum.last_ms = sum.last_ms.max(at_ms);
    }

    /// Adds the counts to those of the customer. Some months are counted again instead: of those an item
    /// became another one.
    pub(super) fn write(
        &self,
        writer: Writer<'_>,
        words: &mut Words<'_>,
        customer: &CustomerId,
        recounted: &BTreeSet<i32>,
    ) -> Result<(), StoreError> {
        for month in recounted {
            writer.insert(
                "DELETE FROM product_month WHERE tenant_id = ?1 AND customer_id = ?2 AND month = ?3",
                params![writer.tenant.as_str(), customer.as_str(), month],
            )?;
            Self::of_month(writer, words, customer, *month)?.add_to(writer, customer)?;
        }
        let others = self.0.iter();
        let others = others.filter(|((month, ..), _)| !recounted.contains(month));
        Self(others.map(|(key, sum)| (key.clone(), *sum)).collect()).add_to(writer, customer)
    }

    /// Counts a month from its items.
    fn of_month(
        writer: Writer<'_>,
        words: &mut Words<'_>,
        customer: &CustomerId,
        month: i32,
    ) -> Result<Self, StoreError> {
        let mut statement = writer.connection.prepare_cached(
            "SELECT item.item_id, item.kind_word FROM item WHERE tenant_id = ?1 \
             AND customer_id = ?2 AND at_ms >= ?3 AND at_ms < ?4",
        )?;
        let mut rows = statement.query(params![
            writer.tenant.as_str(),
            customer.as_str(),
            month_start_ms(month),
            month_start_ms(month.saturating_add(1)),
        ])?;
        let mut counted = Self::default();
        while let Some(row) = rows.next()? {
            let id = ItemId::parse(row.get::<_, String>(0)?)?;
            let (connection, tenant) = (writer.connection, writer.tenant);
            if let Some(item) = items::get(connection, words, tenant, customer, &id)? {
                counted.count(&item, row.get(1)?);
            }
        }
        Ok(counted)
    }

    fn add_to(&self, writer: Writer<'_>, customer: &CustomerId) -> Result<(), StoreError> {
        for ((month, kind, product, unit), sum) in &self.0 {
            writer.insert(
                "INSERT INTO product_month (tenant_id, customer_id, month, kind_word, product, \
                 unit, uses, quantity_milli, last_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
                 ON CONFLICT DO UPDATE SET uses = uses + excluded.uses, \
                 quantity_milli = quantity_milli + excluded.quantity_milli, \
                 last_ms = max(last_ms, excluded.last_ms)",
                params![
                    writer.tenant.as_str(),
                    customer.as_str(),
                    month,
                    kind,
                    product,
                    unit,
                    sum.uses,
                    sum.quantity_milli,
                    sum.last_ms,
                ],
            )?;
        }
        Ok(())
    }
}

/// Reads the use of products until the present month, as far back as it is told.
pub(super) fn read(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    now_ms: i64,
) -> Result<Vec<ProductMonth>, StoreError> {
    let month_now = month_of(now_ms);
    let mut statement = connection.prepare_cached(
        "SELECT month, kind_word, product, unit, uses, quantity_milli, last_ms FROM product_month \
         WHERE tenant_id = ?1 AND customer_id = ?2 AND month BETWEEN ?3 AND ?4",
    )?;
    let mut rows = statement.query(params![
        tenant.as_str(),
        customer.as_str(),
        month_now.saturating_sub(USE_MONTHS),
        month_now,
    ])?;
    let mut months = Vec::new();
    while let Some(row) = rows.next()? {
        months.push(ProductMonth {
            month: row.get(0)?,
            kind: words.text(row.get(1)?)?,
            product: row.get(2)?,
            unit: row.get(3)?,
            uses: row.get(4)?,
            quantity_milli: row.get(5)?,
            last_ms: row.get(6)?,
        });
    }
    fn place(month: &ProductMonth) -> (i32, [&String; 3]) {
        (month.month, [&month.kind, &month.product, &month.unit])
    }
    months.sort_unstable_by(|a, b| place(a).cmp(&place(b)));
    Ok(months)
}
