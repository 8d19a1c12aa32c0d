//! What `token check` says of a token agrees with what the server does with it, and repeats none of it.

use klantbeeld_server::auth::Authenticator;
use klantbeeld_server::auth::diagnosis::{Against, Finding, Judgement};
use serde_json::{Value, json};

use crate::forgery;
use crate::harness::{NOW_MS, NOW_S, claims, config, sign, token};

fn diagnose(text: &str) -> Vec<Finding> {
    let config = config();
    let against = Against {
        policy: &config.policy,
        origins: &["https://crm.example.nl"],
        now_ms: NOW_MS,
    };
    let life = config.token_max_life_s;
    Authenticator::new(config.keys, life).diagnose(text, against)
}

fn with(name: &str, value: Value) -> String {
    let mut claims = claims("agent", json!("*"));
    claims[name] = value;
    sign("es", &claims)
}

/// Returns the parts that are wrong, and the doubtful ones with a question mark.
fn parts(text: &str) -> Vec<String> {
    let told = diagnose(text).into_iter();
    told.filter_map(|f| match f.judgement {
        Judgement::Right => None,
        Judgement::Doubtful => Some(format!("{}?", f.part)),
        Judgement::Wrong => Some(f.part),
    })
    .collect()
}

#[test]
fn nothing_is_wrong_with_a_token_that_opens() {
    for role in ["agent", "customer", "finance"] {
        assert_eq!(parts(&token(role)), Vec::<String>::new(), "{role}");
    }
}

#[test]
fn something_is_wrong_with_every_token_that_is_refused() {
    let table = forgery::table();
    assert!(table.len() > 100);
    // One that is bound to an origin is good for a page of that origin.
    let bound = "origin \"https://crm.example.nl\"";
    for (what, token) in table.into_iter().filter(|(what, _)| what != bound) {
        let findings = diagnose(&token);
        let is_wrong = findings.iter().any(|f| f.judgement == Judgement::Wrong);
        assert!(is_wrong, "{what}: {findings:?}");
    }
}

#[test]
fn no_finding_repeats_the_token_or_names_a_person() {
    let mut tokens: Vec<String> = forgery::table()
        .into_iter()
        .map(|(_, token)| token)
        .collect();
    tokens.push(with("customers", json!(["K-77001"])));
    tokens.push(with("name", json!(["Sanne Bakker"])));
    for token in tokens {
        let said = format!("{:?}", diagnose(&token));
        for part in token.split('.').filter(|part| part.len() > 40) {
            assert!(!said.contains(part.get(..40).unwrap()), "{said}");
        }
        for name in ["agent-7", "Sanne", "K-77001"] {
            assert!(!said.contains(name), "{name}: {said}");
        }
    }
}

#[test]
fn each_wrong_claim_is_named_with_what_to_do() {
    let cases = [
        ("exp", json!(NOW_S - 90), "it ended 90 s ago"),
        ("exp", json!(NOW_S * 1_000), "divide by 1000"),
        ("exp", json!(NOW_S + 86_400), "token_max_life_s"),
        ("exp", json!("soon"), "a number: when the token ends"),
        ("iat", json!(NOW_S + 600), "compare the clocks"),
        ("aud", json!("crm"), "write \"aud\": \"klantbeeld\""),
        ("tenant", json!("other"), "write \"tenant\": \"acme\""),
        ("role", json!("baas"), "the policy has agent"),
        ("customers", json!("all"), "a list of ids"),
        ("sub", json!(7), "your id of the person"),
    ];
    for (name, value, advice) in cases {
        let findings = diagnose(&with(name, value.clone()));
        let wrong: Vec<&Finding> = findings
            .iter()
            .filter(|f| f.judgement == Judgement::Wrong)
            .collect();
        assert_eq!(wrong.len(), 1, "{name} {value}: {wrong:?}");
        assert_eq!(wrong[0].part, name);
        assert!(
            wrong[0].advice.contains(advice),
            "{name} {value}: {wrong:?}"
        );
    }
}

#[test]
fn all_wrong_claims_are_named_at_once() {
    let mut all = claims("customer", json!("*"));
    all["exp"] = json!(NOW_S - 90);
    all["aud"] = json!("crm");
    all.as_object_mut().unwrap().remove("sub");
    assert_eq!(parts(&sign("ed", &all)), ["sub", "aud", "exp", "customers"]);
}

#[test]
fn what_is_accepted_and_was_hardly_meant_is_doubted() {
    let mut none = claims("agent", json!("*"));
    none.as_object_mut().unwrap().remove("customers");
    assert_eq!(parts(&sign("ed", &none)), ["customers?"]);
    assert_eq!(parts(&with("customers", json!([]))), ["customers?"]);
}

#[test]
fn what_is_no_token_is_told_for_what_it_is() {
    let good = token("agent");
    let bearer = format!("Bearer {good}");
    let quoted = format!("\"{good}\"");
    for (text, says) in [
        ("", "is empty"),
        ("<!doctype html><title>Log in</title>", "is a web page"),
        ("{\"token\": \"a.b.c\"}", "is JSON"),
        (bearer.as_str(), "begins with `Bearer`"),
        (quoted.as_str(), "stands in quotes"),
        ("a.b.c.d.e", "is encrypted"),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", "not three parts"),
    ] {
        let findings = diagnose(text);
        assert!(findings[0].says.contains(says), "{text}: {findings:?}");
    }
}

#[test]
fn a_token_that_is_bound_to_a_page_that_may_not_call_is_wrong() {
    assert_eq!(
        parts(&with("origin", json!("https://elsewhere.example"))),
        ["origin"]
    );
    assert_eq!(
        parts(&with("origin", json!("https://crm.example.nl"))),
        Vec::<String>::new()
    );
}
