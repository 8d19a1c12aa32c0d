//! What an import tells while it runs and when it is done.

use std::io;

use serde::Serialize;

use super::input::Input;

/// The longest part of a refused line that goes into the report, in characters.
const MAX_TEXT_CHARS: usize = 4_000;

/// How many warnings stand in the report itself.
const MAX_LISTED: usize = 100;

/// How many updates stand in the report itself.
const MAX_UPDATES: usize = 1_000;

/// Counts of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Lines (of a table: rows) that were not empty.
    pub read: u64,
    /// Lines that could be understood.
    pub accepted: u64,
    /// Lines that could not.
    pub refused: u64,
    /// Items, claims, identifiers and links that were new in the store.
    pub stored: u64,
    /// Those that the store had already.
    pub duplicates: u64,
    /// Items that the store had with another content, and that are now as the source says.
    pub updated: u64,
    /// The first of them: file, line, and the parts that changed.
    pub updates: Vec<Warning>,
    /// Items whose id the store has with another content that stays: what the source says is older, or the id
    /// is another source's. Each has a warning.
    pub differing: u64,
    /// Values that were left out of lines that were taken, or read in another way than expected.
    pub warnings: u64,
    /// The first of them.
    pub warned: Vec<Warning>,
    /// Files of which nothing could be read.
    pub unread: Vec<String>,
    /// Whether nothing was written because nothing should be.
    pub dry_run: bool,
}

impl ImportReport {
    /// Names an update, while there are few.
    pub(crate) fn name_update(&mut self, update: &Warning) {
        if self.updates.len() < MAX_UPDATES {
            self.updates.push(update.clone());
        }
    }

    /// Counts a warning, and keeps it while there are few.
    pub(crate) fn warn(&mut self, warning: &Warning) {
        self.warnings += 1;
        if self.warned.len() < MAX_LISTED {
            self.warned.push(warning.clone());
        }
    }
}

/// A value that was left out of a line that was taken, or read in another way than expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The file.
    pub file: String,
    /// The line in it, from 1.
    pub line: u64,
    /// The column, the trait or the property.
    pub field: String,
    /// What is odd about it, in plain words; it can hold personal data.
    pub reason: String,
}

/// A refused line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The file.
    pub file: String,
    /// The line in it, from 1.
    pub line: u64,
    /// Why, in plain words.
    pub reason: String,
    /// The line itself, shortened; it can hold personal data.
    pub text: String,
}

impl Refusal {
    /// Makes a refusal with the text shortened.
    pub(crate) fn new(file: &str, line: u64, reason: &impl ToString, text: &str) -> Self {
        Self {
            file: file.to_owned(),
            line,
            reason: reason.to_string(),
            text: text.chars().take(MAX_TEXT_CHARS).collect(),
        }
    }
}

/// What is being done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading which ids belong together.
    Linking,
    /// Reading and storing.
    Importing,
}

/// Whoever follows an import.
pub trait Observer {
    /// Hears that a line was refused.
    ///
    /// # Errors
    /// It cannot be written down; the import ends then.
    fn refused(&mut self, refusal: &Refusal) -> io::Result<()>;

    /// Hears that a value was left out of a line, or read in another way than expected.
    ///
    /// # Errors
    /// As [`refused`](Self::refused).
    fn warned(&mut self, warning: &Warning) -> io::Result<()>;

    /// Hears that an item became what the source says now.
    ///
    /// # Errors
    /// As [`refused`](Self::refused).
    fn updated(&mut self, _update: &Warning) -> io::Result<()> {
        Ok(())
    }

    /// Hears that it is some lines further. Called often.
    fn progress(&mut self, phase: Phase, input: &Input, report: &ImportReport);
}
