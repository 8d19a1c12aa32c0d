//! Purchases in a plain table: who, on which day, for how much, and in which currency if it says so.

use std::path::Path;

use anyhow::{Result, bail};
use chrono::NaiveDate;
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_models::churn::Table;

use super::table::read_table;

const CUSTOMER: &[&str] = &["id", "customer_id", "customer"];
const DATE: &[&str] = &["date"];
const AMOUNT: &[&str] = &["amount", "dollar_value", "value"];
const CURRENCY: &[&str] = &["currency"];

/// One purchase, wherever it was read.
#[derive(Debug)]
pub(super) struct Bought {
    pub(super) customer: String,
    pub(super) date: NaiveDate,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
}

/// Reads purchases; returns them with the number of rows that were none.
pub(super) fn read_purchases(path: &Path, default: Currency) -> Result<(Vec<Bought>, usize)> {
    let table = read_table(path)?;
    let customer = column(&table, CUSTOMER)?;
    let date = column(&table, DATE)?;
    let amount = column(&table, AMOUNT)?;
    let currency = column(&table, CURRENCY).ok();
    let read = |row: usize| {
        let currency = match currency.map(|place| table.cell(row, place)) {
            None | Some("") => default,
            Some(code) => Currency::parse(code).ok()?,
        };
        let amount = table.cell(row, amount);
        Some(Bought {
            customer: Some(table.cell(row, customer))
                .filter(|id| !id.is_empty())?
                .to_owned(),
            date: parse_date(table.cell(row, date))?,
            amount_minor: Money::parse_decimal(amount, currency).ok()?.amount_minor,
            currency: currency.as_str().to_owned(),
        })
    };
    let purchases: Vec<_> = (0..table.len()).filter_map(read).collect();
    let refused = table.len() - purchases.len();
    Ok((purchases, refused))
}

fn column(table: &Table, names: &[&str]) -> Result<usize> {
    let place = names.iter().find_map(|name| table.find(name).ok());
    let Some(place) = place else {
        let known = table.names().join(", ");
        bail!(
            "there is no column `{}`; there are: {known}",
            names.join("`, `")
        );
    };
    Ok(place)
}

/// Reads `1997-09-30` and `19970930`.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let read = |form| NaiveDate::parse_from_str(text, form).ok();
    read("%Y-%m-%d").or_else(|| (text.len() == 8).then(|| read("%Y%m%d")).flatten())
}
