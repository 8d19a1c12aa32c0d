//! Words of a text with their places, cut as the English reference cuts them.

/// A word, without the punctuation around it.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// In small letters.
    pub(super) lower: String,
    /// Place in the text that was read, in bytes.
    pub(super) start: usize,
}

impl Token<'_> {
    /// Returns whether every letter that could be small is a capital, and there is one.
    pub(super) fn is_upper(&self) -> bool {
        self.text.chars().any(char::is_uppercase) && !self.text.chars().any(char::is_lowercase)
    }
}

/// Returns the text up to a size in bytes, with whole letters.
pub(super) fn beginning(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max))
        .unwrap_or(text)
}

/// The reference also parts at the four separators of ASCII.
pub(super) fn is_space(letter: char) -> bool {
    letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter)
}

fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
}

/// Cuts at spaces, and takes punctuation off; what would be left with two letters or fewer may be a face such as
/// `:)` and stays whole.
pub(super) fn words(text: &str) -> Vec<Token<'_>> {
    pieces(text)
        .map(|(start, piece)| {
            let stripped = piece.trim_matches(is_punctuation);
            let before = piece.len() - piece.trim_start_matches(is_punctuation).len();
            if stripped.chars().nth(2).is_none() {
                token(start, piece)
            } else {
                token(start + before, stripped)
            }
        })
        .collect()
}

fn token(start: usize, text: &str) -> Token<'_> {
    Token {
        text,
        lower: text.to_lowercase(),
        start,
    }
}

fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(is_space).filter_map(move |piece| {
        let start = at;
        let after = text.get(start + piece.len()..).unwrap_or_default();
        at = start + piece.len() + after.chars().next().map_or(0, char::len_utf8);
        (!piece.is_empty()).then_some((start, piece))
    })
}
