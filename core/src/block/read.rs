//! Reading: the cells of a row, out of the columns.

use std::ops::Range;

use super::columns::{Block, Dictionary};
use super::{NO_MOOD, UNIT_SEPARATOR};
use crate::ids::ItemId;
use crate::model::{Direction, ItemLine, Status, SummaryFrom};
use crate::money::{Currency, Money};

/// Which dictionary column is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Kind slugs.
    Kind,
    /// Channel slugs.
    Channel,
    /// Department slugs.
    Department,
}

impl Block {
    pub(super) fn dictionary(&self, column: Column) -> &Dictionary {
        match column {
            Column::Kind => &self.columns.kind,
            Column::Channel => &self.columns.channel,
            Column::Department => &self.columns.department,
        }
    }

    /// Returns the words that a column uses, by code.
    pub(crate) fn words(&self, column: Column) -> &[String] {
        &self.dictionary(column).words
    }

    /// Returns the codes of a column, if they take one byte each.
    pub(crate) fn byte_codes(&self, column: Column) -> Option<&[u8]> {
        let dictionary = self.dictionary(column);
        (dictionary.width == 1).then(|| self.span(&dictionary.codes))
    }

    fn code(&self, dictionary: &Dictionary, row: usize) -> usize {
        let codes = self.span(&dictionary.codes);
        if dictionary.width == 1 {
            codes.get(row).copied().map_or(0, usize::from)
        } else {
            let cell = codes
                .get(row * 2..row * 2 + 2)
                .and_then(|c| c.try_into().ok());
            cell.map_or(0, |c| usize::from(u16::from_le_bytes(c)))
        }
    }

    pub(crate) fn code_of(&self, column: Column, row: usize) -> usize {
        self.code(self.dictionary(column), row)
    }

    fn word<'a>(&self, dictionary: &'a Dictionary, row: usize) -> &'a str {
        dictionary
            .words
            .get(self.code(dictionary, row))
            .map_or("", String::as_str)
    }

    /// Returns the time of a row; 0 outside of the block.
    #[must_use]
    pub fn at_ms(&self, row: usize) -> i64 {
        let cell = self.span(&self.columns.at).get(row * 8..row * 8 + 8);
        cell.and_then(|c| c.try_into().ok())
            .map_or(0, i64::from_le_bytes)
    }

    pub(crate) fn direction(&self, row: usize) -> Direction {
        let flags = self.flag_bytes().get(row);
        flags.map_or(Direction::None, |flags| direction_of(*flags))
    }

    pub(crate) fn flag_bytes(&self) -> &[u8] {
        self.span(&self.columns.flags)
    }

    pub(crate) fn mood_bytes(&self) -> &[u8] {
        self.span(&self.columns.mood)
    }

    fn cell<'a>(&'a self, ends: &Range<usize>, body: &Range<usize>, row: usize) -> &'a str {
        let end = |i: usize| {
            let cell = self
                .span(ends)
                .get(i * 4..i * 4 + 4)
                .and_then(|c| c.try_into().ok());
            cell.map_or(0, |c| u32::from_le_bytes(c) as usize)
        };
        let bytes = self
            .span(body)
            .get(end(row)..end(row + 1))
            .unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("")
    }

    /// Returns a row's title, summary, reason, goal and outcome, with separators between them.
    pub(crate) fn text(&self, row: usize) -> &str {
        self.cell(&self.columns.text_ends, &self.columns.text, row)
    }

    /// Returns a row's item id as text.
    #[must_use]
    pub fn item_id(&self, row: usize) -> &str {
        self.cell(&self.columns.id_ends, &self.columns.ids, row)
    }

    /// Returns ids of the items that rows of this block answer, with the row.
    pub fn replies(&self) -> impl Iterator<Item = (u32, &str)> {
        self.columns
            .reply
            .iter()
            .map(|(row, id)| (*row, id.as_str()))
    }

    fn money(&self, row: usize) -> Option<Money> {
        let currency = Currency::parse(self.word(&self.columns.currency, row)).ok()?;
        let width = self.columns.amount_width;
        let cell = self
            .span(&self.columns.amount)
            .get(row * width..(row + 1) * width)?;
        let amount_minor = match cell.len() {
            4 => i64::from(i32::from_le_bytes(cell.try_into().ok()?)),
            _ => i64::from_le_bytes(cell.try_into().ok()?),
        };
        Some(Money {
            amount_minor,
            currency,
        })
    }

    /// Returns a row as a line; none outside of the block.
    #[must_use]
    pub fn line(&self, row: usize) -> Option<ItemLine> {
        let item_id = ItemId::parse(self.item_id(row)).ok()?;
        let flags = self.flag_bytes().get(row).copied()?;
        let mood = self.mood_bytes().get(row).copied()?.cast_signed();
        let mut parts = self.text(row).split(UNIT_SEPARATOR).map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        let sparse = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        let due = &self.columns.due;
        let reply = &self.columns.reply;
        Some(ItemLine {
            item_id,
            at_ms: self.at_ms(row),
            kind: self.word(&self.columns.kind, row).to_owned(),
            channel: self.word(&self.columns.channel, row).to_owned(),
            direction: direction_of(flags),
            department: self.word(&self.columns.department, row).to_owned(),
            source: self.word(&self.columns.source, row).to_owned(),
            status: status_of(flags),
            title: part(),
            summary: part(),
            summary_from: SummaryFrom::of_code(flags >> 6),
            reason: part(),
            goal: part(),
            outcome: part(),
            mood: (mood != NO_MOOD).then_some(mood),
            amount: self.money(row),
            due_ms: due
                .binary_search_by_key(&sparse(row), |d| d.0)
                .ok()
                .and_then(|i| due.get(i))
                .map(|d| d.1),
            reply_to: reply
                .binary_search_by_key(&sparse(row), |r| r.0)
                .ok()
                .and_then(|i| reply.get(i))
                .and_then(|r| ItemId::parse(r.1.as_str()).ok()),
        })
    }
}

pub(crate) fn direction_of(flags: u8) -> Direction {
    match flags & 0b11 {
        1 => Direction::In,
        2 => Direction::Out,
        _ => Direction::None,
    }
}

fn status_of(flags: u8) -> Option<Status> {
    usize::from((flags >> 2) & 0b1111)
        .checked_sub(1)
        .and_then(|i| Status::ALL.get(i))
        .copied()
}
