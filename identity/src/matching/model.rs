//! What is known of how fields agree, and what a pair weighs by it.

use serde::Serialize;

use super::compare::{LEVELS, Level, Pattern};
use super::schema::Kind;
use super::table::{MISSING, Table};

/// How much the average of all values counts where a value is seldom, in records.
const SHRINK_RECORDS: f64 = 200.0;
/// How many people share one place, as far as it matters here.
const HOUSEHOLD: f64 = 2.5;

/// How one field agrees; the probabilities are by [`Level`], that of a missing value is 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldModel {
    /// The field's name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// How often each level is found among pairs of one person.
    pub m: [f64; LEVELS],
    /// How often among pairs of two.
    pub u: [f64; LEVELS],
}

impl FieldModel {
    /// Returns what a level weighs, in bits: how much more often one person has it than two.
    #[must_use]
    pub fn weight_bits(&self, level: Level) -> f64 {
        if level == Level::Missing {
            return 0.0;
        }
        (self.m_of(level) / self.u_of(level)).log2()
    }

    pub(super) fn m_of(&self, level: Level) -> f64 {
        self.m.get(level as usize).copied().unwrap_or(1.0)
    }

    pub(super) fn u_of(&self, level: Level) -> f64 {
        self.u.get(level as usize).copied().unwrap_or(1.0)
    }
}

/// What was learned of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Model {
    /// How likely any two records are one person, before they are compared.
    pub prior: f64,
    /// The most that all fields of a place weigh together, in bits.
    pub place_cap_bits: f64,
    /// The fields, in the order of the table.
    pub fields: Vec<FieldModel>,
}

/// What a pair weighs, field by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Weights {
    own_bits: f64,
    place_bits: f64,
}

impl Weights {
    pub(super) fn add(&mut self, kind: Kind, bits: f64) {
        if kind.is_place() {
            self.place_bits += bits;
        } else {
            self.own_bits += bits;
        }
    }
}

impl Model {
    /// Returns the most that a place can weigh among so many records.
    pub(super) fn place_cap(records: u32) -> f64 {
        ((f64::from(records) + SHRINK_RECORDS) / HOUSEHOLD).log2()
    }

    /// Returns the probability that a pair of these weights is one person.
    pub(super) fn probability(&self, weights: &Weights, prior: f64) -> f64 {
        let bits = weights.own_bits + weights.place_bits.min(self.place_cap_bits);
        let odds = prior / (1.0 - prior) * bits.exp2();
        if odds.is_infinite() {
            1.0
        } else {
            odds / (1.0 + odds)
        }
    }

    /// Returns the probability of a pattern, by the levels alone; fields of which `is_left_out` say nothing.
    pub(super) fn of_pattern(
        &self,
        pattern: Pattern,
        prior: f64,
        is_left_out: impl Fn(usize) -> bool,
    ) -> f64 {
        let mut weights = Weights::default();
        for (place, field) in self.fields.iter().enumerate() {
            if !is_left_out(place) {
                weights.add(field.kind, field.weight_bits(pattern.get(place)));
            }
        }
        self.probability(&weights, prior)
    }

    /// Returns what one field of a pair weighs, in bits. To share a seldom value weighs more than a usual one.
    pub(super) fn bits(&self, table: &Table, place: usize, level: Level, record: u32) -> f64 {
        let (Some(field), Some(column)) = (self.fields.get(place), table.columns.get(place)) else {
            return 0.0;
        };
        if level != Level::Same {
            return field.weight_bits(level);
        }
        let records = f64::from(table.len() - column.count(MISSING));
        let others = f64::from(column.count(column.code(record)).saturating_sub(1));
        let usual = field.u_of(Level::Same);
        let chance = (others + SHRINK_RECORDS * usual) / (records - 1.0 + SHRINK_RECORDS);
        (field.m_of(Level::Same) / chance).log2()
    }

    /// Returns the probability that a pair is one person.
    pub(super) fn of_pair(&self, table: &Table, a: u32, pattern: Pattern) -> f64 {
        let mut weights = Weights::default();
        for (place, field) in self.fields.iter().enumerate() {
            let bits = self.bits(table, place, pattern.get(place), a);
            weights.add(field.kind, bits);
        }
        self.probability(&weights, self.prior)
    }
}
