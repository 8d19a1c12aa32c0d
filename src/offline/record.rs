//! What a device keeps of a customer, and how it rests there.
//!
//! **Invariant:** a record says which format it is of. What is of another format is treated as absent and
//! fetched anew, so that no old record can show wrong values.

use std::sync::Arc;

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::CustomerKind;
use klantbeeld_core::timeline::Timeline;
use serde::{Deserialize, Serialize};

use crate::api::wire::ProfileHead;

/// The format that this build writes and reads.
const FORMAT: u32 = 1;

/// Returns card and first page as they rest: the format, a blank, JSON.
///
/// # Errors
/// What serde cannot write.
pub(super) fn to_stored(head: &ProfileHead) -> serde_json::Result<String> {
    Ok(format!("{FORMAT} {}", serde_json::to_string(head)?))
}

/// Reads what [`to_stored`] wrote; none when it is of another format or damaged.
pub(super) fn of_stored(stored: &str) -> Option<ProfileHead> {
    let (format, text) = stored.split_once(' ')?;
    if format.parse() != Ok(FORMAT) {
        return None;
    }
    // From bytes, as the server's answers: each kind of source would be compiled for every type anew.
    serde_json::from_slice(text.as_bytes()).ok()
}

/// A customer's whole timeline and the version that it is of.
#[derive(Debug, Clone)]
pub(crate) struct KeptTimeline {
    pub(crate) version: u64,
    pub(crate) timeline: Arc<Timeline>,
}

/// One line of the list of customers on this device; also what is searched without network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) customer_id: CustomerId,
    pub(crate) name: String,
    pub(crate) detail: String,
    pub(crate) kind: CustomerKind,
    /// Lower-case words that find this person: numbers, e-mail, telephone, postcode, town.
    pub(crate) keys: String,
    pub(crate) opened_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::of_stored;

    #[test]
    fn what_another_build_wrote_is_absent() {
        for stored in ["", "{}", "2 {}", "1", "1 {}", "1 not json"] {
            assert!(of_stored(stored).is_none(), "{stored:?}");
        }
    }
}
