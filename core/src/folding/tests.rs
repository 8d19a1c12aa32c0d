//! Folding, by examples and beside what Unicode says of every letter of the scripts that it knows.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::*;

#[test]
fn names_fold_to_what_people_type() {
    for (name, typed) in [
        ("Björn Sørensen-Łódź", "bjorn sorensen-lodz"),
        ("Strauß GROẞE", "strauss grosse"),
        ("ĲSBRAND ĳzerman", "ijsbrand ijzerman"),
        ("İstanbul Dıyarbakır", "istanbul diyarbakir"),
        ("Noe\u{308}l Noël", "noel noel"),
        ("Ðóra Þórsdóttir Æsa", "dora thorsdottir aesa"),
        ("O’Brien o'brien O`Brien", "obrien obrien obrien"),
        ("ΆΝΝΑΣ Αθηνάς", "αννασ αθηνασ"),
        ("ЁЛКА й", "елка и"),
        ("مُحَمَّد أحمد", "محمد احمد"),
        ("Gas in m³", "gas in m3"),
    ] {
        assert_eq!(fold(name), typed, "{name}");
    }
}

#[test]
fn an_apostrophe_may_be_any_or_none() {
    assert_eq!(words("’t Hooft foto's"), ["t", "hooft", "foto", "s"]);
    assert_eq!(
        index_words("Jeanne d’Arc-'t Hart"),
        ["jeanne", "darc", "d", "arc", "t", "t", "hart"]
    );
    assert_eq!(
        plain_words("Boer-Jansen, d'Arc"),
        ["boer", "jansen", "d", "arc"]
    );
    assert!(plain_words(" -'\"* ").is_empty());
    assert_eq!(
        words("€ 12,50 12,50"),
        ["€", "12,50"],
        "signs count, twice is once"
    );
}

/// Folds by the tables of the crate, letter by letter.
fn by_unicode(letter: char) -> String {
    let decomposed = |text: &str| {
        text.nfkd()
            .filter(|c| !is_combining_mark(*c))
            .collect::<String>()
    };
    let small: String = decomposed(&letter.to_string())
        .chars()
        .flat_map(char::to_lowercase)
        .collect();
    decomposed(&small)
}

#[test]
fn letters_fold_as_unicode_decomposes_them() {
    let scripts = [
        '\u{41}'..='\u{24f}',
        '\u{386}'..='\u{52f}',
        '\u{620}'..='\u{6d3}',
        '\u{1e00}'..='\u{1eff}',
    ];
    // No mark to Unicode, but what a keyboard without them offers; and forms that no name has.
    let own = "ıøđðłħæœßẞþǿǽǣæǯʼŉŀΰΐªºµςϲ\u{374}";
    let strange = "\u{1e9a}\u{675}\u{676}\u{677}\u{678}\u{1f0}";
    for letter in scripts.into_iter().flatten().filter(|c| c.is_alphabetic()) {
        let small: String = letter.to_lowercase().collect();
        let is_own = small
            .chars()
            .any(|c| own.contains(c) || strange.contains(c));
        let (folded, expected) = (fold(&letter.to_string()), by_unicode(letter));
        assert!(
            is_own || folded == expected,
            "{letter} ({:x}): {folded}, not {expected}",
            letter as u32
        );
        assert_eq!(fold(&folded), folded, "{letter} folded twice");
        let (nfd, nfc) = (
            letter.to_string().nfd().collect::<String>(),
            letter.to_string().nfc().collect::<String>(),
        );
        assert_eq!(fold(&nfd), fold(&nfc), "{letter} in both forms");
    }
}
