//! The pairs that are likely one person, with the evidence of each field.

use serde::{Deserialize, Serialize};

use super::compare::{Level, Pattern, compare};
use super::model::Model;
use super::passes::Passes;
use super::schema::Kind;
use super::table::Table;

/// From which probability on a pair counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// One person, without anybody looking.
    pub automatic: f64,
    /// Perhaps: for somebody to judge.
    pub review: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            automatic: 0.99,
            review: 0.5,
        }
    }
}

/// What is to be done with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// They are one person.
    Automatic,
    /// Somebody has to look.
    Review,
}

/// What one field says of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Evidence {
    /// How much the values agree.
    pub level: Level,
    /// For (positive) or against one person, in bits. Fields of a place weigh less together.
    pub bits: f64,
}

/// Two records that are likely one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The one that came first.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// How likely.
    pub probability: f64,
    /// What to do.
    pub decision: Decision,
    pub(super) pattern: Pattern,
}

impl Pair {
    /// Returns what each field says, in the order of the table.
    pub fn evidence<'a>(
        &'a self,
        table: &'a Table,
        model: &'a Model,
    ) -> impl Iterator<Item = Evidence> + 'a {
        (0..model.fields.len()).map(|place| {
            let level = self.pattern.get(place);
            let bits = model.bits(table, place, level, self.a);
            Evidence { level, bits }
        })
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// In the order of the records.
    pub pairs: Vec<Pair>,
    /// How many pairs were compared.
    pub compared: u64,
}

/// Compares the pairs of all passes and keeps those that are likely enough. `progress` hears how much of all is done, from 0 to 1.
pub fn find_pairs(
    table: &Table,
    passes: &Passes,
    model: &Model,
    thresholds: Thresholds,
    mut progress: impl FnMut(f64),
) -> Found {
    let mut found = Found::default();
    let all = (passes.count().max(1) * (table.len() as usize).max(1)) as f64;
    for number in 0..passes.count() {
        let visit = |a, b, is_new| {
            if is_new {
                found.compared += 1;
                found.pairs.extend(judge(table, model, thresholds, a, b));
            }
        };
        let before = number * table.len() as usize;
        passes.visit(number, 1, table, visit, |records| {
            progress((before + records) as f64 / all);
        });
    }
    found.pairs.sort_by_key(|pair| (pair.a, pair.b));
    found
}

/// Weighs a pair; none when it is not likely enough.
fn judge(table: &Table, model: &Model, thresholds: Thresholds, a: u32, b: u32) -> Option<Pair> {
    let pattern = compare(table, a, b);
    let probability = model.of_pair(table, a, pattern);
    let is_sure = probability >= thresholds.automatic && may_be_automatic(model, pattern);
    if probability < thresholds.review && !is_sure {
        return None;
    }
    Some(Pair {
        a,
        b,
        probability,
        decision: if is_sure {
            Decision::Automatic
        } else {
            Decision::Review
        },
        pattern,
    })
}

/// Returns whether something of the person themselves agrees, and nothing contradicts it: people of one household, twins
/// and namesakes with another birth date are for somebody to judge. A last name may change when the rest of them
/// does not.
fn may_be_automatic(model: &Model, pattern: Pattern) -> bool {
    let has = |kind: fn(Kind) -> bool, is_level: fn(Level) -> bool| {
        let mut fields = model.fields.iter().enumerate();
        fields.any(|(place, field)| kind(field.kind) && is_level(pattern.get(place)))
    };
    let agrees = |level| level >= Level::Near;
    let differs = |level| level == Level::Differs;
    let is_date = |kind| kind == Kind::BirthDate;
    let is_given = |kind| kind == Kind::GivenName;
    let is_last = |kind: Kind| kind.is_name() && kind != Kind::GivenName;
    has(Kind::is_own, agrees)
        && !has(is_given, differs)
        && !has(is_date, differs)
        && (!has(is_last, differs) || (has(is_given, agrees) && has(is_date, agrees)))
}
