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

use super::{answer, files};
use crate::service::Session;

/// Version of the customer that the blocks are at least of.
const VERSION: &str = "x-klantbeeld-version";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    request: BlocksRequest,
}

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
    let request = match serde_json::from_slice::<Envelope>(&body) {
        Ok(envelope) => envelope.request,
        Err(error) => {
            let message = error.to_string();
            return answer::error(&ApiError::Invalid { message });
        }
    };
    let gzip = files::accepts(&headers, "gzip");
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
