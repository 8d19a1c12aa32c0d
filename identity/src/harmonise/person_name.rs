//! Reads a whole name as parts: how somebody is addressed, initials, first name, last name.
//!
//! Sources give names in one piece and in every order. **Invariant:** no word is lost: the parts, in the order
//! of the screen, read like the name that was given; where it is not certain what a word is, it stays with the
//! last name.

/// The parts; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// How they are addressed, with titles: `Dhr.`, `Drs. ir.`
    pub salutation: String,
    /// `P.J.`
    pub initials: String,
    /// What they are called.
    pub first_name: String,
    /// With what comes before it: `van der Meer`.
    pub last_name: String,
}

/// Words before a name that address or are a title, without full stop.
const TITLES: [&str; 29] = [
    "dhr", "mevr", "mw", "hr", "heer", "mevrouw", "meneer", "mej", "fam", "familie", "mr", "mrs",
    "ms", "miss", "mx", "dr", "drs", "ir", "prof", "mgr", "ds", "ing", "bc", "herr", "frau", "mme",
    "mlle", "sir", "dame",
];

/// Titles that are names as well: only with a full stop.
const WITH_STOP: [&str; 4] = ["ing", "bc", "dame", "ds"];

/// Words that begin a last name.
const PREFIXES: [&str; 37] = [
    "van", "de", "der", "den", "het", "'t", "’t", "'s", "’s", "te", "ten", "ter", "in", "op",
    "aan", "von", "vom", "zu", "zur", "la", "le", "les", "du", "des", "da", "di", "do", "dos",
    "del", "della", "el", "al", "bin", "ibn", "ben", "bint", "af",
];

/// Words after a comma that are no first name.
const SUFFIXES: [&str; 12] = [
    "msc", "bsc", "ma", "ba", "mba", "phd", "llm", "jr", "sr", "ii", "iii", "iv",
];

/// Forms of companies, as the last word of a name.
const COMPANIES: [&str; 14] = [
    "bv", "nv", "vof", "cv", "ltd", "limited", "inc", "llc", "gmbh", "ag", "sa", "bvba", "ua",
    "plc",
];

impl PersonName {
    /// Reads a name as somebody wrote it.
    #[must_use]
    pub fn read(whole: &str) -> Self {
        let whole = tidy(whole);
        if is_company(&whole) {
            return Self::last(whole);
        }
        let turned = turn(&whole);
        if turned.contains(',') {
            return Self::last(turned);
        }
        let mut words: Vec<&str> = turned.split(' ').filter(|w| !w.is_empty()).collect();
        let mut name = Self::default();
        let titles = count_titles(&words);
        name.salutation = words.drain(..titles).collect::<Vec<_>>().join(" ");
        let initials = count_initials(&words);
        if initials > 0 {
            name.initials = words.drain(..initials).collect::<Vec<_>>().join(" ");
            if let Some(called) = words
                .first()
                .and_then(|w| in_brackets(w))
                .filter(|_| words.len() > 1)
            {
                name.first_name = called.to_owned();
                words.remove(0);
            }
        } else {
            let first = count_first(&words);
            name.first_name = words.drain(..first).collect::<Vec<_>>().join(" ");
        }
        name.last_name = words.join(" ");
        name
    }

    /// Reads a name of which a source gives some parts too; those stay as they are, and the whole name says
    /// what is missing.
    #[must_use]
    pub fn beside(whole: &str, first_name: &str, last_name: &str) -> Self {
        let (first_name, last_name) = (tidy(first_name), tidy(last_name));
        let whole = tidy(whole);
        let mut name = match (first_name.as_str(), last_name.as_str()) {
            ("", "") => return Self::read(&whole),
            (first, "") => Self::read(&without_start(&whole, first)),
            ("", last) => Self::read(&whole).or_before(&whole, last),
            _ => Self::default(),
        };
        if !first_name.is_empty() {
            // What is left of the whole name is all last name.
            let rest = [name.initials, name.first_name, name.last_name];
            let rest: Vec<&str> = rest
                .iter()
                .map(String::as_str)
                .filter(|p| !p.is_empty())
                .collect();
            name = Self {
                last_name: rest.join(" "),
                salutation: name.salutation,
                ..Self::default()
            };
            name.first_name = first_name;
        }
        if !last_name.is_empty() {
            name.last_name = last_name;
        }
        name
    }

    /// Returns what stands before a known last name, as parts.
    fn or_before(self, whole: &str, last: &str) -> Self {
        let Some(before) = whole.strip_suffix(last).map(str::trim) else {
            return self;
        };
        let read = Self::read(&[before, "x"].join(" "));
        Self {
            last_name: last.to_owned(),
            first_name: if read.initials.is_empty() {
                [
                    read.first_name.as_str(),
                    read.last_name.trim_end_matches('x').trim(),
                ]
                .join(" ")
                .trim()
                .to_owned()
            } else {
                read.first_name
            },
            ..read
        }
    }

    fn last(last_name: String) -> Self {
        Self {
            last_name,
            ..Self::default()
        }
    }
}

/// Puts single spaces where a text has any sort of them.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a word can stand before a last name without being the first word of it.
pub(super) fn is_prefix(word: &str) -> bool {
    PREFIXES.contains(&lower(word).as_str())
}

fn lower(word: &str) -> String {
    word.to_lowercase()
}

fn without_start(whole: &str, start: &str) -> String {
    whole
        .strip_prefix(start)
        .map_or_else(|| whole.to_owned(), |rest| rest.trim().to_owned())
}

fn is_company(whole: &str) -> bool {
    let form = whole
        .rsplit(' ')
        .next()
        .map(|word| lower(word).replace('.', ""));
    let starts = ["stichting ", "vereniging ", "gemeente "];
    whole.contains(' ')
        && (form.is_some_and(|form| COMPANIES.contains(&form.as_str()))
            || starts.iter().any(|start| lower(whole).starts_with(start)))
}

/// Puts `Vries, J. de` in the order in which it is said; another comma stays.
fn turn(whole: &str) -> String {
    let Some((last, given)) = whole
        .split_once(", ")
        .filter(|(_, given)| !given.contains(','))
    else {
        return whole.to_owned();
    };
    let is_suffix = |w: &str| SUFFIXES.contains(&lower(w).replace('.', "").as_str());
    if given.split(' ').all(is_suffix) {
        return whole.to_owned();
    }
    let words: Vec<&str> = given.split(' ').collect();
    let prefixes = words
        .iter()
        .rev()
        .take_while(|word| is_prefix(word))
        .count()
        .min(words.len().saturating_sub(1));
    let (before, prefix) = words.split_at(words.len() - prefixes);
    // A title may stand before the last name: `Dhr. Vries, J. de`.
    let all: Vec<&str> = last.split(' ').collect();
    let (titles, last) = all.split_at(count_titles(&all));
    [titles, before, prefix, last].concat().join(" ")
}

/// Counts the titles that a name begins with; a word has to be left for the name.
fn count_titles(words: &[&str]) -> usize {
    let is_title = |word: &str| {
        let bare = lower(word.trim_end_matches('.'));
        TITLES.contains(&bare.as_str())
            && (word.ends_with('.') || !WITH_STOP.contains(&bare.as_str()))
    };
    let of_form = match words {
        [de, heer, _, ..] if lower(de) == "de" && lower(heer) == "heer" => 2,
        _ => 0,
    };
    let rest = words.iter().skip(of_form);
    let most = words.len().saturating_sub(1);
    (of_form + rest.take_while(|w| is_title(w)).count()).min(most)
}

/// Counts the initials that a name goes on with; a word has to be left for the last name.
fn count_initials(words: &[&str]) -> usize {
    let with_stops = |word: &str| {
        let parts = || word.trim_end_matches('.').split(['.', '-']);
        word.ends_with('.')
            && parts().all(|p| (1..=3).contains(&p.chars().count()) && begins_large(p))
    };
    let bare = |word: &str| word.chars().count() == 1 && begins_large(word);
    let most = words.len().saturating_sub(1);
    words
        .iter()
        .take(most)
        .take_while(|w| with_stops(w) || bare(w))
        .count()
}

fn begins_large(text: &str) -> bool {
    text.chars().all(char::is_alphabetic) && text.chars().next().is_some_and(char::is_uppercase)
}

/// Counts the words of the first name: all before a prefix, else one. A name of one word is a last name, and so
/// is one that begins with a prefix.
fn count_first(words: &[&str]) -> usize {
    match words.iter().position(|word| is_prefix(word)) {
        Some(place) if place + 1 < words.len() => place,
        _ => usize::from(words.len() > 1),
    }
}

fn in_brackets(word: &str) -> Option<&str> {
    word.strip_prefix('(')?
        .strip_suffix(')')
        .filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &PersonName) -> [&str; 4] {
        [
            &name.salutation,
            &name.initials,
            &name.first_name,
            &name.last_name,
        ]
        .map(String::as_str)
    }

    #[test]
    fn titles_initials_and_prefixes_are_told_apart() {
        for (whole, expected) in [
            (
                "Dhr. P.J. van der Meer",
                ["Dhr.", "P.J.", "", "van der Meer"],
            ),
            (
                "Mevr. A. de Boer-Jansen",
                ["Mevr.", "A.", "", "de Boer-Jansen"],
            ),
            ("de heer H. de Wit", ["de heer", "H.", "", "de Wit"]),
            ("Drs. ir. W. 't Hooft", ["Drs. ir.", "W.", "", "'t Hooft"]),
            ("Fatima el Idrissi", ["", "", "Fatima", "el Idrissi"]),
            ("Jan Willem de Vries", ["", "", "Jan Willem", "de Vries"]),
            ("Sukarno", ["", "", "", "Sukarno"]),
            ("Vries, J. de", ["", "J.", "", "de Vries"]),
            (
                "Dhr. Berg, Jan van den",
                ["Dhr.", "", "Jan", "van den Berg"],
            ),
            ("Jansen, MSc", ["", "", "", "Jansen, MSc"]),
            ("Van Gogh", ["", "", "", "Van Gogh"]),
            ("\u{a0} Li\u{a0}Wei ", ["", "", "Li", "Wei"]),
            ("محمد علي", ["", "", "محمد", "علي"]),
            ("🌻 Zonnebloem", ["", "", "🌻", "Zonnebloem"]),
            (
                "Bakkerij 't Hoekje B.V.",
                ["", "", "", "Bakkerij 't Hoekje B.V."],
            ),
            ("J.P.M. Jansen", ["", "J.P.M.", "", "Jansen"]),
            ("J. P. (Jan) Jansen", ["", "J. P.", "Jan", "Jansen"]),
            ("Th.A. IJzerman", ["", "Th.A.", "", "IJzerman"]),
            ("P de Groot", ["", "P", "", "de Groot"]),
            ("Dr. Oetker", ["Dr.", "", "", "Oetker"]),
            ("Ing Wong", ["", "", "Ing", "Wong"]),
            ("Dhr.", ["", "", "", "Dhr."]),
            ("", ["", "", "", ""]),
        ] {
            assert_eq!(parts(&PersonName::read(whole)), expected, "{whole}");
        }
    }

    #[test]
    fn no_word_is_lost() {
        for whole in [
            "Mary Ann O'Neill",
            "Le Thi Hoa",
            "Jansen, Piet, de",
            "A.",
            "X van",
            "van",
            "(Jan) de Wit",
        ] {
            let name = PersonName::read(whole);
            let shown: Vec<&str> = parts(&name).into_iter().filter(|p| !p.is_empty()).collect();
            assert_eq!(shown.join(" "), whole);
        }
    }

    #[test]
    fn parts_that_a_source_gives_stay_and_the_whole_name_says_the_rest() {
        for (whole, first, last, expected) in [
            ("Ans Bakker", "Ans", "", ["", "", "Ans", "Bakker"]),
            ("Ans", "Ans", "", ["", "", "Ans", ""]),
            (
                "Ans van den Berg",
                "Ans",
                "",
                ["", "", "Ans", "van den Berg"],
            ),
            (
                "Mevr. A. Bakker",
                "",
                "Bakker",
                ["Mevr.", "A.", "", "Bakker"],
            ),
            ("Mary Ann Smith", "", "Smith", ["", "", "Mary Ann", "Smith"]),
            ("A. B.", "Ans", "Bakker", ["", "", "Ans", "Bakker"]),
            (
                "Jan Willem de Vries",
                "",
                "",
                ["", "", "Jan Willem", "de Vries"],
            ),
        ] {
            let name = PersonName::beside(whole, first, last);
            assert_eq!(parts(&name), expected, "{whole}");
        }
    }
}
