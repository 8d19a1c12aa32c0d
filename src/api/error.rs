//! What can go wrong in a call, as a closed list that every client can act on.
//!
//! On the wire one flat object, written out instead of serde's tagged enum, which would cost the widget
//! a buffer of every value and its code.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use klantbeeld_core::json::FromJson;

/// An error of the API. On the wire: `{"code": "...", ...}`; the HTTP status is [`ApiError::status`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, thiserror::Error)]
#[serde(from = "ErrorWire", into = "ErrorWire")]
pub enum ApiError {
    /// No token, or one that is not (or no longer) good.
    #[error("sign in again: {reason}")]
    NotSignedIn {
        /// What is wrong with the token, without repeating it.
        reason: String,
    },
    /// The role, scope or origin does not allow it.
    #[error("not allowed; ask {owner}")]
    Forbidden {
        /// The department to ask.
        owner: String,
    },
    /// There is no such customer or item, or it is not for this caller; the two look the same.
    #[error("not found")]
    NotFound,
    /// The request is not one that can be meant.
    #[error("{message}")]
    Invalid {
        /// What to change.
        message: String,
    },
    /// It opens only for a stated purpose.
    #[error("state a purpose")]
    NeedsPurpose {
        /// The purposes that open it.
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
    /// The HTTP status that goes with it; 0 for one that never reached a server.
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

    /// Whether sending the same again can succeed without anybody changing it.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Network | Self::Unavailable | Self::TooMany { .. } | Self::NotSignedIn { .. }
        )
    }
}

#[derive(Clone, Copy, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
enum Code {
    NotSignedIn,
    Forbidden,
    NotFound,
    Invalid,
    NeedsPurpose,
    Conflict,
    TooLarge,
    TooMany,
    Unavailable,
    Network,
}

/// `code`, and of the rest what belongs to that code.
#[derive(Serialize, Deserialize, FromJson)]
struct ErrorWire {
    code: Code,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purposes: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u32>,
}

impl From<ErrorWire> for ApiError {
    fn from(wire: ErrorWire) -> Self {
        match wire.code {
            Code::NotSignedIn => Self::NotSignedIn {
                reason: wire.reason.unwrap_or_default(),
            },
            Code::Forbidden => Self::Forbidden {
                owner: wire.owner.unwrap_or_default(),
            },
            Code::NotFound => Self::NotFound,
            Code::Invalid => Self::Invalid {
                message: wire.message.unwrap_or_default(),
            },
            Code::NeedsPurpose => Self::NeedsPurpose {
                purposes: wire.purposes.unwrap_or_default(),
            },
            Code::Conflict => Self::Conflict,
            Code::TooLarge => Self::TooLarge,
            Code::TooMany => Self::TooMany {
                retry_after_ms: wire.retry_after_ms.unwrap_or_default(),
            },
            Code::Unavailable => Self::Unavailable,
            Code::Network => Self::Network,
        }
    }
}

impl From<ApiError> for ErrorWire {
    fn from(error: ApiError) -> Self {
        let mut wire = Self {
            code: Code::Unavailable,
            reason: None,
            owner: None,
            message: None,
            purposes: None,
            retry_after_ms: None,
        };
        wire.code = match error {
            ApiError::NotSignedIn { reason } => {
                wire.reason = Some(reason);
                Code::NotSignedIn
            }
            ApiError::Forbidden { owner } => {
                wire.owner = Some(owner);
                Code::Forbidden
            }
            ApiError::NotFound => Code::NotFound,
            ApiError::Invalid { message } => {
                wire.message = Some(message);
                Code::Invalid
            }
            ApiError::NeedsPurpose { purposes } => {
                wire.purposes = Some(purposes);
                Code::NeedsPurpose
            }
            ApiError::Conflict => Code::Conflict,
            ApiError::TooLarge => Code::TooLarge,
            ApiError::TooMany { retry_after_ms } => {
                wire.retry_after_ms = Some(retry_after_ms);
                Code::TooMany
            }
            ApiError::Unavailable => Code::Unavailable,
            ApiError::Network => Code::Network,
        };
        wire
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(message) | ServerFnErrorErr::MissingArg(message) => {
                Self::Invalid { message }
            }
            ServerFnErrorErr::Request(_) => Self::Network,
            _ => Self::Unavailable,
        }
    }
}
