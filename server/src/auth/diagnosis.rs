//! What is right and wrong about a token, part by part, for who writes the issuer.
//!
//! It exists because the API names one reason and stops there. **Invariants:** the rules are those that callers
//! are judged by: each claim is judged beside good ones, by the same code. No finding repeats the token, who it
//! is for or whom it opens.

mod advice;
mod finding;
mod form;

use klantbeeld_core::model::Role;
use klantbeeld_core::policy::Policy;
use serde_json::{Map, Value, json};

use super::claims::Claims;
use super::header::TokenHeader;
use super::keys::KeyRecord;
use super::{AuthError, Authenticator, header, token};
use advice::{advise, say};
pub use finding::{Finding, Judgement};
use finding::{cut, doubtful, right, wrong};

/// What a token is judged against, beside the keys.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// Roles and purposes.
    pub policy: &'a Policy,
    /// Origins that may call the API: a token that is bound to another opens nothing.
    pub origins: &'a [&'a str],
    /// The clock.
    pub now_ms: i64,
}

/// The claims, in the order in which they are told.
const CLAIMS: [&str; 12] = [
    "sub",
    "name",
    "tenant",
    "role",
    "aud",
    "iss",
    "exp",
    "iat",
    "nbf",
    "customers",
    "purpose",
    "origin",
];

/// Those without which there is no token.
const NEEDED: [&str; 5] = ["sub", "tenant", "role", "aud", "exp"];

impl Authenticator {
    /// Judges a token part by part; empty lists of wrong parts and accepted tokens go together.
    #[must_use]
    pub fn diagnose(&self, text: &str, against: Against<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Err(finding) = self.go_through(text, against, &mut findings) {
            findings.push(finding);
        }
        let is_wrong = findings.iter().any(|f| f.judgement == Judgement::Wrong);
        let origin = claims_of(text).and_then(|c| c.get("origin")?.as_str().map(str::to_owned));
        if !is_wrong && let Err(error) = self.verify(text, origin.as_deref(), against.now_ms) {
            findings.push(wrong(
                "token",
                &error.to_string(),
                "look for a claim that stands there twice",
            ));
        }
        findings
    }

    fn go_through(
        &self,
        text: &str,
        against: Against<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Finding> {
        form::check(text)?;
        findings.push(right("form", "three parts, as a signed JWT has"));
        let header = header::parse(text).map_err(|error| form::header(text, error))?;
        let key = self.keys.get(&header.kid).ok_or_else(|| {
            let known: Vec<&str> = self.keys.keys().map(String::as_str).collect();
            let advice = format!(
                "this server knows {}: put that kid into the header, or add [key.<kid>] to the configuration",
                if known.is_empty() { "no key".to_owned() } else { known.join(", ") }
            );
            wrong("kid", &format!("{:?} is not known", cut(&header.kid)), &advice)
        })?;
        findings.push(right("kid", &header.kid));
        check_signature(text, &header, key, findings)?;
        let claims = claims_of(text)
            .ok_or_else(|| wrong("claims", "are no object of JSON", "sign an object"))?;
        for name in CLAIMS {
            findings.extend(self.claim(name, &claims, key, against));
        }
        Ok(())
    }

    /// Judges one claim as if all others were good.
    fn claim(
        &self,
        name: &str,
        claims: &Map<String, Value>,
        key: &KeyRecord,
        against: Against<'_>,
    ) -> Option<Finding> {
        let value = claims.get(name);
        if value.is_none() && NEEDED.contains(&name) {
            return Some(wrong(name, "is missing", advice::form_of(name)));
        }
        let mut one = good_claims(key, against.now_ms);
        // A customer opens exactly one: that claim is judged by the role too.
        let role = claims.get("role").filter(|role| *role == Role::CUSTOMER);
        if let Some(role) = role.filter(|_| name == "customers") {
            one.insert("role".to_owned(), role.clone());
        }
        if role.is_some() && name == "role" {
            one.insert("customers".to_owned(), json!(["somebody"]));
        }
        match value {
            Some(value) => one.insert(name.to_owned(), value.clone()),
            None => one.remove(name),
        };
        let origin = value.and_then(Value::as_str).filter(|_| name == "origin");
        let judged = match serde_json::from_value::<Claims>(Value::Object(one.clone())) {
            Ok(read) => read.judge(key, origin, against.now_ms, self.max_life_s),
            Err(_) => Err(super::claims::unread(&one)),
        };
        match (judged, value) {
            (Err(error), _) => Some(wrong(
                name,
                &error.to_string(),
                &advise(error, value, key, (against.now_ms, self.max_life_s)),
            )),
            (Ok(_), None) => (name == "customers").then(|| {
                doubtful(
                    name,
                    "is missing: the token opens no customer",
                    advice::form_of(name),
                )
            }),
            (Ok(_), Some(value)) => Some(known(name, value, against)),
        }
    }
}

/// Returns claims that this key's server accepts now, to judge one other among them.
fn good_claims(key: &KeyRecord, now_ms: i64) -> Map<String, Value> {
    let mut claims = Map::new();
    let good = [
        ("sub", json!("somebody")),
        ("tenant", json!(key.tenant)),
        ("role", json!("somebody")),
        ("aud", json!(key.audience)),
        ("exp", json!(now_ms.div_euclid(1_000) + 30)),
        ("customers", json!("*")),
    ];
    claims.extend(good.map(|(name, value)| (name.to_owned(), value)));
    if let Some(issuer) = &key.issuer {
        claims.insert("iss".to_owned(), json!(issuer));
    }
    claims
}

fn check_signature(
    text: &str,
    header: &TokenHeader,
    key: &KeyRecord,
    findings: &mut Vec<Finding>,
) -> Result<(), Finding> {
    let expected = key.algorithm.name();
    let refused = token::open(text, header, key).err();
    if refused == Some(AuthError::Algorithm) {
        let says = format!(
            "{:?} is not the algorithm of this key",
            cut(&header.algorithm)
        );
        let advice =
            format!("sign with {expected}, or give the key in the configuration its own algorithm");
        return Err(wrong("alg", &says, &advice));
    }
    findings.push(right("alg", expected));
    if matches!(refused, Some(AuthError::Signature | AuthError::Malformed)) {
        let advice = "the private key that signs and the public key of the configuration are not one pair, or the \
                      token was changed or cut on its way";
        return Err(wrong("signature", "does not fit the public key", advice));
    }
    findings.push(right("signature", "fits the public key"));
    Ok(())
}

/// Judges an accepted claim by what the installation knows: its policy, its origins.
fn known(name: &str, value: &Value, against: Against<'_>) -> Finding {
    let text = value.as_str().unwrap_or_default();
    let named = |list: Vec<&String>| {
        let names: Vec<&str> = list.into_iter().map(String::as_str).collect();
        names.join(", ")
    };
    let policy = against.policy;
    match name {
        "role" if !policy.role.contains_key(text) => {
            let advice = format!("the policy has {}", named(policy.role.keys().collect()));
            let says = format!(
                "{:?} is no role of the policy, so its holder sees nothing",
                cut(text)
            );
            wrong(name, &says, &advice)
        }
        "purpose" if !policy.purpose.contains_key(text) => {
            let advice = format!("the policy has {}", named(policy.purpose.keys().collect()));
            doubtful(
                name,
                &format!("{:?} is no purpose of the policy", cut(text)),
                &advice,
            )
        }
        "origin" if !against.origins.contains(&text) => wrong(
            name,
            &format!("{:?} is not in allowed_origins", cut(text)),
            "add the page's origin to allowed_origins, exactly as the browser writes it",
        ),
        "customers" if value.as_array().is_some_and(Vec::is_empty) => {
            doubtful(name, "opens no customer", advice::form_of(name))
        }
        _ => right(name, &say(name, value, against.now_ms)),
    }
}

fn claims_of(text: &str) -> Option<Map<String, Value>> {
    use base64::Engine as _;
    let part = text.split('.').nth(1)?;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(part)
        .ok()?;
    serde_json::from_slice(&bytes).ok()
}
