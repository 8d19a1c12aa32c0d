//! How a text is read when somebody looks for it: in small letters, without marks, ligatures spelled out.
//!
//! One way for all who look: the words of the server's index, people on a device, the timeline. `José` is
//! found by `jose` whether its mark is a sign of its own or not, `ĲSBRAND` by `ijsbrand`, and `d’Arc` by
//! `d'arc` and `darc`.
//!
//! **Invariants:** folding twice is folding once, and a letter of ASCII folds to itself in small. The letters of
//! Latin, Greek, Cyrillic and Arabic fold as Unicode decomposes them (NFKD), which a test checks; tables for every
//! script there is would weigh as much as the rest of the first screen.

mod table;

use std::ops::Range;

use table::{ARABIC_CYRILLIC_GREEK, LATIN, LATIN_MORE, spelled};

/// Words of a question beyond these narrow no search.
const MAX_WORDS: usize = 8;

/// Returns the text as it is compared.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|letter| push(letter, &mut folded));
    folded
}

/// Returns the letters of a text as they are compared, each with the bytes that it stands for: a mark that is a sign of
/// its own belongs to the letter before it.
#[must_use]
pub fn letters(text: &str) -> Vec<(Range<usize>, char)> {
    let mut letters: Vec<(Range<usize>, char)> = Vec::with_capacity(text.len());
    let mut folded = String::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        folded.clear();
        push(letter, &mut folded);
        match letters.last_mut() {
            Some((before, _)) if is_mark(letter) => before.end = end,
            _ => letters.extend(folded.chars().map(|c| (at..end, c))),
        }
    }
    letters
}

/// Returns the words of a question, folded, each once: a question is answered by what holds all of them, in
/// any order. An apostrophe ends a word, for it may have been left out.
#[must_use]
pub fn words(question: &str) -> Vec<String> {
    split(question, |c| c.is_whitespace() || is_apostrophe(c))
}

/// Returns the same words, without any sign: as names and addresses are compared.
#[must_use]
pub fn plain_words(question: &str) -> Vec<String> {
    let is_between = |c: char| !is_kept(c) || is_apostrophe(c);
    split(question, is_between)
}

fn split(question: &str, is_between: impl Fn(char) -> bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in question.split(is_between).map(fold) {
        if !word.is_empty() && !words.contains(&word) && words.len() < MAX_WORDS {
            words.push(word);
        }
    }
    words
}

/// Returns the words by which a name or address is found: those between its signs, and what an apostrophe
/// parts also as one word.
#[must_use]
pub fn index_words(value: &str) -> Vec<String> {
    let is_between = |c: char| !is_kept(c) && !is_apostrophe(c);
    let mut words = Vec::new();
    for word in value.split(is_between) {
        words.push(fold(word));
        if word.contains(is_apostrophe) {
            words.extend(word.split(is_apostrophe).map(fold));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns whether a text is compared by other letters than its own in small.
#[must_use]
pub(crate) fn is_spelled_otherwise(text: &str) -> bool {
    let mut folded = String::new();
    text.chars().any(|letter| {
        if letter.is_ascii() {
            return letter == '\'';
        }
        folded.clear();
        push(letter, &mut folded);
        !folded.chars().eq([letter])
    })
}

/// Adds a letter as it is compared: nothing for a mark or an apostrophe.
fn push(letter: char, folded: &mut String) {
    if is_apostrophe(letter) {
        return;
    }
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for small in letter.to_lowercase() {
        match small {
            mark if is_mark(mark) => {}
            other => base(other, folded),
        }
    }
}

/// Adds the letter under the marks.
fn base(letter: char, folded: &mut String) {
    let at = |first: char| (letter as usize).checked_sub(first as usize);
    let ascii = |table: &str, first: char| at(first).and_then(|i| table.as_bytes().get(i).copied());
    let code = match letter {
        '\u{c0}'..='\u{24f}' => ascii(LATIN, '\u{c0}'),
        '\u{1e00}'..='\u{1eff}' => ascii(LATIN_MORE, '\u{1e00}'),
        _ => None,
    };
    let other = match letter {
        '²' | '³' => {
            folded.push_str(spelled(letter));
            return;
        }
        'ǯ' => Some('ʒ'),
        // One letter, which has another form at the end of a word.
        'ς' | 'ϲ' => Some('σ'),
        '\u{370}'..='\u{6ff}' => in_pairs(ARABIC_CYRILLIC_GREEK, letter),
        _ => None,
    };
    match code {
        Some(b'.') | None => folded.push(other.filter(|c| *c != '.').unwrap_or(letter)),
        Some(code) if code.is_ascii_uppercase() => folded.push_str(spelled(char::from(code))),
        Some(code) => folded.push(char::from(code)),
    }
}

/// Returns what stands after a letter in a list of pairs.
fn in_pairs(pairs: &str, letter: char) -> Option<char> {
    let mut letters = pairs.chars();
    while let (Some(from), Some(to)) = (letters.next(), letters.next()) {
        if from == letter {
            return Some(to);
        }
    }
    None
}

/// Returns whether a sign belongs to a word: a letter, a digit, or a mark on one.
fn is_kept(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | '\u{374}' | '`' | '´' | '′' | 'ʹ' | '＇'
    )
}

/// Returns whether a sign stands on the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
        | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests;
