//! The body of a call: JSON of the form `{"request": ...}`, within a size and a time.
//!
//! **Invariant:** never more than the limit is held, whatever the headers say.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::read;

/// Why a body is not read.
#[derive(Debug)]
pub(super) enum BodyError {
    /// More than the limit.
    TooLarge,
    /// Not JSON by its headers, or compressed.
    MediaType,
    /// Too slow.
    Late,
    /// The connection broke.
    Broken,
    /// Not the JSON that it must be.
    Json(String),
}

/// Reads and checks a body.
///
/// # Errors
/// It is not such a body.
pub(super) async fn read_json(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    timeout: Duration,
) -> Result<Bytes, BodyError> {
    if !is_json(headers) {
        return Err(BodyError::MediaType);
    }
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(BodyError::TooLarge);
    }
    let arrival = tokio::time::timeout(timeout, Limited::new(body, limit).collect());
    let arrived = arrival.await.map_err(|_| BodyError::Late)?;
    let bytes = arrived.map_err(unread)?.to_bytes();
    read::shape(&bytes).map_err(BodyError::Json)?;
    Ok(bytes)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let Some(kind) = kind.and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        && !headers.contains_key(header::CONTENT_ENCODING)
}

fn unread(error: Box<dyn std::error::Error + Send + Sync>) -> BodyError {
    if error.is::<LengthLimitError>() {
        BodyError::TooLarge
    } else {
        BodyError::Broken
    }
}
