//! The body of a call: whole, unpacked, within a size and a time; bytes that are no text stand there as a mark.
//!
//! **Invariant:** never more is held than there is room for, whatever the headers say.

use std::io::Read as _;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::MultiGzDecoder;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::super::app::App;
use super::answer::Refusal;
use crate::ingest::desk::NOT_TEXT;
use crate::ingest::pipeline::Room;

/// The largest body, packed and unpacked: 16 MiB. The libraries send 500 kB at most.
pub(super) const MAX_BYTES: usize = 16 << 20;

/// A body as text.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) text: String,
    /// Whether a mark in it stands for bytes that were no text.
    pub(super) has_marks: bool,
}

/// Reads a body, and takes the room that it needs.
///
/// # Errors
/// It is too large, too slow, packed in a way that is not known, or there is no room.
pub(super) async fn read(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Text, Vec<Room>), Refusal> {
    let announced = headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|l| l.to_str().ok()?.parse::<usize>().ok());
    let announced = announced.unwrap_or(MAX_BYTES);
    if announced > MAX_BYTES {
        return Err(too_large());
    }
    let pipeline = app.desk.pipeline();
    let mut room = vec![pipeline.room(announced, 1)?];
    let timeout = Duration::from_millis(app.limits.read_ms);
    let arrival = tokio::time::timeout(timeout, Limited::new(body, MAX_BYTES).collect());
    let late = |_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "late", "the body did not come");
    let arrived = arrival.await.map_err(late)?.map_err(|error| {
        if error.is::<LengthLimitError>() {
            return too_large();
        }
        Refusal::new(StatusCode::BAD_REQUEST, "broken", "the body broke off")
    })?;
    let bytes = arrived.to_bytes();
    let packed = headers.get(header::CONTENT_ENCODING);
    let bytes = match packed.map(|value| value.to_str().unwrap_or_default()) {
        None | Some("" | "identity") => Vec::from(bytes),
        Some("gzip") => {
            let unpacked = unpack(&bytes)?;
            room.push(pipeline.room(unpacked.len(), 1)?);
            unpacked
        }
        Some(_) => {
            let reason = "the body is packed in a way that is not known: gzip is";
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Refusal::new(status, "packed", reason));
        }
    };
    Ok((text(bytes), room))
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut unpacked = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    let read = MultiGzDecoder::new(bytes)
        .take(limit)
        .read_to_end(&mut unpacked);
    if read.is_err() {
        let reason = "the body is no gzip, though its head says so";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "packed", reason));
    }
    if unpacked.len() > MAX_BYTES {
        return Err(too_large());
    }
    Ok(unpacked)
}

/// Turns bytes into text. One message with wrong bytes must not take the others down, so they become a mark.
fn text(bytes: Vec<u8>) -> Text {
    match String::from_utf8(bytes) {
        Ok(text) => Text {
            text,
            has_marks: false,
        },
        Err(error) => {
            let bytes = error.into_bytes();
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                if !chunk.invalid().is_empty() {
                    text.push(NOT_TEXT);
                }
            }
            Text {
                text,
                has_marks: true,
            }
        }
    }
}

fn too_large() -> Refusal {
    let reason = "the body has at most 16 MiB: send fewer messages at a time";
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", reason)
}
