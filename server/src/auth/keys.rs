//! Who may sign tokens: a public key with the one algorithm, tenant and audience it is good for.

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey};
use klantbeeld_core::ids::TenantId;

/// The algorithms that keys can have; all of them asymmetric, so that no secret is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSA PKCS#1 v1.5 with SHA-256.
    Rs256,
}

impl KeyAlgorithm {
    /// Finds one by the name in the configuration and in token headers.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "EdDSA" => Some(Self::EdDsa),
            "ES256" => Some(Self::Es256),
            "RS256" => Some(Self::Rs256),
            _ => None,
        }
    }

    /// Returns the name in token headers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    pub(super) fn jwt(self) -> Algorithm {
        match self {
            Self::EdDsa => Algorithm::EdDSA,
            Self::Es256 => Algorithm::ES256,
            Self::Rs256 => Algorithm::RS256,
        }
    }
}

/// Why a public key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a PEM file with a public key of this algorithm.
    #[error("not a public key of {0} in PEM form")]
    Pem(&'static str),
    /// A private key where a public one belongs.
    #[error("this is a private key; configure the public one")]
    Private,
}

/// One issuer's key, with what it is good for.
#[derive(Clone)]
pub struct KeyRecord {
    pub(super) algorithm: KeyAlgorithm,
    pub(super) key: DecodingKey,
    pub(super) tenant: TenantId,
    pub(super) audience: String,
    pub(super) issuer: Option<String>,
}

impl KeyRecord {
    /// Reads a public key. With an issuer, only tokens that name it are accepted.
    ///
    /// # Errors
    /// The text is not a public key of that algorithm.
    pub fn from_pem(
        algorithm: KeyAlgorithm,
        pem: &[u8],
        tenant: TenantId,
        audience: String,
        issuer: Option<String>,
    ) -> Result<Self, KeyError> {
        if String::from_utf8_lossy(pem).contains("PRIVATE KEY") {
            return Err(KeyError::Private);
        }
        let key = match algorithm {
            KeyAlgorithm::EdDsa => DecodingKey::from_ed_pem(pem),
            KeyAlgorithm::Es256 => DecodingKey::from_ec_pem(pem),
            KeyAlgorithm::Rs256 => DecodingKey::from_rsa_pem(pem),
        };
        Ok(Self {
            algorithm,
            key: key.map_err(|_| KeyError::Pem(algorithm.name()))?,
            tenant,
            audience,
            issuer,
        })
    }

    /// Returns whose data its tokens are about.
    #[must_use]
    pub fn tenant(&self) -> &TenantId {
        &self.tenant
    }
}

impl fmt::Debug for KeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRecord")
            .field("algorithm", &self.algorithm.name())
            .field("tenant", &self.tenant)
            .field("audience", &self.audience)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}
