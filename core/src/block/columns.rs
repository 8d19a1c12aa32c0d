//! The layout of a block, found once and checked once.

use std::ops::Range;

use super::MAGIC;
use super::read::Reader;

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
    /// Direction in bits 0-1, status + 1 in bits 2-5.
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
}

impl Block {
    /// Takes bytes as a block, without copying them.
    ///
    /// # Errors
    /// When they are of another format, cut short, or point outside of themselves.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, BlockError> {
        let (rows, columns) = {
            let mut reader = Reader::new(&bytes);
            if reader.take(MAGIC.len())? != MAGIC {
                return Err(BlockError::Magic);
            }
            let rows = reader.u32()? as usize;
            if rows > bytes.len() {
                return Err(BlockError::Damaged);
            }
            (rows, read_columns(&mut reader, rows)?)
        };
        let block = Self {
            bytes,
            rows,
            columns,
        };
        block.check_texts()?;
        Ok(block)
    }

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

    fn check_texts(&self) -> Result<(), BlockError> {
        for (ends, body) in [
            (&self.columns.text_ends, &self.columns.text),
            (&self.columns.id_ends, &self.columns.ids),
        ] {
            let mut before = 0;
            for end in self
                .span(ends)
                .chunks_exact(4)
                .map(|c| c.try_into().map(u32::from_le_bytes))
            {
                let end = end.map_err(|_| BlockError::Damaged)?;
                if end < before || end as usize > body.len() {
                    return Err(BlockError::Damaged);
                }
                before = end;
            }
        }
        Ok(())
    }
}

fn read_columns(reader: &mut Reader<'_>, rows: usize) -> Result<Columns, BlockError> {
    let mut columns = Columns::default();
    for dictionary in [
        &mut columns.kind,
        &mut columns.channel,
        &mut columns.department,
        &mut columns.source,
        &mut columns.currency,
    ] {
        *dictionary = reader.dictionary(rows)?;
    }
    columns.at = reader.column(rows, 8)?;
    columns.flags = reader.column(rows, 1)?;
    columns.mood = reader.column(rows, 1)?;
    columns.amount_width = usize::from(reader.u8()?);
    if !matches!(columns.amount_width, 4 | 8) {
        return Err(BlockError::Damaged);
    }
    columns.amount = reader.column(rows, columns.amount_width)?;
    columns.text_ends = reader.column(rows + 1, 4)?;
    columns.text = reader.sized()?;
    columns.id_ends = reader.column(rows + 1, 4)?;
    columns.ids = reader.sized()?;
    for _ in 0..reader.u32()? {
        columns.due.push((reader.row(rows)?, reader.i64()?));
    }
    for _ in 0..reader.u32()? {
        columns
            .reply
            .push((reader.row(rows)?, reader.short_text()?));
    }
    Ok(columns)
}
