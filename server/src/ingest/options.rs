//! What holds for a whole import.

use klantbeeld_core::ids::TenantId;

use super::identifier::NoIds;
use super::normal::Region;

/// Settings of one import.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whose data.
    pub tenant: TenantId,
    /// Slug of the source system, where no mapping names it.
    pub source: String,
    /// The country of telephone numbers without one.
    pub region: Region,
    /// Since when fields are known for which the source gives no moment.
    pub as_of_ms: i64,
    /// What identifies nobody.
    pub no_ids: NoIds,
    /// Whether everything is read and compared with the store, and nothing written.
    pub dry_run: bool,
    /// The encoding of the files.
    pub encoding: &'static encoding_rs::Encoding,
}

/// Returns whether a text can be the slug of a source: lower-case letters, digits, `-` and `_`, at most 64.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(is_letter)
}
