//! Records as columns of prepared values, each value kept once.
//!
//! It exists because most values stand in many records: comparing two numbers tells whether two records have the same.

use std::collections::HashMap;

use super::prepare::prepare;
use super::schema::Schema;
use crate::harmonise::Region;

/// A value that is not there.
pub(super) const MISSING: u32 = 0;

/// One field of all records.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// Each value once; the first is the missing one.
    values: Vec<Box<str>>,
    /// How many records have it.
    counts: Vec<u32>,
    /// Which value each record has.
    of_record: Vec<u32>,
    known: HashMap<Box<str>, u32>,
}

impl Column {
    fn new() -> Self {
        Self {
            values: vec!["".into()],
            counts: vec![0],
            ..Self::default()
        }
    }

    fn push(&mut self, value: String) {
        let code = if value.is_empty() {
            MISSING
        } else if let Some(code) = self.known.get(value.as_str()) {
            *code
        } else {
            let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            let value = value.into_boxed_str();
            self.values.push(value.clone());
            self.counts.push(0);
            self.known.insert(value, code);
            code
        };
        if let Some(count) = self.counts.get_mut(code as usize) {
            *count += 1;
        }
        self.of_record.push(code);
    }

    /// Returns which value a record has.
    pub(super) fn code(&self, record: u32) -> u32 {
        let code = self.of_record.get(record as usize);
        code.copied().unwrap_or(MISSING)
    }

    /// Returns a value.
    pub(super) fn value(&self, code: u32) -> &str {
        self.values.get(code as usize).map_or("", |value| value)
    }

    /// Returns a record's value.
    pub(super) fn text(&self, record: u32) -> &str {
        self.value(self.code(record))
    }

    /// Returns how many records have a value.
    pub(super) fn count(&self, code: u32) -> u32 {
        self.counts.get(code as usize).copied().unwrap_or_default()
    }

    /// Returns how many records have each value, without the missing one.
    pub(super) fn counts(&self) -> &[u32] {
        self.counts.get(1..).unwrap_or_default()
    }
}

/// Records that are compared: with each other, or those of a first source with those of a second.
#[derive(Debug)]
pub struct Table {
    schema: Schema,
    region: Region,
    pub(super) columns: Vec<Column>,
    count: u32,
    second_from: Option<u32>,
}

impl Table {
    /// Makes a table without records. `region` is the country of telephone numbers that name none.
    #[must_use]
    pub fn new(schema: Schema, region: Region) -> Self {
        let columns = schema.fields().iter().map(|_| Column::new()).collect();
        Self {
            schema,
            region,
            columns,
            count: 0,
            second_from: None,
        }
    }

    /// Adds a record: its values as they were written, in the order of the fields. One that is left out is missing.
    pub fn push<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        let mut values = values.into_iter();
        for (column, field) in self.columns.iter_mut().zip(self.schema.fields()) {
            let raw = values.next().unwrap_or_default();
            column.push(prepare(field.kind, raw, self.region));
        }
        self.count += 1;
    }

    /// Begins the second source: from here on records are compared with those before, not with each other.
    pub fn begin_second(&mut self) {
        self.second_from = Some(self.count);
    }

    /// Returns how many records there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the fields.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Returns where the second source begins.
    pub(super) fn second_from(&self) -> Option<u32> {
        self.second_from
    }

    /// Returns whether two records are to be compared.
    pub(super) fn is_pair(&self, a: u32, b: u32) -> bool {
        match self.second_from {
            None => a != b,
            Some(from) => (a < from) != (b < from),
        }
    }

    /// Returns how many pairs there are in all.
    pub(super) fn pair_count(&self) -> f64 {
        let all = f64::from(self.count);
        match self.second_from {
            None => all * (all - 1.0) / 2.0,
            Some(from) => f64::from(from) * (all - f64::from(from)),
        }
    }
}
