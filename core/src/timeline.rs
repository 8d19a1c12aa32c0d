//! The timeline of one customer as a view works with it: blocks, a few newer lines, filters, layout.
//!
//! It exists apart from any screen, so that filtering and layout are tested without one. Rows are
//! numbered newest first; a list on screen is a run of row numbers.

pub mod filter;
mod found;
pub mod layout;
pub mod zone;

pub use filter::{Counts, Filter, Mood};
pub use found::found;
pub use layout::{Entry, Layout};
pub use zone::Zone;

use crate::block::read::Column;
use crate::block::{Block, BlockError, UNIT_SEPARATOR};
use crate::model::{Direction, ItemLine};
use crate::vocabulary::{Category, CustomKind, find_kind};

/// All lines that are at hand: immutable blocks, and a small block of newer or changed lines.
///
/// **Invariant:** blocks are disjoint and stand newest first, as the server sends them; a line of
/// the patch takes the place of the block line with its id.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    blocks: Vec<Block>,
    /// First row of each block.
    starts: Vec<u32>,
    rows: u32,
    patch: Vec<ItemLine>,
    /// Rows of blocks that a line of the patch replaces.
    replaced: Vec<u32>,
}

impl Timeline {
    /// Adds a block that is older than those before it.
    ///
    /// # Errors
    /// When the bytes are no block.
    pub fn push_block(&mut self, bytes: Vec<u8>) -> Result<(), BlockError> {
        let block = Block::parse(bytes)?;
        self.starts.push(self.rows);
        self.rows = self
            .rows
            .saturating_add(u32::try_from(block.rows()).unwrap_or(u32::MAX));
        self.blocks.push(block);
        self.mark_replaced();
        Ok(())
    }

    /// Puts lines on top of the blocks: new ones, and changed ones in the place of the old.
    pub fn set_patch(&mut self, mut lines: Vec<ItemLine>) {
        newest_first(&mut lines);
        self.patch = lines;
        self.mark_replaced();
    }

    /// Returns the lines on top of the blocks, newest first.
    #[must_use]
    pub fn patch(&self) -> &[ItemLine] {
        &self.patch
    }

    /// Returns how many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows as usize - self.replaced.len() + self.patch.len()
    }

    /// Returns whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the blocks, newest first.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    fn place(&self, row: u32) -> Option<(&Block, usize)> {
        let index = self
            .starts
            .partition_point(|start| *start <= row)
            .checked_sub(1)?;
        let block = self.blocks.get(index)?;
        let inside = (row - self.starts.get(index)?) as usize;
        (inside < block.rows()).then_some((block, inside))
    }

    /// Returns the time of a row; 0 for a row that does not exist.
    #[must_use]
    pub fn at_ms(&self, row: u32) -> i64 {
        match self.patch_line(row) {
            Some(line) => line.at_ms,
            None => self.place(row).map_or(0, |(block, i)| block.at_ms(i)),
        }
    }

    /// Returns a row as a line.
    #[must_use]
    pub fn line(&self, row: u32) -> Option<ItemLine> {
        match self.patch_line(row) {
            Some(line) => Some(line.clone()),
            None => self.place(row).and_then(|(block, i)| block.line(i)),
        }
    }

    /// Returns a line of the patch; those are numbered after the lines of the blocks.
    fn patch_line(&self, row: u32) -> Option<&ItemLine> {
        row.checked_sub(self.rows)
            .and_then(|i| self.patch.get(i as usize))
    }

    /// Finds the row of an item.
    #[must_use]
    pub fn find(&self, item_id: &str) -> Option<u32> {
        let number = |i: usize| u32::try_from(i).ok();
        if let Some(i) = self
            .patch
            .iter()
            .position(|l| l.item_id.as_str() == item_id)
        {
            return number(i).map(|i| self.rows + i);
        }
        self.blocks
            .iter()
            .zip(&self.starts)
            .find_map(|(block, start)| {
                let row = (0..block.rows()).find(|row| block.item_id(*row) == item_id)?;
                number(row).map(|row| start + row)
            })
    }

    /// Finds the newest lines of some kinds, newest first, at most so many. Reads no further than it must.
    #[must_use]
    pub fn newest_of_kinds(&self, kinds: &[&str], limit: usize) -> Vec<ItemLine> {
        let mut lines: Vec<ItemLine> = self
            .patch
            .iter()
            .filter(|l| kinds.contains(&l.kind.as_str()))
            .cloned()
            .collect();
        // The patch may hold newer lines as well as older ones: both lists are taken whole.
        let most = limit.saturating_add(lines.len());
        for (block, start) in self.blocks.iter().zip(&self.starts) {
            if lines.len() >= most {
                break;
            }
            let words = block.words(Column::Kind);
            let wanted: Vec<bool> = words.iter().map(|w| kinds.contains(&w.as_str())).collect();
            if !wanted.contains(&true) {
                continue;
            }
            for row in 0..block.rows() {
                let is_wanted = wanted.get(block.code_of(Column::Kind, row));
                let is_replaced = || {
                    let number = u32::try_from(row).map_or(u32::MAX, |row| start + row);
                    self.replaced.contains(&number)
                };
                if is_wanted == Some(&true) && !is_replaced() {
                    lines.extend(block.line(row));
                    if lines.len() >= most {
                        break;
                    }
                }
            }
        }
        newest_first(&mut lines);
        lines.truncate(limit);
        lines
    }

    /// Tells of each row, those of the patch last, whether a title of at most so many characters is all that its
    /// line says.
    #[must_use]
    pub fn short_rows(&self, title_chars: usize, custom: &[CustomKind]) -> Vec<bool> {
        let patch = Block::parse(Block::encode(&self.patch)).ok();
        let blocks = self.blocks.iter().chain(&patch);
        let rows = blocks
            .flat_map(|b| (0..b.rows()).map(move |row| is_short(b, row, title_chars, custom)));
        rows.collect()
    }

    /// Lists every item that was answered by its id, with the row of the answer; the first answer last.
    pub fn replies(&self) -> impl Iterator<Item = (&str, u32)> {
        let blocks = self.blocks.iter().zip(&self.starts);
        let old = blocks
            .flat_map(|(block, start)| block.replies().map(move |(row, id)| (id, start + row)));
        let new = (self.rows..).zip(&self.patch);
        old.chain(new.filter_map(|(row, line)| Some((line.reply_to.as_ref()?.as_str(), row))))
    }

    fn mark_replaced(&mut self) {
        let mut replaced = Vec::new();
        for line in &self.patch {
            for (block, start) in self.blocks.iter().zip(&self.starts) {
                let row = (0..block.rows()).find(|r| block.item_id(*r) == line.item_id.as_str());
                replaced.extend(row.and_then(|r| u32::try_from(r).ok()).map(|r| start + r));
            }
        }
        replaced.sort_unstable();
        self.replaced = replaced;
    }
}

/// Puts lines in the order in which a list shows them.
fn newest_first(lines: &mut [ItemLine]) {
    lines.sort_by(|a, b| (b.at_ms, &b.item_id).cmp(&(a.at_ms, &a.item_id)));
}

/// Returns whether a row has a title of at most so many characters and nothing to say below it: neither summary,
/// goal nor outcome, nor whether it was answered.
fn is_short(block: &Block, row: usize, title_chars: usize, custom: &[CustomKind]) -> bool {
    let mut parts = block.text(row).split(UNIT_SEPARATOR);
    let title = parts.next().unwrap_or_default();
    let [summary, _reason, goal, outcome] = [(); 4].map(|()| parts.next().unwrap_or_default());
    let says_more = [summary, goal, outcome].iter().any(|part| !part.is_empty());
    let is_answered = || {
        let words = block.words(Column::Kind);
        let kind = words.get(block.code_of(Column::Kind, row));
        let category = kind.and_then(|k| find_kind(k, custom)).map(|k| k.category);
        block.direction(row) == Direction::Out && category.is_some_and(Category::may_be_answered)
    };
    !says_more && title.chars().nth(title_chars).is_none() && !is_answered()
}

#[cfg(test)]
mod tests;
