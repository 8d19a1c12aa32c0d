//! Tokens that nobody with a key made for this: none opens anything, none makes the server stumble.

mod claims;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::harness::{self, ED_PRIVATE, ED_PUBLIC, ES_PUBLIC, RS_PUBLIC, TestApp, endpoints, sign};

/// A token of any texts, signed with the true Ed25519 key: only what it says can be wrong with it.
fn raw(header: &str, claims: &str) -> String {
    let (header, claims) = (
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(claims),
    );
    let message = format!("{header}.{claims}");
    let key = SigningKey::from_pkcs8_pem(ED_PRIVATE).unwrap();
    let signature = URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()).to_bytes());
    format!("{message}.{signature}")
}

const HEADER: &str = r#"{"alg":"EdDSA","kid":"ed","typ":"JWT"}"#;

fn good() -> Value {
    harness::claims("agent", json!("*"))
}

fn with_header(header: Value) -> String {
    raw(&header.to_string(), &good().to_string())
}

fn unsigned() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for alg in ["none", "None", "NONE", "nOnE", "", " none", "null"] {
        for kid in ["ed", "es", "rs"] {
            let header = URL_SAFE_NO_PAD.encode(json!({"alg": alg, "kid": kid}).to_string());
            let claims = URL_SAFE_NO_PAD.encode(good().to_string());
            all.push((
                format!("alg {alg} {kid} without signature"),
                format!("{header}.{claims}."),
            ));
            all.push((
                format!("alg {alg} {kid} with a byte"),
                format!("{header}.{claims}.AA"),
            ));
        }
    }
    all
}

fn confused() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (kid, public) in [("ed", ED_PUBLIC), ("es", ES_PUBLIC), ("rs", RS_PUBLIC)] {
        let bare: String = public
            .lines()
            .filter(|line| !line.starts_with('-'))
            .collect();
        let secrets = [
            public.as_bytes().to_vec(),
            public.trim().as_bytes().to_vec(),
            STANDARD.decode(&bare).unwrap(),
            bare.into_bytes(),
            Vec::new(),
        ];
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            for secret in &secrets {
                let mut header = Header::new(algorithm);
                header.kid = Some(kid.to_owned());
                let token = encode(&header, &good(), &EncodingKey::from_secret(secret)).unwrap();
                all.push((format!("{algorithm:?} with the public key of {kid}"), token));
            }
        }
    }
    for (signed, claimed) in [
        ("ed", "es"),
        ("ed", "rs"),
        ("es", "ed"),
        ("es", "rs"),
        ("rs", "ed"),
        ("rs", "es"),
    ] {
        let token = sign(signed, &good());
        let (_, rest) = token.split_once('.').unwrap();
        for alg in [
            "EdDSA", "ES256", "RS256", "HS256", "PS256", "ES384", "RS512",
        ] {
            let header = URL_SAFE_NO_PAD.encode(json!({"alg": alg, "kid": claimed}).to_string());
            all.push((
                format!("{signed} passed off as {claimed} {alg}"),
                format!("{header}.{rest}"),
            ));
        }
    }
    all
}

fn kids() -> Vec<(String, String)> {
    let long = "k".repeat(10_240);
    let names = [
        "unknown",
        "",
        " ",
        "ED",
        "ed ",
        "../../../dev/null",
        "/dev/null",
        "file:///etc/passwd",
        "ed\u{0}",
        "\u{0}",
        "' OR 1=1 --",
        "ed'; DROP TABLE keys; --",
        "ed/../es",
        "https://evil.example/key",
        "$(id)",
        "`id`",
        "{{7*7}}",
        "demo",
        "http://169.254.169.254/",
        long.as_str(),
    ];
    let mut all: Vec<_> = names
        .iter()
        .map(|kid| {
            (
                format!("kid {:.20}", kid),
                with_header(json!({"alg": "EdDSA", "kid": kid})),
            )
        })
        .collect();
    for kid in [
        json!(null),
        json!(1),
        json!(["ed"]),
        json!({"k": "ed"}),
        json!(true),
    ] {
        all.push((
            format!("kid {kid}"),
            with_header(json!({"alg": "EdDSA", "kid": kid})),
        ));
    }
    all.push(("no kid".to_owned(), with_header(json!({"alg": "EdDSA"}))));
    all
}

fn headers() -> Vec<(String, String)> {
    let jwk =
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let extras = [
        ("jwk", jwk),
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("crit", json!(["exp"])),
        ("crit", json!(["b64"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("b64", json!(true)),
        ("zip", json!("DEF")),
        ("enc", json!("A256GCM")),
        ("cty", json!("JWT")),
        ("epk", json!({})),
        ("url", json!("https://evil.example")),
        ("anything", json!(1)),
        ("typ", json!("JWE")),
        ("typ", json!(1)),
    ];
    let mut all: Vec<_> = extras
        .into_iter()
        .map(|(name, value)| {
            let mut header = json!({"alg": "EdDSA", "kid": "ed"});
            header[name] = value;
            (format!("header {header}"), with_header(header))
        })
        .collect();
    for header in [
        "",
        "null",
        "[]",
        "\"EdDSA\"",
        "{",
        "{}",
        "{\"alg\":null,\"kid\":\"ed\"}",
        "{\"alg\":1,\"kid\":\"ed\"}",
        "{\"alg\":[\"EdDSA\"],\"kid\":\"ed\"}",
        "{\"kid\":\"ed\"}",
        "{\"alg\":\"none\",\"alg\":\"EdDSA\",\"kid\":\"ed\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"es\",\"kid\":\"ed\"}",
        "{\"alg\":\"eddsa\",\"kid\":\"ed\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"ed\"} x",
        "{\"ALG\":\"EdDSA\",\"kid\":\"ed\"}",
        "\u{feff}{\"alg\":\"EdDSA\",\"kid\":\"ed\"}",
    ] {
        all.push((format!("header {header}"), raw(header, &good().to_string())));
    }
    all.push((
        "deep header".to_owned(),
        raw(&"[".repeat(4_000), &good().to_string()),
    ));
    all
}

fn shapes() -> Vec<(String, String)> {
    let token = raw(HEADER, &good().to_string());
    let parts: Vec<_> = token.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let all = vec![
        (
            "truncated signature",
            format!("{header}.{claims}.{}", signature.get(..40).unwrap()),
        ),
        ("no signature", format!("{header}.{claims}.")),
        ("two parts", format!("{header}.{claims}")),
        ("four parts", format!("{token}.{signature}")),
        ("five parts", format!("{token}..")),
        (
            "padded signature",
            format!("{header}.{claims}.{signature}=="),
        ),
        ("padded claims", format!("{header}.{claims}=.{signature}")),
        (
            "longer signature",
            format!("{header}.{claims}.{signature}AAAA"),
        ),
        (
            "flipped signature",
            format!("{header}.{claims}.{}", flipped(signature)),
        ),
        (
            "zero signature",
            format!("{header}.{claims}.{}", URL_SAFE_NO_PAD.encode([0; 64])),
        ),
        ("empty parts", "..".to_owned()),
        ("one dot", ".".to_owned()),
        ("no dots", "abc".to_owned()),
        ("nested", raw(HEADER, &json!(token).to_string())),
        ("twice", format!("{token}{token}")),
        ("with a space", format!("{header} .{claims}.{signature}")),
        ("not base64", format!("{header}.{claims}.***")),
        (
            "standard base64",
            format!("{}.{claims}.{signature}", STANDARD.encode(HEADER)),
        ),
        (
            "padded header",
            format!(
                "{}.{claims}.{signature}",
                URL_SAFE.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed\"} ")
            ),
        ),
        (
            "too long",
            format!("{header}.{claims}.{}", "A".repeat(9_000)),
        ),
        ("swapped", format!("{claims}.{header}.{signature}")),
        (
            "other claims",
            format!("{header}.{}.{signature}", other_claims()),
        ),
    ];
    all.into_iter()
        .map(|(name, token)| (name.to_owned(), token))
        .collect()
}

fn flipped(signature: &str) -> String {
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    bytes[0] ^= 1;
    URL_SAFE_NO_PAD.encode(bytes)
}

fn other_claims() -> String {
    let mut other = good();
    other["role"] = json!("finance");
    URL_SAFE_NO_PAD.encode(other.to_string())
}

pub(crate) fn table() -> Vec<(String, String)> {
    [
        unsigned(),
        confused(),
        kids(),
        headers(),
        claims::table(),
        shapes(),
    ]
    .concat()
}

#[tokio::test]
async fn the_table_is_forged_from_a_token_that_opens() {
    let app = TestApp::new().await;
    let (endpoint, request) = endpoints().remove(0);
    let good = raw(HEADER, &good().to_string());
    assert_eq!(app.call(endpoint, &good, request).await.status, 200);
}

#[tokio::test]
async fn no_forged_token_opens_anything() {
    let app = TestApp::new().await;
    let (endpoint, request) = endpoints().remove(0);
    let table = table();
    assert!(table.len() >= 150, "{}", table.len());
    for (name, token) in table {
        let answer = app.call(endpoint, &token, request.clone()).await;
        assert_eq!(answer.status, 401, "{name}: {}", answer.text());
        assert_eq!(answer.json()["code"], "not_signed_in", "{name}");
        if token.len() > 20 {
            let part = token.get(..20).unwrap();
            assert!(
                !answer.text().contains(part),
                "{name}: the answer repeats the token"
            );
        }
    }
}

#[tokio::test]
async fn only_a_bearer_header_is_looked_at() {
    let app = TestApp::new().await;
    let good = sign("ed", &good());
    let body = json!({"request": endpoints()[0].1}).to_string();
    for value in [
        format!("Basic {good}"),
        good.clone(),
        format!("Bearer{good}"),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
    ] {
        let mut request = harness::post("profile/open", None, body.clone());
        request
            .headers_mut()
            .insert("authorization", value.parse().unwrap());
        assert_eq!(app.send(request).await.status, 401);
    }
    let mut request = harness::post(&format!("profile/open?token={good}"), None, body);
    request
        .headers_mut()
        .insert("cookie", format!("token={good}").parse().unwrap());
    assert_eq!(app.send(request).await.status, 401);
}
