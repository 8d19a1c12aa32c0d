//! One row of a table to what it says about one customer, by the mapping.

use std::collections::HashMap;

use klantbeeld_core::ids::{CustomerId, IdError, ItemId};
use klantbeeld_core::model::{Assertion, Author, Item, ItemLine};
use klantbeeld_core::money::{Currency, Money, MoneyError};
use serde_json::{Map, Number, Value};

use super::import_record::{ImportRecord, Subject, content_id};
use super::line_error::{LineError, excerpt};
use super::mapping::{
    Amount, Columns, DecimalMark, FieldRule, FieldValue, ItemRule, Mapping, Moment, PayloadSection,
    PayloadType, Template,
};
use super::normal;
use super::options::Options;
use super::when;

/// Turns rows into records. Counts equal rows, so it is made anew for every file.
#[derive(Debug)]
pub struct RowReader<'a> {
    mapping: &'a Mapping,
    options: &'a Options,
    columns: Columns,
    width: usize,
    /// How often a row with this content stood in the file, for rows without an id of their own.
    seen: HashMap<String, u32>,
}

impl<'a> RowReader<'a> {
    /// Makes a reader for a file with these columns.
    #[must_use]
    pub fn new(mapping: &'a Mapping, options: &'a Options, columns: Columns, width: usize) -> Self {
        Self {
            mapping,
            options,
            columns,
            width,
            seen: HashMap::new(),
        }
    }

    /// Reads what the row says.
    ///
    /// # Errors
    /// Which part of it cannot be.
    pub fn record(&mut self, row: &[String]) -> Result<ImportRecord, LineError> {
        if row.len() != self.width {
            return Err(LineError::Columns {
                found: row.len(),
                expected: self.width,
            });
        }
        let id = self.id_text(row, &self.mapping.customer_id, "customer.id")?;
        let customer = CustomerId::parse(id).map_err(|e| LineError::id("customer.id", e))?;
        let known_at_ms = match &self.mapping.known_at {
            Some(moment) => self.moment(row, moment)?,
            None => self.options.as_of_ms,
        };
        let mut record = ImportRecord::about(Subject::Customer(customer.clone()));
        record.kind = self.mapping.customer_kind;
        for identity in &self.mapping.identities {
            let raw = self.value(row, &identity.column);
            let region = self.options.region;
            let found = normal::identity(identity.kind, raw, &self.mapping.source, region);
            record.identities.extend(found);
        }
        for rule in &self.mapping.fields {
            let assertion = self.assertion(row, rule, known_at_ms, &customer)?;
            record.assertions.extend(assertion);
        }
        if let Some(rule) = &self.mapping.item {
            let item = self.item(row, rule)?;
            record.items.push(item);
        }
        Ok(record)
    }

    fn value<'r>(&self, row: &'r [String], column: &str) -> &'r str {
        self.columns.value(row, column)
    }

    /// Makes an id from a template. An empty column is refused: `crm-` alone would gather all such rows.
    fn id_text(&self, row: &[String], of: &Template, part: &str) -> Result<String, LineError> {
        if of
            .columns()
            .any(|column| self.value(row, column).is_empty())
        {
            return Err(LineError::id(part, IdError::Empty));
        }
        Ok(of.fill(|column| self.value(row, column)))
    }

    fn moment(&self, row: &[String], moment: &Moment) -> Result<i64, LineError> {
        let text = self.value(row, &moment.column);
        when::parse_ms(text, &moment.format, moment.kind, moment.zone)
            .ok_or_else(|| LineError::date(&moment.column, text, &moment.format))
    }

    /// Returns the claim of one field; none when its column is empty.
    fn assertion(
        &self,
        row: &[String],
        rule: &FieldRule,
        known_at_ms: i64,
        customer: &CustomerId,
    ) -> Result<Option<Assertion>, LineError> {
        let value = match &rule.value {
            FieldValue::Constant(value) => value.clone(),
            FieldValue::Column(column) => self.value(row, column).to_owned(),
            FieldValue::Date { column, format } => match self.value(row, column) {
                "" => String::new(),
                text => when::parse_day(text, format)
                    .ok_or_else(|| LineError::date(column, text, format))?,
            },
            FieldValue::Listed { column, values } => match self.value(row, column) {
                "" => String::new(),
                text => values.get(text).cloned().ok_or_else(|| LineError::Value {
                    part: column.clone(),
                    text: excerpt(text),
                })?,
            },
        };
        if value.is_empty() {
            return Ok(None);
        }
        let source = &self.mapping.source;
        // Without a moment of the source's own the id leaves it out: a second import is no news.
        let known_at = self
            .mapping
            .known_at
            .as_ref()
            .map(|_| known_at_ms.to_string());
        let parts = [source.as_str(), customer.as_str(), &rule.field, &value];
        Ok(Some(Assertion {
            assertion_id: content_id(parts.into_iter().chain(known_at.as_deref())),
            field: rule.field.clone(),
            value,
            source: source.clone(),
            valid_from_ms: known_at_ms,
            known_at_ms,
            author: Author::System,
            by: source.clone(),
        }))
    }

    fn item(&mut self, row: &[String], rule: &ItemRule) -> Result<Item, LineError> {
        let at_ms = self.moment(row, &rule.at)?;
        let amount = match &rule.amount {
            Some(amount) => self.money(row, amount)?,
            None => None,
        };
        let mut payload = Map::new();
        for part in &rule.payload {
            if let Some(value) = self.payload(row, part)? {
                payload.insert(part.name.clone(), value);
            }
        }
        let item_id = self.item_id(row, rule)?;
        let fill = |template: &Template| template.fill(|c| self.value(row, c));
        Ok(Item {
            line: ItemLine {
                channel: rule.channel.clone(),
                direction: rule.direction,
                department: rule.department.clone(),
                source: self.mapping.source.clone(),
                status: rule.status,
                title: fill(&rule.title),
                summary: fill(&rule.summary),
                reason: fill(&rule.reason),
                amount,
                ..ItemLine::new(item_id, at_ms, &rule.kind)
            },
            recorded_ms: at_ms,
            recorded_by: self.mapping.source.clone(),
            payload,
        })
    }

    /// Makes the id, last of all checks: only rows that are stored count as occurrences.
    fn item_id(&mut self, row: &[String], rule: &ItemRule) -> Result<ItemId, LineError> {
        let id = if let Some(template) = &rule.id {
            self.id_text(row, template, "item.id")?
        } else {
            let source = self.mapping.source.as_str();
            let values = row.iter().map(|value| value.trim());
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

    /// Returns the amount; none when its column is empty.
    fn money(&self, row: &[String], amount: &Amount) -> Result<Option<Money>, LineError> {
        let text = self.value(row, &amount.column);
        if text.is_empty() {
            return Ok(None);
        }
        let currency = match &amount.currency {
            Ok(currency) => *currency,
            Err(column) => {
                Currency::parse(self.value(row, column)).map_err(|e| LineError::money(column, e))?
            }
        };
        let wrong = || MoneyError::Amount(excerpt(text));
        plain_decimal(text, amount.decimal)
            .ok_or_else(wrong)
            .and_then(|plain| Money::parse_decimal(&plain, currency))
            .map(Some)
            .map_err(|e| LineError::money(&amount.column, e))
    }

    fn payload(&self, row: &[String], part: &PayloadSection) -> Result<Option<Value>, LineError> {
        let text = self.value(row, &part.column);
        match part.kind {
            _ if text.is_empty() => Ok(None),
            PayloadType::Text => Ok(Some(Value::String(text.to_owned()))),
            PayloadType::Number => serde_json::from_str::<Number>(text)
                .ok()
                .or_else(|| text.parse::<i64>().ok().map(Number::from))
                .map(|number| Some(Value::Number(number)))
                .ok_or_else(|| LineError::Number {
                    part: part.column.clone(),
                    text: excerpt(text),
                }),
        }
    }
}

/// Reads `1.234,50` as `1234.50`. Groups have three digits: `1,5` in a file with decimal points is a
/// mistake, not fifteen.
fn plain_decimal(text: &str, mark: DecimalMark) -> Option<String> {
    let (mark, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, fraction) = text.split_once(mark).unwrap_or((text, ""));
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let mut plain = first.to_owned();
    for digits in groups {
        let digits_before = first.trim_start_matches(['-', '+']).len();
        if digits.len() != 3 || !(1..=3).contains(&digits_before) {
            return None;
        }
        plain.push_str(digits);
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    Some(plain)
}

#[cfg(test)]
mod tests;
