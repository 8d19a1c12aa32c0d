//! Parsing: bytes become a block when every offset in them was found and checked.

use std::ops::Range;
use std::sync::OnceLock;

use super::MAGIC;
use super::columns::{Block, BlockError, Columns, Dictionary};

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
            folded: OnceLock::new(),
        };
        block.check_texts()?;
        Ok(block)
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

/// A cursor that never leaves the bytes.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn range(&mut self, len: usize) -> Result<Range<usize>, BlockError> {
        let end = self
            .at
            .checked_add(len)
            .filter(|end| *end <= self.bytes.len());
        let range = self.at..end.ok_or(BlockError::Damaged)?;
        self.at = range.end;
        Ok(range)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], BlockError> {
        let range = self.range(len)?;
        self.bytes.get(range).ok_or(BlockError::Damaged)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BlockError> {
        self.take(N)?.try_into().map_err(|_| BlockError::Damaged)
    }

    fn u8(&mut self) -> Result<u8, BlockError> {
        self.array::<1>().map(|[b]| b)
    }

    fn u32(&mut self) -> Result<u32, BlockError> {
        self.array().map(u32::from_le_bytes)
    }

    fn i64(&mut self) -> Result<i64, BlockError> {
        self.array().map(i64::from_le_bytes)
    }

    /// Reads a row number below `rows`.
    fn row(&mut self, rows: usize) -> Result<u32, BlockError> {
        let row = self.u32()?;
        if (row as usize) < rows {
            Ok(row)
        } else {
            Err(BlockError::Damaged)
        }
    }

    /// Reads a text of at most 255 bytes.
    fn short_text(&mut self) -> Result<String, BlockError> {
        let len = usize::from(self.u8()?);
        let text = std::str::from_utf8(self.take(len)?).map_err(|_| BlockError::Damaged)?;
        Ok(text.to_owned())
    }

    fn column(&mut self, rows: usize, width: usize) -> Result<Range<usize>, BlockError> {
        self.range(rows.checked_mul(width).ok_or(BlockError::Damaged)?)
    }

    /// Reads bytes with their length before them.
    fn sized(&mut self) -> Result<Range<usize>, BlockError> {
        let len = self.u32()? as usize;
        self.range(len)
    }

    fn dictionary(&mut self, rows: usize) -> Result<Dictionary, BlockError> {
        let count = usize::from(u16::from_le_bytes(self.array()?));
        let words = (0..count)
            .map(|_| self.short_text())
            .collect::<Result<Vec<_>, _>>()?;
        let width = if count > 256 { 2 } else { 1 };
        let codes = self.column(rows, width)?;
        Ok(Dictionary {
            words,
            width,
            codes,
        })
    }
}
