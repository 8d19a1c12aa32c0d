//! One row of a table to what it says about one customer, by the mapping.

use std::collections::HashMap;

use klantbeeld_core::ids::{CustomerId, IdError, ItemId};
use klantbeeld_core::model::{Assertion, Author, Identity, IdentityKind, Item, ItemLine};
use klantbeeld_core::money::{Currency, Money, MoneyError};
use serde_json::{Map, Number, Value};

use super::decimal::{self, Quantity};
use super::identifier::NoIds;
use super::import_record::{ImportRecord, Subject, content_id};
use super::line_error::LineError;
use super::mapping::{
    Amount, Columns, FieldRule, FieldValue, IdentitySection, ItemRule, Mapping, Moment,
    PayloadSection, PayloadType, Template,
};
use super::oddity::{Note, Oddity, excerpt};
use super::options::Options;
use super::{cell, loose_date, normal};

/// Turns rows into records. Counts equal rows, so it is made anew for every file.
#[derive(Debug)]
pub struct RowReader<'a> {
    mapping: &'a Mapping,
    options: &'a Options,
    no_ids: NoIds,
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
            no_ids: options.no_ids.clone().with(&mapping.no_ids),
            columns,
            width,
            seen: HashMap::new(),
        }
    }

    /// Reads what the row says. A value that cannot be read is left out and noted.
    ///
    /// # Errors
    /// Why it cannot be known whom or what it is about.
    pub fn record(&mut self, row: &[String]) -> Result<ImportRecord, LineError> {
        if row.len() != self.width {
            return Err(LineError::Columns {
                found: row.len(),
                expected: self.width,
            });
        }
        let id = self.id_text(row, &self.mapping.customer_id, "customer.id")?;
        let customer = CustomerId::parse(id).map_err(|e| LineError::id("customer.id", e))?;
        let mut record = ImportRecord::about(Subject::Customer(customer.clone()));
        let known_at_ms = self.known_at(row, &mut record);
        record.told_ms = known_at_ms;
        record.kind = self.mapping.customer_kind;
        for identity in &self.mapping.identities {
            self.identify(row, identity, &mut record);
        }
        for rule in &self.mapping.fields {
            if let Some(value) = self.field(row, rule, &mut record) {
                let claim = self.claim(&rule.field, value, known_at_ms, &customer);
                record.assertions.push(claim);
            }
        }
        if let Some(rule) = &self.mapping.item {
            let item = self.item(row, rule, &mut record)?;
            record.items.push(item);
        }
        Ok(record)
    }

    /// Returns whether a row is the header again, of a second file put behind the first: the same names, in any
    /// order. From then on the columns are where this one says.
    pub fn is_header(&mut self, row: &[String], names: &[String]) -> bool {
        let mut id_columns = self.mapping.customer_id.columns();
        if !id_columns.all(|column| row.iter().any(|value| cell::plain(value) == column)) {
            return false;
        }
        let is_same = row.len() == names.len()
            && names
                .iter()
                .zip(row)
                .all(|(a, b)| cell::plain(a) == cell::plain(b));
        let has_several = self.mapping.used_columns().len() > 1;
        if !is_same && !has_several {
            return false;
        }
        let Ok(columns) = Columns::bind(self.mapping, row) else {
            return false;
        };
        self.columns = columns;
        self.width = row.len();
        true
    }

    fn value<'r>(&self, row: &'r [String], column: &str) -> &'r str {
        self.columns.value(row, column)
    }

    /// Makes an id from a template. An empty column is refused: `crm-` alone would gather all such rows; and so is
    /// one that identifies nobody.
    fn id_text(&self, row: &[String], of: &Template, part: &str) -> Result<String, LineError> {
        let mut parts = HashMap::new();
        let mut is_somebody = of.columns().next().is_none();
        let mut nobody = Ok(());
        for column in of.columns() {
            let raw = self.value(row, column);
            if raw.is_empty() {
                return Err(LineError::id(part, IdError::Empty));
            }
            let odd = |oddity| Note::new(column, oddity);
            let read = self.no_ids.read_part(raw).map_err(odd)?;
            match self.no_ids.read(raw) {
                Ok(_) => is_somebody = true,
                Err(oddity) => nobody = Err(odd(oddity)),
            }
            parts.insert(column, read);
        }
        if !is_somebody {
            nobody?;
        }
        Ok(of.fill(|column| parts.get(column).map_or("", String::as_str)))
    }

    fn moment(
        &self,
        row: &[String],
        moment: &Moment,
        record: &mut ImportRecord,
    ) -> Result<i64, Note> {
        let text = self.value(row, &moment.column);
        let form = (moment.format.as_str(), moment.kind, moment.zone);
        let (at_ms, note) = loose_date::moment(&moment.column, text, form)?;
        note.into_iter().for_each(|note| record.note(note));
        Ok(at_ms)
    }

    /// Returns the moment of the row's own, if it has one that can be read.
    fn known_at(&self, row: &[String], record: &mut ImportRecord) -> Option<i64> {
        let moment = self.mapping.known_at.as_ref()?;
        if self.value(row, &moment.column).is_empty() {
            return None;
        }
        let read = self.moment(row, moment, record);
        read.map_err(|note| record.note(note)).ok()
    }

    fn identify(&self, row: &[String], identity: &IdentitySection, record: &mut ImportRecord) {
        let raw = self.value(row, &identity.column);
        for value in self.contacts(raw, identity.kind, &identity.column, record) {
            record.identities.push(Identity {
                kind: identity.kind,
                value: value.1,
                source: self.mapping.source.clone(),
            });
        }
    }

    /// Reads identifiers from a cell, and notes what gives none; an empty cell gives none.
    fn contacts(
        &self,
        raw: &str,
        kind: IdentityKind,
        column: &str,
        record: &mut ImportRecord,
    ) -> Vec<(String, String)> {
        if raw.is_empty() {
            return Vec::new();
        }
        let found = normal::find(kind, raw, self.options.region, &self.no_ids);
        for oddity in found.odd {
            record.note(Note::new(column, oddity));
        }
        found.values
    }

    /// Returns the value of a field; none when its column is empty or cannot be read.
    fn field(&self, row: &[String], rule: &FieldRule, record: &mut ImportRecord) -> Option<String> {
        let value = match &rule.value {
            FieldValue::Constant(value) => value.clone(),
            FieldValue::Column(column) => {
                let raw = self.value(row, column);
                match normal::kind_of_field(&rule.field) {
                    Some(kind) => {
                        self.contacts(raw, kind, column, record)
                            .into_iter()
                            .next()?
                            .0
                    }
                    None => raw.to_owned(),
                }
            }
            FieldValue::Date { column, format } => {
                let text = self.value(row, column);
                if text.is_empty() {
                    return None;
                }
                let day = self.day(&rule.field, column, text, format, record);
                day.map_err(|note| record.note(note)).ok()?
            }
            FieldValue::Listed { column, values } => match self.value(row, column) {
                "" => return None,
                text => {
                    let listed = values.get(text).cloned();
                    if listed.is_none() {
                        record.note(Note::new(column, Oddity::Value(excerpt(text))));
                    }
                    listed?
                }
            },
        };
        Some(value).filter(|value| !value.is_empty())
    }

    fn day(
        &self,
        field: &str,
        column: &str,
        text: &str,
        format: &str,
        record: &mut ImportRecord,
    ) -> Result<String, Note> {
        let (mut day, note) = loose_date::day(column, text, format)?;
        if field.contains("birth") {
            day = loose_date::birthday(column, text, day, self.options.as_of_ms)?;
        }
        if let Some(note) = note {
            let text = excerpt(text);
            let read = day.to_string();
            record.note(Note::new(&note.part, Oddity::ReadAs { text, read }));
        }
        Ok(day.to_string())
    }

    fn claim(
        &self,
        field: &str,
        value: String,
        known_at_ms: Option<i64>,
        customer: &CustomerId,
    ) -> Assertion {
        let source = &self.mapping.source;
        // Without a moment of the source's own the id leaves it out: a second import is no news.
        let known_at = known_at_ms.map(|at_ms| at_ms.to_string());
        let at_ms = known_at_ms.unwrap_or(self.options.as_of_ms);
        let parts = [source.as_str(), customer.as_str(), field, &value];
        Assertion {
            assertion_id: content_id(parts.into_iter().chain(known_at.as_deref())),
            field: field.to_owned(),
            value,
            source: source.clone(),
            valid_from_ms: at_ms,
            known_at_ms: at_ms,
            author: Author::System,
            by: source.clone(),
        }
    }

    fn item(
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
            // What is planned was recorded before it happens.
            recorded_ms: record
                .told_ms
                .unwrap_or_else(|| at_ms.min(self.options.as_of_ms)),
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
        let read = currency.and_then(|currency| {
            decimal::marked(text, amount.decimal, currency)
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

#[cfg(test)]
mod tests;
