//! The demo issuer: signs a token for anybody who asks, so that the demo needs no identity provider.
//!
//! **Invariant:** it exists only in a server that was started with `--demo` on a loopback address. Its
//! private key lies beside the demo's store, readable by its owner alone, so that a token printed by
//! `klantbeeld token` opens the running server; no other server accepts it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Role;
use serde::Serialize;

use super::claims::{Audience, Claims, CustomersClaim, Seconds};
use super::private_file::create_private;
use super::{DEFAULT_AUDIENCE, KeyAlgorithm, KeyError, KeyRecord};

/// The key id of demo tokens.
pub const DEMO_KID: &str = "demo";
/// The issuer of demo tokens.
pub const DEMO_ISSUER: &str = "klantbeeld-demo";
/// The life of a demo token when nobody says otherwise, in seconds.
pub const DEMO_TTL_S: i64 = 300;

/// Why there is no demo token.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The key file cannot be read or made.
    #[error("cannot use the demo key {path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The key file holds something else.
    #[error("{0} is not a demo key; delete it and start again")]
    Key(PathBuf),
    /// The public half cannot be used.
    #[error(transparent)]
    Public(#[from] KeyError),
    /// A customer's token needs the customer.
    #[error("the role `customer` needs to know which customer")]
    NoCustomer,
    /// The token cannot be signed.
    #[error("cannot sign: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

/// Whose token is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoTokenRequest {
    /// The tenant.
    pub tenant: TenantId,
    /// The role.
    pub role: Role,
    /// The one customer that it opens; none opens all of the tenant.
    pub customer: Option<CustomerId>,
    /// The name to show; none makes one of the role.
    pub name: Option<String>,
    /// How long it lives, in seconds.
    pub ttl_s: i64,
}

/// A signed token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuedToken {
    /// The JWT.
    pub token: String,
    /// When it ends.
    pub expires_ms: i64,
}

/// Signs a demo token with the key in `key_path`, which is made when it is not there.
///
/// # Errors
/// The key file is not usable, or a customer's token is asked for without the customer.
pub fn issue_demo_token(
    key_path: &Path,
    request: &DemoTokenRequest,
    now_ms: i64,
) -> Result<IssuedToken, DemoError> {
    let key = load_or_create(key_path)?;
    let expires_s = now_ms.div_euclid(1_000).saturating_add(request.ttl_s);
    let claims = claims(request, now_ms.div_euclid(1_000), expires_s)?;
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(DEMO_KID.to_owned());
    let der = key
        .to_pkcs8_der()
        .map_err(|_| DemoError::Key(key_path.to_owned()))?;
    let token = encode(&header, &claims, &EncodingKey::from_ed_der(der.as_bytes()))?;
    Ok(IssuedToken {
        token,
        expires_ms: expires_s.saturating_mul(1_000),
    })
}

/// Returns the public half of the demo key, as a key that the server accepts.
///
/// # Errors
/// The key file is not usable.
pub fn demo_key_record(key_path: &Path, tenant: TenantId) -> Result<KeyRecord, DemoError> {
    let key = load_or_create(key_path)?;
    let pem = key
        .verifying_key()
        .to_public_key_pem(LineEnding::LF)
        .map_err(|_| DemoError::Key(key_path.to_owned()))?;
    let issuer = Some(DEMO_ISSUER.to_owned());
    Ok(KeyRecord::from_pem(
        KeyAlgorithm::EdDsa,
        pem.as_bytes(),
        tenant,
        DEFAULT_AUDIENCE.to_owned(),
        issuer,
    )?)
}

fn claims(request: &DemoTokenRequest, now_s: i64, exp: i64) -> Result<Claims, DemoError> {
    let customers = match &request.customer {
        Some(customer) => CustomersClaim::Only(vec![customer.clone()]),
        None if request.role.is_customer() => return Err(DemoError::NoCustomer),
        None => CustomersClaim::All("*".to_owned()),
    };
    let role = request.role.as_str();
    // A customer is a subject of their own, so that one does not use up the rate of another.
    let who = request
        .customer
        .as_ref()
        .filter(|_| request.role.is_customer());
    Ok(Claims {
        sub: format!("demo-{}", who.map_or(role, CustomerId::as_str)),
        tenant: request.tenant.clone(),
        role: role.to_owned(),
        aud: Audience::One(DEFAULT_AUDIENCE.to_owned()),
        exp: Seconds(exp),
        nbf: None,
        iat: Some(Seconds(now_s)),
        iss: Some(DEMO_ISSUER.to_owned()),
        name: Some(
            request
                .name
                .clone()
                .unwrap_or_else(|| format!("Demo {role}")),
        ),
        customers: Some(customers),
        purpose: None,
        origin: None,
    })
}

fn load_or_create(path: &Path) -> Result<SigningKey, DemoError> {
    let file_error = |error| DemoError::File {
        path: path.to_owned(),
        error,
    };
    match fs::read_to_string(path) {
        Ok(pem) => SigningKey::from_pkcs8_pem(&pem).map_err(|_| DemoError::Key(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = SigningKey::from_bytes(&rand::random());
            let pem = key
                .to_pkcs8_pem(LineEnding::LF)
                .map_err(|_| DemoError::Key(path.to_owned()))?;
            match create_private(path, pem.as_bytes()) {
                Ok(()) => Ok(key),
                // Another process made it between our look and our write.
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => load_or_create(path),
                Err(e) => Err(file_error(e)),
            }
        }
        Err(error) => Err(file_error(error)),
    }
}
