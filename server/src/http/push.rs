//! `POST /api/v1/operation/push`: each operation is read alone, so that one that cannot be read refuses itself.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use klantbeeld::api::ApiError;
use klantbeeld::api::backend::Backend as _;
use klantbeeld::api::wire::{OperationOutcome, OperationResult, PushRequest};
use klantbeeld_core::ids::OperationId;
use klantbeeld_core::model::Operation;
use serde::Deserialize;
use serde_json::Value;

use super::{answer, read};
use crate::ingest::twice::Members;
use crate::service::{MAX_OPERATIONS, Session};

/// A push whose operations are not read yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unread<T> {
    operations: Vec<T>,
}

/// Answers with one result for each operation, in their order.
pub(super) async fn push(Extension(session): Extension<Arc<Session>>, body: Bytes) -> Response {
    match results(session, &body).await {
        Ok(results) => {
            let mut response = Json(results).into_response();
            let no_store = HeaderValue::from_static("no-store");
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, no_store);
            response
        }
        Err(error) => answer::error(&error),
    }
}

async fn results(session: Arc<Session>, body: &[u8]) -> Result<Vec<OperationResult>, ApiError> {
    let unread: Unread<Value> = read::envelope(body).map_err(invalid)?;
    let members: Unread<Members> = read::envelope(body).map_err(invalid)?;
    if unread.operations.len() > MAX_OPERATIONS {
        return Err(ApiError::TooLarge);
    }
    let mut operations = Vec::new();
    let mut refused = Vec::new();
    let all = unread.operations.iter().zip(members.operations);
    for (n, (value, members)) in all.enumerate() {
        let place = format!("request.operations[{n}]");
        match one(value, members, &place) {
            Ok(operation) => operations.push(operation),
            Err(message) => refused.push((n, unreadable(value, invalid(message))?)),
        }
    }
    let mut results = session.push(PushRequest { operations }).await?;
    for (n, result) in refused {
        results.insert(n.min(results.len()), result);
    }
    Ok(results)
}

fn one(value: &Value, members: Members, place: &str) -> Result<Operation, String> {
    if members.stand_twice {
        return Err(format!("a member of `{place}` stands twice"));
    }
    read::part(value.to_string().as_bytes(), place)
}

/// Refuses one operation; without its id nobody could tell which, and the whole push is refused.
fn unreadable(value: &Value, error: ApiError) -> Result<OperationResult, ApiError> {
    let id = value.get("op_id").and_then(Value::as_str);
    match id.and_then(|id| OperationId::parse(id).ok()) {
        Some(op_id) => Ok(OperationResult {
            op_id,
            outcome: OperationOutcome::Refused { error },
        }),
        None => Err(error),
    }
}

fn invalid(message: String) -> ApiError {
    ApiError::Invalid { message }
}
