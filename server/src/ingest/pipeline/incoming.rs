//! A message on its way through the pipeline, and what becomes of it.

use std::sync::Arc;

use super::super::import_record::ImportRecord;
use super::super::line_error::LineError;
use super::super::options::Options;
use super::super::segment::links::Told;
use super::super::segment::{self, Message};
use crate::intake::{MessageKey, Refused};

/// What a message says, read and checked.
#[derive(Debug)]
pub struct Understood {
    pub(super) records: Vec<ImportRecord>,
    pub(super) told: Told,
}

impl Understood {
    /// Reads what a message of the Segment specification says.
    ///
    /// # Errors
    /// Which part of it cannot be.
    pub fn by_message(message: &Message, options: &Options) -> Result<Self, LineError> {
        Ok(Self {
            records: segment::records(message, options)?,
            told: Told::by(message),
        })
    }

    /// Takes what another form said.
    #[must_use]
    pub fn by_records(records: Vec<ImportRecord>) -> Self {
        Self {
            records,
            told: Told::default(),
        }
    }

    /// Returns what was odd: values that are left out of it, as the part and the reason.
    #[must_use]
    pub fn notes(&self) -> Vec<(String, String)> {
        let notes = self.records.iter().flat_map(|record| &record.notes);
        notes
            .map(|note| (note.part.clone(), note.oddity.to_string()))
            .collect()
    }
}

/// One message on its way.
#[derive(Debug)]
pub struct Incoming {
    /// Slug of its source, which the registry knows.
    pub source: Arc<str>,
    /// What makes it the same message when it comes again.
    pub key: MessageKey,
    /// When it came.
    pub at_ms: i64,
    /// What it says.
    pub what: Result<Understood, Refused>,
    /// The message itself and its way, in case the store cannot take what it says.
    pub text: Arc<str>,
    /// The way that it came.
    pub way: Arc<str>,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored, durably.
    Stored,
    /// It came before; nothing changed.
    Repeated,
    /// It waits in quarantine.
    Refused {
        /// The reason as a word.
        code: String,
        /// The reason as a sentence.
        reason: String,
    },
}
