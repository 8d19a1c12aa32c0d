//! Tokens that are good, the limits of a rate, and the demo issuer.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Role;
use klantbeeld_server::auth::demo::{DemoError, DemoTokenRequest, issue_demo_token};
use klantbeeld_server::config::ServerConfig;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, NOW_S, TestApp, claims, config, endpoints, sign, token};

fn demo(folder: &tempfile::TempDir) -> ServerConfig {
    let mut config = config();
    config.demo = true;
    config.demo_key = folder.path().join("demo.sqlite.demo-key.pem");
    config
}

async fn status(app: &TestApp, token: &str) -> StatusCode {
    let (endpoint, request) = endpoints().remove(0);
    app.call(endpoint, token, request).await.status
}

#[tokio::test]
async fn each_algorithm_opens_with_its_own_key() {
    let app = TestApp::new().await;
    for kid in ["ed", "es", "rs"] {
        let good = sign(kid, &claims("agent", json!("*")));
        assert_eq!(status(&app, &good).await, 200, "{kid}");
    }
}

#[tokio::test]
async fn times_are_kept_with_half_a_minute_of_leeway() {
    let app = TestApp::new().await;
    let with = |name: &str, value: i64| {
        let mut claims = claims("agent", json!("*"));
        claims[name] = json!(value);
        sign("ed", &claims)
    };
    let cases = [
        ("exp", NOW_S - 29, 200),
        ("exp", NOW_S - 30, 401),
        ("exp", NOW_S - 3_000, 401),
        ("exp", NOW_S + 3_630, 200),
        ("exp", NOW_S + 3_631, 401),
        ("nbf", NOW_S + 30, 200),
        ("nbf", NOW_S + 31, 401),
        ("iat", NOW_S + 31, 401),
        ("iat", NOW_S - 86_400, 200),
    ];
    for (name, value, expected) in cases {
        assert_eq!(
            status(&app, &with(name, value)).await,
            expected,
            "{name} {}",
            value - NOW_S
        );
    }
}

#[tokio::test]
async fn times_are_whole_numbers_however_they_are_written() {
    let app = TestApp::new().await;
    let with = |name: &str, text: &str| {
        let mut claims = claims("agent", json!("*"));
        let number: serde_json::Number = text.parse().unwrap();
        claims[name] = json!(number);
        sign("ed", &claims)
    };
    for name in ["exp", "nbf", "iat"] {
        for (text, expected) in [
            ("1793491200", 200),
            ("1793491200.0", 200),
            ("1.7934912e9", 200),
            ("17934912E2", 200),
            ("1793491200.5", 401),
            ("1e18", 401),
        ] {
            let token = with(name, text);
            assert_eq!(status(&app, &token).await, expected, "{name} {text}");
        }
    }
}

#[tokio::test]
async fn a_refused_token_names_the_claim() {
    let app = TestApp::new().await;
    let far = NOW_S + 86_400;
    for (name, value) in [
        ("exp", json!("soon")),
        ("exp", json!(1.5)),
        ("exp", json!(1)),
        ("exp", json!(far)),
        ("exp", json!(null)),
        ("nbf", json!(far)),
        ("iat", json!(far)),
        ("nbf", json!([])),
        ("sub", json!(7)),
        ("sub", json!(" ")),
        ("tenant", json!("")),
        ("tenant", json!("other")),
        ("role", json!(null)),
        ("aud", json!({})),
        ("aud", json!("other")),
        ("customers", json!([1])),
        ("customers", json!("c-1")),
        ("name", json!(1)),
        ("purpose", json!("a\u{1}")),
        ("origin", json!("https://crm.example.nl")),
    ] {
        let mut claims = claims("agent", json!("*"));
        claims[name] = value.clone();
        let (endpoint, request) = endpoints().remove(0);
        let answer = app.call(endpoint, &sign("ed", &claims), request).await;
        assert_eq!(answer.status, 401, "{name} {value}");
        let said = answer.json()["reason"].as_str().unwrap().to_owned();
        assert!(
            said.contains(&format!("`{name}`")),
            "{name} {value}: {said}"
        );
    }
}

#[tokio::test]
async fn audiences_may_be_a_list() {
    let app = TestApp::new().await;
    let with = |aud: Value| {
        let mut claims = claims("agent", json!("*"));
        claims["aud"] = aud;
        sign("ed", &claims)
    };
    assert_eq!(status(&app, &with(json!(["crm", "klantbeeld"]))).await, 200);
    assert_eq!(status(&app, &with(json!(["crm"]))).await, 401);
    assert_eq!(status(&app, &with(json!([]))).await, 401);
}

#[tokio::test(start_paused = true)]
async fn a_subject_that_calls_too_often_waits_and_others_do_not() {
    let mut slow = config();
    slow.limits.rate_burst = 3;
    slow.limits.rate_per_s = 2;
    let app = TestApp::with(slow).await;
    for _ in 0..3 {
        assert_eq!(status(&app, &token("agent")).await, 200);
    }
    let (endpoint, request) = endpoints().remove(0);
    let refused = app.call(endpoint, &token("agent"), request).await;
    assert_eq!(refused.status, 429);
    assert_eq!(
        refused.json(),
        json!({"code": "too_many", "retry_after_ms": 500})
    );
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(status(&app, &token("finance")).await, 200);
}

#[tokio::test]
async fn the_demo_issuer_hands_out_tokens_that_open() {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::with(demo(&folder)).await;
    let ask = async |query: &str, host: &str| {
        let request = Request::get(format!("/demo/token?{query}")).header(header::HOST, host);
        app.send(request.body(Body::empty()).unwrap()).await
    };
    let issued = ask("role=agent&customer=c-1", "127.0.0.1:4360").await;
    assert_eq!(issued.status, 200);
    assert_eq!(issued.json()["expires_ms"], NOW_MS + 300_000);
    assert_eq!(issued.header("cache-control"), "no-store");
    assert_eq!(
        status(&app, issued.json()["token"].as_str().unwrap()).await,
        200
    );
    assert_eq!(ask("role=agent", "localhost:4360").await.status, 200);
    for (query, host, expected) in [
        ("role=agent", "evil.example:4360", 404),
        ("role=agent", "", 404),
        ("role=ghost", "127.0.0.1:4360", 400),
        ("role=customer", "127.0.0.1:4360", 400),
        ("role=agent&ttl=9999999", "127.0.0.1:4360", 400),
        ("", "127.0.0.1:4360", 400),
    ] {
        assert_eq!(ask(query, host).await.status, expected, "{query} {host}");
    }
    let foreign = Request::get("/demo/token?role=agent")
        .header(header::HOST, "127.0.0.1:4360")
        .header(header::ORIGIN, "https://evil.example");
    assert_eq!(
        app.send(foreign.body(Body::empty()).unwrap()).await.status,
        403
    );
}

#[tokio::test]
async fn a_printed_demo_token_opens_the_running_demo_and_no_other_server() {
    let folder = tempfile::tempdir().unwrap();
    let config = demo(&folder);
    let request = DemoTokenRequest {
        tenant: config.tenant.clone(),
        role: Role::new("agent"),
        customer: Some(CustomerId::parse("c-1").unwrap()),
        name: None,
        ttl_s: 300,
    };
    let printed = issue_demo_token(&config.demo_key, &request, NOW_MS)
        .unwrap()
        .token;
    let mut without_demo = config.clone();
    without_demo.demo = false;
    assert_eq!(status(&TestApp::with(config).await, &printed).await, 200);
    assert_eq!(
        status(&TestApp::with(without_demo.clone()).await, &printed).await,
        401
    );
    let asked = TestApp::with(without_demo)
        .await
        .get("/demo/token?role=agent")
        .await;
    assert_eq!(asked.status, 404);
    let another = tempfile::tempdir().unwrap();
    assert_eq!(
        status(&TestApp::with(demo(&another)).await, &printed).await,
        401
    );
}

#[cfg(unix)]
#[test]
fn the_demo_key_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    let request = DemoTokenRequest {
        tenant: config().tenant,
        role: Role::new("customer"),
        customer: None,
        name: None,
        ttl_s: 300,
    };
    assert!(matches!(
        issue_demo_token(&path, &request, NOW_MS),
        Err(DemoError::NoCustomer)
    ));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    std::fs::write(&path, "something else").unwrap();
    assert!(matches!(
        issue_demo_token(&path, &request, NOW_MS),
        Err(DemoError::Key(_))
    ));
}
