//! What customers used of products, counted while items are written and read back by month.

use std::collections::BTreeMap;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{Item, ProductMonth, USE_MONTHS, Use};
use klantbeeld_core::time::month_of;
use rusqlite::{Connection, params};

use super::words::Words;
use super::writer::Writer;
use crate::store::StoreError;

/// Month, code of the kind, product and unit.
type Key = (i32, i64, String, String);

#[derive(Debug, Default)]
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

    /// Adds the counts to those of the customer.
    pub(super) fn write(
        &self,
        writer: Writer<'_>,
        customer: &CustomerId,
    ) -> Result<(), StoreError> {
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
