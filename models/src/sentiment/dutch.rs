//! Dutch: the lexicon of `CLiPS` with words of services, endings, negation, degree, contrast and emphasis.
//!
//! A word weighs its polarity. A degree word up to two places before makes it stronger or weaker, a negation up to
//! four before (or "niet" right after the verb, as Dutch has it) turns it around and weakens it, and what stands
//! before "maar" counts for half. The sum becomes a score by the same curve as in English.

mod forms;
mod rules;

use super::carrier::Carrier;
use super::tokens::{self, Token};
use rules::{Role, role};

/// How far a negation reaches, in words.
const REACH: usize = 4;
/// A negated word is not its opposite: "niet goed" is less bad than "slecht".
const NEGATION: f64 = -0.65;
/// The sum at which a score is 0.7.
const HALF_WAY: f64 = 0.6;

struct Word<'a> {
    token: Token<'a>,
    role: Role,
    polarity: f64,
    /// Whether a sentence or a clause ends after it.
    ends_clause: bool,
}

/// Returns the score and the words that carried it.
pub(super) fn read(text: &str) -> (f64, Vec<Carrier>) {
    let words: Vec<Word<'_>> = tokens::words(text)
        .into_iter()
        .map(|t| word(text, t))
        .collect();
    let mut weights: Vec<f64> = (0..words.len()).map(|at| weight(&words, at)).collect();
    let contrast = words.iter().rposition(|word| word.role == Role::Contrast);
    if let Some(contrast) = contrast {
        for (at, weight) in weights.iter_mut().enumerate() {
            *weight *= if at < contrast { 0.5 } else { 1.25 };
        }
    }
    let sum: f64 = weights.iter().sum();
    let marks = text.bytes().filter(|byte| *byte == b'!').take(3).count();
    let emphasis = 1.0 + 0.1 * f64::from(u8::try_from(marks).unwrap_or(3));
    let sum = sum * emphasis;
    let score = (sum / (sum * sum + HALF_WAY * HALF_WAY).sqrt()).clamp(-1.0, 1.0);
    let carriers = words
        .iter()
        .zip(&weights)
        .filter(|(_, weight)| **weight != 0.0)
        .map(|(word, weight)| Carrier {
            start: word.token.start,
            end: word.token.start + word.token.text.len(),
            weight: *weight,
        })
        .collect();
    ((score * 1e4).round() / 1e4, carriers)
}

fn word<'a>(text: &str, token: Token<'a>) -> Word<'a> {
    let core = token.lower.trim_matches(|c: char| c.is_ascii_punctuation());
    let role = role(core);
    let polarity = match role {
        Role::Plain => forms::polarity(&token.lower, core),
        _ => 0.0,
    };
    let after = text.get(token.start..).unwrap_or_default();
    let piece = after.split(tokens::is_space).next().unwrap_or_default();
    Word {
        role,
        polarity,
        ends_clause: piece.ends_with(['.', '!', '?', ';', ':', ',']),
        token,
    }
}

fn weight(words: &[Word<'_>], at: usize) -> f64 {
    let Some(word) = words.get(at).filter(|word| word.polarity != 0.0) else {
        return 0.0;
    };
    let mut weight = word.polarity;
    let mut is_negated = false;
    for distance in 1..=REACH {
        let Some(before) = at.checked_sub(distance).and_then(|place| words.get(place)) else {
            break;
        };
        if before.ends_clause || before.role == Role::Contrast {
            break;
        }
        match before.role {
            Role::Degree(factor) if distance <= 2 => weight *= factor,
            // "nog nooit zo goed" and "niets dan lof" deny nothing.
            Role::Negation if !is_followed_by(words, at - distance, &["zo", "zo'n", "dan"]) => {
                is_negated = !is_negated;
            }
            _ => {}
        }
    }
    let next = words.get(at + 1).filter(|_| !word.ends_clause);
    if next.is_some_and(|next| next.role == Role::Negation) && forms::is_verb(&word.token.lower) {
        is_negated = !is_negated;
    }
    if is_negated {
        weight *= NEGATION;
    }
    weight.clamp(-1.5, 1.5)
}

fn is_followed_by(words: &[Word<'_>], at: usize, next: &[&str]) -> bool {
    let word = words.get(at + 1);
    word.is_some_and(|word| next.contains(&word.token.lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(text: &str) -> f64 {
        read(text).0
    }

    #[test]
    fn negation_turns_a_word_around_and_weakens_it() {
        assert!(score("Het was goed") > 0.3);
        assert!(score("Het was niet goed") < 0.0);
        assert!(score("Het was niet goed") > score("Het was slecht"));
        assert!(score("Dat is geen probleem") > 0.0);
        assert!(
            score("Het is niet duur. Goed geholpen") > 0.3,
            "a full stop ends it"
        );
    }

    #[test]
    fn never_so_denies_nothing() {
        assert!(score("Nog nooit zo goed geholpen") > 0.3);
        assert!(score("Nog nooit zo slecht geholpen") < -0.3);
        assert!(score("Niets dan lof") > 0.3);
    }

    #[test]
    fn degree_words_strengthen_and_weaken() {
        assert!(score("Het was heel prettig") > score("Het was prettig"));
        assert!(score("Het was een beetje traag") > score("Het was traag"));
        assert!(score("Het was erg traag") < score("Het was traag"));
        assert!(score("Vriendelijk geholpen!!!") > score("Vriendelijk geholpen"));
    }

    #[test]
    fn what_follows_but_counts_more() {
        assert!(score("Vriendelijk, maar traag en slecht") < 0.0);
        assert!(score("Traag, maar heel vriendelijk en deskundig") > 0.0);
    }

    #[test]
    fn bent_forms_are_found_and_shown_where_they_stand() {
        let text = "Wat een trage, waardeloze dienst!";
        let (score, carriers) = read(text);
        assert!(score < -0.5);
        let shown: Vec<_> = carriers
            .iter()
            .map(|c| text.get(c.start..c.end).unwrap())
            .collect();
        assert_eq!(shown, ["trage", "waardeloze"]);
    }
}
