//! What each column of a block decides, and what is counted beside each choice.
//!
//! A table a column, indexed by the very byte or code of the row: a hundred thousand rows are filtered at
//! every key.

use std::collections::BTreeMap;

use super::{Counts, Filter, Mood};
use crate::block::read::{Column, direction_of};
use crate::block::{Block, NO_MOOD};
use crate::model::Direction;
use crate::vocabulary::{Category, CustomKind, find_kind};

pub(super) const TEXT: u8 = 1;
const CATEGORY: u8 = 2;
const KIND: u8 = 4;
const CHANNEL: u8 = 8;
const DEPARTMENT: u8 = 16;
const DIRECTION: u8 = 32;
const MOOD: u8 = 64;
pub(super) const PERIOD: u8 = 128;

/// One byte or dictionary column: which filters each of its values fails, and how many rows have the value
/// and pass all filters but the column's own.
struct Facet {
    fails: Vec<u8>,
    counts: Vec<u32>,
}

impl Facet {
    fn new(fails: Vec<u8>) -> Self {
        let counts = vec![0; fails.len()];
        Self { fails, counts }
    }

    fn of_words(words: &[String], wanted: Option<&String>, bit: u8) -> Self {
        let fail = |w: &String| {
            if wanted.is_none_or(|x| x == w) {
                0
            } else {
                bit
            }
        };
        Self::new(words.iter().map(fail).collect())
    }

    fn of_bytes(fail: impl Fn(u8) -> u8) -> Self {
        Self::new((0..=u8::MAX).map(fail).collect())
    }

    fn fail(&self, code: usize) -> u8 {
        self.fails.get(code).copied().unwrap_or(0)
    }

    fn add(&mut self, code: usize) {
        bump(&mut self.counts, code, 1);
    }

    fn into_words(self, words: &[String], into: &mut BTreeMap<String, u32>) {
        let counted = words.iter().zip(self.counts);
        for (word, count) in counted.filter(|(_, count)| *count > 0) {
            *into.entry(word.clone()).or_default() += count;
        }
    }
}

fn direction_index(direction: Direction) -> usize {
    match direction {
        Direction::None => 0,
        Direction::In => 1,
        Direction::Out => 2,
    }
}

fn mood_of(byte: u8) -> Option<Mood> {
    let mood = byte.cast_signed();
    (mood != NO_MOOD).then(|| Mood::of(mood))
}

fn bump(counts: &mut [u32], index: usize, by: u32) {
    if let Some(count) = counts.get_mut(index) {
        *count += by;
    }
}

/// The values of one row, as codes of its columns.
pub(super) struct RowCodes {
    pub(super) kind: usize,
    pub(super) channel: usize,
    pub(super) department: usize,
    pub(super) flags: usize,
    pub(super) mood: usize,
}

/// What the columns of a block decide and count.
pub(super) struct Facets {
    /// Per code of the kinds: the place of its group in [`Category::ALL`].
    categories: Vec<Option<usize>>,
    /// Per code of the kinds: rows that pass all filters but the group's.
    by_category: Vec<u32>,
    kind: Facet,
    channel: Facet,
    department: Facet,
    flags: Facet,
    mood: Facet,
}

impl Facets {
    pub(super) fn new(block: &Block, f: &Filter, custom: &[CustomKind]) -> Self {
        let place = |c: Category| Category::ALL.iter().position(|x| *x == c);
        let kinds = block.words(Column::Kind);
        let categories: Vec<Option<usize>> = kinds
            .iter()
            .map(|slug| find_kind(slug, custom).and_then(|k| place(k.category)))
            .collect();
        let wanted = f.category.and_then(place);
        let mut kind = Facet::of_words(kinds, f.kind.as_ref(), KIND);
        for (fail, category) in kind.fails.iter_mut().zip(&categories) {
            if wanted.is_some() && *category != wanted {
                *fail |= CATEGORY;
            }
        }
        let (channels, departments) = (
            block.words(Column::Channel),
            block.words(Column::Department),
        );
        let is_wrong_way = |flags| {
            f.direction
                .is_some_and(|wanted| wanted != direction_of(flags))
        };
        let is_wrong_mood = |mood| f.mood.is_some_and(|wanted| mood_of(mood) != Some(wanted));
        Self {
            by_category: vec![0; kinds.len()],
            categories,
            kind,
            channel: Facet::of_words(channels, f.channel.as_ref(), CHANNEL),
            department: Facet::of_words(departments, f.department.as_ref(), DEPARTMENT),
            flags: Facet::of_bytes(|b| if is_wrong_way(b) { DIRECTION } else { 0 }),
            mood: Facet::of_bytes(|b| if is_wrong_mood(b) { MOOD } else { 0 }),
        }
    }

    pub(super) fn fails(&self, codes: &RowCodes) -> u8 {
        self.kind.fail(codes.kind)
            | self.channel.fail(codes.channel)
            | self.department.fail(codes.department)
            | self.flags.fail(codes.flags)
            | self.mood.fail(codes.mood)
    }

    /// Counts a row: one that fails nothing everywhere, one that fails one filter beside that filter.
    pub(super) fn count(&mut self, codes: &RowCodes, fails: u8) {
        match fails {
            0 => {
                bump(&mut self.by_category, codes.kind, 1);
                self.kind.add(codes.kind);
                self.channel.add(codes.channel);
                self.department.add(codes.department);
                self.flags.add(codes.flags);
                self.mood.add(codes.mood);
            }
            CATEGORY => bump(&mut self.by_category, codes.kind, 1),
            KIND => self.kind.add(codes.kind),
            CHANNEL => self.channel.add(codes.channel),
            DEPARTMENT => self.department.add(codes.department),
            DIRECTION => self.flags.add(codes.flags),
            MOOD => self.mood.add(codes.mood),
            _ => {}
        }
    }

    pub(super) fn finish(self, block: &Block, counts: &mut Counts) {
        for (category, count) in self.categories.iter().zip(&self.by_category) {
            if let Some(place) = category {
                bump(&mut counts.categories, *place, *count);
            }
            bump(&mut counts.categories, 8, *count);
        }
        for (flags, count) in (0..=u8::MAX).zip(&self.flags.counts) {
            bump(
                &mut counts.directions,
                direction_index(direction_of(flags)),
                *count,
            );
        }
        for (mood, count) in (0..=u8::MAX).zip(&self.mood.counts) {
            if let Some(mood) = mood_of(mood) {
                bump(&mut counts.moods, mood as usize, *count);
            }
        }
        let words = |column| block.words(column);
        self.kind.into_words(words(Column::Kind), &mut counts.kinds);
        self.channel
            .into_words(words(Column::Channel), &mut counts.channels);
        self.department
            .into_words(words(Column::Department), &mut counts.departments);
    }
}
