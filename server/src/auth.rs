//! Who is calling: a bearer token (JWT) becomes a [`Caller`], or an error that says what to do.
//!
//! It exists because hosts sign their own users in: the host's backend signs a short-lived token,
//! and the server knows only the public keys.
//!
//! **Invariants:** the algorithm belongs to the key record, never to the token's header. Nothing in a
//! token makes the server fetch, read or believe a key. What the token does not grant is not granted:
//! no scope means no customer.

mod claims;
pub mod demo;
mod header;
mod keys;
mod token;

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld::api::ApiError;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{Actor, Role};

pub use keys::{KeyAlgorithm, KeyError, KeyRecord};

/// The audience that a token must name, unless the key says otherwise.
pub const DEFAULT_AUDIENCE: &str = "klantbeeld";
/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// How far clocks of issuer and server may differ, in seconds.
pub const LEEWAY_S: i64 = 30;

/// Which customers a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every customer of the tenant.
    All,
    /// These.
    Only(BTreeSet<CustomerId>),
}

/// Who calls, for which tenant, about whom, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The organisation.
    pub tenant: TenantId,
    /// The person and his role.
    pub actor: Actor,
    /// Whom he may see.
    pub scope: Scope,
    /// The only purpose that he may state, when the token names one.
    pub purpose: Option<String>,
}

impl Caller {
    /// Whether this customer is in the caller's scope.
    #[must_use]
    pub fn may_see(&self, customer: &CustomerId) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Only(customers) => customers.contains(customer),
        }
    }

    /// The caller's role.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.actor.role
    }
}

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
    /// A claim is missing or of the wrong type.
    #[error("the token's claims are not complete")]
    Claims,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYet,
    /// It lives longer than this server accepts.
    #[error("the token lives too long")]
    TooLongLived,
    /// For another service.
    #[error("the token is for another audience")]
    Audience,
    /// From another issuer than the key's.
    #[error("the token is from another issuer")]
    Issuer,
    /// For another tenant than the key's.
    #[error("the token is for another tenant")]
    Tenant,
    /// For a page of another origin.
    #[error("the token is for another origin")]
    Origin,
    /// A customer's token that opens more than himself.
    #[error("the token's scope is not accepted")]
    Scope,
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        Self::NotSignedIn {
            reason: error.to_string(),
        }
    }
}

/// Checks tokens against the keys of the configuration.
#[derive(Debug)]
pub struct Authenticator {
    keys: BTreeMap<String, KeyRecord>,
    max_life_s: i64,
}

impl Authenticator {
    /// With these keys; tokens live at most `max_life_s` from now.
    #[must_use]
    pub fn new(keys: BTreeMap<String, KeyRecord>, max_life_s: i64) -> Self {
        Self { keys, max_life_s }
    }

    /// Who a token says is calling. `origin` is the request's `Origin` header, `now_ms` the clock.
    ///
    /// # Errors
    /// Anything at all is wrong with the token.
    pub fn verify(
        &self,
        token: &str,
        origin: Option<&str>,
        now_ms: i64,
    ) -> Result<Caller, AuthError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(AuthError::TooLong);
        }
        let header = header::parse(token)?;
        let key = self.keys.get(&header.kid).ok_or(AuthError::UnknownKey)?;
        let claims = token::open(token, &header, key)?;
        claims.judge(key, origin, now_ms, self.max_life_s)
    }
}

/// The token of an `Authorization` header.
///
/// # Errors
/// There is none, or it is no bearer token.
pub fn bearer(authorization: Option<&str>) -> Result<&str, AuthError> {
    let (scheme, token) = authorization
        .and_then(|value| value.split_once(' '))
        .ok_or(AuthError::Missing)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(AuthError::Missing)
    }
}
