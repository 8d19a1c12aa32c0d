//! Files of items over HTTP: their content is bytes and a form, which no server function carries.

use gloo_net::http::Request;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Attachment;
use leptos::prelude::use_context;
use serde::Serialize;
use web_sys::{AbortSignal, File, FormData, RequestCache, RequestCredentials};

use super::ApiError;
use super::answer::{error_of, read_answer};
use super::client::post;
use super::session::Caller;
use super::wire::AttachmentRequest;

const OPEN_PATH: &str = "/api/v1/attachment/open";
const ADD_PATH: &str = "/api/v1/attachment/add";
/// How long the largest file may take over a slow network.
const ADD_MS: u32 = 600_000;

#[derive(Serialize)]
struct OpenBody {
    request: AttachmentRequest,
}

/// Fetches the content of a file.
///
/// # Errors
/// What the server answers; no network.
pub(super) async fn open(request: AttachmentRequest) -> Result<Vec<u8>, ApiError> {
    let caller = use_context::<Caller>().ok_or(ApiError::Unavailable)?;
    let body = serde_json::to_vec(&OpenBody { request }).map_err(|_| ApiError::Unavailable)?;
    let response = post(&caller, OPEN_PATH, body.into()).await?;
    if response.ok() {
        return response.binary().await.map_err(|_| ApiError::Network);
    }
    Err(error_of(response).await)
}

/// Sends a file, and answers how a note names it.
///
/// # Errors
/// As [`open`].
pub(super) async fn add(customer_id: CustomerId, file: File) -> Result<Attachment, ApiError> {
    let caller = use_context::<Caller>().ok_or(ApiError::Unavailable)?;
    let form = FormData::new().map_err(|_| ApiError::Unavailable)?;
    let is_filled = form
        .append_with_str("customer_id", customer_id.as_str())
        .and_then(|()| form.append_with_blob_and_filename("file", &file, &file.name()));
    is_filled.map_err(|_| ApiError::Unavailable)?;
    let token = caller.token().await?;
    // The browser says itself what kind of form it makes, with the mark between its parts.
    let request = Request::post(&caller.address(ADD_PATH))
        .header("authorization", &format!("Bearer {token}"))
        .header("accept", "application/json")
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(ADD_MS)))
        .body(form)
        .map_err(|_| ApiError::Network)?;
    let response = request.send().await.map_err(|_| ApiError::Network)?;
    let status = response.status();
    let text = response.text().await.map_err(|_| ApiError::Network)?;
    read_answer(status, &text)
}
