//! A new pair of keys: the private half for who signs tokens, the public half for this server.
//!
//! It exists so that nobody needs OpenSSL and its options to begin. RSA is accepted and not made: its keys are
//! larger, and whatever can sign with them can sign with ES256.

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _};

use super::KeyAlgorithm;

/// A pair of keys as PEM: `PKCS#8`, and `SubjectPublicKeyInfo`.
pub struct KeyPair {
    /// For who signs. Secret.
    pub private_pem: String,
    /// For who checks.
    pub public_pem: String,
}

/// Why there is no pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NewKeyError {
    /// RSA keys come from elsewhere.
    #[error("a new key is EdDSA or ES256; for RS256 use a key that you have")]
    Rsa,
    /// The bytes of the key cannot be written as PEM.
    #[error("the key cannot be written as PEM")]
    Pem,
}

impl KeyPair {
    /// Makes one from the randomness of the system.
    ///
    /// # Errors
    /// The algorithm is RS256.
    pub fn new(algorithm: KeyAlgorithm) -> Result<Self, NewKeyError> {
        match algorithm {
            KeyAlgorithm::EdDsa => {
                let key = ed25519_dalek::SigningKey::from_bytes(&rand::random());
                let public = key.verifying_key().to_public_key_pem(LineEnding::LF);
                Self::of(
                    key.to_pkcs8_pem(LineEnding::LF).ok().map(|p| p.to_string()),
                    public.ok(),
                )
            }
            KeyAlgorithm::Es256 => {
                let key = es256_key();
                let public = key.public_key().to_public_key_pem(LineEnding::LF);
                Self::of(
                    key.to_pkcs8_pem(LineEnding::LF).ok().map(|p| p.to_string()),
                    public.ok(),
                )
            }
            KeyAlgorithm::Rs256 => Err(NewKeyError::Rsa),
        }
    }

    fn of(private: Option<String>, public: Option<String>) -> Result<Self, NewKeyError> {
        let (private_pem, public_pem) = private.zip(public).ok_or(NewKeyError::Pem)?;
        Ok(Self {
            private_pem,
            public_pem,
        })
    }
}

/// Draws until the number is one of the curve's: one in four thousand million is not.
fn es256_key() -> p256::SecretKey {
    loop {
        let bytes: [u8; 32] = rand::random();
        if let Ok(key) = p256::SecretKey::from_slice(&bytes) {
            return key;
        }
    }
}
