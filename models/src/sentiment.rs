//! The feeling of a text in Dutch or English, with the words that carried it.
//!
//! English is VADER (Hutto and Gilbert 2014) to the digit. Dutch is the subjectivity lexicon of `CLiPS` with words of
//! services, negation, intensifiers and diminishers. Both are rules over a lexicon: the same text has the same
//! score everywhere, and the words say why.

mod carrier;
mod dutch;
mod english;
mod language;
mod pack;
mod tokens;

use serde::{Deserialize, Serialize};

pub use carrier::Carrier;
pub use language::{Language, detect};

/// What is read of one text at most; the rest of a longer one changes nothing.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// The feeling of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    /// From -1, very negative, to 1, very positive.
    pub score: f64,
    /// The language that it was read in; none when it is neither Dutch nor English, and the score is 0.
    pub language: Option<Language>,
    /// How sure it is of language and score, 0 to 1: no words, no confidence.
    pub confidence: f64,
    /// In the order of the text.
    pub words: Vec<Carrier>,
}

/// Reads the feeling of a text, in the given language or in the one that it seems to be in.
#[must_use]
pub fn read(text: &str, language: Option<Language>) -> Sentiment {
    let text = tokens::beginning(text, TEXT_BYTES_MAX);
    let (found, certainty) = match language {
        Some(language) => (Some(language), 1.0),
        None => detect(text),
    };
    let Some(language) = found else {
        return Sentiment {
            score: 0.0,
            language: None,
            confidence: 0.0,
            words: Vec::new(),
        };
    };
    let (score, words) = match language {
        Language::En => english::read(text),
        Language::Nl => dutch::read(text),
    };
    Sentiment {
        score,
        language: Some(language),
        confidence: certainty * evidence(&words),
        words,
    }
}

/// How much the words say and how far they agree, 0 to 1.
fn evidence(words: &[Carrier]) -> f64 {
    let sum: f64 = words.iter().map(|word| word.weight).sum();
    let all: f64 = words.iter().map(|word| word.weight.abs()).sum();
    if all <= 0.0 {
        return 0.0;
    }
    let agreement = sum.abs() / all;
    let amount = all / (all + 1.0);
    amount * (0.5 + agreement / 2.0)
}

/// Returns the packed lexicons, as they travel; for those who weigh them.
#[must_use]
pub fn packs() -> [&'static [u8]; 3] {
    pack::PACKS
}
