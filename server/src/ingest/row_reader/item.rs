//! The item that a row is: its words, moments, money and payload, by the mapping.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Item, ItemLine};
use klantbeeld_core::money::{Currency, Money, MoneyError};
use serde_json::{Map, Number, Value};

use super::RowReader;
use crate::ingest::cell;
use crate::ingest::decimal::{self, Quantity};
use crate::ingest::import_record::{ImportRecord, content_id};
use crate::ingest::line_error::LineError;
use crate::ingest::mapping::{Amount, ItemRule, PayloadSection, PayloadType, Template};
use crate::ingest::oddity::{Note, Oddity, excerpt};

impl RowReader<'_> {
    /// Reads the item that a row is.
    ///
    /// # Errors
    /// It has no moment or no id, or an amount that is too large.
    pub(super) fn item(
        &mut self,
        row: &[String],
        rule: &ItemRule,
        record: &mut ImportRecord,
    ) -> Result<Item, LineError> {
        let at_ms = self.moment(row, &rule.at, record)?;
        let amount = match &rule.amount {
            Some(amount) => self.money(row, amount, record)?,
            None => None,
        };
        let mut payload = Map::new();
        for part in &rule.payload {
            match self.payload(row, part) {
                Ok(None) => {}
                Ok(Some(value)) => {
                    payload.insert(part.name.clone(), value);
                }
                Err(note) => record.note(note),
            }
        }
        let due_ms = self.moment_if_any(row, rule.due.as_ref(), record);
        let reply_to = self.reply_to(row, rule, record);
        // All but the direction have a default where they come from a column.
        let kind = self.choose(row, &rule.kind, record).unwrap_or_default();
        let channel = self.choose(row, &rule.channel, record).unwrap_or_default();
        let department = self
            .choose(row, &rule.department, record)
            .unwrap_or_default();
        let direction = self
            .choose(row, &rule.direction, record)
            .unwrap_or_default();
        let status = rule.status.as_ref();
        let status = status.and_then(|status| self.choose(row, status, record));
        let item_id = self.item_id(row, rule)?;
        let fill = |template: &Template| template.fill(|c| self.value(row, c));
        Ok(Item {
            line: ItemLine {
                channel,
                direction,
                department,
                source: self.mapping.source.clone(),
                status,
                title: fill(&rule.title),
                summary: fill(&rule.summary),
                reason: fill(&rule.reason),
                amount,
                due_ms,
                reply_to,
                ..ItemLine::new(item_id, at_ms, &kind)
            },
            // What is planned was recorded before it happens.
            recorded_ms: record
                .told_ms
                .unwrap_or_else(|| at_ms.min(self.options.as_of_ms)),
            recorded_by: self.mapping.source.clone(),
            payload,
        })
    }

    /// Returns the item that this one answers; none where a column of its id is empty or names nobody's.
    fn reply_to(
        &self,
        row: &[String],
        rule: &ItemRule,
        record: &mut ImportRecord,
    ) -> Option<ItemId> {
        let template = rule.reply_to.as_ref()?;
        if template
            .columns()
            .any(|column| self.value(row, column).is_empty())
        {
            return None;
        }
        let id = self.id_text(row, template, "item.reply_to");
        let id = id.and_then(|id| ItemId::parse(id).map_err(|e| LineError::id("item.reply_to", e)));
        match id {
            Ok(id) => Some(id),
            Err(LineError::Odd(note)) => {
                record.note(note);
                None
            }
            Err(reason) => {
                record.note(Note::new(
                    "item.reply_to",
                    Oddity::Reply(reason.to_string()),
                ));
                None
            }
        }
    }

    /// Makes the id, last of all checks: only rows that are stored count as occurrences.
    fn item_id(&mut self, row: &[String], rule: &ItemRule) -> Result<ItemId, LineError> {
        let id = if let Some(template) = &rule.id {
            self.id_text(row, template, "item.id")?
        } else {
            let source = self.mapping.source.as_str();
            let values = row.iter().map(|value| cell::plain(value));
            let content = content_id(std::iter::once(source).chain(values));
            let count = self.seen.entry(content.clone()).or_default();
            *count += 1;
            match *count {
                1 => content,
                again => format!("{content}-{again}"),
            }
        };
        ItemId::parse(id).map_err(|e| LineError::id("item.id", e))
    }

    /// Returns the amount; none when its column is empty or cannot be read. One that is too large is no slip of a
    /// pen that the rest of the row could do without.
    fn money(
        &self,
        row: &[String],
        amount: &Amount,
        record: &mut ImportRecord,
    ) -> Result<Option<Money>, LineError> {
        let text = self.value(row, &amount.column);
        if text.is_empty() {
            return Ok(None);
        }
        let currency = match &amount.currency {
            Ok(currency) => Ok(*currency),
            Err(column) => Currency::parse(&self.value(row, column).to_ascii_uppercase())
                .map_err(|problem| Note::money(column, problem)),
        };
        let mark = self
            .choose(row, &amount.decimal, record)
            .unwrap_or_default();
        let read = currency.and_then(|currency| {
            decimal::marked(text, mark, currency)
                .map_err(|problem| Note::money(&amount.column, problem))
        });
        match read {
            Ok(money) => Ok(Some(money)),
            Err(note) if matches!(note.oddity, Oddity::Money(MoneyError::Overflow(_))) => {
                Err(note.into())
            }
            Err(note) => {
                record.note(note);
                Ok(None)
            }
        }
    }

    fn payload(&self, row: &[String], part: &PayloadSection) -> Result<Option<Value>, Note> {
        let text = self.value(row, &part.column);
        match part.kind {
            _ if text.is_empty() => Ok(None),
            PayloadType::Text => Ok(Some(Value::String(text.to_owned()))),
            PayloadType::Number => serde_json::from_str::<Number>(text)
                .ok()
                .map(Value::Number)
                .or_else(|| Quantity::parse(text).map(Quantity::to_json))
                .map(Some)
                .ok_or_else(|| Note::new(&part.column, Oddity::Number(excerpt(text)))),
        }
    }
}
