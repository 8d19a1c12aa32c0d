//! Why one line was refused: closed, in plain words, naming the part that is wrong.

use klantbeeld_core::ids::IdError;

use super::lines::MAX_LINE_BYTES;
use super::oddity::Note;

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
    /// Bytes of a message are no text.
    #[error("holds bytes that are not UTF-8, from byte {at}: send it as UTF-8")]
    NotText {
        /// First wrong byte, counted from 1.
        at: usize,
    },
    /// A NUL character.
    #[error("holds a NUL character")]
    Nul,
    /// Not a JSON object of the expected shape.
    #[error("not a message: {0}")]
    Json(String),
    /// A member that stands twice in one object: which of them is meant?
    #[error("a member stands twice in one object: leave one of them out")]
    Twice,
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
    /// A value without which the line says nothing.
    #[error(transparent)]
    Odd(#[from] Note),
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
    /// Returns the reason as one word, to sort and count by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Encoding { .. } | Self::NotText { .. } | Self::Nul => "encoding",
            Self::Json(_) => "json",
            Self::Twice => "twice",
            Self::MessageType(_) => "unknown_type",
            Self::Missing(_) => "missing",
            Self::Nobody => "nobody",
            Self::NoTime => "no_time",
            Self::Id { .. } | Self::ReservedId(_) => "id",
            Self::Odd(_) => "value",
            Self::Columns { .. } | Self::OpenQuote | Self::AfterQuote => "row",
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
