//! What a customer used of a product: how often, and how much where the source measured it.
//!
//! An item of use names its product in its payload: `product` (text), and if it was measured `quantity`
//! (number) and `unit` (text). Sums are kept by month while items are written, so that a trend over two
//! years costs some dozens of rows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::item::ItemLine;
use crate::vocabulary::find_kind;

/// Longer names of products or units are cut.
const NAME_LETTERS: usize = 80;
/// Larger quantities are not counted: no product is used a billion times at once.
const MAX_QUANTITY: f64 = 1e9;

/// One use, read from an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The product as the source calls it.
    pub product: String,
    /// What its quantity is measured in; empty when it is not measured.
    pub unit: String,
    /// How much, in thousandths of the unit.
    pub quantity_milli: i64,
}

impl Use {
    /// Reads the use that an item tells of; none when it names no product or is of another sort.
    ///
    /// Kinds that an organisation added count too: what they behave as is not known where items are
    /// written, and one that names a product in this way means it.
    #[must_use]
    pub fn of(line: &ItemLine, payload: &Map<String, Value>) -> Option<Self> {
        let is_use = find_kind(&line.kind, &[])
            .is_none_or(|kind| matches!(kind.word.slug, "usage" | "meter"));
        let text = |name: &str| payload.get(name).and_then(Value::as_str).map(short);
        let product = text("product").filter(|name| is_use && !name.is_empty())?;
        let quantity = payload.get("quantity").and_then(Value::as_f64);
        let quantity = quantity.filter(|q| q.abs() <= MAX_QUANTITY);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "at most a billion thousands"
        )]
        let quantity_milli = quantity.map_or(0, |q| (q * 1_000.0).round() as i64);
        let unit = quantity.and_then(|_| text("unit")).unwrap_or_default();
        Some(Self {
            product,
            unit,
            quantity_milli,
        })
    }
}

fn short(text: &str) -> String {
    text.trim().chars().take(NAME_LETTERS).collect()
}

/// What a customer used of a product in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductMonth {
    /// Month as in [`crate::time::month_of`].
    pub month: i32,
    /// Slug of the items' kind.
    pub kind: String,
    /// The product.
    pub product: String,
    /// The unit of the quantity; empty when it is not measured.
    pub unit: String,
    /// How many items told of it.
    pub uses: u32,
    /// How much, in thousandths of the unit.
    pub quantity_milli: i64,
    /// The latest `at_ms` of them.
    pub last_ms: i64,
}

/// A product that a customer uses, as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductUse {
    /// The product.
    pub product: String,
    /// The unit of the amounts; empty when uses are counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The latest use.
    pub last_ms: i64,
    /// The month of the first of the amounts.
    pub from_month: i32,
    /// How much in each month, in thousandths of the unit (of a use when there is none), oldest first
    /// and without gaps.
    pub amounts_milli: Vec<i64>,
}

impl ProductUse {
    /// Puts together the products of some months, the latest used first; at most `limit`. The months may come
    /// in any order. What is measured in two units is two products; a use that was not measured says nothing
    /// of how much, so it counts only for a product that never is.
    #[must_use]
    pub fn all(months: &[ProductMonth], limit: usize) -> Vec<Self> {
        let measured: BTreeSet<&str> = months
            .iter()
            .filter(|m| !m.unit.is_empty())
            .map(|m| m.product.as_str())
            .collect();
        let counted = months
            .iter()
            .filter(|m| !m.unit.is_empty() || !measured.contains(m.product.as_str()));
        let mut sorted: Vec<&ProductMonth> = counted.collect();
        sorted.sort_by(|a, b| (name(a), a.month).cmp(&(name(b), b.month)));
        let mut products: Vec<Self> = sorted
            .chunk_by(|a, b| name(a) == name(b))
            .filter_map(Self::of)
            .collect();
        products.sort_by_key(|product| std::cmp::Reverse(product.last_ms));
        products.truncate(limit);
        products
    }

    fn of(months: &[&ProductMonth]) -> Option<Self> {
        let (first, last) = (months.first()?, months.last()?);
        let mut amounts_milli = Vec::new();
        let mut rest = months.iter().peekable();
        for month in first.month..=last.month {
            let mut sum = 0_i64;
            while let Some(of_month) = rest.next_if(|m| m.month == month) {
                sum = sum.saturating_add(amount_milli(of_month));
            }
            amounts_milli.push(sum);
        }
        Some(Self {
            product: first.product.clone(),
            unit: first.unit.clone(),
            last_ms: months.iter().map(|m| m.last_ms).max()?,
            from_month: first.month,
            amounts_milli,
        })
    }
}

fn name(month: &ProductMonth) -> (&str, &str) {
    (&month.product, &month.unit)
}

fn amount_milli(month: &ProductMonth) -> i64 {
    if month.unit.is_empty() {
        i64::from(month.uses) * 1_000
    } else {
        month.quantity_milli
    }
}

#[cfg(test)]
mod tests;
