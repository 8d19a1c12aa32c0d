//! `POST /api/v1/attachment/add` and `.../open`: files of items, in and out.
//!
//! **Invariant:** a file leaves as a download of its own type, never as a page of this origin: the type is
//! one of a list, browsers are told not to guess, and the policy of the answer allows nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use klantbeeld::api::ApiError;
use klantbeeld::api::wire::AttachmentRequest;
use klantbeeld_core::ids::CustomerId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::app::App;
use super::{answer, read};
use crate::service::Session;

/// What the form says beside the file: names, boundaries, the customer.
const AROUND_THE_FILE_BYTES: usize = 16 * 1024;
/// The slowest network that a file may come over, in bytes a second.
const SLOWEST_BYTES_PER_S: usize = 64 * 1024;
/// What RFC 8187 lets stand as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// Returns the largest body of an upload.
pub(super) fn most_bytes(app: &App) -> usize {
    app.service.max_attachment_bytes() + AROUND_THE_FILE_BYTES
}

/// A form with a customer and a file.
struct Upload {
    customer_id: CustomerId,
    name: String,
    content: Bytes,
}

/// Keeps a file and answers how a note names it.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    Extension(session): Extension<Arc<Session>>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Ok(form) = form else {
        return answer::invalid(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send a form: content-type multipart/form-data",
        );
    };
    let seconds = most_bytes(&app) / SLOWEST_BYTES_PER_S;
    let limit = Duration::from_millis(app.limits.read_ms) + Duration::from_secs(seconds as u64);
    let upload = match tokio::time::timeout(limit, read_form(form)).await {
        Ok(Ok(upload)) => upload,
        Ok(Err(response)) => return response,
        Err(_) => {
            return answer::invalid(StatusCode::REQUEST_TIMEOUT, "the file took too long");
        }
    };
    let added = session.add_attachment(&upload.customer_id, &upload.name, upload.content);
    match added.await {
        Ok(attachment) => {
            let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            ([no_store], Json(attachment)).into_response()
        }
        Err(error) => answer::error(&error),
    }
}

async fn read_form(mut form: Multipart) -> Result<Upload, Response> {
    let wrong = |message: &str| answer::invalid(StatusCode::BAD_REQUEST, message);
    let (mut customer_id, mut file) = (None, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("customer_id") => {
                let text = field.text().await.map_err(broken)?;
                let id = CustomerId::parse(text);
                customer_id = Some(id.map_err(|_| wrong("`customer_id` takes an id"))?);
            }
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                file = Some((name, field.bytes().await.map_err(broken)?));
            }
            _ => return Err(wrong("the form has `customer_id` and `file`, nothing else")),
        }
    }
    let customer_id = customer_id.ok_or_else(|| wrong("`customer_id` is missing"))?;
    let (name, content) = file.ok_or_else(|| wrong("`file` is missing"))?;
    Ok(Upload {
        customer_id,
        name,
        content,
    })
}

fn broken(error: MultipartError) -> Response {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        answer::error(&ApiError::TooLarge)
    } else {
        answer::invalid(StatusCode::BAD_REQUEST, "the form cannot be read")
    }
}

/// Answers with a file as a download.
pub(super) async fn open(Extension(session): Extension<Arc<Session>>, body: Bytes) -> Response {
    let request = match read::request::<AttachmentRequest>(&body) {
        Ok(request) => request,
        Err(message) => return answer::error(&ApiError::Invalid { message }),
    };
    let (file, content) = match session.open_attachment(request).await {
        Ok(found) => found,
        Err(error) => return answer::error(&error),
    };
    let mut headers = HeaderMap::new();
    // Both were made here: a type of the list, and letters, digits and a few marks.
    for (name, value) in [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
    ] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (headers, Body::from(content)).into_response()
}

/// Returns the header that names a download: in ASCII for old programs, and whole.
fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let ascii: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    let whole = utf8_percent_encode(name, PLAIN);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_the_header_that_it_stands_in() {
        let header = disposition("fa\"ct; uur\r\n€.pdf");
        assert_eq!(
            header,
            "attachment; filename=\"fa_ct_ uur___.pdf\"; \
             filename*=UTF-8''fa%22ct%3B%20uur%0D%0A%E2%82%AC.pdf"
        );
        assert!(HeaderValue::try_from(header).is_ok());
    }
}
