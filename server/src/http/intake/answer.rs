//! Answers in the form that the libraries read: `success`, or `code` and `message`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::ingest::pipeline::{Busy, Incoming, Outcome};
use crate::store::StoreError;

/// When who found no room is to come again, in seconds.
const COME_AGAIN_S: u64 = 2;

/// Values that were left out and are named in an answer; more are not.
const MOST_NOTES: usize = 100;

/// Why a call is refused as a whole.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    reason: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, reason: &str) -> Self {
        Self {
            status,
            code,
            reason: reason.to_owned(),
        }
    }

    /// No key, or one that no source has.
    pub(super) fn no_key() -> Self {
        let reason = "no source has this write key: give it as the name of Basic authentication";
        Self::new(StatusCode::UNAUTHORIZED, "write_key", reason)
    }

    pub(super) fn response(&self) -> Response {
        let mut response = answer(
            self.status,
            &json!({ "success": false, "code": self.code, "message": self.reason }),
        );
        let headers = response.headers_mut();
        match self.status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, COME_AGAIN_S.into());
            }
            StatusCode::UNAUTHORIZED => {
                let realm = HeaderValue::from_static("Basic realm=\"write key\"");
                headers.insert(header::WWW_AUTHENTICATE, realm);
            }
            _ => {}
        }
        response
    }
}

impl From<Busy> for Refusal {
    fn from(_: Busy) -> Self {
        let reason = "too much waits to be written: nothing of this was taken, send it again";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", reason)
    }
}

impl From<StoreError> for Refusal {
    fn from(_: StoreError) -> Self {
        let reason = "the store does not answer: nothing of this is acknowledged, send it again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", reason)
    }
}

/// Returns what was odd in messages that are taken, by place.
pub(super) fn notes(messages: &[Incoming]) -> Vec<Value> {
    let placed = messages.iter().enumerate();
    let understood = placed.filter_map(|(index, one)| Some((index, one.what.as_ref().ok()?)));
    let notes = understood.flat_map(|(index, understood)| {
        let notes = understood.notes().into_iter();
        notes
            .map(move |(field, reason)| json!({ "index": index, "field": field, "reason": reason }))
    });
    notes.take(MOST_NOTES).collect()
}

/// Answers a call with one message: refused is 400.
pub(super) fn of_one(outcomes: Vec<Outcome>, notes: Vec<Value>) -> Response {
    match outcomes.into_iter().next() {
        Some(Outcome::Refused { code, reason }) => {
            let said = json!({ "success": false, "code": code, "message": reason });
            answer(StatusCode::BAD_REQUEST, &said)
        }
        outcome => {
            let is_repeated = outcome == Some(Outcome::Repeated);
            let said = json!({ "success": true, "repeated": is_repeated, "notes": notes });
            answer(StatusCode::OK, &said)
        }
    }
}

/// Answers a batch: 200 also when messages of it are refused, for sending them again would not help.
pub(super) fn of_batch(
    outcomes: Vec<Outcome>,
    notes: Vec<Value>,
    ids: &[Option<String>],
) -> Response {
    let (mut accepted, mut repeated, mut refused) = (0_u64, 0_u64, Vec::new());
    for (index, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Outcome::Stored => accepted += 1,
            Outcome::Repeated => repeated += 1,
            Outcome::Refused { code, reason } => {
                let id = ids.get(index).cloned().flatten();
                refused.push(
                    json!({ "index": index, "messageId": id, "code": code, "message": reason }),
                );
            }
        }
    }
    let said = json!({
        "success": refused.is_empty(),
        "accepted": accepted,
        "repeated": repeated,
        "refused": refused,
        "notes": notes,
    });
    answer(StatusCode::OK, &said)
}

fn answer(status: StatusCode, said: &Value) -> Response {
    let mut response = (status, Json(said)).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}
