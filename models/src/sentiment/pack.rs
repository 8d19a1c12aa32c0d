//! The lexicons as `build.rs` packed them, unpacked at the first use.

use std::collections::HashMap;
use std::sync::LazyLock;

const ENGLISH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/en.pack"));
const DUTCH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/nl.pack"));
const EMOJI: &str = include_str!(concat!(env!("OUT_DIR"), "/emoji.pack"));

pub(super) const PACKS: [&[u8]; 3] = [ENGLISH, DUTCH, EMOJI.as_bytes()];

/// Words with their weights.
pub(super) type Lexicon = HashMap<String, i8>;

/// English words with their rating in tenths, -40 to 40.
pub(super) static ENGLISH_WORDS: LazyLock<Lexicon> = LazyLock::new(|| unpack(ENGLISH));
/// Dutch words with their polarity in hundredths, -100 to 100.
pub(super) static DUTCH_WORDS: LazyLock<Lexicon> = LazyLock::new(|| unpack(DUTCH));
/// Emoji of one character with what they show.
pub(super) static EMOJI_TEXTS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    EMOJI
        .lines()
        .filter_map(|line| {
            let mut letters = line.chars();
            Some((letters.next()?, letters.as_str()))
        })
        .collect()
});

fn unpack(pack: &[u8]) -> Lexicon {
    let mut words = Vec::new();
    let mut before: Vec<u8> = Vec::new();
    let mut rest = pack;
    while let Some((shared, after)) = rest.split_first().filter(|(shared, _)| **shared > 0) {
        let length = after
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(after.len());
        let (letters, next) = after.split_at(length);
        before.truncate(usize::from(*shared) - 1);
        before.extend_from_slice(letters);
        words.push(String::from_utf8_lossy(&before).into_owned());
        rest = next.get(1..).unwrap_or_default();
    }
    let weights = rest.get(1..).unwrap_or_default();
    let weights = weights.iter().map(|byte| byte.cast_signed());
    words.into_iter().zip(weights).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_comes_out_as_it_went_in() {
        for (word, weight) in [("good", 19), ("horrible", -25), (":)", 20), ("$:", -15)] {
            assert_eq!(ENGLISH_WORDS.get(word), Some(&weight), "{word}");
        }
        assert_eq!(ENGLISH_WORDS.len(), 7_506);
        assert!(DUTCH_WORDS["prachtig"] > 50 && DUTCH_WORDS["slecht"] < -50);
        assert_eq!(EMOJI_TEXTS[&'😀'], "grinning face");
    }
}
