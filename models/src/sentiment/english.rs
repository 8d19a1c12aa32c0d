//! VADER, to the digit: lexicon, negation, degree words, capitals, punctuation, "but", and emoji as their words.
//!
//! It follows vaderSentiment 3.3.2 (MIT) rule by rule, its oddities included, because its scores are what
//! published figures are about; the tests hold all of them against the reference.

mod rules;

use super::carrier::Carrier;
use super::pack::{EMOJI_TEXTS, ENGLISH_WORDS};
use super::tokens::{self, Token};
use rules::{CAPITALS, NEGATION, booster, is_negation, special_case};

/// What the reference takes for the largest sum that is to be expected.
const ALPHA: f64 = 15.0;

/// Returns the compound score, rounded to four decimals, and the words that carried it.
pub(super) fn read(original: &str) -> (f64, Vec<Carrier>) {
    let described = Described::of(original);
    let text = described.text.as_str().trim_matches(tokens::is_space);
    let offset = described.text.len() - described.text.trim_start_matches(tokens::is_space).len();
    let words: Vec<Word<'_>> = tokens::words(text).into_iter().map(Word::new).collect();
    let capitals = words.iter().filter(|word| word.is_upper).count();
    let reader = Reader {
        words: &words,
        are_capitals_meant: 0 < capitals && capitals < words.len(),
    };
    let mut valences: Vec<f64> = (0..words.len()).map(|at| reader.valence(at)).collect();
    if let Some(but) = words.iter().position(|word| word.token.lower == "but") {
        rules::weigh_around_but(&mut valences, but);
    }
    let carriers = words
        .iter()
        .zip(&valences)
        .filter(|(_, valence)| **valence != 0.0)
        .map(|(word, valence)| {
            let start = word.token.start + offset;
            Carrier {
                start: described.place(start),
                end: described.end(start + word.token.text.len()),
                weight: *valence,
            }
        })
        .collect();
    (compound(&valences, text), carriers)
}

fn compound(valences: &[f64], text: &str) -> f64 {
    let mut sum = valences.iter().fold(0.0, |sum, valence| sum + valence);
    let emphasis = rules::emphasis(text);
    if sum > 0.0 {
        sum += emphasis;
    } else if sum < 0.0 {
        sum -= emphasis;
    }
    let score = (sum / (sum * sum + ALPHA).sqrt()).clamp(-1.0, 1.0);
    // By way of the decimal digits, which round as the reference does.
    let digits = format!("{score:.4}");
    digits.parse::<f64>().map_or(0.0, |rounded| rounded + 0.0)
}

/// A word with what the lexicon says about it.
struct Word<'a> {
    token: Token<'a>,
    is_upper: bool,
    rating: Option<f64>,
    booster: f64,
    is_negation: bool,
}

impl<'a> Word<'a> {
    fn new(token: Token<'a>) -> Self {
        Self {
            is_upper: token.is_upper(),
            rating: ENGLISH_WORDS
                .get(&token.lower)
                .map(|tenths| f64::from(*tenths) / 10.0),
            booster: booster(&token.lower),
            is_negation: is_negation(&token.lower),
            token,
        }
    }
}

struct Reader<'a> {
    words: &'a [Word<'a>],
    are_capitals_meant: bool,
}

impl Reader<'_> {
    /// The word so many places before, if there is one.
    fn before(&self, at: usize, distance: usize) -> Option<&Word<'_>> {
        self.words.get(at.checked_sub(distance)?)
    }

    fn lower(&self, at: usize, distance: usize) -> &str {
        self.before(at, distance)
            .map_or("", |word| &word.token.lower)
    }

    fn next(&self, at: usize, distance: usize) -> &str {
        self.words
            .get(at + distance)
            .map_or("", |word| &word.token.lower)
    }

    fn valence(&self, at: usize) -> f64 {
        let Some(word) = self.words.get(at) else {
            return 0.0;
        };
        if word.booster != 0.0 || (word.token.lower == "kind" && self.next(at, 1) == "of") {
            return 0.0;
        }
        let Some(rating) = word.rating else {
            return 0.0;
        };
        let mut valence = self.rating(at, word, rating);
        if word.is_upper && self.are_capitals_meant {
            valence += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        for (distance, damping) in (1..=3).zip(rules::DAMPING) {
            let Some(earlier) = self.before(at, distance).filter(|w| w.rating.is_none()) else {
                continue;
            };
            valence += self.degree(earlier, valence) * damping;
            valence = self.negated(valence, at, distance, earlier.is_negation);
            if distance == 3 {
                valence = self.idioms(valence, at);
            }
        }
        if self.is_least(at) {
            valence * NEGATION
        } else {
            valence
        }
    }

    /// The rating, unless "no" stands before: then that word negates instead of counting by itself.
    fn rating(&self, at: usize, word: &Word<'_>, rating: f64) -> f64 {
        let is_no = word.token.lower == "no";
        let next_counts = self
            .words
            .get(at + 1)
            .is_some_and(|next| next.rating.is_some());
        let is_after_no = self.lower(at, 1) == "no"
            || self.lower(at, 2) == "no"
            || (self.lower(at, 3) == "no" && matches!(self.lower(at, 1), "or" | "nor"));
        if is_after_no {
            rating * NEGATION
        } else if is_no && next_counts {
            0.0
        } else {
            rating
        }
    }

    fn degree(&self, word: &Word<'_>, valence: f64) -> f64 {
        let mut degree = word.booster;
        if degree == 0.0 {
            return 0.0;
        }
        if valence < 0.0 {
            degree = -degree;
        }
        if word.is_upper && self.are_capitals_meant {
            degree += if valence > 0.0 { CAPITALS } else { -CAPITALS };
        }
        degree
    }

    fn negated(&self, valence: f64, at: usize, distance: usize, is_negation: bool) -> f64 {
        let (one, two, three) = (self.lower(at, 1), self.lower(at, 2), self.lower(at, 3));
        let is_so = |word: &str| matches!(word, "so" | "this");
        let (is_never_so, is_without_doubt) = match distance {
            2 => (
                two == "never" && is_so(one),
                two == "without" && one == "doubt",
            ),
            3 => (
                (three == "never" && is_so(two)) || is_so(one),
                three == "without" && (two == "doubt" || one == "doubt"),
            ),
            _ => (false, false),
        };
        if is_never_so {
            valence * 1.25
        } else if is_negation && !is_without_doubt {
            valence * NEGATION
        } else {
            valence
        }
    }

    fn idioms(&self, valence: f64, at: usize) -> f64 {
        let [three, two, one, zero] = [3, 2, 1, 0].map(|distance| self.lower(at, distance));
        let before: [&[&str]; 5] = [
            &[one, zero],
            &[two, one, zero],
            &[two, one],
            &[three, two, one],
            &[three, two],
        ];
        let mut valence = before
            .iter()
            .find_map(|idiom| special_case(idiom))
            .unwrap_or(valence);
        for after in [
            &[zero, self.next(at, 1)][..],
            &[zero, self.next(at, 1), self.next(at, 2)],
        ] {
            valence = special_case(after).unwrap_or(valence);
        }
        for pair in [[three, two], [two, one]] {
            valence += rules::booster_pair(pair);
        }
        valence
    }

    fn is_least(&self, at: usize) -> bool {
        let is_rated = self.before(at, 1).is_none_or(|word| word.rating.is_some());
        !is_rated && self.lower(at, 1) == "least" && !matches!(self.lower(at, 2), "at" | "very")
    }
}

/// A text with its emoji as words, and the way back to the places of the original.
struct Described {
    text: String,
    /// Where a description begins and ends in the text, and the emoji in the original; and so on in order.
    emoji: Vec<[usize; 4]>,
}

impl Described {
    fn of(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut emoji = Vec::new();
        let mut is_after_space = true;
        for (place, letter) in original.char_indices() {
            let known = if letter.is_ascii() {
                None
            } else {
                EMOJI_TEXTS.get(&letter)
            };
            if let Some(description) = known {
                let start = text.len();
                if !is_after_space {
                    text.push(' ');
                }
                text.push_str(description);
                emoji.push([start, text.len(), place, place + letter.len_utf8()]);
                is_after_space = false;
            } else {
                text.push(letter);
                is_after_space = letter == ' ';
            }
        }
        Self { text, emoji }
    }

    /// Place in the original of where a word begins.
    fn place(&self, at: usize) -> usize {
        let count = self.emoji.partition_point(|[start, ..]| *start <= at);
        match count.checked_sub(1).and_then(|last| self.emoji.get(last)) {
            Some([_, end, place, _]) if at < *end => *place,
            Some([_, end, _, after]) => after + (at - end),
            None => at,
        }
    }

    /// Place in the original of where a word ends.
    fn end(&self, at: usize) -> usize {
        let count = self.emoji.partition_point(|[start, ..]| *start < at);
        match count.checked_sub(1).and_then(|last| self.emoji.get(last)) {
            Some([_, end, _, after]) if at <= *end => *after,
            Some([_, end, _, after]) => after + (at - end),
            None => at,
        }
    }
}
