//! The server functions on the wire: each called with the caller's session in its context.
//!
//! `server_fn` answers every error with 500; here it gets the status that the error itself names.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use klantbeeld::api::ApiError;
use klantbeeld::api::backend::Backend;
use klantbeeld::api::functions::{
    GetItem, ListChanges, ListItems, OpenProfile, PushOperations, RevealField, SearchCustomers,
};
use klantbeeld::api::steward::backend::StewardBackend;
use klantbeeld::api::steward::functions::{
    DiscardQuarantined, GetQuarantined, ListQuarantine, ListSources, ReplayQuarantined,
};
use klantbeeld::api::steward::{
    DiscardRequest, EntriesRequest, EntryRequest, ReplayRequest, SourcesRequest,
};
use klantbeeld::api::wire::{
    ChangesRequest, DetailRequest, OpenRequest, PageRequest, RevealRequest, SearchRequest,
};
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use server_fn::axum::{get_server_fn_service, register_explicit, server_fn_paths};

use super::{answer, read};
use crate::service::Session;

/// Makes every server function known, whatever the linker did with the automatic list.
pub(super) fn register() {
    register_explicit::<OpenProfile>();
    register_explicit::<ListItems>();
    register_explicit::<GetItem>();
    register_explicit::<RevealField>();
    register_explicit::<SearchCustomers>();
    register_explicit::<PushOperations>();
    register_explicit::<ListChanges>();
    register_explicit::<ListSources>();
    register_explicit::<ListQuarantine>();
    register_explicit::<GetQuarantined>();
    register_explicit::<ReplayQuarantined>();
    register_explicit::<DiscardQuarantined>();
}

/// Returns the paths of the public API that are server functions, sorted.
#[must_use]
pub fn function_paths() -> Vec<String> {
    register();
    let mut paths: Vec<_> = server_fn_paths()
        .map(|(path, method)| format!("{method} {path}"))
        .collect();
    paths.sort();
    paths
}

/// Returns whether there is a function at this path.
pub(super) fn is_function(path: &str) -> bool {
    get_server_fn_service(path, Method::POST).is_some()
}

/// Calls the function at this path.
pub(super) async fn call(
    uri: Uri,
    Extension(session): Extension<Arc<Session>>,
    body: Bytes,
) -> Response {
    let Some(mut function) = get_server_fn_service(uri.path(), Method::POST) else {
        return answer::error(&ApiError::NotFound);
    };
    if let Err(message) = check(uri.path(), &body) {
        return answer::error(&ApiError::Invalid { message });
    }
    let Some(request) = clean_request(uri.path(), body) else {
        return answer::error(&ApiError::NotFound);
    };
    let owner = Owner::new();
    let answer = owner
        .with(|| {
            let (backend, steward): (Arc<dyn Backend>, Arc<dyn StewardBackend>) =
                (session.clone(), session);
            provide_context(backend);
            provide_context(steward);
            ScopedFuture::new(async move { function.run(request).await })
        })
        .await;
    owner.unset_with_forced_cleanup();
    with_own_status(answer).await
}

/// Refuses what the function could not read, before it says so in words of its own.
fn check(path: &str, body: &[u8]) -> Result<(), String> {
    match path.strip_prefix("/api/v1/").unwrap_or_default() {
        "profile/open" => read::request::<OpenRequest>(body).map(drop),
        "timeline/page" => read::request::<PageRequest>(body).map(drop),
        "item/detail" => read::request::<DetailRequest>(body).map(drop),
        "field/reveal" => read::request::<RevealRequest>(body).map(drop),
        "customer/search" => read::request::<SearchRequest>(body).map(drop),
        "sources/list" => read::request::<SourcesRequest>(body).map(drop),
        "quarantine/list" => read::request::<EntriesRequest>(body).map(drop),
        "quarantine/read" => read::request::<EntryRequest>(body).map(drop),
        "quarantine/replay" => read::request::<ReplayRequest>(body).map(drop),
        "quarantine/discard" => read::request::<DiscardRequest>(body).map(drop),
        "change/since" => read::request::<ChangesRequest>(body).map(drop),
        _ => Ok(()),
    }
}

/// Only the path and the body: no header of the caller reaches the function.
fn clean_request(path: &str, body: Bytes) -> Option<Request<Body>> {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .ok()
}

async fn with_own_status(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        let (mut parts, body) = response.into_parts();
        parts
            .headers
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Response::from_parts(parts, body);
    }
    let bytes = response.into_body().collect().await.map(|b| b.to_bytes());
    let error = bytes
        .ok()
        .and_then(|bytes| serde_json::from_slice::<ApiError>(&bytes).ok());
    answer::error(&error.unwrap_or(ApiError::Unavailable))
}
