//! Imports from the outside: the command line on real data, and files with every kind of mistake.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at what they did not expect"
)]

mod arbitrary;
mod cdnow;
mod consent;
mod explain;
mod harness;
mod matching;
mod models;
mod refused;
mod retold;
mod segment;
mod spreadsheet;
mod usage;
mod words;
