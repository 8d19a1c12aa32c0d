//! `POST /api/v1/timeline/blocks`: the whole timeline as length-prefixed blocks.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use klantbeeld::api::ApiError;
use klantbeeld_core::ids::CustomerId;
use serde::Deserialize;

use super::{answer, read};
use crate::service::Session;

/// Version of the customer that the blocks are at least of.
const VERSION: &str = "x-klantbeeld-version";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlocksRequest {
    customer_id: CustomerId,
}

/// Answers with the blocks, compressed for who accepts gzip.
pub(super) async fn blocks(
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = match read::request::<BlocksRequest>(&body) {
        Ok(request) => request,
        Err(message) => return answer::error(&ApiError::Invalid { message }),
    };
    let gzip = accepts_gzip(&headers);
    let blocks = match session.blocks(&request.customer_id, gzip).await {
        Ok(blocks) => blocks,
        Err(error) => return answer::error(&error),
    };
    let stream = blocks
        .stream
        .map(|part| part.map_err(std::io::Error::other));
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(VERSION, blocks.version.into());
    if gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// Returns whether a client takes gzip (`q=0` means it does not). Blocks are kept compressed, so this is asked
/// before there is an answer that a layer could compress.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter();
    listed
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            name.trim().eq_ignore_ascii_case("gzip")
                && weight.trim().parse::<f32>().is_ok_and(|q| q > 0.0)
        })
}
