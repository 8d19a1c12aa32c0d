//! Tokens with a true signature that claim what cannot be believed.

use serde_json::{Value, json};

use super::{HEADER, good, raw};
use crate::harness::{self, NOW_S};

/// All of them, with what is wrong.
pub(super) fn table() -> Vec<(String, String)> {
    [wrong_types(), wrong_values(), twice_or_no_claims()].concat()
}

fn with_claim(name: &str, value: Value) -> String {
    let mut claims = good();
    claims[name] = value;
    raw(HEADER, &claims.to_string())
}

/// The text of good claims with one member's value replaced by any text.
fn with_claim_text(name: &str, value: &str) -> String {
    let mut claims = good();
    claims[name] = json!("@@");
    raw(HEADER, &claims.to_string().replace("\"@@\"", value))
}

fn wrong_types() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for name in ["sub", "tenant", "role", "aud", "exp"] {
        let mut missing = good();
        missing.as_object_mut().unwrap().remove(name);
        all.push((format!("no {name}"), raw(HEADER, &missing.to_string())));
        for wrong in [
            json!(null),
            json!({}),
            json!([]),
            json!(true),
            json!(1.5),
            json!(""),
        ] {
            if name == "aud" && wrong == json!([]) {
                continue;
            }
            all.push((format!("{name} {wrong}"), with_claim(name, wrong)));
        }
    }
    for name in ["exp", "nbf", "iat"] {
        for text in [
            "1e400",
            "-1e400",
            "NaN",
            "Infinity",
            "\"1793491500\"",
            "99999999999999999999",
            "1793491500.5",
            "[1793491500]",
        ] {
            all.push((format!("{name} {text}"), with_claim_text(name, text)));
        }
    }
    all
}

fn wrong_values() -> Vec<(String, String)> {
    let far = json!(i64::MAX);
    let values = [
        ("exp", far.clone()),
        ("nbf", far.clone()),
        ("iat", far),
        ("exp", json!(i64::MIN)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!(NOW_S - 31)),
        ("aud", json!("klantbeeld ")),
        ("aud", json!("Klantbeeld")),
        ("aud", json!(["other"])),
        ("aud", json!({"klantbeeld": 1})),
        ("tenant", json!("other")),
        ("tenant", json!("acme ")),
        ("tenant", json!("ACME")),
        ("tenant", json!("acme\u{0}")),
        ("tenant", json!(["acme"])),
        ("customers", json!("**")),
        ("customers", json!("c-1")),
        ("customers", json!([""])),
        ("customers", json!({"c-1": 1})),
        ("customers", json!(1)),
        ("customers", json!([1])),
        ("customers", json!(["\u{0}"])),
        ("name", json!("a\u{1b}[31m")),
        ("name", json!(1)),
        ("name", json!("x".repeat(257))),
        ("sub", json!("a\u{0}b")),
        ("sub", json!(" ")),
        ("role", json!("a\nb")),
        ("origin", json!("https://crm.example.nl")),
        ("origin", json!("")),
        ("origin", json!(1)),
        ("purpose", json!(1)),
        ("iss", json!(1)),
    ];
    let name_of = |name: &str, value: &Value| format!("{name} {value:.30}");
    values
        .into_iter()
        .map(|(name, value)| (name_of(name, &value), with_claim(name, value)))
        .collect()
}

fn twice_or_no_claims() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, first, second) in [
        ("role", "\"customer\"", "\"agent\""),
        ("tenant", "\"other\"", "\"acme\""),
        ("sub", "\"a\"", "\"b\""),
        ("customers", "[]", "\"*\""),
        ("aud", "\"x\"", "\"klantbeeld\""),
        ("exp", "1", "1793491500"),
    ] {
        let twice = with_claim_text(name, &format!("{first},\"{name}\":{second}"));
        all.push((format!("{name} twice"), twice));
    }
    for customers in [json!("*"), json!([]), json!(["c-1", "c-2"])] {
        let customer = harness::claims("customer", customers.clone());
        all.push((
            format!("customer with {customers}"),
            raw(HEADER, &customer.to_string()),
        ));
    }
    for text in ["", "null", "[]", "\"x\"", "{", "{}", "\u{0}"] {
        all.push((format!("claims {text}"), raw(HEADER, text)));
    }
    all
}
