//! Why webhooks cannot be served, or wait.

use klantbeeld::api::ApiError;

use crate::store::StoreError;

/// Why webhooks cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The store keeps nothing for them.
    #[error("this store keeps nothing for webhooks")]
    Store,
    /// The store does not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
    /// The policy does not know the role.
    #[error("webhook {0}: the policy has no such role")]
    Role(String),
    /// What happened cannot be read.
    #[error(transparent)]
    Api(#[from] ApiError),
}
