//! What an installation sets for a webhook.

use std::collections::BTreeSet;
use std::fmt;

use klantbeeld_core::ids::TenantId;

/// The secret that messages are signed with; never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub(super) String);

impl Secret {
    /// Takes a secret as it stands in its file or variable: `whsec_` and base64, of 24 to 64 bytes.
    ///
    /// # Errors
    /// It is of another form.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        use base64::Engine as _;
        const FORM: &str = "write whsec_ and 24 to 64 bytes in base64";
        let text = text.trim();
        let bytes = text.strip_prefix("whsec_").ok_or(FORM)?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(bytes);
        match bytes {
            Ok(bytes) if (24..=64).contains(&bytes.len()) => Ok(Self(text.to_owned())),
            _ => Err(FORM),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A webhook, checked.
#[derive(Debug, Clone)]
pub struct WebhookSettings {
    /// Its name in the configuration.
    pub name: String,
    /// Whose customers it is about.
    pub tenant: TenantId,
    /// Where messages go.
    pub url: String,
    /// What they are signed with.
    pub secret: Secret,
    /// Whose eyes it has: a role of the policy.
    pub role: String,
    /// Which kinds of item it is told of; empty for all.
    pub kinds: BTreeSet<String>,
    /// Whether it is told that fields of the card changed.
    pub tells_fields: bool,
}

impl WebhookSettings {
    /// Returns what the store knows it by.
    pub(super) fn key(&self) -> (TenantId, String) {
        (self.tenant.clone(), self.name.clone())
    }
}
