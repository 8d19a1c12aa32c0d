//! Finding a text in the rows of a block, in any case, without a lower-cased copy.
//!
//! The rarest ASCII byte of the needle is looked up in both cases (a vector instruction at a time), and
//! what stands around it is compared only there: bytes when the whole needle is ASCII, else letters.

use memchr::{memchr2, memchr2_iter};

use super::UNIT_SEPARATOR;
use super::columns::Block;

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
    /// Makes a needle of what a person typed; none when that is blank.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let text = small(&typed.trim().replace(UNIT_SEPARATOR, " "));
        let rarity = |b: &u8| COMMON.iter().position(|c| c == b).unwrap_or(COMMON.len());
        let pivot = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| b.is_ascii())
            .max_by_key(|(_, b)| rarity(b));
        (!text.is_empty()).then_some(Self { text, pivot })
    }

    /// Returns whether a text holds the needle.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let Some((offset, byte)) = self.pivot else {
            // The small letters of ASCII are ASCII.
            return !text.is_ascii() && small(text).contains(&self.text);
        };
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
        memchr2_iter(byte, byte.to_ascii_uppercase(), text.as_bytes())
            .any(|at| self.stands_around(offset, text, at))
    }

    /// Compares letter by letter, as a small letter may have another length than its capital: from the pivot,
    /// `offset` in the needle and `at` in the text, to the end, and back to the beginning.
    fn stands_around(&self, offset: usize, text: &str, at: usize) -> bool {
        let (Some((head, tail)), Some((before, after))) = (
            self.text.split_at_checked(offset),
            text.split_at_checked(at),
        ) else {
            return false;
        };
        let mut onwards = after.chars().flat_map(char::to_lowercase);
        let mut back = before.chars().rev().flat_map(|c| c.to_lowercase().rev());
        tail.chars().all(|c| onwards.next() == Some(c))
            && head.chars().rev().all(|c| back.next() == Some(c))
    }

    /// Finds the next place from `from` where the pivot stands: where to go on, and whether the needle is
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

/// The text in small letters. Letter by letter: in whole words a sigma has another small letter at the end, and
/// a needle is a part of a word.
fn small(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
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
