//! What stands before every call of the API: who is it, how often, and is it a request at all.
//!
//! After it, a request has a [`Session`]; and a whole body of JSON within the limit, unless it brings a file.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use klantbeeld::api::ApiError;
use klantbeeld_core::ids::TenantId;

use super::answer;
use super::app::App;
use super::body::{BodyError, read_json};
use super::log::AnsweredTenant;
use crate::auth::{Caller, bearer};
use crate::service::Session;

/// Lets a call through with its session and body, or answers why not.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    admit(&app, request, next, async |parts, body| {
        let timeout = Duration::from_millis(app.limits.read_ms);
        let read = read_json(&parts.headers, body, app.limits.body_bytes, timeout).await;
        read.map(Body::from).map_err(refuse)
    })
    .await
}

/// Does as [`guard`] for a call that brings a file: its handler reads the body.
pub(super) async fn guard_upload(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    admit(&app, request, next, async |_, body| Ok(body)).await
}

async fn admit(
    app: &App,
    request: Request,
    next: Next,
    read: impl AsyncFnOnce(&Parts, Body) -> Result<Body, Response>,
) -> Response {
    if request.method() != Method::POST {
        return answer::method_not_allowed().await;
    }
    let (mut parts, body) = request.into_parts();
    let caller = match authenticate(app, &parts) {
        Ok(caller) => caller,
        Err(error) => return answer::error(&error),
    };
    let tenant = caller.tenant.clone();
    let answered = match enter(app, caller) {
        Ok(session) => match read(&parts, body).await {
            Ok(body) => {
                parts.extensions.insert(session);
                next.run(Request::from_parts(parts, body)).await
            }
            Err(response) => response,
        },
        Err(error) => answer::error(&error),
    };
    named(answered, tenant)
}

fn authenticate(app: &App, parts: &Parts) -> Result<Caller, ApiError> {
    let text = |name: header::HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok());
    let token = bearer(text(header::AUTHORIZATION))?;
    let now_ms = app.service.now_ms();
    let origin = text(header::ORIGIN);
    Ok(app.authenticator.verify(token, origin, now_ms)?)
}

fn enter(app: &App, caller: Caller) -> Result<Arc<Session>, ApiError> {
    let subject = (caller.tenant.clone(), caller.actor.subject.clone());
    if let Err(retry_after_ms) = app.rate.take(&subject) {
        return Err(ApiError::TooMany { retry_after_ms });
    }
    Session::new(app.service.clone(), caller).map(Arc::new)
}

fn refuse(error: BodyError) -> Response {
    match error {
        BodyError::TooLarge => answer::error(&ApiError::TooLarge),
        BodyError::MediaType => answer::invalid(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send JSON: content-type application/json, no content-encoding",
        ),
        BodyError::Late => answer::invalid(StatusCode::REQUEST_TIMEOUT, "the body took too long"),
        BodyError::Broken => answer::invalid(StatusCode::BAD_REQUEST, "the body broke off"),
        BodyError::Json(reason) => answer::invalid(StatusCode::BAD_REQUEST, &reason),
    }
}

fn named(mut response: Response, tenant: TenantId) -> Response {
    response.extensions_mut().insert(AnsweredTenant(tenant));
    response
}
