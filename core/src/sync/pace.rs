//! How long the queue waits: leases, pauses between tries, and how much one request carries.
//!
//! **Invariant:** a clock that is set back stops nothing: what is longer than anything that is given does not count.

use super::entry::{Entry, EntryState};
use crate::model::{Action, Operation};

/// How long an answer may take before the operations are sent again.
pub const LEASE_MS: i64 = 30_000;
/// The longest wait between two tries.
pub const MAX_BACKOFF_MS: i64 = 60_000;
const MIN_BACKOFF_MS: i64 = 1_000;

/// Returns whether a lease runs. One longer than any that is given means that the clock was set back: it does
/// not count.
pub(super) fn is_leased(entry: &Entry, now_ms: i64) -> bool {
    match entry.state {
        EntryState::Sending { until_ms } => {
            until_ms > now_ms && until_ms.saturating_sub(now_ms) <= LEASE_MS
        }
        _ => false,
    }
}

/// Returns whether an entry is due. A wait longer than any that is given means that the clock was set back.
pub(super) fn is_due(entry: &Entry, now_ms: i64) -> bool {
    entry.next_try_ms <= now_ms || entry.next_try_ms.saturating_sub(now_ms) > MAX_BACKOFF_MS
}

/// Returns from half the wait to all of it, so that devices that lost the server together come back apart.
pub(super) fn backoff_ms(tries: u32, jitter: f64) -> i64 {
    let doublings = tries.saturating_sub(1).min(6);
    let full_ms = (MIN_BACKOFF_MS << doublings).min(MAX_BACKOFF_MS);
    let half_ms = full_ms / 2;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "at most 30,000"
    )]
    let spread_ms = (half_ms as f64 * jitter.clamp(0.0, 1.0)) as i64;
    half_ms + spread_ms
}

/// Returns roughly how many bytes an operation takes in a request.
pub(super) fn weight(operation: &Operation) -> usize {
    let texts = match &operation.action {
        Action::SetField { field, value } => field.len() + value.len(),
        Action::LogContact {
            reason,
            note,
            goal,
            outcome,
            ..
        } => reason.len() + note.len() + goal.len() + outcome.len(),
        Action::AddNote { text, .. } | Action::AddPromise { text, .. } => text.len(),
        Action::SettlePromise { .. } => 0,
    };
    texts + 256
}
