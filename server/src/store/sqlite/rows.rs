//! Rows of the database as types of the core, and back.

use std::borrow::Cow;

use klantbeeld_core::ids::{IdError, ItemId};
use klantbeeld_core::model::{Direction, ItemLine, Status, SummaryFrom};
use klantbeeld_core::money::{Currency, Money};
use rusqlite::types::FromSql;
use rusqlite::{ErrorCode, Row};

use super::words::Words;
use crate::store::StoreError;
use crate::store::codes::Coded;

/// The columns of `item` that [`item_line`] reads, in its order.
macro_rules! item_columns {
    () => {
        "item.at_ms, item.item_id, item.kind_word, item.channel_word, item.direction, \
         item.department_word, item.source_word, item.status, item.title, item.summary, \
         item.reason, item.goal, item.outcome, item.mood, item.amount_minor, \
         item.currency_word, item.due_ms, item.reply_to"
    };
}
pub(super) use item_columns;

/// The number of columns in [`item_columns`]; what a statement adds comes after them.
pub(super) const ITEM_COLUMNS: usize = 18;

/// Reads the line of an item.
///
/// # Errors
/// `Corrupt` when a column holds what this program never writes.
pub(super) fn item_line(row: &Row<'_>, words: &mut Words<'_>) -> Result<ItemLine, StoreError> {
    let mut next = 0_usize;
    let mut column = || {
        next += 1;
        next - 1
    };
    let mut line = ItemLine {
        at_ms: row.get(column())?,
        item_id: ItemId::parse(row.get::<_, String>(column())?)?,
        kind: words.text(row.get(column())?)?,
        channel: words.text(row.get(column())?)?,
        direction: Direction::decode(row.get(column())?)?,
        department: words.text(row.get(column())?)?,
        source: words.text(row.get(column())?)?,
        status: optional(row, column(), Status::decode)?,
        title: row.get(column())?,
        summary: row.get(column())?,
        summary_from: None,
        reason: row.get(column())?,
        goal: row.get(column())?,
        outcome: row.get(column())?,
        mood: row.get(column())?,
        amount: money(row, column(), column(), words)?,
        due_ms: row.get(column())?,
        reply_to: optional(row, column(), |id: String| Ok(ItemId::parse(id)?))?,
    };
    if let Some((from, summary)) = made_summary(&line.summary) {
        (line.summary, line.summary_from) = (summary.to_owned(), Some(from));
    }
    Ok(line)
}

/// Stands before a summary that was made from the item's own words, with the code of the part after it.
const MADE: char = '\u{1e}';

/// Returns the summary as it is stored.
pub(super) fn stored_summary(line: &ItemLine) -> Cow<'_, str> {
    match SummaryFrom::code(line.summary_from) {
        0 => Cow::Borrowed(&line.summary),
        code => Cow::Owned(format!("{MADE}{code}{}", line.summary)),
    }
}

fn made_summary(stored: &str) -> Option<(SummaryFrom, &str)> {
    let rest = stored.strip_prefix(MADE)?;
    let code = rest.get(..1)?.parse().ok()?;
    Some((SummaryFrom::of_code(code)?, rest.get(1..)?))
}

/// Reads a column that may be NULL.
pub(super) fn optional<C: FromSql, T>(
    row: &Row<'_>,
    column: usize,
    decode: impl FnOnce(C) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    row.get::<_, Option<C>>(column)?.map(decode).transpose()
}

fn money(
    row: &Row<'_>,
    amount: usize,
    currency: usize,
    words: &mut Words<'_>,
) -> Result<Option<Money>, StoreError> {
    let code = row.get(currency)?;
    optional(row, amount, |amount_minor| {
        let currency = Currency::parse(&words.text(code)?)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Money {
            amount_minor,
            currency,
        })
    })
}

/// Returns a count or version, which is never negative.
pub(super) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt(format!("{number} is below zero")))
}

/// Returns a number that SQLite can hold; what is larger means "all".
pub(super) fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

impl From<IdError> for StoreError {
    fn from(error: IdError) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let damaged = match error.sqlite_error_code() {
            Some(code) => matches!(
                code,
                ErrorCode::DatabaseCorrupt
                    | ErrorCode::NotADatabase
                    | ErrorCode::TypeMismatch
                    | ErrorCode::ConstraintViolation
            ),
            None => true,
        };
        if damaged {
            Self::Corrupt(error.to_string())
        } else {
            Self::Unavailable(error.to_string())
        }
    }
}
