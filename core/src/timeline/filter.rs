//! Filters over the timeline, and how many lines each further choice would show.
//!
//! One pass over byte columns; the count beside a choice says how many lines it gives together with
//! all *other* filters, as a person expects of a facet.

use std::collections::BTreeMap;

use super::Timeline;
use crate::block::read::{Column, direction_of};
use crate::block::{Block, NO_MOOD, Needle};
use crate::model::{Direction, ItemLine};
use crate::vocabulary::{Category, CustomKind, find_kind};

/// How the customer felt, in three steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Below -20.
    Negative,
    /// Between.
    Neutral,
    /// Above 20.
    Positive,
}

impl Mood {
    /// The step of a mood from -100 to 100.
    #[must_use]
    pub fn of(mood: i8) -> Self {
        match mood {
            ..-20 => Self::Negative,
            -20..=20 => Self::Neutral,
            _ => Self::Positive,
        }
    }
}

/// What the viewer wants to see; empty parts let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of title, summary, reason, goal or outcome, in any case.
    pub text: String,
    /// A group of kinds.
    pub category: Option<Category>,
    /// Slug of a kind.
    pub kind: Option<String>,
    /// Slug of a channel.
    pub channel: Option<String>,
    /// Slug of a department.
    pub department: Option<String>,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// How the customer felt.
    pub mood: Option<Mood>,
    /// Not before.
    pub from_ms: Option<i64>,
    /// Not at or after; with the present moment it leaves planned items out.
    pub until_ms: Option<i64>,
}

/// How many lines each choice would show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that pass every filter.
    pub matching: u32,
    /// Per group of kinds, in the order of [`Category::ALL`]; last, all groups together.
    pub categories: [u32; 9],
    /// Per kind.
    pub kinds: BTreeMap<String, u32>,
    /// Per channel.
    pub channels: BTreeMap<String, u32>,
    /// Per department.
    pub departments: BTreeMap<String, u32>,
    /// None, in, out.
    pub directions: [u32; 3],
    /// Negative, neutral, positive.
    pub moods: [u32; 3],
}

const TEXT: u8 = 1;
const CATEGORY: u8 = 2;
const KIND: u8 = 4;
const CHANNEL: u8 = 8;
const DEPARTMENT: u8 = 16;
const DIRECTION: u8 = 32;
const MOOD: u8 = 64;
const PERIOD: u8 = 128;

/// Per code of a dictionary: which filters it fails, and how many lines were counted for it.
struct Tally {
    fails: Vec<u8>,
    counts: Vec<u32>,
}

impl Tally {
    fn new(words: &[String], wanted: Option<&String>, bit: u8) -> Self {
        let fail = |w: &String| {
            if wanted.is_none_or(|x| x == w) {
                0
            } else {
                bit
            }
        };
        Self {
            fails: words.iter().map(fail).collect(),
            counts: vec![0; words.len()],
        }
    }

    fn fail(&self, code: usize) -> u8 {
        self.fails.get(code).copied().unwrap_or(0)
    }

    fn add(&mut self, code: usize) {
        if let Some(count) = self.counts.get_mut(code) {
            *count += 1;
        }
    }

    fn into(self, words: &[String], into: &mut BTreeMap<String, u32>) {
        for (word, count) in words
            .iter()
            .zip(self.counts)
            .filter(|(_, count)| *count > 0)
        {
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

fn bump(counts: &mut [u32], index: usize) {
    if let Some(count) = counts.get_mut(index) {
        *count += 1;
    }
}

impl Timeline {
    /// The rows that pass the filter, newest first, and the counts beside each choice.
    #[must_use]
    pub fn filter(&self, filter: &Filter, custom: &[CustomKind]) -> (Vec<u32>, Counts) {
        let mut counts = Counts::default();
        let mut rows = Vec::with_capacity(self.len());
        let needle = Needle::new(&filter.text);
        for (block, start) in self.blocks().iter().zip(&self.starts) {
            let mut scan = Scan {
                filter,
                custom,
                counts: &mut counts,
                rows: &mut rows,
            };
            scan.block(block, *start, needle.as_ref(), &self.replaced);
        }
        if !self.patch().is_empty() {
            self.filter_patch(filter, custom, &mut rows, &mut counts);
        }
        counts.matching = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        (rows, counts)
    }

    /// The patch is filtered as a block of its own and merged in by time.
    fn filter_patch(
        &self,
        filter: &Filter,
        custom: &[CustomKind],
        rows: &mut Vec<u32>,
        counts: &mut Counts,
    ) {
        let Ok(block) = Block::parse(Block::encode(self.patch())) else {
            return;
        };
        let mut newer = Vec::new();
        let needle = Needle::new(&filter.text);
        Scan {
            filter,
            custom,
            counts,
            rows: &mut newer,
        }
        .block(&block, self.rows, needle.as_ref(), &[]);
        for row in newer {
            let key = |row: u32| self.line(row).map(|l: ItemLine| (l.at_ms, l.item_id));
            let wanted = key(row);
            let at = rows.partition_point(|other| {
                let (a, b) = (self.at_ms(*other), self.at_ms(row));
                a > b || (a == b && key(*other) > wanted)
            });
            rows.insert(at, row);
        }
    }
}

/// Whether a line passes every filter but perhaps this one.
fn only(fails: u8, bit: u8) -> bool {
    fails & !bit == 0
}

/// Which rows the text and the replaced items leave out; none when both are empty.
fn hits_of(
    block: &Block,
    start: u32,
    needle: Option<&Needle>,
    replaced: &[u32],
) -> Option<Vec<u8>> {
    let mut hits = needle.map(|needle| {
        let mut hits = vec![TEXT; block.rows()];
        block.find(needle, |row| {
            if let Some(hit) = hits.get_mut(row) {
                *hit = 0;
            }
        });
        hits
    });
    for row in replaced.iter().filter_map(|r| r.checked_sub(start)) {
        // A replaced row fails two filters, so it is neither shown nor counted.
        let hits = hits.get_or_insert_with(|| vec![0; block.rows()]);
        if let Some(hit) = hits.get_mut(row as usize) {
            *hit = u8::MAX;
        }
    }
    hits
}

/// The dictionary codes of one row.
struct RowCodes {
    kind: usize,
    channel: usize,
    department: usize,
}

/// The facets that a dictionary column decides.
struct Facets {
    /// Per code of the kinds: the place of its group in [`Category::ALL`].
    categories: Vec<Option<usize>>,
    kind: Tally,
    channel: Tally,
    department: Tally,
}

impl Facets {
    fn new(block: &Block, f: &Filter, custom: &[CustomKind]) -> Self {
        let place = |c: Category| Category::ALL.iter().position(|x| *x == c);
        let kinds = block.words(Column::Kind);
        let categories: Vec<Option<usize>> = kinds
            .iter()
            .map(|slug| find_kind(slug, custom).and_then(|k| place(k.category)))
            .collect();
        let wanted = f.category.and_then(place);
        let mut kind = Tally::new(kinds, f.kind.as_ref(), KIND);
        for (fail, category) in kind.fails.iter_mut().zip(&categories) {
            if wanted.is_some() && *category != wanted {
                *fail |= CATEGORY;
            }
        }
        let departments = block.words(Column::Department);
        Self {
            categories,
            kind,
            channel: Tally::new(block.words(Column::Channel), f.channel.as_ref(), CHANNEL),
            department: Tally::new(departments, f.department.as_ref(), DEPARTMENT),
        }
    }

    fn fails(&self, codes: &RowCodes) -> u8 {
        self.kind.fail(codes.kind)
            | self.channel.fail(codes.channel)
            | self.department.fail(codes.department)
    }

    fn count(&mut self, codes: &RowCodes, fails: u8, counts: &mut Counts) {
        if only(fails, CATEGORY) {
            let category = self.categories.get(codes.kind).copied().flatten();
            category
                .into_iter()
                .chain([8])
                .for_each(|i| bump(&mut counts.categories, i));
        }
        if only(fails, KIND) {
            self.kind.add(codes.kind);
        }
        if only(fails, CHANNEL) {
            self.channel.add(codes.channel);
        }
        if only(fails, DEPARTMENT) {
            self.department.add(codes.department);
        }
    }

    fn finish(self, block: &Block, counts: &mut Counts) {
        let words = |column| block.words(column);
        self.kind.into(words(Column::Kind), &mut counts.kinds);
        self.channel
            .into(words(Column::Channel), &mut counts.channels);
        self.department
            .into(words(Column::Department), &mut counts.departments);
    }
}

struct Scan<'a> {
    filter: &'a Filter,
    custom: &'a [CustomKind],
    counts: &'a mut Counts,
    rows: &'a mut Vec<u32>,
}

impl Scan<'_> {
    fn block(&mut self, block: &Block, start: u32, needle: Option<&Needle>, replaced: &[u32]) {
        let hits = hits_of(block, start, needle, replaced);
        let mut facets = Facets::new(block, self.filter, self.custom);
        let codes = (0..block.rows()).map(|row| {
            let code = |column| match block.byte_codes(column) {
                Some(bytes) => bytes.get(row).copied().map_or(0, usize::from),
                None => block.code_of(column, row),
            };
            let codes = RowCodes {
                kind: code(Column::Kind),
                channel: code(Column::Channel),
                department: code(Column::Department),
            };
            (row, codes)
        });
        let cells = codes.zip(block.flag_bytes()).zip(block.mood_bytes());
        for (((row, codes), flags), mood) in cells {
            let direction = direction_of(*flags);
            let mood = (mood.cast_signed() != NO_MOOD).then(|| Mood::of(mood.cast_signed()));
            let mut fails = hits.as_ref().and_then(|h| h.get(row)).copied().unwrap_or(0);
            fails |= facets.fails(&codes);
            fails |= self.cell_fails(direction, mood) | self.period_fails(block, row);
            if fails == 0 {
                self.rows
                    .push(start + u32::try_from(row).unwrap_or(u32::MAX));
            }
            facets.count(&codes, fails, self.counts);
            if only(fails, DIRECTION) {
                bump(&mut self.counts.directions, direction_index(direction));
            }
            if let Some(mood) = mood.filter(|_| only(fails, MOOD)) {
                bump(&mut self.counts.moods, mood as usize);
            }
        }
        facets.finish(block, self.counts);
    }

    fn cell_fails(&self, direction: Direction, mood: Option<Mood>) -> u8 {
        let wrong_way = self
            .filter
            .direction
            .is_some_and(|wanted| wanted != direction);
        let wrong_mood = self.filter.mood.is_some_and(|wanted| mood != Some(wanted));
        (if wrong_way { DIRECTION } else { 0 }) | (if wrong_mood { MOOD } else { 0 })
    }

    fn period_fails(&self, block: &Block, row: usize) -> u8 {
        let (from, until) = (self.filter.from_ms, self.filter.until_ms);
        if from.is_none() && until.is_none() {
            return 0;
        }
        let at = block.at_ms(row);
        let outside = from.is_some_and(|f| at < f) || until.is_some_and(|u| at >= u);
        if outside { PERIOD } else { 0 }
    }
}
