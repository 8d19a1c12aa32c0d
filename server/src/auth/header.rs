//! The header of a token, read strictly: it chooses a key by id and says nothing else that counts.
//!
//! **Invariant:** `jwk`, `jku`, `x5u`, `x5c`, `crit`, `b64`, `zip`, `enc`, `cty` and whatever is not known
//! make the token invalid; thumbprints (`x5t`) are allowed and ignored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use super::AuthError;

/// The longest key id, in bytes.
const MAX_KID_BYTES: usize = 128;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHeader {
    alg: String,
    kid: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default, rename = "x5t")]
    _thumbprint: Option<IgnoredAny>,
    #[serde(default, rename = "x5t#S256")]
    _thumbprint_256: Option<IgnoredAny>,
}

/// What counts of a header.
#[derive(Debug)]
pub(super) struct TokenHeader {
    pub(super) algorithm: String,
    pub(super) kid: String,
}

/// Returns whether a header may have a parameter of this name.
pub(super) fn takes_parameter(name: &str) -> bool {
    let needed = [("alg", json!("")), ("kid", json!(""))];
    let mut header: Map<String, Value> = needed
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    header.entry(name).or_insert(Value::Null);
    RawHeader::deserialize(Value::Object(header)).is_ok()
}

/// Reads the header of a token of three parts.
pub(super) fn parse(token: &str) -> Result<TokenHeader, AuthError> {
    let mut parts = token.split('.');
    let (Some(header), Some(_), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(AuthError::Malformed);
    };
    if signature.is_empty() {
        return Err(AuthError::Signature);
    }
    let json = URL_SAFE_NO_PAD
        .decode(header)
        .map_err(|_| AuthError::Malformed)?;
    let raw: RawHeader = serde_json::from_slice(&json).map_err(|e| {
        if e.is_data() {
            AuthError::Header
        } else {
            AuthError::Malformed
        }
    })?;
    let typed = raw
        .typ
        .is_none_or(|typ| matches!(typ.as_str(), "JWT" | "jwt" | "at+jwt"));
    if !typed || raw.kid.is_empty() || raw.kid.len() > MAX_KID_BYTES {
        return Err(AuthError::Header);
    }
    Ok(TokenHeader {
        algorithm: raw.alg,
        kid: raw.kid,
    })
}
