//! Filters over the timeline, and how many lines each further choice would show.
//!
//! One pass over byte columns; the count beside a choice says how many lines it gives together with
//! all *other* filters, as a person expects of a facet.

mod facet;
mod wanted;
mod words;

use std::ops::Range;

use super::Timeline;
use crate::block::read::Column;
use crate::block::{Block, Needle};
use crate::model::ItemLine;
use crate::vocabulary::CustomKind;
use facet::{Facets, PERIOD, RowCodes, TEXT};
pub use wanted::{Counts, Filter, Mood};

impl Timeline {
    /// Finds the rows that pass the filter, newest first, and the counts beside each choice.
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

    /// Filters the patch as a block of its own and merges it in by time.
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

/// Marks the rows that the text and the replaced items leave out; none when both are empty.
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
        let period = self.period(block);
        let column = |column| (column, block.byte_codes(column));
        let (kinds, channels) = (column(Column::Kind), column(Column::Channel));
        let departments = column(Column::Department);
        let cells = block.flag_bytes().iter().zip(block.mood_bytes());
        for ((row, number), (flags, mood)) in (0..block.rows()).zip(start..).zip(cells) {
            let code = |(column, bytes): (Column, Option<&[u8]>)| match bytes {
                Some(bytes) => bytes.get(row).copied().map_or(0, usize::from),
                None => block.code_of(column, row),
            };
            let codes = RowCodes {
                kind: code(kinds),
                channel: code(channels),
                department: code(departments),
                flags: usize::from(*flags),
                mood: usize::from(*mood),
            };
            let missed = hits.as_ref().and_then(|h| h.get(row)).copied().unwrap_or(0);
            let outside = if period.contains(&row) { 0 } else { PERIOD };
            let fails = missed | outside | facets.fails(&codes);
            if fails == 0 {
                self.rows.push(number);
            }
            facets.count(&codes, fails);
        }
        facets.finish(block, self.counts);
    }

    /// Returns the rows within the period: a block goes from new to old, so they stand together.
    fn period(&self, block: &Block) -> Range<usize> {
        let first_before = |ms: i64| {
            let (mut low, mut high) = (0, block.rows());
            while low < high {
                let middle = low.midpoint(high);
                if block.at_ms(middle) >= ms {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let start = self.filter.until_ms.map_or(0, first_before);
        let end = self.filter.from_ms.map_or(block.rows(), first_before);
        start..end
    }
}
