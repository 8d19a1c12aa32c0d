//! What is known of arrivals, beside the profiles: how each source delivers, and what of it was refused.
//!
//! It exists apart from the profile store so that a count or a refused message never stands in the way of a
//! customer's data, and another database can keep it. `contract` is the suite that every adapter passes.
//!
//! **Invariants:** a message counts once, whatever the number of times it comes: its key is made of tenant, source
//! and the author's message id. It is noted after its data is durable and before it is acknowledged, so after a
//! crash the sender sends again, the data is there already, and the count becomes right. What is kept is bounded:
//! entries per source, bytes of an entry, and time.

#[cfg(test)]
mod contract;
pub mod memory;
pub mod place;
pub mod sqlite;

use async_trait::async_trait;
use klantbeeld_core::ids::TenantId;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::store::StoreResult;

/// Entries of one source that wait in quarantine; of more, the oldest go.
pub const MAX_WAITING: u64 = 10_000;

/// Bytes of a refused message that are kept; the rest of a longer one is cut off.
pub const MAX_TEXT_BYTES: usize = 64 << 10;

/// How long an entry of the quarantine is kept, in milliseconds: 30 days.
pub const ENTRY_LIFE_MS: i64 = 30 * 86_400_000;

/// How long it is remembered that a message came, in milliseconds: 8 days. One that comes again later changes
/// nothing in the profiles, and counts once more.
pub const KEY_LIFE_MS: i64 = 8 * 86_400_000;

/// Names a message: the same tenant, source and message id have the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageKey(pub [u8; 16]);

impl MessageKey {
    /// Makes the key of a message.
    #[must_use]
    pub fn new(tenant: &TenantId, source: &str, message_id: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [tenant.as_str(), source, message_id] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        Self(key)
    }
}

/// A message that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Slug of its source.
    pub source: String,
    /// What makes it the same message.
    pub key: MessageKey,
    /// When it arrived.
    pub at_ms: i64,
    /// Why it is not taken in; none when it is.
    pub refused: Option<Refused>,
}

/// What is kept of a message that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The way that it came, such as `segment/track`: how to read it again.
    pub way: String,
    /// The reason as a word that can be filtered by.
    pub code: String,
    /// The reason as a sentence that the sender can act on. It can hold personal data.
    pub reason: String,
    /// The message, as text.
    pub text: String,
}

impl Refused {
    /// Returns the text as far as it is kept, and whether something of it was cut off.
    #[must_use]
    pub fn kept(&self) -> (&str, bool) {
        let end = self.text.floor_char_boundary(MAX_TEXT_BYTES);
        match self.text.split_at_checked(end) {
            Some((kept, rest)) => (kept, !rest.is_empty()),
            None => (&self.text, false),
        }
    }
}

/// How a source delivers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceTally {
    /// Slug of the source.
    pub source: String,
    /// When anything of it first arrived.
    pub first_ms: i64,
    /// When anything of it last arrived, refused messages included.
    pub last_ms: i64,
    /// When something of it was last taken in; none when nothing was.
    pub last_accepted_ms: Option<i64>,
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

/// What became of a refused message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Nobody judged it.
    Waiting,
    /// It was taken in after all.
    Replayed,
    /// Somebody decided that it is not to be taken in.
    Discarded,
}

impl EntryState {
    /// Returns its number in a store.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Replayed => 1,
            Self::Discarded => 2,
        }
    }

    /// Reads a number of a store.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Waiting),
            1 => Some(Self::Replayed),
            2 => Some(Self::Discarded),
            _ => None,
        }
    }
}

/// A refused message in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number; a later one is greater.
    pub id: i64,
    /// Slug of its source.
    pub source: String,
    /// The way that it came.
    pub way: String,
    /// The reason as a word.
    pub code: String,
    /// The reason as a sentence.
    pub reason: String,
    /// When it came.
    pub at_ms: i64,
    /// The message, at most [`MAX_TEXT_BYTES`] of it.
    pub text: String,
    /// Whether there was more of it.
    pub is_cut: bool,
    /// What became of it.
    pub state: EntryState,
    /// Who decided that, and why; none while it waits.
    pub settled: Option<Settled>,
}

/// What somebody decided of a refused message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Who.
    pub by: String,
    /// Why, in their words.
    pub reason: String,
    /// When.
    pub at_ms: i64,
}

/// Which entries are asked for, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of this source; of all, if none.
    pub source: Option<String>,
    /// For this reason; for any, if none.
    pub code: Option<String>,
    /// Those that were judged as well.
    pub with_settled: bool,
    /// Only those with a smaller number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// Keeps what is known of arrivals. All calls name the tenant.
#[async_trait]
pub trait IntakeStore: Send + Sync + 'static {
    /// Notes what arrived: all of it, durably, or nothing. Returns for each whether it came for the first time.
    ///
    /// A message that is taken in after it was refused no longer waits in quarantine.
    async fn note(&self, tenant: &TenantId, arrivals: Vec<Arrival>) -> StoreResult<Vec<bool>>;

    /// Says of each message whether it was taken in before.
    async fn knows(&self, tenant: &TenantId, keys: Vec<MessageKey>) -> StoreResult<Vec<bool>>;

    /// How each source delivers that ever did, by slug.
    async fn tallies(&self, tenant: &TenantId) -> StoreResult<Vec<SourceTally>>;

    /// Entries of the quarantine, newest first.
    async fn list_entries(&self, tenant: &TenantId, asked: Asked) -> StoreResult<Vec<Entry>>;

    /// One entry.
    async fn get_entry(&self, tenant: &TenantId, id: i64) -> StoreResult<Option<Entry>>;

    /// Writes down what was decided of a waiting entry. Returns whether it still waited.
    async fn settle(
        &self,
        tenant: &TenantId,
        id: i64,
        state: EntryState,
        settled: Settled,
    ) -> StoreResult<bool>;

    /// Forgets what is older than [`ENTRY_LIFE_MS`] and [`KEY_LIFE_MS`]. Returns how many entries went.
    async fn forget_old(&self, tenant: &TenantId, now_ms: i64) -> StoreResult<u64>;
}
