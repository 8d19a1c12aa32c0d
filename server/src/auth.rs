//! Who is calling: a bearer token (JWT) becomes a [`Caller`], or an error that says what to do.
//!
//! It exists because hosts sign their own users in: the host's backend signs a short-lived token,
//! and the server knows only the public keys.
//!
//! **Invariants:** the algorithm belongs to the key record, never to the token's header. Nothing in a
//! token makes the server fetch, read or believe a key. What the token does not grant is not granted:
//! no scope means no customer.

mod caller;
mod claims;
pub mod demo;
pub mod diagnosis;
mod error;
mod header;
mod keys;
pub mod new_key;
pub mod private_file;
mod token;

use std::collections::BTreeMap;

pub use caller::{Caller, Scope};
pub use claims::LEEWAY_S;
pub use error::{AuthError, MAX_TOKEN_BYTES};
pub use keys::{KeyAlgorithm, KeyError, KeyRecord};

/// The audience that a token must name, unless the key says otherwise.
pub const DEFAULT_AUDIENCE: &str = "klantbeeld";

/// Checks tokens against the keys of the configuration.
#[derive(Debug)]
pub struct Authenticator {
    keys: BTreeMap<String, KeyRecord>,
    max_life_s: i64,
}

impl Authenticator {
    /// Makes one with these keys; tokens live at most `max_life_s` from now.
    #[must_use]
    pub fn new(keys: BTreeMap<String, KeyRecord>, max_life_s: i64) -> Self {
        Self { keys, max_life_s }
    }

    /// Returns who a token says is calling. `origin` is the request's `Origin` header, `now_ms` the clock.
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

/// Takes the token out of an `Authorization` header.
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
