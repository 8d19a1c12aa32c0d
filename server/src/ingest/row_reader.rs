//! One row of a table to what it says about one customer, by the mapping.

mod item;

use std::collections::HashMap;

use klantbeeld_core::ids::{CustomerId, IdError};
use klantbeeld_core::model::{Assertion, Author, Identity, IdentityKind};
use klantbeeld_identity::harmonise::{Form, form_of};

use super::forms;
use super::identifier::NoIds;
use super::import_record::{ImportRecord, Subject, content_id};
use super::line_error::LineError;
use super::mapping::{
    Choice, Chosen, Columns, FieldRule, FieldValue, IdentitySection, Mapping, Moment, Template,
};
use super::normal::{self, Region};
use super::oddity::{Note, Oddity, excerpt};
use super::options::Options;
use super::{cell, loose_date};

/// Turns rows into records. Counts equal rows, so it is made anew for every file.
#[derive(Debug)]
pub struct RowReader<'a> {
    mapping: &'a Mapping,
    options: &'a Options,
    no_ids: NoIds,
    columns: Columns,
    width: usize,
    /// The country of the telephone numbers of this row.
    region: Region,
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
            region: options.region,
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
        let known_at_ms = self.moment_if_any(row, self.mapping.known_at.as_ref(), &mut record);
        record.told_ms = known_at_ms;
        self.region = self.region_of(row, &mut record);
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
        forms::harmonise(&mut record, self.region, self.options.as_of_ms);
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
        let date = self.value(row, &moment.column);
        let time = moment.time_column.as_deref();
        let time = time.map_or("", |column| self.value(row, column));
        let joined = format!("{date} {time}");
        let form = (moment.format.as_str(), moment.kind, moment.zone);
        let (at_ms, note) = loose_date::moment(&moment.column, joined.trim(), form)?;
        note.into_iter().for_each(|note| record.note(note));
        Ok(at_ms)
    }

    /// Returns a moment that a row may do without: none when its column is empty or cannot be read.
    fn moment_if_any(
        &self,
        row: &[String],
        moment: Option<&Moment>,
        record: &mut ImportRecord,
    ) -> Option<i64> {
        let moment = moment.filter(|m| !self.value(row, &m.column).is_empty())?;
        let read = self.moment(row, moment, record);
        read.map_err(|note| record.note(note)).ok()
    }

    /// Returns what counts for the row, and notes a word that nobody explained.
    fn choose<T: Clone>(
        &self,
        row: &[String],
        choice: &Choice<T>,
        record: &mut ImportRecord,
    ) -> Option<T> {
        let column = choice.column().unwrap_or_default();
        let text = self.value(row, column);
        match choice.choose(text) {
            Chosen::Known(value) => Some(value),
            Chosen::Empty(default) => default,
            Chosen::Unknown(default) => {
                record.note(Note::new(column, Oddity::Value(excerpt(text))));
                default
            }
        }
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
        let found = normal::find(kind, raw, self.region, &self.no_ids);
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
                        let found = self.contacts(raw, kind, column, record).into_iter().next();
                        // What cannot be dialled or written to is kept, and marked.
                        let broken =
                            || normal::says_something(raw, &self.no_ids).then(|| raw.to_owned());
                        found.map(|(written, _)| written).or_else(broken)?
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
                let is_day = form_of(&rule.field) == Some(Form::Day);
                let is_marked = is_day && normal::is_some_date(text);
                day.map_err(|note| record.note(note))
                    .ok()
                    .or_else(|| is_marked.then(|| text.to_owned()))?
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
            raw: None,
            invalid: None,
        }
    }

    /// Returns the country of the telephone numbers of a row.
    fn region_of(&self, row: &[String], record: &mut ImportRecord) -> Region {
        let choice = self.mapping.region.as_ref();
        let chosen = choice.and_then(|choice| self.choose(row, choice, record));
        chosen.unwrap_or(self.options.region)
    }
}

#[cfg(test)]
mod tests;
