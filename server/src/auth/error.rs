//! Why a token is not believed.

use klantbeeld::api::ApiError;

/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Why a token opens nothing. Never repeats any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// There is none.
    #[error("no bearer token")]
    Missing,
    /// Longer than [`MAX_TOKEN_BYTES`].
    #[error("the token is too long")]
    TooLong,
    /// Not three parts of base64url with JSON in the first two.
    #[error("the token is not a JWT")]
    Malformed,
    /// A header that asks for what this server does not do.
    #[error("the token's header is not accepted")]
    Header,
    /// No key has this id.
    #[error("the token's key is not known")]
    UnknownKey,
    /// Another algorithm than the key's.
    #[error("the token's algorithm is not the key's")]
    Algorithm,
    /// The signature does not fit.
    #[error("the token's signature is not valid")]
    Signature,
    /// The claims are no object, or hold one twice.
    #[error("the token's claims cannot be read")]
    Claims,
    /// This claim is missing, or not of its form.
    #[error("the token's claim `{0}` is missing or not of its form")]
    Claim(&'static str),
    /// Its time is over.
    #[error("the token has expired (`exp`)")]
    Expired,
    /// Its time has not come, by this claim.
    #[error("the token is not valid yet (`{0}`)")]
    NotYet(&'static str),
    /// It lives longer than this server accepts.
    #[error("the token lives too long (`exp`)")]
    TooLongLived,
    /// For another service.
    #[error("the token is for another audience (`aud`)")]
    Audience,
    /// From another issuer than the key's.
    #[error("the token is from another issuer (`iss`)")]
    Issuer,
    /// For another tenant than the key's.
    #[error("the token is for another tenant (`tenant`)")]
    Tenant,
    /// For a page of another origin.
    #[error("the token is for another origin (`origin`)")]
    Origin,
    /// A customer's token that opens more than that customer.
    #[error("the token's scope is not accepted (`customers`)")]
    Scope,
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        Self::NotSignedIn {
            reason: error.to_string(),
        }
    }
}
