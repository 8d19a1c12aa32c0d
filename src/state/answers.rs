//! What the server's answer to writes means for the queue.
//!
//! **Invariant:** refused is only what can never be done as it is. A customer who is not within reach now, by the token
//! or by the server, waits with that reason, and goes out by itself when the token is there again.

use klantbeeld_core::model::{Action, Operation};
use klantbeeld_core::sync::{Answer, Hindrance, MAX_BACKOFF_MS, Outbox, Refusal};

use crate::api::ApiError;
use crate::api::wire::{OperationOutcome, OperationResult};

/// What the server may still take, it gets after this.
const AGAIN_MS: i64 = 2_000;

/// Takes in the answer to a request that held these operations, all of one customer.
pub(super) fn take_in(
    outbox: &mut Outbox,
    sent: &[Operation],
    answer: Result<Vec<OperationResult>, ApiError>,
    now_ms: i64,
    chance: f64,
) {
    let ids: Vec<_> = sent.iter().map(|o| o.op_id.clone()).collect();
    match answer {
        Ok(results) => {
            let is_shut = results.iter().any(|r| is_shut(sent, r));
            for OperationResult { op_id, outcome } in results {
                outbox.on_result(&op_id, judge(outcome, is_shut, now_ms));
            }
            // A server that forgets some says nothing of them.
            outbox.on_no_answer(&ids, Hindrance::Busy, now_ms, chance);
        }
        Err(error) => match hindrance(&error) {
            Some(why) => outbox.on_no_answer(&ids, why, now_ms, chance),
            None => outbox.on_batch_refused(&ids, refusal(error)),
        },
    }
}

/// Returns whether an outcome says that the customer is not within reach: only the end of a promise can miss anything
/// else.
fn is_shut(sent: &[Operation], result: &OperationResult) -> bool {
    let is_missing = matches!(
        &result.outcome,
        OperationOutcome::Refused {
            error: ApiError::NotFound
        }
    );
    let operation = sent.iter().find(|o| o.op_id == result.op_id);
    let settles = operation.is_some_and(|o| matches!(o.action, Action::SettlePromise { .. }));
    is_missing && !settles
}

fn judge(outcome: OperationOutcome, is_shut: bool, now_ms: i64) -> Answer {
    let postponed = |after_ms, why| Answer::Postponed {
        until_ms: now_ms.saturating_add(after_ms),
        why,
    };
    match outcome {
        OperationOutcome::Applied { version } => Answer::Applied { version },
        OperationOutcome::Refused {
            error: ApiError::NotFound,
        } if is_shut => postponed(MAX_BACKOFF_MS, Hindrance::NoAccess),
        OperationOutcome::Refused { error } if error.is_passing() => {
            postponed(AGAIN_MS, hindrance(&error).unwrap_or(Hindrance::Busy))
        }
        OperationOutcome::Refused { error } => Answer::Refused(refusal(error)),
    }
}

/// Returns what is in the way of a whole request; none when it is the request itself.
fn hindrance(error: &ApiError) -> Option<Hindrance> {
    match error {
        ApiError::Network => Some(Hindrance::Network),
        ApiError::NotSignedIn { .. } => Some(Hindrance::SignedOut),
        ApiError::Forbidden { .. } | ApiError::NotFound => Some(Hindrance::NoAccess),
        ApiError::Unavailable | ApiError::TooMany { .. } => Some(Hindrance::Busy),
        ApiError::Invalid { .. }
        | ApiError::NeedsPurpose { .. }
        | ApiError::Conflict
        | ApiError::TooLarge => None,
    }
}

fn refusal(error: ApiError) -> Refusal {
    match error {
        ApiError::Forbidden { owner } => Refusal::Forbidden { owner },
        ApiError::NotFound => Refusal::NotFound,
        ApiError::Conflict => Refusal::Conflict,
        ApiError::TooLarge => Refusal::TooLarge,
        other => Refusal::Invalid {
            message: other.to_string(),
        },
    }
}
