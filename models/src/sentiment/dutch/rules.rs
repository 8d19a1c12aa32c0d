//! Dutch words that change others: negations, degrees, contrast.

/// What a word does to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// Nothing; it may have a polarity.
    Plain,
    /// Turns the words after it around.
    Negation,
    /// Multiplies the word after it.
    Degree(f64),
    /// "but": what follows counts more than what went before.
    Contrast,
}

/// Returns what a word in small letters does.
pub(super) fn role(word: &str) -> Role {
    match word {
        "niet" | "geen" | "nooit" | "nergens" | "niets" | "niks" | "zonder" | "noch"
        | "niemand" | "nie" | "geeneens" | "nauwelijks" | "amper" => Role::Negation,
        "heel" | "erg" | "zeer" | "echt" | "super" | "ontzettend" | "enorm" | "bijzonder"
        | "bijzondere" | "uiterst" | "extreem" | "ongelooflijk" | "ongelofelijk" | "vreselijk"
        | "verschrikkelijk" | "ontiegelijk" | "absoluut" | "totaal" | "volkomen" | "compleet"
        | "helemaal" | "buitengewoon" | "zo" | "zó" | "veel" | "hartstikke" | "mega"
        | "waanzinnig" | "ronduit" | "hele" | "enorme" | "grote" | "grootste" | "uitermate"
        | "volledig" | "dermate" | "zulke" => Role::Degree(1.4),
        "te" | "behoorlijk" | "flink" | "knap" | "best" | "aardig" | "stevig" => Role::Degree(1.1),
        "beetje" | "iets" | "enigszins" | "lichtelijk" | "wat" | "ietwat" | "redelijk" | "vrij"
        | "tamelijk" | "minder" | "matig" | "soms" | "haast" | "bijna" | "kleine" | "klein" => {
            Role::Degree(0.6)
        }
        "maar" | "echter" | "desondanks" | "desalniettemin" | "toch" => Role::Contrast,
        _ => Role::Plain,
    }
}
