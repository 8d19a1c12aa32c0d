//! What a token claims, and whether this server believes it.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{Actor, Role};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// A moment in whole seconds since 1970, however its issuer writes a whole number: `5`, `5.0` or `5e0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "serde_json::Number", into = "i64")]
pub(super) struct Seconds(pub(super) i64);

/// Up to here every whole number is one that a floating point number can say exactly.
const MAX_EXACT: f64 = 9_007_199_254_740_991.0;

impl TryFrom<serde_json::Number> for Seconds {
    type Error = &'static str;

    fn try_from(number: serde_json::Number) -> Result<Self, Self::Error> {
        let exact = |n: f64| (n.fract() == 0.0 && n.abs() <= MAX_EXACT).then_some(n as i64);
        let seconds = number.as_i64().or_else(|| exact(number.as_f64()?));
        seconds.map(Self).ok_or("not a whole number of seconds")
    }
}

impl From<Seconds> for i64 {
    fn from(seconds: Seconds) -> Self {
        seconds.0
    }
}

/// The claims of a token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) sub: String,
    pub(super) tenant: TenantId,
    pub(super) role: String,
    pub(super) aud: Audience,
    pub(super) exp: Seconds,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) nbf: Option<Seconds>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) iat: Option<Seconds>,
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
            expires_at_ms: self.exp.0.saturating_mul(1_000),
        })
    }

    fn judge_time(&self, now_s: i64, max_life_s: i64) -> Result<(), AuthError> {
        let latest = now_s.saturating_add(LEEWAY_S);
        if self.exp.0 <= now_s.saturating_sub(LEEWAY_S) {
            return Err(AuthError::Expired);
        }
        for (name, moment) in [("nbf", self.nbf), ("iat", self.iat)] {
            if moment.is_some_and(|t| t.0 > latest) {
                return Err(AuthError::NotYet(name));
            }
        }
        if self.exp.0 > latest.saturating_add(max_life_s) {
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
        let needed = [("sub", &self.sub), ("role", &self.role)];
        let others = [("name", &self.name), ("purpose", &self.purpose)];
        let others = others
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.as_ref()?)));
        if let Some((name, _)) = needed.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(AuthError::Claim(name));
        }
        match needed.into_iter().chain(others).find(|(_, text)| bad(text)) {
            Some((name, _)) => Err(AuthError::Claim(name)),
            None => Ok(()),
        }
    }
}

/// Returns what is wrong with claims that cannot be read, by name.
pub(super) fn unread(claims: &Map<String, Value>) -> AuthError {
    fn is<T: DeserializeOwned>(value: Option<&Value>) -> bool {
        value.is_some_and(|value| T::deserialize(value).is_ok())
    }
    let of = |name: &str| claims.get(name);
    let judged = [
        ("sub", is::<String>(of("sub"))),
        ("tenant", is::<TenantId>(of("tenant"))),
        ("role", is::<String>(of("role"))),
        ("aud", is::<Audience>(of("aud"))),
        ("exp", is::<Seconds>(of("exp"))),
        (
            "nbf",
            of("nbf").is_none() || is::<Option<Seconds>>(of("nbf")),
        ),
        (
            "iat",
            of("iat").is_none() || is::<Option<Seconds>>(of("iat")),
        ),
        (
            "iss",
            of("iss").is_none() || is::<Option<String>>(of("iss")),
        ),
        (
            "name",
            of("name").is_none() || is::<Option<String>>(of("name")),
        ),
        (
            "customers",
            of("customers").is_none() || is::<Option<CustomersClaim>>(of("customers")),
        ),
        (
            "purpose",
            of("purpose").is_none() || is::<Option<String>>(of("purpose")),
        ),
        (
            "origin",
            of("origin").is_none() || is::<Option<String>>(of("origin")),
        ),
    ];
    let wrong = judged.iter().find(|(_, is_good)| !is_good);
    wrong.map_or(AuthError::Claims, |(name, _)| AuthError::Claim(name))
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
