//! The signature of a token, by the key's own algorithm.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Validation, decode};

use super::AuthError;
use super::claims::{Claims, unread};
use super::header::TokenHeader;
use super::keys::KeyRecord;

/// Checks the signature and reads the claims; the claims are judged apart, with the caller's clock.
pub(super) fn open(
    token: &str,
    header: &TokenHeader,
    key: &KeyRecord,
) -> Result<Claims, AuthError> {
    if header.algorithm != key.algorithm.name() {
        return Err(AuthError::Algorithm);
    }
    let mut validation = Validation::new(key.algorithm.jwt());
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let data = decode::<Claims>(token, &key.key, &validation).map_err(|e| match e.kind() {
        // The signature is good, or it would have said so first.
        ErrorKind::Json(_) => decode(token, &key.key, &validation)
            .map_or(AuthError::Claims, |data| unread(&data.claims)),
        ErrorKind::Utf8(_) => AuthError::Claims,
        ErrorKind::InvalidSignature | ErrorKind::Base64(_) => AuthError::Signature,
        ErrorKind::InvalidAlgorithm => AuthError::Algorithm,
        _ => AuthError::Malformed,
    })?;
    Ok(data.claims)
}
