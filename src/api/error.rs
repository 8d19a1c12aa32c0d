//! What can go wrong in a call, as a closed list that every client can act on.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// An error of the API. On the wire: `{"code": "...", ...}`; the HTTP status is [`ApiError::status`].
///
/// A part that an older or newer server leaves out is read as empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ApiError {
    /// No token, or one that is not (or no longer) good.
    #[error("sign in again: {reason}")]
    NotSignedIn {
        /// What is wrong with the token, without repeating it.
        #[serde(default)]
        reason: String,
    },
    /// The role, scope or origin does not allow it.
    #[error("not allowed; ask {owner}")]
    Forbidden {
        /// The department to ask.
        #[serde(default)]
        owner: String,
    },
    /// There is no such customer or item, or it is not for this caller; the two look the same.
    #[error("not found")]
    NotFound,
    /// The request is not one that can be meant.
    #[error("{message}")]
    Invalid {
        /// What to change.
        #[serde(default)]
        message: String,
    },
    /// It opens only for a stated purpose.
    #[error("state a purpose")]
    NeedsPurpose {
        /// The purposes that open it.
        #[serde(default)]
        purposes: Vec<String>,
    },
    /// The same operation id came before with another content.
    #[error("operation id was used for something else")]
    Conflict,
    /// The request is too large.
    #[error("the request is too large")]
    TooLarge,
    /// Too many requests.
    #[error("too many requests; try again in {retry_after_ms} ms")]
    TooMany {
        /// When to try again.
        #[serde(default)]
        retry_after_ms: u32,
    },
    /// The server cannot do it now.
    #[error("not available now; try again")]
    Unavailable,
    /// The network, not the server.
    #[error("no network")]
    Network,
}

impl ApiError {
    /// Returns the HTTP status that goes with it; 0 for one that never reached a server.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotSignedIn { .. } => 401,
            Self::Forbidden { .. } => 403,
            Self::NotFound => 404,
            Self::Invalid { .. } => 400,
            Self::NeedsPurpose { .. } => 428,
            Self::Conflict => 422,
            Self::TooLarge => 413,
            Self::TooMany { .. } => 429,
            Self::Unavailable => 503,
            Self::Network => 0,
        }
    }

    /// Returns whether sending the same again can succeed without anybody changing it.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Network | Self::Unavailable | Self::TooMany { .. } | Self::NotSignedIn { .. }
        )
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(message)
            | ServerFnErrorErr::MissingArg(message)
            | ServerFnErrorErr::Deserialization(message) => Self::Invalid { message },
            ServerFnErrorErr::Request(_) => Self::Network,
            _ => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_travels_as_one_flat_object_and_comes_back() {
        for (error, json) in [
            (
                ApiError::NotSignedIn {
                    reason: "old".to_owned(),
                },
                r#"{"code":"not_signed_in","reason":"old"}"#,
            ),
            (
                ApiError::NeedsPurpose {
                    purposes: vec!["a".to_owned(), "b".to_owned()],
                },
                r#"{"code":"needs_purpose","purposes":["a","b"]}"#,
            ),
            (
                ApiError::TooMany {
                    retry_after_ms: 250,
                },
                r#"{"code":"too_many","retry_after_ms":250}"#,
            ),
            (ApiError::Network, r#"{"code":"network"}"#),
        ] {
            assert_eq!(serde_json::to_string(&error).unwrap(), json);
            assert_eq!(serde_json::from_str::<ApiError>(json).unwrap(), error);
        }
    }

    #[test]
    fn a_part_that_is_left_out_is_empty_and_one_that_is_not_known_is_passed_over() {
        let json = r#"{"code":"forbidden","since":5}"#;
        let owner = String::new();
        assert_eq!(
            serde_json::from_str::<ApiError>(json).unwrap(),
            ApiError::Forbidden { owner }
        );
        assert!(serde_json::from_str::<ApiError>(r#"{"code":"sing"}"#).is_err());
    }
}
