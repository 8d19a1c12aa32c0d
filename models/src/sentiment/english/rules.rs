//! The word lists and numbers of VADER, as its authors measured them.

use std::collections::{BTreeSet, HashMap};

/// A degree word before makes a word this much stronger.
const DEGREE: f64 = 0.293;
/// What capitals add, where not everything is in capitals.
pub(super) const CAPITALS: f64 = 0.733;
/// What a negation multiplies with.
pub(super) const NEGATION: f64 = -0.74;
/// What is left of a degree word at a distance of one, two and three words.
pub(super) const DAMPING: [f64; 3] = [1.0, 0.95, 0.9];

/// Returns what a degree word adds, 0 for any other word.
pub(super) fn booster(word: &str) -> f64 {
    match word {
        "absolutely" | "amazingly" | "awfully" | "completely" | "considerable" | "considerably"
        | "decidedly" | "deeply" | "effing" | "enormous" | "enormously" | "entirely"
        | "especially" | "exceptional" | "exceptionally" | "extreme" | "extremely"
        | "fabulously" | "flipping" | "flippin" | "frackin" | "fracking" | "fricking"
        | "frickin" | "frigging" | "friggin" | "fully" | "fuckin" | "fucking" | "fuggin"
        | "fugging" | "greatly" | "hella" | "highly" | "hugely" | "incredible" | "incredibly"
        | "intensely" | "major" | "majorly" | "more" | "most" | "particularly" | "purely"
        | "quite" | "really" | "remarkably" | "so" | "substantially" | "thoroughly" | "total"
        | "totally" | "tremendous" | "tremendously" | "uber" | "unbelievably" | "unusually"
        | "utter" | "utterly" | "very" => DEGREE,
        "almost" | "barely" | "hardly" | "kinda" | "kindof" | "kind-of" | "less" | "little"
        | "marginal" | "marginally" | "occasional" | "occasionally" | "partly" | "scarce"
        | "scarcely" | "slight" | "slightly" | "somewhat" | "sorta" | "sortof" | "sort-of" => {
            -DEGREE
        }
        _ => 0.0,
    }
}

/// Returns what two words in a row add as a degree.
pub(super) fn booster_pair(pair: [&str; 2]) -> f64 {
    match pair {
        ["just", "enough"] | ["kind" | "sort", "of"] => -DEGREE,
        _ => 0.0,
    }
}

/// Returns whether a word negates what follows.
pub(super) fn is_negation(word: &str) -> bool {
    word.contains("n't")
        || matches!(
            word,
            "aint"
                | "arent"
                | "cannot"
                | "cant"
                | "couldnt"
                | "darent"
                | "didnt"
                | "doesnt"
                | "dont"
                | "hadnt"
                | "hasnt"
                | "havent"
                | "isnt"
                | "mightnt"
                | "mustnt"
                | "neither"
                | "neednt"
                | "never"
                | "none"
                | "nope"
                | "nor"
                | "not"
                | "nothing"
                | "nowhere"
                | "oughtnt"
                | "shant"
                | "shouldnt"
                | "uhuh"
                | "wasnt"
                | "werent"
                | "without"
                | "wont"
                | "wouldnt"
                | "uh-uh"
                | "rarely"
                | "seldom"
                | "despite"
        )
}

/// Returns the rating of an idiom that is not the sum of its words.
pub(super) fn special_case(words: &[&str]) -> Option<f64> {
    Some(match words {
        ["the", "shit" | "bomb"] | ["to", "die", "for"] => 3.0,
        ["bad", "ass"] => 1.5,
        ["bus", "stop"] => 0.0,
        ["yeah", "right"] => -2.0,
        ["kiss", "of", "death"] => -1.5,
        ["beating", "heart"] => 3.5,
        _ => return None,
    })
}

/// Returns what exclamation and question marks add.
pub(super) fn emphasis(text: &str) -> f64 {
    let count = |mark: u8| text.bytes().filter(|byte| *byte == mark).count();
    let exclaimed = [0.0, 1.0, 2.0, 3.0].get(count(b'!')).unwrap_or(&4.0) * 0.292;
    let asked = match count(b'?') {
        0 | 1 => 0.0,
        2 => 2.0 * 0.18,
        3 => 3.0 * 0.18,
        _ => 0.96,
    };
    exclaimed + asked
}

/// Halves what stands before "but" and strengthens what stands after it.
///
/// The reference looks each value up by its first equal, in the list that it is changing; so of two equal values
/// the first may change twice. Places by value make that one pass over texts of any length.
pub(super) fn weigh_around_but(valences: &mut [f64], but: usize) {
    let mut places: HashMap<u64, BTreeSet<usize>> = HashMap::new();
    // Both zeros are one value.
    let key = |value: f64| (value + 0.0).to_bits();
    for (place, value) in valences.iter().enumerate() {
        places.entry(key(*value)).or_default().insert(place);
    }
    for at in 0..valences.len() {
        let value = valences.get(at).copied().unwrap_or_default();
        let first = places.get(&key(value)).and_then(|all| all.first().copied());
        let Some(first) = first.filter(|first| *first != but && value != 0.0) else {
            continue;
        };
        let changed = value * if first < but { 0.5 } else { 1.5 };
        places.entry(key(value)).or_default().remove(&first);
        places.entry(key(changed)).or_default().insert(first);
        if let Some(place) = valences.get_mut(first) {
            *place = changed;
        }
    }
}
