//! Finding a text in the rows of a block, in any case, without a lower-cased copy.
//!
//! One letter of the needle, the pivot, is looked up by a byte in both cases (a vector instruction at a
//! time), and what stands around it is compared only there: bytes when the whole needle is ASCII, else
//! letters.

use memchr::{memchr2, memchr2_iter};

use super::UNIT_SEPARATOR;
use super::columns::Block;

/// A text to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// Lower case.
    text: String,
    /// The letter to look up; none when no letter of it has a single capital.
    pivot: Option<Pivot>,
}

/// A letter of a needle that is looked up by a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pivot {
    /// Where it begins in the needle.
    offset: usize,
    /// Its last byte.
    byte: u8,
    /// The last byte of its capital; the same for a sign that has none.
    capital: u8,
}

/// Letters and signs from common to rare in Dutch and English; what is not listed is rarer still.
const COMMON: &[u8] = b" enatirodslhgvkmubpwjzcf,.xyq0123456789-";

impl Pivot {
    /// Chooses the rarest letter of ASCII, else the first that has a single capital.
    fn of(text: &str) -> Option<Self> {
        let rarity = |b: u8| COMMON.iter().position(|c| *c == b).unwrap_or(COMMON.len());
        let ascii = text.bytes().enumerate().filter(|(_, b)| b.is_ascii());
        let rarest = ascii.max_by_key(|(_, b)| rarity(*b));
        let of_ascii = rarest.map(|(offset, byte)| Self {
            offset,
            byte,
            capital: byte.to_ascii_uppercase(),
        });
        of_ascii.or_else(|| {
            text.char_indices().find_map(|(offset, letter)| {
                let mut capitals = letter.to_uppercase();
                let capital = capitals.next().filter(|_| capitals.len() == 0)?;
                Some(Self {
                    offset,
                    byte: last_byte(letter)?,
                    capital: last_byte(capital)?,
                })
            })
        })
    }
}

fn last_byte(letter: char) -> Option<u8> {
    letter.encode_utf8(&mut [0; 4]).bytes().last()
}

impl Needle {
    /// Makes a needle of what a person typed; none when that is blank.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let text = small(&typed.trim().replace(UNIT_SEPARATOR, " "));
        let pivot = Pivot::of(&text);
        (!text.is_empty()).then_some(Self { text, pivot })
    }

    /// Returns whether a text holds the needle.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let Some(pivot) = self.pivot else {
            return small(text).contains(&self.text);
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
        memchr2_iter(pivot.byte, pivot.capital, text.as_bytes())
            .any(|at| self.stands_around(pivot, text, text.floor_char_boundary(at)))
    }

    /// Compares letter by letter, as a small letter may have another length than its capital: from the pivot,
    /// which stands at `at` in the text, to the end, and back to the beginning.
    fn stands_around(&self, pivot: Pivot, text: &str, at: usize) -> bool {
        let (Some((head, tail)), Some((before, after))) = (
            self.text.split_at_checked(pivot.offset),
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
        let pivot = self.pivot?;
        let rest = hay.get(from..)?;
        let at = from + memchr2(pivot.byte, pivot.capital, rest)?;
        let hit = at
            .checked_sub(pivot.offset)
            .and_then(|start| hay.get(start..start + self.text.len()));
        Some((
            at + 1,
            hit.is_some_and(|h| h.eq_ignore_ascii_case(self.text.as_bytes())),
        ))
    }
}

/// Puts a text in small letters, one by one: in whole words a sigma has another small letter at the end, and
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
            let at = next - 1 - needle.pivot.map_or(0, |p| p.offset);
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
