//! What every adapter decides in the same way: limits, what counts as running, what is the same write.
//!
//! **Invariant:** pure, and the only place of these numbers and sentences.

use klantbeeld_core::model::{Item, Operation, Status};
use sha2::{Digest, Sha256};

use super::{CustomerRecord, StoreError};

/// How far the clock of a device may run ahead of ours.
pub(super) const CLOCK_SKEW_MS: i64 = 5 * 60_000;

/// The largest amount that is kept, in minor units, either way: sums of thousands of them still fit.
pub const MAX_AMOUNT_MINOR: u64 = 1_000_000_000_000_000;

/// Items of one write that are listed as changed one by one; more of them mean "load it again".
pub(super) const MAX_LISTED_ITEMS: usize = 200;

/// Why a promise cannot end.
pub(super) const NOT_OPEN: &str = "it is not an open promise";

/// Names an operation's content: the same operation has the same fingerprint wherever it is made.
///
/// # Errors
/// When it cannot be written as JSON, which no operation that was read from JSON does.
pub(super) fn fingerprint(operation: &Operation) -> Result<[u8; 32], StoreError> {
    let json = serde_json::to_vec(operation).map_err(|e| StoreError::Corrupt(e.to_string()))?;
    Ok(Sha256::digest(json).into())
}

/// Returns whether an item still asks for attention or runs: open, in progress or active.
pub(super) fn is_running(status: Option<Status>) -> bool {
    status.is_some_and(|s| s.is_open() || s == Status::Active)
}

/// Returns whether an item is marked as one that the customer may read, where that has to be said.
#[must_use]
pub fn is_shared(item: &Item) -> bool {
    item.payload.get("shareable") == Some(&serde_json::Value::Bool(true))
}

/// Refuses a record that would make a sum unreliable.
///
/// # Errors
/// When an amount is beyond what can be added up.
pub(super) fn check_record(record: &CustomerRecord) -> Result<(), StoreError> {
    record.items.iter().try_for_each(check_item)
}

/// Checks the same for one item.
///
/// # Errors
/// As [`check_record`].
pub(super) fn check_item(item: &Item) -> Result<(), StoreError> {
    match item.line.amount {
        Some(money) if money.amount_minor.unsigned_abs() > MAX_AMOUNT_MINOR => {
            Err(StoreError::Refused("the amount is too large"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::ids::{CustomerId, OperationId};
    use klantbeeld_core::model::Action;

    use super::*;

    fn set(value: &str) -> Operation {
        Operation {
            op_id: OperationId::parse("op-1").unwrap(),
            customer_id: CustomerId::parse("c-1").unwrap(),
            made_at_ms: 0,
            action: Action::SetField {
                field: "contact.email".to_owned(),
                value: value.to_owned(),
            },
        }
    }

    #[test]
    fn another_content_has_another_fingerprint() {
        let print = |value| fingerprint(&set(value)).unwrap();
        assert_eq!(print("a"), print("a"));
        assert_ne!(print("a"), print("b"));
    }

    #[test]
    fn open_in_progress_and_active_run() {
        let running: Vec<_> = Status::ALL
            .into_iter()
            .filter(|status| is_running(Some(*status)))
            .collect();
        assert_eq!(running, [Status::Open, Status::InProgress, Status::Active]);
        assert!(!is_running(None));
    }
}
