//! What a claim says, and what to do about one that is wrong.

use serde_json::Value;

use super::finding::cut;
use crate::auth::AuthError;
use crate::auth::keys::KeyRecord;

/// Seconds since 1970 that only milliseconds reach.
const IN_MILLISECONDS: i64 = 100_000_000_000;

/// Returns what a claim has to be.
pub(super) fn form_of(name: &str) -> &'static str {
    match name {
        "sub" => "a text: your id of the person who is signed in, at most 256 bytes",
        "name" => "a text: the name beside what the person writes, at most 256 bytes",
        "tenant" => "a text: the tenant that stands under this key in the configuration",
        "role" => "a text: a role of the policy",
        "aud" => "a text or a list of texts: the audience of this key",
        "iss" => "a text: the issuer that stands under this key",
        "exp" => {
            "a number: when the token ends, in whole seconds since 1970; five minutes from now is a good choice"
        }
        "iat" | "nbf" => "a number: whole seconds since 1970",
        "customers" => {
            "\"*\" for every customer, or a list of ids, such as [\"K-10001\"]; the role customer has exactly one"
        }
        "purpose" => "a text: a purpose of the policy, at most 256 bytes",
        _ => {
            "a text: the origin of the page that may use the token, such as https://crm.example.nl"
        }
    }
}

/// Says what to do about a claim that is refused.
pub(super) fn advise(
    error: AuthError,
    value: Option<&Value>,
    key: &KeyRecord,
    (now_ms, max_life_s): (i64, i64),
) -> String {
    let now_s = now_ms.div_euclid(1_000);
    let seconds = value.and_then(Value::as_f64).map_or(0, |s| s as i64);
    match error {
        AuthError::Expired => format!(
            "it ended {} s ago: sign a new one each time that getToken asks, and compare the clocks of both machines",
            now_s.saturating_sub(seconds)
        ),
        AuthError::NotYet(_) | AuthError::TooLongLived if seconds > IN_MILLISECONDS => {
            "this looks like milliseconds: divide by 1000".to_owned()
        }
        AuthError::NotYet(_) => format!(
            "it is {} s in the future: compare the clocks of both machines",
            seconds.saturating_sub(now_s)
        ),
        AuthError::TooLongLived => format!(
            "it ends in {} s, and at most {max_life_s} s are accepted (token_max_life_s); 300 s are enough",
            seconds.saturating_sub(now_s)
        ),
        AuthError::Audience => format!("write \"aud\": {:?}", key.audience),
        AuthError::Issuer => format!(
            "write \"iss\": {:?}, or change the issuer under this key",
            key.issuer.as_deref().unwrap_or_default()
        ),
        AuthError::Tenant => format!("write \"tenant\": {:?}", key.tenant.as_str()),
        AuthError::Scope => form_of("customers").to_owned(),
        AuthError::Claim(name) => form_of(name).to_owned(),
        _ => String::new(),
    }
}

/// Returns what a good claim says, without naming a person.
pub(super) fn say(name: &str, value: &Value, now_ms: i64) -> String {
    let now_s = now_ms.div_euclid(1_000);
    let ahead = value.as_f64().map_or(0, |s| s as i64).saturating_sub(now_s);
    match (name, value) {
        ("sub" | "name", _) => "is there".to_owned(),
        ("exp", _) => format!("ends in {ahead} s"),
        ("iat" | "nbf", _) => format!("{} s ago", ahead.saturating_neg()),
        ("customers", Value::Array(ids)) => format!("opens {} of the customers", ids.len()),
        ("customers", _) => "opens every customer of the tenant".to_owned(),
        (_, Value::String(text)) => cut(text).escape_debug().to_string(),
        _ => "is there".to_owned(),
    }
}
