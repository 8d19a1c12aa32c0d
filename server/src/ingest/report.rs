//! What an import tells while it runs and when it is done.

use std::io;

use serde::Serialize;

use super::input::Input;

/// The longest part of a refused line that goes into the report, in characters.
const MAX_TEXT_CHARS: usize = 4_000;

/// Counts of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
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
    /// Whether nothing was written because nothing should be.
    pub dry_run: bool,
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

    /// Hears that it is some lines further. Called often.
    fn progress(&mut self, phase: Phase, input: &Input, report: &ImportReport);
}
