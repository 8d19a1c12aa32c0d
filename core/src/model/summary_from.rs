//! From which part of an item its summary was made.

use serde::{Deserialize, Serialize};

/// Which part of the payload a summary was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SummaryFrom {
    /// What was written.
    Text,
    /// The body of a letter.
    Letter,
    /// What was said, turn by turn.
    Transcript,
}

impl SummaryFrom {
    /// All of them, in the order of their code in item blocks.
    pub const ALL: [Self; 3] = [Self::Text, Self::Letter, Self::Transcript];

    /// Returns the name of the part of the payload.
    #[must_use]
    pub fn part(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Letter => "letter",
            Self::Transcript => "transcript",
        }
    }

    /// Returns the code in item blocks and stores, from 1; 0 stands for a summary that a source gave.
    #[must_use]
    pub fn code(from: Option<Self>) -> u8 {
        match from {
            None => 0,
            Some(Self::Text) => 1,
            Some(Self::Letter) => 2,
            Some(Self::Transcript) => 3,
        }
    }

    /// Returns what a code stands for.
    #[must_use]
    pub fn of_code(code: u8) -> Option<Self> {
        let index = usize::from(code).checked_sub(1)?;
        Self::ALL.get(index).copied()
    }
}
