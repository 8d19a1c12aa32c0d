//! Why one line was refused: closed, in plain words, naming the part that is wrong.

use klantbeeld_core::ids::IdError;
use klantbeeld_core::money::MoneyError;

use super::lines::MAX_LINE_BYTES;

/// What is wrong with a line. The line is left out whole; the others go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Longer than [`MAX_LINE_BYTES`].
    #[error("the line is longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// The bytes are not text in the encoding.
    #[error("not {encoding} from byte {at}: name the file's encoding with --encoding")]
    Encoding {
        /// Name of the encoding.
        encoding: &'static str,
        /// First wrong byte, counted from 1.
        at: usize,
    },
    /// The file starts with the byte order mark of UTF-16.
    #[error("the file is UTF-16: convert it to UTF-8 first")]
    Utf16,
    /// A NUL character.
    #[error("holds a NUL character")]
    Nul,
    /// Not a JSON object of the expected shape.
    #[error("not a message: {0}")]
    Json(String),
    /// A `type` that the specification does not have.
    #[error("`{0}` is not a type of message (identify, track, page, screen, group or alias)")]
    MessageType(String),
    /// A part that has to be there.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Nobody whom the message is about.
    #[error("has neither `userId` nor `anonymousId`")]
    Nobody,
    /// No moment.
    #[error("has no `timestamp`, `originalTimestamp`, `sentAt` or `receivedAt`")]
    NoTime,
    /// An id that cannot be one.
    #[error("`{part}`: {problem}")]
    Id {
        /// Which part.
        part: String,
        /// Why.
        problem: IdError,
    },
    /// An id that starts like those that this program makes itself.
    #[error("`{0}`: an id cannot start with `anon:` or `org:`")]
    ReservedId(&'static str),
    /// The name of a trait that cannot be part of a field's name.
    #[error("the name of a trait is empty, too long or holds control characters")]
    TraitName,
    /// Not a date, or one outside of 1900 to 2200.
    #[error("`{part}`: `{text}` is not a date between 1900 and 2200 as {expected}")]
    Date {
        /// Which part.
        part: String,
        /// What it held.
        text: String,
        /// The expected format.
        expected: String,
    },
    /// Not an amount.
    #[error("`{part}`: {problem}")]
    Money {
        /// Which part.
        part: String,
        /// Why.
        problem: MoneyError,
    },
    /// Not a number.
    #[error("`{part}`: `{text}` is not a number")]
    Number {
        /// Which part.
        part: String,
        /// What it held.
        text: String,
    },
    /// A value that the mapping's list does not have.
    #[error("`{part}`: `{text}` is not one of the mapping's values")]
    Value {
        /// Which part.
        part: String,
        /// What it held.
        text: String,
    },
    /// Another number of columns than the header.
    #[error("has {found} columns where {expected} are expected")]
    Columns {
        /// In the line.
        found: usize,
        /// In the header.
        expected: usize,
    },
    /// A quoted value that does not end.
    #[error("a quote is opened and not closed")]
    OpenQuote,
    /// A quoted value that goes on after its end.
    #[error("there is text between a closing quote and the next delimiter")]
    AfterQuote,
}

impl LineError {
    /// Says that the date in a part is not one.
    #[must_use]
    pub fn date(part: &str, text: &str, expected: &str) -> Self {
        Self::Date {
            part: part.to_owned(),
            text: excerpt(text),
            expected: expected.to_owned(),
        }
    }

    /// Says that the amount in a part is not one.
    #[must_use]
    pub fn money(part: &str, problem: MoneyError) -> Self {
        Self::Money {
            part: part.to_owned(),
            problem,
        }
    }

    /// Says that the id in a part is not one.
    #[must_use]
    pub fn id(part: &str, problem: IdError) -> Self {
        Self::Id {
            part: part.to_owned(),
            problem,
        }
    }
}

/// Returns the first 60 characters: reasons stay short, whatever the line holds.
#[must_use]
pub fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}
