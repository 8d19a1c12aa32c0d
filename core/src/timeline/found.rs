//! Where in a text the words of a search stand, to mark them.

use std::ops::Range;

use crate::folding::{letters, words};

/// Returns the parts of a text that a search for these words found, in order and apart from each other. Letters are
/// compared as the search compares them.
#[must_use]
pub fn found(text: &str, query: &str) -> Vec<Range<usize>> {
    let letters = letters(text);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for word in words(query) {
        let word: Vec<char> = word.chars().collect();
        let mut rest = letters.as_slice();
        while rest.len() >= word.len() {
            let (head, _) = rest.split_at(word.len());
            let is_here = head.iter().zip(&word).all(|((_, a), b)| a == b);
            let skip = match (head.first(), head.last()) {
                (Some((first, _)), Some((last, _))) if is_here => {
                    ranges.push(first.start..last.end);
                    word.len()
                }
                _ => 1,
            };
            rest = rest.get(skip..).unwrap_or_default();
        }
    }
    apart(ranges)
}

/// Puts ranges in order and joins those that touch.
fn apart(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| r.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::found;

    fn marked(text: &str, query: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for range in found(text, query) {
            out += &format!(
                "{}[{}]",
                text.get(from..range.start).unwrap(),
                text.get(range.clone()).unwrap()
            );
            from = range.end;
        }
        out + text.get(from..).unwrap()
    }

    #[test]
    fn every_word_is_marked_wherever_it_stands_in_any_case() {
        assert_eq!(
            marked("Storing: geen storing meer", "STORING"),
            "[Storing]: geen [storing] meer"
        );
        assert_eq!(
            marked("Warmtepomp maakt lawaai", "lawaai pomp"),
            "Warmte[pomp] maakt [lawaai]"
        );
        assert_eq!(marked("Één ÉÉN", "één"), "[Één] [ÉÉN]");
        assert_eq!(marked("İstanbul", "i"), "[İ]stanbul");
    }

    #[test]
    fn a_letter_is_marked_with_its_mark_however_it_is_written() {
        assert_eq!(
            marked("José, Jose\u{301} en Jos", "jose"),
            "[José], [Jose\u{301}] en Jos"
        );
        assert_eq!(marked("bij d’Arc", "darc"), "bij [d’Arc]");
        assert_eq!(marked("Straße 1", "strasse"), "[Straße] 1");
    }

    #[test]
    fn parts_that_touch_or_overlap_are_one() {
        assert_eq!(marked("aaaa", "a"), "[aaaa]");
        assert_eq!(marked("termijnbedrag", "termijn jnbe"), "[termijnbe]drag");
    }

    #[test]
    fn nothing_is_marked_without_a_word_or_a_place_for_it() {
        for (text, query) in [
            ("", "a"),
            ("abc", ""),
            ("abc", "  "),
            ("ab", "abc"),
            ("", ""),
        ] {
            assert_eq!(marked(text, query), text, "{query}");
        }
    }
}
