//! Finding words in the rows of a block, however their letters are written, without a copy of the text.
//!
//! One byte of a word, the pivot, is looked up in both cases (a vector instruction at a time), and what stands
//! around it is compared only there. That finds every word in a text whose letters fold to themselves in
//! small ([`crate::folding`]); the rows with others (`José`, `foto’s`) are folded once, when the block is first
//! searched, and read beside it.

use memchr::memchr2;

use super::UNIT_SEPARATOR;
use super::columns::Block;
use super::folded::Folded;
use crate::folding::{fold, is_spelled_otherwise, words};

/// Words to look for: a row has all of them, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    words: Vec<Word>,
}

/// One of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Folded; not empty.
    text: String,
    /// Where the byte that is looked up stands in it.
    pivot: usize,
    /// That byte, and its capital; the same for a sign that has none.
    bytes: [u8; 2],
}

/// Letters and signs from common to rare in Dutch and English; what is not listed is rarer still.
const COMMON: &[u8] = b" enatirodslhgvkmubpwjzcf,.xyq0123456789-";

impl Word {
    fn new(text: String) -> Option<Self> {
        let rarity = |b: u8| COMMON.iter().position(|c| *c == b).unwrap_or(COMMON.len());
        let (pivot, byte) = text.bytes().enumerate().max_by_key(|(_, b)| rarity(*b))?;
        Some(Self {
            pivot,
            bytes: [byte, byte.to_ascii_uppercase()],
            text,
        })
    }

    /// Finds the next place from `from` where the pivot stands: where to go on, and where the word begins if
    /// it is there. None when the pivot does not come any more.
    fn next_in(&self, hay: &[u8], from: usize) -> Option<(usize, Option<usize>)> {
        let [byte, capital] = self.bytes;
        let at = from + memchr2(byte, capital, hay.get(from..)?)?;
        let is_here = |start: &usize| {
            let found = hay.get(*start..*start + self.text.len());
            found.is_some_and(|h| h.eq_ignore_ascii_case(self.text.as_bytes()))
        };
        Some((at + 1, at.checked_sub(self.pivot).filter(is_here)))
    }

    fn is_in(&self, text: &str) -> bool {
        let mut from = 0;
        while let Some((next, start)) = self.next_in(text.as_bytes(), from) {
            if start.is_some() {
                return true;
            }
            from = next;
        }
        is_spelled_otherwise(text) && fold(text).contains(&self.text)
    }
}

impl Needle {
    /// Makes a needle of what a person typed; none when there is no word in it.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let typed = words(&typed.replace(UNIT_SEPARATOR, " "));
        let words: Vec<Word> = typed.into_iter().filter_map(Word::new).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Returns whether the texts of an item together hold every word.
    #[must_use]
    pub fn is_in(&self, texts: &[&str]) -> bool {
        let in_one = |word: &Word| texts.iter().any(|text| word.is_in(text));
        self.words.iter().all(in_one)
    }
}

impl Block {
    /// Calls `found` with every row whose text holds all words of the needle, in order.
    pub(crate) fn find(&self, needle: &Needle, found: impl FnMut(usize)) {
        // How many of the words a row has; a needle has few.
        let mut held = vec![0_u8; self.rows];
        let mut wanted = 0;
        for word in &needle.words {
            let mut hold = |row: usize| {
                if let Some(count) = held.get_mut(row).filter(|count| **count == wanted) {
                    *count += 1;
                }
            };
            self.find_word(word, &mut hold);
            let folded = &self.folded().rows;
            let with_word = folded.iter().filter(|(_, text)| text.contains(&word.text));
            with_word.for_each(|(row, _)| hold(*row));
            wanted += 1;
        }
        let all = held
            .iter()
            .enumerate()
            .filter(|(_, count)| **count == wanted);
        all.map(|(row, _)| row).for_each(found);
    }

    /// Calls `found` once with every row whose bytes hold a word.
    fn find_word(&self, word: &Word, found: &mut impl FnMut(usize)) {
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
        while let Some((next, hit)) = word.next_in(text, from) {
            from = next;
            let Some(at) = hit else { continue };
            while at >= end && row < self.rows {
                (row, start, end) = (row + 1, end, ends.next().unwrap_or(usize::MAX));
            }
            // A hit that runs from one row into the next is none.
            if at >= start && at + word.text.len() <= end {
                found(row);
                from = end;
            }
        }
    }

    fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| {
            let texts = (0..self.rows).map(|row| (row, self.text(row)));
            let odd = texts.filter(|(_, text)| is_spelled_otherwise(text));
            Folded {
                rows: odd.map(|(row, text)| (row, fold(text))).collect(),
            }
        })
    }
}
