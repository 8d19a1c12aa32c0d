//! What data stewards ask: how the sources deliver, and what of it was refused.
//!
//! Apart from the calls of a customer's view, because another face of the product makes them, and nothing of it may
//! weigh on the first render.

#[cfg(feature = "ssr")]
pub mod backend;
pub mod functions;

use klantbeeld_core::policy::Origin;
use klantbeeld_core::vocabulary::Label;
use serde::{Deserialize, Serialize};

/// Asks for all sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcesRequest {}

/// A source of the registry and how it delivers. Counts are of messages; files that are imported are not among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceHealth {
    /// Its slug.
    pub slug: String,
    /// Its name on screen.
    pub label: Label,
    /// What type of system.
    pub system: String,
    /// The department that answers for it.
    pub owner: String,
    /// What sorts of data it brings.
    pub categories: Vec<String>,
    /// Whose data it is.
    pub origin: Origin,
    /// Under which licence.
    pub licence: Option<String>,
    /// The legal basis on which it delivers.
    pub basis: String,
    /// How often it delivers, in words.
    pub cadence: String,
    /// The agreed freshness; none where nothing was agreed.
    pub fresh_within_ms: Option<i64>,
    /// When anything of it first arrived; none when nothing did.
    pub first_ms: Option<i64>,
    /// When anything of it last arrived, refused messages included.
    pub last_ms: Option<i64>,
    /// When something of it was last taken in.
    pub last_accepted_ms: Option<i64>,
    /// Whether the agreed time has passed without anything that could be taken in.
    pub is_late: bool,
    /// Messages that were taken in.
    pub accepted: u64,
    /// Messages that came again.
    pub repeated: u64,
    /// Messages that were refused.
    pub refused: u64,
    /// Refused messages that wait to be judged.
    pub waiting: u64,
    /// Refused messages that went unjudged, because too many waited.
    pub dropped: u64,
}

/// Asks for refused messages, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntriesRequest {
    /// Of this source only.
    #[serde(default)]
    pub source: Option<String>,
    /// For this reason only, as its code.
    #[serde(default)]
    pub reason: Option<String>,
    /// Those that were judged as well.
    #[serde(default)]
    pub with_settled: bool,
    /// Where the former page ended.
    #[serde(default)]
    pub cursor: Option<i64>,
    /// How many, 1 to 200.
    pub limit: u16,
}

/// What became of a refused message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// It waits to be judged.
    Waiting,
    /// It was taken in after all.
    Replayed,
    /// It is not to be taken in.
    Discarded,
}

/// A refused message, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// Its number.
    pub id: i64,
    /// Slug of its source.
    pub source: String,
    /// The way that it came, such as `segment/track`.
    pub way: String,
    /// The reason as a word.
    pub reason: String,
    /// The reason as a sentence; it can hold personal data.
    pub message: String,
    /// When it came.
    pub at_ms: i64,
    /// What became of it.
    pub state: EntryState,
    /// Who decided that; empty while it waits.
    pub settled_by: String,
    /// Why, in their words.
    pub settled_reason: String,
    /// When.
    pub settled_ms: Option<i64>,
}

/// A page of refused messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPage {
    /// The messages.
    pub entries: Vec<EntryLine>,
    /// Where the next page begins; none when there is none.
    pub next: Option<i64>,
}

/// Asks for one refused message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRequest {
    /// Its number.
    pub id: i64,
}

/// One refused message with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDetail {
    /// What the list says of it.
    pub entry: EntryLine,
    /// The message as it came, as far as it is kept.
    pub text: String,
    /// Whether only its beginning is kept; then it has to be corrected whole.
    pub is_cut: bool,
}

/// Brings a refused message in after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayRequest {
    /// Its number.
    pub id: i64,
    /// The message as somebody corrected it; as it came, if left out.
    #[serde(default)]
    pub text: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayResult {
    /// Whether it is stored now. If not, it still waits.
    pub is_taken: bool,
    /// Why not, as a word; empty when it is.
    pub reason: String,
    /// Why not, as a sentence.
    pub message: String,
}

/// Decides that a refused message is not to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscardRequest {
    /// Its number.
    pub id: i64,
    /// Why; 1 to 500 bytes.
    pub reason: String,
}
