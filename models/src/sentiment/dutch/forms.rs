//! From a Dutch word as it stands in a text to its entry in the lexicon.
//!
//! The lexicon has base forms; a text has "trage", "fijne", "betere" and "slechtste". Endings are taken off by the
//! spelling rules of Dutch, the shortest change first.

use super::super::pack::DUTCH_WORDS;

/// Faces of text; the words of the lexicon have letters only.
fn face(word: &str) -> f64 {
    match word {
        ":)" | ":-)" | ":d" | ":-d" | "(:" | ";)" | ";-)" | "😀" | "😊" | "🙂" | "👍" | "❤️"
        | "😍" => 0.5,
        ":(" | ":-(" | ":'(" | "😡" | "😠" | "🙁" | "☹️" | "👎" | "😢" | "😤" => {
            -0.5
        }
        _ => 0.0,
    }
}

/// Returns the polarity of a word in small letters, -1 to 1; 0 for what is in no lexicon.
///
/// `whole` is the word with its punctuation, which may be a face; `core` has none.
pub(super) fn polarity(whole: &str, core: &str) -> f64 {
    let from_face = face(whole);
    if from_face != 0.0 {
        return from_face;
    }
    let found = DUTCH_WORDS.get(core).or_else(|| {
        // Only letters bend.
        let is_word = core.len() > 4 && core.chars().all(|c| c.is_alphabetic() || c == '-');
        is_word.then(|| bases(core)).and_then(|bases| {
            let mut entries = bases.iter().map(|base| DUTCH_WORDS.get(base.as_str()));
            entries.find_map(|entry| entry)
        })
    });
    found.map_or(0.0, |hundredths| f64::from(*hundredths) / 100.0)
}

/// Returns whether a word is a verb that "niet" follows: "werkt niet", "helpt niet".
pub(super) fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "klopt"
            | "kloppen"
            | "lukt"
            | "lukte"
            | "helpt"
            | "hielp"
            | "helpen"
            | "begrijp"
            | "snap"
            | "bevalt"
            | "beviel"
            | "vertrouw"
            | "waardeer"
            | "deugt"
            | "klopte"
            | "werkt"
            | "werkte"
            | "werken"
            | "functioneert"
            | "slaagt"
            | "geholpen"
            | "opgelost"
    )
}

/// Forms that a word may be bent from.
fn bases(word: &str) -> Vec<String> {
    let mut bases = Vec::new();
    let endings = ["ere", "er", "ste", "st", "e", "en", "s"];
    for ending in endings {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) else {
            continue;
        };
        bases.push(stem.to_owned());
        spellings(stem, &mut bases);
    }
    bases
}

/// Spellings of a stem at the end of a word: trag(e) is traag, dik(ke) is dik, bra(ve) is braaf.
fn spellings(stem: &str, bases: &mut Vec<String>) {
    let mut letters: Vec<char> = stem.chars().collect();
    let Some(last) = letters.last().copied() else {
        return;
    };
    let hard = match last {
        'v' => 'f',
        'z' => 's',
        other => other,
    };
    let before = letters
        .len()
        .checked_sub(2)
        .and_then(|at| letters.get(at))
        .copied();
    if before == Some(last) {
        letters.pop();
        bases.push(letters.iter().collect());
        return;
    }
    if let Some(place) = letters.last_mut() {
        *place = hard;
    }
    bases.push(letters.iter().collect());
    if let Some(vowel) = before.filter(|letter| "aeou".contains(*letter)) {
        letters.insert(letters.len() - 1, vowel);
        bases.push(letters.iter().collect());
    }
}
