//! Rows of the database as types of the core, and back.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Assertion, Author, Invalid, Item, ItemLine, Status, SummaryFrom};
use klantbeeld_core::money::{Currency, Money};
use serde_json::Map;
use tokio_postgres::Row;

use super::failure::{Done, Failure};
use crate::store::StoreError;
use crate::store::codes::Coded;

/// The columns of `item` that [`item_line`] reads, in its order.
macro_rules! item_columns {
    () => {
        "at_ms, item_id, kind, channel, direction, department, source, status, title, summary, \
         summary_from, reason, goal, outcome, mood, amount_minor, currency, due_ms, reply_to"
    };
}
pub(super) use item_columns;

/// The columns that make a line an item; they come after those of [`item_columns`].
macro_rules! body_columns {
    () => {
        "recorded_ms, recorded_by, payload"
    };
}
pub(super) use body_columns;

/// The number of columns in [`item_columns`].
const LINE_COLUMNS: usize = 19;
/// The number of columns in both; what a statement adds comes after them.
pub(super) const ITEM_COLUMNS: usize = LINE_COLUMNS + 3;

/// The columns of `assertion` that [`claim`] reads, in its order.
macro_rules! claim_columns {
    () => {
        "assertion_id, field, value, source, valid_from_ms, known_at_ms, author, author_name, \
         raw, invalid"
    };
}
pub(super) use claim_columns;

/// Reads the line of an item.
///
/// # Errors
/// `Corrupt` when a column holds what this program never writes.
pub(super) fn item_line(row: &Row) -> Done<ItemLine> {
    Ok(ItemLine {
        at_ms: row.try_get(0)?,
        item_id: ItemId::parse(row.try_get::<_, String>(1)?)?,
        kind: row.try_get(2)?,
        channel: row.try_get(3)?,
        direction: code(row, 4)?,
        department: row.try_get(5)?,
        source: row.try_get(6)?,
        status: optional_code(row, 7)?,
        title: row.try_get(8)?,
        summary: row.try_get(9)?,
        summary_from: summary_from(row.try_get(10)?)?,
        reason: row.try_get(11)?,
        goal: row.try_get(12)?,
        outcome: row.try_get(13)?,
        mood: row.try_get::<_, Option<i16>>(14)?.map(small).transpose()?,
        amount: money(row.try_get(15)?, row.try_get(16)?)?,
        due_ms: row.try_get(17)?,
        reply_to: row
            .try_get::<_, Option<String>>(18)?
            .map(ItemId::parse)
            .transpose()?,
    })
}

/// Reads an item with its payload.
pub(super) fn item(row: &Row) -> Done<Item> {
    let payload: &str = row.try_get(LINE_COLUMNS + 2)?;
    Ok(Item {
        line: item_line(row)?,
        recorded_ms: row.try_get(LINE_COLUMNS)?,
        recorded_by: row.try_get(LINE_COLUMNS + 1)?,
        payload: match payload {
            "" => Map::new(),
            json => serde_json::from_str(json).map_err(|e| corrupt(&e))?,
        },
    })
}

/// Reads a claim.
pub(super) fn claim(row: &Row) -> Done<Assertion> {
    Ok(Assertion {
        assertion_id: row.try_get(0)?,
        field: row.try_get(1)?,
        value: row.try_get(2)?,
        source: row.try_get(3)?,
        valid_from_ms: row.try_get(4)?,
        known_at_ms: row.try_get(5)?,
        author: code::<Author>(row, 6)?,
        by: row.try_get(7)?,
        raw: row.try_get(8)?,
        // A reason that a newer program wrote is none to this one; the value stays.
        invalid: row.try_get::<_, Option<&str>>(9)?.and_then(Invalid::parse),
    })
}

/// Reads a column that holds an enumeration.
pub(super) fn code<T: Coded>(row: &Row, column: usize) -> Done<T> {
    Ok(T::decode(row.try_get::<_, i16>(column)?.into())?)
}

/// Reads a column that may hold one.
pub(super) fn optional_code(row: &Row, column: usize) -> Done<Option<Status>> {
    let found: Option<i16> = row.try_get(column)?;
    Ok(found.map(|code| Status::decode(code.into())).transpose()?)
}

/// Returns the number by which an enumeration stands in a column.
pub(super) fn code_of(value: impl Coded) -> i16 {
    // There are some ten of each.
    i16::try_from(value.code()).unwrap_or(i16::MAX)
}

/// Returns a count or version, which is never negative.
pub(super) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt(format!("{number} is below zero")))
}

/// Returns a number that is small in the core.
pub(super) fn small<T: TryFrom<N>, N: Copy + std::fmt::Display>(
    number: N,
) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Corrupt(format!("{number} is out of range")))
}

/// Returns a number that the database can hold; what is larger means "all".
pub(super) fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Returns what of the summary was made, by its code.
fn summary_from(code: i16) -> Done<Option<SummaryFrom>> {
    Ok(SummaryFrom::of_code(small(code)?))
}

fn money(amount_minor: Option<i64>, currency: &str) -> Done<Option<Money>> {
    let Some(amount_minor) = amount_minor else {
        return Ok(None);
    };
    let currency = Currency::parse(currency).map_err(|e| corrupt(&e))?;
    Ok(Some(Money {
        amount_minor,
        currency,
    }))
}

/// Tells that what was read is not what this program writes.
pub(super) fn corrupt(error: &impl ToString) -> Failure {
    StoreError::Corrupt(error.to_string()).into()
}

/// Returns the payload as it is stored.
pub(super) fn payload_text(item: &Item) -> Done<String> {
    if item.payload.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(&item.payload).map_err(|e| corrupt(&e))
}

/// Returns how the direction stands in its column.
pub(super) fn direction_code(line: &ItemLine) -> i16 {
    code_of(line.direction)
}
