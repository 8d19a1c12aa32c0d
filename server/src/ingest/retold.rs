//! A line whose item was known under the same id with another content, and what the report says of it.

use klantbeeld_core::ids::ItemId;

use super::oddity::{Note, Oddity};
use crate::store::{Outcome, Retold};

/// Such a line.
#[derive(Debug)]
pub(super) struct RetoldLine {
    pub(super) line: u64,
    pub(super) item_id: ItemId,
    parts: String,
    outcome: Option<Outcome>,
}

impl RetoldLine {
    /// Takes what the store says.
    pub(super) fn stored(line: u64, retold: Retold) -> Self {
        Self {
            line,
            item_id: retold.item_id,
            parts: retold.parts.join(", "),
            outcome: Some(retold.outcome),
        }
    }

    /// Takes an item that an earlier line of this import told otherwise.
    pub(super) fn in_import(line: u64, item_id: ItemId) -> Self {
        Self {
            line,
            item_id,
            parts: String::new(),
            outcome: None,
        }
    }

    /// Returns whether the item becomes what the line says.
    pub(super) fn is_update(&self) -> bool {
        !matches!(self.outcome, Some(Outcome::Late | Outcome::Foreign))
    }

    /// Returns what the report says.
    pub(super) fn note(self) -> Note {
        let (id, parts) = (self.item_id.to_string(), self.parts);
        let oddity = match self.outcome {
            Some(Outcome::Updated) => Oddity::Updated { id, parts },
            Some(Outcome::Late) => Oddity::Late { id, parts },
            Some(Outcome::Foreign) => Oddity::Foreign { id, parts },
            None => Oddity::ToldTwice { id },
        };
        Note::new("id", oddity)
    }
}
