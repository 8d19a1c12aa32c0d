//! Errors as answers: the JSON of [`ApiError`] with the HTTP status that belongs to it.

use std::any::Any;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use klantbeeld::api::ApiError;

/// Returns the answer to an error of the API.
pub(super) fn error(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    with_status(status, error)
}

/// Returns the answer to an error, with a status that says more than the error's own.
pub(super) fn with_status(status: StatusCode, error: &ApiError) -> Response {
    let mut response = (status, Json(error)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match error {
        ApiError::NotSignedIn { .. } => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        ApiError::TooMany { retry_after_ms } => {
            headers.insert(header::RETRY_AFTER, retry_after_ms.div_ceil(1_000).into());
        }
        _ => {}
    }
    response
}

/// Returns the answer to a request that cannot be meant.
pub(super) fn invalid(status: StatusCode, message: &str) -> Response {
    let message = message.to_owned();
    with_status(status, &ApiError::Invalid { message })
}

/// 405.
pub(super) async fn method_not_allowed() -> Response {
    invalid(
        StatusCode::METHOD_NOT_ALLOWED,
        "this address takes another method",
    )
}

/// 500, without a word about why; the log has the place.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    with_status(StatusCode::INTERNAL_SERVER_ERROR, &ApiError::Unavailable)
}
