//! Messages over HTTP as the libraries of Segment and `RudderStack` send them: `POST /v1/batch`, `/v1/track` and so on.
//!
//! **Invariants:** 200 means durable. A message that is refused costs itself alone and is named with its reason; it
//! waits in quarantine. What there is no room for is not taken at all: 429, and the libraries come again.

mod answer;
mod body;
mod envelope;

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::answer::method_not_allowed;
use super::app::App;
use super::log::AnsweredTenant;
use crate::ingest::desk::{Arrived, SEGMENT, Visit};
use crate::ingest::pipeline::{Incoming, Room};
use answer::Refusal;
use body::Text;
use envelope::Envelope;

/// Messages of one call. More of them are several calls.
const MOST_MESSAGES: usize = 10_000;

/// The addresses that take one message; its type is the address.
const VERBS: [&str; 6] = ["identify", "track", "page", "screen", "group", "alias"];

/// Takes in what a library sends.
pub(super) async fn segment(
    State(app): State<Arc<App>>,
    Path(verb): Path<String>,
    request: Request,
) -> Response {
    let is_single = VERBS.contains(&verb.as_str());
    if !is_single && verb != "batch" && verb != "import" {
        return super::answer::error(&klantbeeld::api::ApiError::NotFound);
    }
    if request.method() != axum::http::Method::POST {
        return method_not_allowed().await;
    }
    let mut response = match take(&app, is_single.then_some(verb.as_str()), request).await {
        Ok(response) => response,
        Err(refusal) => refusal.response(),
    };
    let tenant = app.desk.pipeline().tenant().clone();
    response.extensions_mut().insert(AnsweredTenant(tenant));
    response
}

async fn take(app: &App, verb: Option<&str>, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let by_header = write_key(&parts.headers)
        .map(|key| source(app, &key))
        .transpose()?;
    let read = body::read(app, &parts.headers, body).await;
    let (text, mut room) = match read {
        Ok(read) => read,
        // Who may not send is told so first, whatever they send.
        Err(refusal) if by_header.is_some() => return Err(refusal),
        Err(_) => return Err(Refusal::no_key()),
    };
    let envelope = match verb {
        Some(_) => Envelope::of_one(&text.text),
        None => Envelope::of_batch(&text.text),
    };
    let by_body = || envelope.as_ref().ok().and_then(|e| e.write_key.as_deref());
    let source = match by_header {
        Some(source) => source,
        None => source(app, by_body().ok_or_else(Refusal::no_key)?)?,
    };
    let visit = app.desk.visit(&source, (app.clock)());
    let visit = visit.ok_or_else(Refusal::no_key)?;
    let messages = match &envelope {
        Ok(envelope) => read_all(app, &visit, verb, envelope, &text, &mut room)?,
        Err(reason) => {
            // Where one message ends and the next begins cannot be known: all of it is kept as one.
            let whole = vec![visit.refuse(SEGMENT, &text.text, "json", reason)];
            app.desk.pipeline().submit(whole).await?;
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "json", reason));
        }
    };
    let notes = answer::notes(&messages);
    let ids = envelope.map(|e| e.ids()).unwrap_or_default();
    let outcomes = app.desk.pipeline().submit(messages).await?;
    drop(room);
    Ok(match verb {
        Some(_) => answer::of_one(outcomes, notes),
        None => answer::of_batch(outcomes, notes, &ids),
    })
}

fn read_all(
    app: &App,
    visit: &Visit,
    verb: Option<&str>,
    envelope: &Envelope<'_>,
    text: &Text,
    room: &mut Vec<Room>,
) -> Result<Vec<Incoming>, Refusal> {
    let count = envelope.messages.len();
    if count > MOST_MESSAGES {
        let reason = format!("{count} messages in one call: send at most {MOST_MESSAGES}");
        return Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_many",
            &reason,
        ));
    }
    room.push(app.desk.pipeline().room(0, count)?);
    let way = verb.map_or_else(|| SEGMENT.to_owned(), |verb| format!("{SEGMENT}/{verb}"));
    let read = |message: &&str| {
        visit.read(Arrived {
            way: &way,
            text: message,
            has_marks: text.has_marks,
            sent_ms: envelope.sent_ms,
        })
    };
    Ok(envelope.messages.iter().map(read).collect())
}

fn source(app: &App, key: &str) -> Result<Arc<str>, Refusal> {
    app.desk.source_of_key(key).ok_or_else(Refusal::no_key)
}

/// Returns the write key of Basic authentication: the name, without a password.
fn write_key(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = given.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (key, _) = decoded.split_once(':').unwrap_or((&decoded, ""));
    Some(key.to_owned())
}
