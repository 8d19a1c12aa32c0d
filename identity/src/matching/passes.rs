//! Which pairs are worth a look: those that share a key, in one of several passes.
//!
//! **Invariants:** a pair comes once, in the first pass that has it. What a record costs is bounded: where more than
//! [`MAX_BLOCK`] records share a key, each meets only those next to it in the order of their values.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::schema::Kind;
use super::table::Table;

/// The most records of one key that all meet each other.
const MAX_BLOCK: usize = 64;
/// How many records after it one meets where more share a key.
const WINDOW: usize = 16;
/// No block: a part of the key is missing.
const NOWHERE: u32 = u32::MAX;

/// What of a field is part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Whole(usize),
    /// The first letters.
    Start(usize, usize),
    /// The first letters of two fields, in any order.
    Both(usize, usize),
    /// The letters after the first ones of a date: month and day.
    After(usize, usize),
}

/// Where a record stands in a pass.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The number of its block.
    block: u32,
    /// Its place in the order of all.
    at: u32,
}

#[derive(Debug)]
struct Pass {
    /// The fields of the key.
    fields: Vec<usize>,
    /// Records in the order of their blocks.
    order: Vec<u32>,
    /// Where each block begins, and the end of the last.
    starts: Vec<usize>,
    /// Of each record.
    places: Vec<Place>,
}

/// The passes over the records of a table.
#[derive(Debug)]
pub struct Passes {
    passes: Vec<Pass>,
}

impl Passes {
    /// Makes the passes that fit the fields of a table.
    #[must_use]
    pub fn new(table: &Table) -> Self {
        let keys = keys(table);
        let passes = keys.iter().map(|key| Pass::new(table, key)).collect();
        Self { passes }
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> usize {
        self.passes.len()
    }

    /// Returns whether a field is part of the key of a pass.
    pub(super) fn is_key(&self, pass: usize, field: usize) -> bool {
        let pass = self.passes.get(pass);
        pass.is_some_and(|pass| pass.fields.contains(&field))
    }

    /// Counts the pairs of all passes; those that several have count in each.
    pub(super) fn size(&self) -> u64 {
        self.passes.iter().map(Pass::size).sum()
    }

    /// Calls `visit` for the pairs of every `stride`th block of a pass, the smaller record first, with whether no pass before has it.
    /// Tells how many records were passed after every block.
    pub(super) fn visit(
        &self,
        number: usize,
        stride: usize,
        table: &Table,
        mut visit: impl FnMut(u32, u32, bool),
        mut passed: impl FnMut(usize),
    ) {
        let Some(pass) = self.passes.get(number) else {
            return;
        };
        for (block, bounds) in pass.starts.windows(2).enumerate() {
            let &[from, to] = bounds else { continue };
            if !block.is_multiple_of(stride) {
                continue;
            }
            let records = pass.order.get(from..to).unwrap_or_default();
            let reach = reach(records.len());
            for (place, &a) in records.iter().enumerate() {
                for &b in records.iter().skip(place + 1).take(reach) {
                    if table.is_pair(a, b) {
                        let is_new = !self.is_before(number, a, b);
                        visit(a.min(b), a.max(b), is_new);
                    }
                }
            }
            passed(to);
        }
    }

    /// Returns whether a pass before this one has the pair.
    fn is_before(&self, number: usize, a: u32, b: u32) -> bool {
        let mut before = self.passes.iter().take(number);
        before.any(|pass| pass.has(a, b))
    }
}

impl Pass {
    fn new(table: &Table, key: &[Part]) -> Self {
        let keyed = (0..table.len()).filter_map(|record| Some((hash(table, key, record)?, record)));
        let mut keyed: Vec<(u64, u32)> = keyed.collect();
        keyed.sort_unstable();
        let mut order: Vec<u32> = keyed.iter().map(|(_, record)| *record).collect();
        let mut starts = vec![0];
        let mut places = vec![
            Place {
                block: NOWHERE,
                at: 0
            };
            table.len() as usize
        ];
        for block in keyed.chunk_by(|a, b| a.0 == b.0) {
            let from = starts.last().copied().unwrap_or_default();
            let to = from + block.len();
            let number = u32::try_from(starts.len()).unwrap_or(NOWHERE);
            let records = order.get_mut(from..to).unwrap_or_default();
            if records.len() > MAX_BLOCK {
                records.sort_by_cached_key(|record| (sort_text(table, *record), *record));
            }
            for (at, record) in (from..to).zip(records.iter()) {
                if let Some(place) = places.get_mut(*record as usize) {
                    let at = u32::try_from(at).unwrap_or(u32::MAX);
                    *place = Place { block: number, at };
                }
            }
            starts.push(to);
        }
        let mut fields: Vec<usize> = key.iter().flat_map(|part| part.fields()).collect();
        fields.dedup();
        Self {
            fields,
            order,
            starts,
            places,
        }
    }

    fn has(&self, a: u32, b: u32) -> bool {
        let place = |record: u32| self.places.get(record as usize).copied();
        let (Some(one), Some(other)) = (place(a), place(b)) else {
            return false;
        };
        if one.block != other.block || one.block == NOWHERE {
            return false;
        }
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or_default();
        let number = one.block as usize;
        let size = bound(number) - bound(number - 1);
        one.at.abs_diff(other.at) as usize <= reach(size)
    }

    fn size(&self) -> u64 {
        let sizes = self.starts.windows(2).map(|bounds| match bounds {
            [from, to] => to - from,
            _ => 0,
        });
        sizes
            .map(|size| (size * reach(size).min(size.saturating_sub(1))) as u64)
            .sum()
    }
}

/// Returns how many records after it one meets in a block of this size.
fn reach(size: usize) -> usize {
    if size > MAX_BLOCK { WINDOW } else { size }
}

impl Part {
    fn fields(self) -> Vec<usize> {
        match self {
            Self::Whole(field) | Self::Start(field, _) | Self::After(field, _) => vec![field],
            Self::Both(one, other) => vec![one, other],
        }
    }
}

/// Makes the keys that the kinds of the fields allow. Each has parts that together few people share, and no part is
/// in all of them: an error in any one field leaves other ways to meet.
fn keys(table: &Table) -> Vec<Vec<Part>> {
    let places = |is_wanted: fn(Kind) -> bool| table.schema().places(is_wanted);
    let given = places(|kind| kind == Kind::GivenName);
    let family = places(|kind| matches!(kind, Kind::FamilyName | Kind::Name));
    let dates = places(|kind| kind == Kind::BirthDate);
    let postcodes = places(|kind| kind == Kind::Postcode);
    let towns = places(|kind| kind == Kind::Town);
    let streets = places(|kind| kind == Kind::Street);
    let numbers = places(|kind| kind == Kind::HouseNumber);
    let alone = places(|kind| {
        let has_one = [Kind::Identifier, Kind::Email, Kind::Phone, Kind::BirthDate];
        has_one.contains(&kind)
    });
    let mut keys: Vec<Vec<Part>> = alone.iter().map(|at| vec![Part::Whole(*at)]).collect();
    for (one, other) in pairs(&given, &family) {
        keys.push(vec![Part::Both(one, other)]);
    }
    for (name, area) in pairs(&[family.as_slice(), &given].concat(), &postcodes) {
        keys.push(vec![Part::Start(name, 4), Part::Whole(area)]);
    }
    for (name, town) in pairs(&family, &towns) {
        keys.push(vec![Part::Start(name, 3), Part::Start(town, 5)]);
    }
    for (name, date) in pairs(&family, &dates) {
        keys.push(vec![Part::Start(name, 3), Part::Start(date, 4)]);
    }
    for (name, date) in pairs(&given, &dates) {
        keys.push(vec![Part::Start(name, 3), Part::After(date, 4)]);
    }
    for (number, area) in pairs(&numbers, &[streets, postcodes].concat()) {
        keys.push(vec![Part::Whole(number), Part::Start(area, 6)]);
    }
    if keys.is_empty() || (family.len() == 1 && given.is_empty()) {
        let all = places(|kind| !kind.is_place());
        let all = if all.is_empty() {
            places(|_| true)
        } else {
            all
        };
        keys.extend(all.iter().map(|at| vec![Part::Start(*at, 8)]));
    }
    keys
}

fn pairs(some: &[usize], others: &[usize]) -> Vec<(usize, usize)> {
    let with_others = |one: &usize| {
        let one = *one;
        others.iter().map(move |other| (one, *other))
    };
    some.iter().flat_map(with_others).collect()
}

/// Returns the key of a record; none when a part of it is missing.
fn hash(table: &Table, key: &[Part], record: u32) -> Option<u64> {
    let text = |field: usize| {
        let text = table.columns.get(field)?.text(record);
        (!text.is_empty()).then_some(text)
    };
    let start = |field, length| Some(prefix(text(field)?, length));
    let mut hasher = DefaultHasher::new();
    for part in key {
        match *part {
            Part::Whole(field) => text(field)?.hash(&mut hasher),
            Part::Start(field, length) => start(field, length)?.hash(&mut hasher),
            Part::After(field, from) => text(field)?.get(from..)?.hash(&mut hasher),
            Part::Both(one, other) => {
                let (one, other) = (start(one, 3)?, start(other, 3)?);
                (one.min(other), one.max(other)).hash(&mut hasher);
            }
        }
    }
    Some(hasher.finish())
}

fn prefix(text: &str, length: usize) -> &str {
    let end = text.char_indices().nth(length);
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

/// Returns what puts records of one person next to each other: their values, those that tell most first.
fn sort_text(table: &Table, record: u32) -> String {
    let all = table.columns.iter().zip(table.schema().fields());
    let mut texts: Vec<(bool, &str)> = all
        .map(|(column, field)| (field.kind.is_place(), column.text(record)))
        .collect();
    texts.sort_by_key(|(is_place, _)| *is_place);
    let texts: Vec<&str> = texts.into_iter().map(|(_, text)| text).collect();
    texts.join(" ")
}
