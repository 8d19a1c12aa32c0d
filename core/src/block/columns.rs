//! The layout of a block: where each column lies in its bytes.

use std::ops::Range;
use std::sync::OnceLock;

use super::folded::Folded;

/// Why bytes are not a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// Another format, or none.
    #[error("not a block of a known format")]
    Magic,
    /// The bytes end too early or point outside of themselves.
    #[error("the block is damaged")]
    Damaged,
}

/// One dictionary: the words, and where the column of their codes is.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    pub(super) words: Vec<String>,
    /// Bytes a code: 1, or 2 when there are more than 256 words.
    pub(super) width: usize,
    pub(super) codes: Range<usize>,
}

/// Where each column lies in the bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub(super) kind: Dictionary,
    pub(super) channel: Dictionary,
    pub(super) department: Dictionary,
    pub(super) source: Dictionary,
    pub(super) currency: Dictionary,
    /// `i64` milliseconds.
    pub(super) at: Range<usize>,
    /// Direction in bits 0-1, status + 1 in bits 2-5, what the summary was made from in bits 6-7.
    pub(super) flags: Range<usize>,
    /// `i8`.
    pub(super) mood: Range<usize>,
    /// `i32` or `i64` minor units.
    pub(super) amount: Range<usize>,
    pub(super) amount_width: usize,
    /// `u32`, rows + 1.
    pub(super) text_ends: Range<usize>,
    pub(super) text: Range<usize>,
    /// `u32`, rows + 1.
    pub(super) id_ends: Range<usize>,
    pub(super) ids: Range<usize>,
    /// Row and due date, sorted by row.
    pub(super) due: Vec<(u32, i64)>,
    /// Row and the id it answers, sorted by row.
    pub(super) reply: Vec<(u32, String)>,
}

/// An immutable run of timeline lines, newest first.
#[derive(Debug, Clone)]
pub struct Block {
    pub(super) bytes: Vec<u8>,
    pub(super) rows: usize,
    pub(super) columns: Columns,
    /// Made by the first search.
    pub(super) folded: OnceLock<Folded>,
}

impl Block {
    /// Returns how many lines.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the bytes, to store or send on.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn span(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }
}
