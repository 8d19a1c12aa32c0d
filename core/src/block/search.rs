//! Finding a text in the rows of a block, in any case, without a lower-cased copy.
//!
//! The rarest byte of the needle is looked up in both cases (a vector instruction at a time), and
//! the surrounding bytes are compared only where it stands.

use memchr::memchr2;

use super::UNIT_SEPARATOR;
use super::columns::Block;
use crate::letters::lower;

/// A text to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// Lower case.
    text: String,
    /// Where the rarest ASCII byte of it stands; none when it has no ASCII byte.
    pivot: Option<(usize, u8)>,
}

/// Letters and signs from common to rare in Dutch and English; what is not listed is rarer still.
const COMMON: &[u8] = b" enatirodslhgvkmubpwjzcf,.xyq0123456789-";

impl Needle {
    /// A needle of what a person typed; none when that is blank.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let text = lower(&typed.trim().replace(UNIT_SEPARATOR, " "));
        let rarity = |b: &u8| COMMON.iter().position(|c| c == b).unwrap_or(COMMON.len());
        let pivot = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| b.is_ascii())
            .max_by_key(|(_, b)| rarity(b));
        (!text.is_empty()).then_some(Self { text, pivot })
    }

    /// Whether a text holds the needle.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        if self.text.is_ascii() {
            let hay = text.as_bytes();
            let mut from = 0;
            while let Some((end, hit)) = self.next_in(hay, from) {
                if hit {
                    return true;
                }
                from = end;
            }
            return false;
        }
        lower(text).contains(&self.text)
    }

    /// The next place from `from` where the pivot stands: where to go on, and whether the needle is
    /// there. None when the pivot does not come any more.
    fn next_in(&self, hay: &[u8], from: usize) -> Option<(usize, bool)> {
        let (offset, byte) = self.pivot?;
        let rest = hay.get(from..)?;
        let at = from + memchr2(byte, byte.to_ascii_uppercase(), rest)?;
        let hit = at
            .checked_sub(offset)
            .and_then(|start| hay.get(start..start + self.text.len()));
        Some((
            at + 1,
            hit.is_some_and(|h| h.eq_ignore_ascii_case(self.text.as_bytes())),
        ))
    }
}

impl Block {
    /// Calls `found` with every row whose text holds the needle, in order.
    pub(crate) fn find(&self, needle: &Needle, mut found: impl FnMut(usize)) {
        if !needle.text.is_ascii() {
            (0..self.rows)
                .filter(|row| needle.is_in(self.text(*row)))
                .for_each(found);
            return;
        }
        let text = self.span(&self.columns.text);
        let mut ends = self
            .span(&self.columns.text_ends)
            .chunks_exact(4)
            .skip(1)
            .map(|c| {
                c.try_into()
                    .map_or(usize::MAX, |c| u32::from_le_bytes(c) as usize)
            });
        let (mut row, mut start, mut end) = (0, 0, ends.next().unwrap_or(0));
        let mut from = 0;
        while let Some((next, hit)) = needle.next_in(text, from) {
            from = next;
            if !hit {
                continue;
            }
            let at = next - 1 - needle.pivot.map_or(0, |p| p.0);
            while at >= end && row < self.rows {
                (row, start, end) = (row + 1, end, ends.next().unwrap_or(usize::MAX));
            }
            // A hit that runs from one row into the next is none.
            if at >= start && at + needle.text.len() <= end {
                found(row);
                from = end;
            }
        }
    }
}
