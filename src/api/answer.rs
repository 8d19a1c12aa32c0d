//! What the server answered, by its status: a value, or the error that it describes.

use gloo_net::http::Response;

use super::ApiError;

/// Returns the error that an answer describes.
pub(super) async fn error_of(response: Response) -> ApiError {
    match response.text().await {
        Ok(text) => read_error(&text),
        Err(_) => ApiError::Network,
    }
}

/// Reads an answer by its status: the value, or the error that the server describes.
///
/// # Errors
/// That error; [`ApiError::Unavailable`] for what is none of the server's answers, as a proxy's page.
pub(crate) fn read_answer<T: serde::de::DeserializeOwned>(
    status: u16,
    text: &str,
) -> Result<T, ApiError> {
    if (200..300).contains(&status) {
        return serde_json::from_slice(text.as_bytes()).map_err(|_| ApiError::Unavailable);
    }
    Err(read_error(text))
}

fn read_error(text: &str) -> ApiError {
    serde_json::from_slice(text.as_bytes()).unwrap_or(ApiError::Unavailable)
}
