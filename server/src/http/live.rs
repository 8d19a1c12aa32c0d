//! `POST /api/v1/live`: server-sent events that say which customers have another version.
//!
//! By `fetch` rather than `EventSource`, because the token travels in a header. Neither compressed nor held back by a
//! proxy; an empty event goes out where nothing else does, so that nobody on the way takes it for dead.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use klantbeeld::api::ApiError;
use klantbeeld::api::live::{LiveEvent, LiveRequest};

use super::app::App;
use super::{answer, read};
use crate::service::Session;

/// How long nothing goes out before an empty event does.
const PING_EVERY: Duration = Duration::from_secs(15);

/// Answers with a stream that goes on until the token, the server or the reader ends it.
pub(super) async fn live(
    State(app): State<Arc<App>>,
    Extension(session): Extension<Arc<Session>>,
    body: Bytes,
) -> Response {
    let request = match read::request::<LiveRequest>(&body) {
        Ok(request) => request,
        Err(message) => return answer::error(&ApiError::Invalid { message }),
    };
    let events = match app.live.open(session, request).await {
        Ok(events) => events,
        Err(error) => return answer::error(&error),
    };
    let events = events.map(|event| Ok::<_, Infallible>(on_the_wire(&event)));
    let ping = KeepAlive::new()
        .interval(PING_EVERY)
        .event(Event::default().event("ping"));
    let mut response = Sse::new(events).keep_alive(ping).into_response();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CACHE_CONTROL, "no-store, no-transform");
    set(HeaderName::from_static("x-accel-buffering"), "no");
    response
}

fn on_the_wire(event: &LiveEvent) -> Event {
    let named = Event::default().event(event.name());
    // Ids and numbers always can be written.
    named.json_data(event).unwrap_or_default()
}
