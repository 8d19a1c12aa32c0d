//! The built product, handed out by `ServeDir` with its compressed siblings.
//!
//! What is added here is what the product needs beyond a folder: how long each file may be kept, errors in
//! the form of the API, and lasting redirects.
//!
//! **Invariant:** every file has one address. Spellings that a folder would take as well (`%61pp`, `//`,
//! `/./`) are not found, so the security headers, which go by the address, are those of the file.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use klantbeeld::api::ApiError;
use tower_http::services::ServeDir;

use super::answer;
use super::headers::is_code;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FRESH: HeaderValue = HeaderValue::from_static("no-cache");

/// What makes a second spelling of an address, or names what a page never needs.
const OTHER_SPELLINGS: [&str; 3] = ["%", "//", "/."];

/// The folder with the built product, if there is one.
#[derive(Debug, Clone, Default)]
pub(super) struct Files(Option<ServeDir>);

impl Files {
    /// Hands out a folder with its compressed siblings.
    ///
    /// # Errors
    /// The folder cannot be read, which has to stop the start and not the first visitor.
    pub(super) fn new(folder: Option<&Path>) -> io::Result<Self> {
        folder.map_or(Ok(Self(None)), |folder| {
            fs::read_dir(folder)?;
            let files = ServeDir::new(folder);
            Ok(Self(Some(files.precompressed_br().precompressed_gzip())))
        })
    }
}

/// Lets a page add to requests for code whatever it adds to all of its requests, as monitoring does: nothing reads it.
const PREFLIGHT: [(HeaderName, HeaderValue); 3] = [
    (
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET"),
    ),
    (
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("*"),
    ),
    (
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("86400"),
    ),
];

/// Answers with a file, or says that there is none.
pub(super) async fn serve(State(files): State<Files>, request: Request) -> Response {
    if *request.method() == Method::OPTIONS && is_code(request.uri().path()) {
        return (StatusCode::NO_CONTENT, PREFLIGHT).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return answer::method_not_allowed().await;
    }
    let path = request.uri().path().to_owned();
    let is_other_spelling = OTHER_SPELLINGS.iter().any(|part| path.contains(part));
    let Some(mut files) = files.0.clone().filter(|_| !is_other_spelling) else {
        return answer::error(&ApiError::NotFound);
    };
    match files.try_call(request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => missing(&path),
        Ok(response) => finished(&path, response.map(Body::new)),
        Err(error) if is_missing(&error) => missing(&path),
        Err(error) => {
            tracing::error!(kind = %error.kind(), "cannot read a file of the product");
            answer::error(&ApiError::Unavailable)
        }
    }
}

/// Returns whether a file cannot be there by its name. A name that is too long is the client's mistake.
fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::NotADirectory
            | ErrorKind::InvalidFilename
    )
}

fn missing(path: &str) -> Response {
    if path == "/" {
        Redirect::temporary("/app/").into_response()
    } else {
        answer::error(&ApiError::NotFound)
    }
}

/// Adds what `ServeDir` leaves out.
fn finished(path: &str, mut response: Response) -> Response {
    if response.status() == StatusCode::TEMPORARY_REDIRECT {
        *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
        return response;
    }
    let is_hashed = path.starts_with("/assets/");
    let is_file = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let caching = if is_hashed && is_file {
        IMMUTABLE
    } else {
        FRESH
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, caching);
    name_encoding(path, headers);
    response
}

/// Says that texts are UTF-8, and that declarations of TypeScript are texts and no videos.
fn name_encoding(path: &str, headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE);
    let Some(kind) = kind.and_then(|kind| kind.to_str().ok()) else {
        return;
    };
    let kind = if path.ends_with(".ts") {
        "text/plain"
    } else {
        kind
    };
    if kind.starts_with("text/")
        && let Ok(named) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, named);
    }
}
