//! Is a text Dutch or English?
//!
//! By its small words, which make up half of any text, and where it has none by the lexicons. Small words of
//! neighbouring languages count against both, so that a German text is not read as Dutch.

use serde::{Deserialize, Serialize};

use super::pack::{DUTCH_WORDS, ENGLISH_WORDS};
use super::tokens;

/// A language in which feelings are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// Words that are looked at: the language of a text is plain long before.
const WORDS_MAX: usize = 400;

const DUTCH: &str = " ik je jij jullie wij ze zij het een en van niet dat deze dit voor met zijn naar ook maar om als \
    er nog wel bij aan uit tot hebben heb heeft had wordt worden werd kan kunt kunnen moet moeten zou zal gaan gaat mijn \
    jouw onze ons hun hoe waarom wanneer waar wie welke geen meer veel heel erg zeer goed alles niets iets altijd nooit \
    graag bedankt dank hallo dag vraag al weer omdat want dus toen nu hier daar over door te op de mij me hij u uw \
    weken dagen uur bent ben waren echt alleen weet wil ";
const ENGLISH: &str = " i you he she it we they the a an and of not that this these those for with to from but or as at by \
    have has had would could should will can must my your our their his her how why when where who which no more much \
    very all nothing something always never please thanks thank hello on are is were am been being do does did don't \
    i'm it's can't just so if there what about out up get got me them him us be good great really too only your you're ";
const OTHER: &str = " der die das und ist nicht ein eine ich sie wir mit für auf den dem von zu auch noch aber wie sehr \
    bei nach über kein keine le la les des du et est une je ne pas que qui dans pour avec sur vous nous mais très el los \
    las y es un una no por para con muy pero il di che non per sono ";

/// Returns the language, none when it is neither, and how sure that is, 0 to 1.
#[must_use]
pub fn detect(text: &str) -> (Option<Language>, f64) {
    let (mut dutch, mut english, mut other) = (0.0_f64, 0.0_f64, 0.0_f64);
    let mut by_lexicon = (0.0_f64, 0.0_f64);
    let is_in = |list: &str, word: &str| {
        let mut words = list.split_ascii_whitespace();
        f64::from(u8::from(words.any(|small| small == word)))
    };
    for token in tokens::words(tokens::beginning(text, 16_384))
        .iter()
        .take(WORDS_MAX)
    {
        let word = token.lower.trim_matches(|c: char| !c.is_alphanumeric());
        dutch += is_in(DUTCH, word);
        english += is_in(ENGLISH, word);
        other += is_in(OTHER, word);
        by_lexicon.0 += f64::from(u8::from(DUTCH_WORDS.contains_key(word)));
        by_lexicon.1 += f64::from(u8::from(ENGLISH_WORDS.contains_key(word)));
    }
    if other > dutch.max(english) {
        return (None, 0.0);
    }
    // Small words first: lexicons share words such as "fantastisch" with other languages.
    let (dutch, english) = (dutch + 0.4 * by_lexicon.0, english + 0.4 * by_lexicon.1);
    let (most, least) = (dutch.max(english), dutch.min(english));
    if most <= least {
        return (None, 0.0);
    }
    let language = if dutch > english {
        Language::Nl
    } else {
        Language::En
    };
    // One word of evidence says little, five in agreement nearly everything.
    (
        Some(language),
        (most - least) / (most + least) * (most / (most + 0.5)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dutch_english_and_neither_are_told_apart() {
        let found = |text| detect(text).0;
        assert_eq!(
            found("Ik wacht al drie weken op een antwoord"),
            Some(Language::Nl)
        );
        assert_eq!(
            found("I have been waiting for three weeks"),
            Some(Language::En)
        );
        assert_eq!(found("Waardeloos!"), Some(Language::Nl));
        assert_eq!(found("Awesome"), Some(Language::En));
        assert_eq!(found("Ich bin mit dem Service nicht zufrieden"), None);
        assert_eq!(found("Je ne suis pas content du service"), None);
        assert_eq!(found("12345"), None);
        assert_eq!(found(""), None);
    }
}
