//! How long the head of a request may be, to the byte.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use super::answer;

/// Bytes of one request's head. hyper's own bound is that of a buffer, and lets more pass.
const HEAD_BYTES: usize = 32 * 1024;

/// Refuses a request whose head is longer than is documented.
pub(super) async fn bound(request: Request, next: Next) -> Response {
    if head_bytes(&request) > HEAD_BYTES {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return answer::invalid(status, "the head of a request has at most 32 KiB");
    }
    next.run(request).await
}

/// Returns how long the head was on the wire: its first line, its headers, and the ends of lines.
fn head_bytes(request: &Request) -> usize {
    let first = request.method().as_str().len() + request.uri().to_string().len();
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    first + "  HTTP/1.1\r\n\r\n".len() + headers.sum::<usize>()
}
