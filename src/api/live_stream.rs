//! The live stream, read from a response while it comes.

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::Stream;
use js_sys::Uint8Array;
use leptos::prelude::use_context;
use serde::Serialize;
use sse_stream::{Sse, SseByteStream};
use wasm_bindgen::{JsCast, JsValue};
use wasm_streams::ReadableStream;
use web_sys::AbortController;

use super::ApiError;
use super::answer::error_of;
use super::client::post_until;
use super::live::{LiveEvent, LiveRequest};
use super::remote::LiveStream;
use super::session::Caller;

/// No server function, because its answer has no end.
const PATH: &str = "/api/v1/live";

#[derive(Serialize)]
struct Body {
    request: LiveRequest,
}

/// Ends the transfer when nobody reads it any more, also before there is an answer.
struct Ends(AbortController);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Opens the stream.
///
/// # Errors
/// Those of the server; [`ApiError::NotFound`] of one that has no such stream.
pub(super) async fn open(request: LiveRequest) -> Result<LiveStream, ApiError> {
    let caller = use_context::<Caller>().ok_or(ApiError::Unavailable)?;
    let ends = Ends(AbortController::new().map_err(|_| ApiError::Unavailable)?);
    let body = serde_json::to_vec(&Body { request }).map_err(|_| ApiError::Unavailable)?;
    let response = post_until(&caller, PATH, Bytes::from(body), &ends.0.signal()).await?;
    if !response.ok() {
        return Err(match response.status() {
            404 | 405 => ApiError::NotFound,
            _ => error_of(response).await,
        });
    }
    let body = response.body().ok_or(ApiError::Network)?;
    let pieces = ReadableStream::from_raw(body.unchecked_into()).into_stream();
    let events = events_of(pieces).map(move |event| {
        let _lives_as_long = &ends;
        event
    });
    Ok(events.boxed_local())
}

fn events_of(
    pieces: impl Stream<Item = Result<JsValue, JsValue>> + 'static,
) -> impl Stream<Item = Result<Option<LiveEvent>, ApiError>> {
    let bytes = pieces.map(|piece| {
        let piece = piece.map_err(|_| ApiError::Network)?;
        Ok::<_, ApiError>(Bytes::from(piece.unchecked_into::<Uint8Array>().to_vec()))
    });
    SseByteStream::new(bytes).map(|said| said.map(event_of).map_err(|_| ApiError::Network))
}

/// Returns the event; none for a sign of life, and for what a newer server says that this program does not know.
fn event_of(said: Sse) -> Option<LiveEvent> {
    serde_json::from_str(&said.data?).ok()
}
