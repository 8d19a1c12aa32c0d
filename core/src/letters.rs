//! Upper and lower case of the letters that European names and texts are written in.
//!
//! The standard library knows every script, with tables of 12 kB that every first load of the widget would
//! carry. Here: Latin with its accents, Greek and Cyrillic; other letters stay as they are.
//!
//! **Invariant:** a letter has one other case of one letter, so that no text changes its length in letters.

/// Capitals from, to, the step from one to the next, and how far their small letter is.
const CAPITALS: [(u32, u32, u32, u32); 19] = [
    (0x41, 0x5A, 1, 32),
    (0xC0, 0xD6, 1, 32),
    (0xD8, 0xDE, 1, 32),
    (0x100, 0x12E, 2, 1),
    (0x132, 0x136, 2, 1),
    (0x139, 0x147, 2, 1),
    (0x14A, 0x176, 2, 1),
    (0x179, 0x17D, 2, 1),
    (0x218, 0x21E, 2, 1),
    (0x386, 0x386, 1, 38),
    (0x388, 0x38A, 1, 37),
    (0x38C, 0x38C, 1, 64),
    (0x38E, 0x38F, 1, 63),
    (0x391, 0x3A1, 1, 32),
    (0x3A3, 0x3AB, 1, 32),
    (0x400, 0x40F, 1, 80),
    (0x410, 0x42F, 1, 32),
    (0x1E00, 0x1E94, 2, 1),
    (0x1EA0, 0x1EFE, 2, 1),
];

/// How far the small letter of a capital is; none when it is no capital.
fn distance(code: u32) -> Option<u32> {
    let is_in = |(from, to, step, _): &&(u32, u32, u32, u32)| {
        (*from..=*to).contains(&code) && (code - from).is_multiple_of(*step)
    };
    CAPITALS.iter().find(is_in).map(|range| range.3)
}

/// The small letter of a capital; anything else as it is.
#[must_use]
pub fn lower_letter(letter: char) -> char {
    let code = u32::from(letter);
    let small = distance(code).and_then(|distance| char::from_u32(code + distance));
    small.unwrap_or(letter)
}

/// The capital of a small letter; anything else as it is.
#[must_use]
pub fn upper_letter(letter: char) -> char {
    let code = u32::from(letter);
    let capital = [32, 1, 80, 37, 38, 63, 64].into_iter().find_map(|far| {
        let capital = code.checked_sub(far)?;
        (distance(capital) == Some(far)).then_some(capital)
    });
    capital.and_then(char::from_u32).unwrap_or(letter)
}

/// Whether it is a capital.
#[must_use]
pub fn is_capital(letter: char) -> bool {
    lower_letter(letter) != letter
}

/// Whether it belongs to a word: letters and digits, and every sign of a script that is not ASCII.
#[must_use]
pub fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter >= '\u{C0}'
}

/// The text in small letters.
#[must_use]
pub fn lower(text: &str) -> String {
    text.chars().map(lower_letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters whose other case is of another length or goes one way only.
    const ODD: &str = "µßÿİıŉŸſΐΰςẖẗẘẙẚẛẞ";

    #[test]
    fn is_the_case_of_the_standard_library_for_the_scripts_it_knows() {
        let known = (0..0x180)
            .chain(0x218..0x220)
            .chain(0x386..0x3CC)
            .chain(0x400..0x460)
            .chain(0x1E00..0x1F00);
        let cases = |letter: char| {
            let theirs = (
                letter.to_lowercase().to_string(),
                letter.to_uppercase().to_string(),
            );
            let ours = (
                lower_letter(letter).to_string(),
                upper_letter(letter).to_string(),
            );
            (ours != theirs).then_some(letter)
        };
        let odd: String = known.filter_map(char::from_u32).filter_map(cases).collect();
        assert_eq!(odd, ODD);
    }

    #[test]
    fn texts_keep_what_is_no_letter() {
        assert_eq!(lower("Één ÇA, ΑΒΓ, ЖЁ 12 🎉"), "één ça, αβγ, жё 12 🎉");
    }
}
