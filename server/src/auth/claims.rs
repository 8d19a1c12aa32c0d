//! What a token claims, and whether this server believes it.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{Actor, Role};
use serde::{Deserialize, Serialize};

use super::keys::KeyRecord;
use super::{AuthError, Caller, Scope};

/// How far clocks of issuer and server may differ, in seconds.
pub const LEEWAY_S: i64 = 30;

/// Longest text of a claim that ends up in data or on screen, in bytes.
const MAX_CLAIM_BYTES: usize = 256;

/// One audience or several, as RFC 7519 allows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// `"*"` or a list of customers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum CustomersClaim {
    /// `"*"`; any other text opens nothing.
    All(String),
    /// These.
    Only(Vec<CustomerId>),
}

/// The claims of a token; times are whole seconds since 1970.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) sub: String,
    pub(super) tenant: TenantId,
    pub(super) role: String,
    pub(super) aud: Audience,
    pub(super) exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) nbf: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) iat: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) iss: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) customers: Option<CustomersClaim>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) purpose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<String>,
}

impl Claims {
    /// Returns the caller, when every claim holds for this key, origin and moment.
    pub(super) fn judge(
        self,
        key: &KeyRecord,
        origin: Option<&str>,
        now_ms: i64,
        max_life_s: i64,
    ) -> Result<Caller, AuthError> {
        self.judge_time(now_ms.div_euclid(1_000), max_life_s)?;
        self.judge_names(key)?;
        if let Some(bound) = &self.origin
            && origin != Some(bound.as_str())
        {
            return Err(AuthError::Origin);
        }
        let role = Role::new(self.role);
        let scope = judge_scope(self.customers, &role)?;
        Ok(Caller {
            tenant: self.tenant,
            actor: Actor {
                name: self.name.unwrap_or_else(|| self.sub.clone()),
                subject: self.sub,
                role,
            },
            scope,
            purpose: self.purpose,
        })
    }

    fn judge_time(&self, now_s: i64, max_life_s: i64) -> Result<(), AuthError> {
        let latest = now_s.saturating_add(LEEWAY_S);
        if self.exp <= now_s.saturating_sub(LEEWAY_S) {
            return Err(AuthError::Expired);
        }
        if self.nbf.is_some_and(|t| t > latest) || self.iat.is_some_and(|t| t > latest) {
            return Err(AuthError::NotYet);
        }
        if self.exp > latest.saturating_add(max_life_s) {
            return Err(AuthError::TooLongLived);
        }
        Ok(())
    }

    fn judge_names(&self, key: &KeyRecord) -> Result<(), AuthError> {
        let named = match &self.aud {
            Audience::One(name) => *name == key.audience,
            Audience::Many(names) => names.contains(&key.audience),
        };
        if !named {
            return Err(AuthError::Audience);
        }
        if key.issuer.is_some() && self.iss != key.issuer {
            return Err(AuthError::Issuer);
        }
        if self.tenant != key.tenant {
            return Err(AuthError::Tenant);
        }
        let bad = |text: &str| text.len() > MAX_CLAIM_BYTES || text.chars().any(char::is_control);
        let texts = [
            Some(&self.sub),
            Some(&self.role),
            self.name.as_ref(),
            self.purpose.as_ref(),
        ];
        let is_blank = |text: &str| text.trim().is_empty();
        if is_blank(&self.sub)
            || is_blank(&self.role)
            || texts.into_iter().flatten().any(|text| bad(text))
        {
            return Err(AuthError::Claims);
        }
        Ok(())
    }
}

fn judge_scope(claim: Option<CustomersClaim>, role: &Role) -> Result<Scope, AuthError> {
    let scope = match claim {
        None => Scope::Only(BTreeSet::new()),
        Some(CustomersClaim::All(text)) if text == "*" => Scope::All,
        Some(CustomersClaim::All(_)) => return Err(AuthError::Scope),
        Some(CustomersClaim::Only(customers)) => Scope::Only(customers.into_iter().collect()),
    };
    match &scope {
        Scope::Only(customers) if role.is_customer() && customers.len() == 1 => Ok(scope),
        _ if role.is_customer() => Err(AuthError::Scope),
        _ => Ok(scope),
    }
}
