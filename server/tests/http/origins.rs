//! Which pages may call, by the exact `Origin`.

use axum::body::Body;
use axum::http::{Method, Request, header};
use klantbeeld_server::config::Origin;
use serde_json::json;

use crate::harness::{Answer, NOW_MS, TestApp, config, endpoints, post, token};

const CRM: &str = "https://crm.example.nl";

async fn app() -> TestApp {
    let mut config = config();
    config.allowed_origins = vec![Origin::parse(CRM).unwrap()];
    TestApp::with(config).await
}

async fn call(app: &TestApp, origin: &str) -> Answer {
    let body = json!({"request": endpoints()[0].1}).to_string();
    let mut request = post("profile/open", Some(&token("agent")), body);
    request
        .headers_mut()
        .insert(header::ORIGIN, origin.parse().unwrap());
    app.send(request).await
}

async fn preflight(app: &TestApp, origin: &str) -> Answer {
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri("/api/v1/profile/open")
        .header(header::ORIGIN, origin)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            "authorization,content-type",
        );
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn listed_origins_and_our_own_may_call() {
    let app = app().await;
    for origin in [CRM, "http://127.0.0.1:4360", "http://localhost:4360"] {
        let answer = call(&app, origin).await;
        assert_eq!(answer.status, 200, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), origin);
        assert!(answer.header("vary").contains("origin"));
        assert_eq!(
            answer.header("access-control-expose-headers"),
            "x-klantbeeld-version,retry-after"
        );
        let preflight = preflight(&app, origin).await;
        assert_eq!(preflight.status, 204, "{origin}");
        let allowed = preflight.header("access-control-allow-headers");
        let allowed: Vec<_> = allowed.split(',').map(str::trim).collect();
        for name in [
            "authorization",
            "content-type",
            "traceparent",
            "baggage",
            "sentry-trace",
        ] {
            assert!(allowed.contains(&name), "{name}");
        }
        for name in ["*", "cookie", "host", "origin", "x-forwarded-for"] {
            assert!(!allowed.contains(&name), "{name}");
        }
        assert_eq!(preflight.header("access-control-max-age"), "600");
        assert_eq!(preflight.header("access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn near_misses_may_not() {
    let app = app().await;
    for origin in [
        "https://crm.example.nl.evil.example",
        "https://evilcrm.example.nl",
        "https://crm.example.nlx",
        "http://crm.example.nl",
        "https://crm.example.nl:444",
        "https://crm.example.nl:443",
        "https://crm.example.nl:8443",
        "https://crm.example.nl.",
        "https://CRM.example.nl",
        "HTTPS://crm.example.nl",
        "https://crm.example.nl/",
        "https://user@crm.example.nl",
        "https://crm.example.nl@evil.example",
        "https://example.nl",
        "https://sub.crm.example.nl",
        "https://crm-example.nl",
        "https://crm.example.nl%00.evil.example",
        "https://crm.example.nl evil",
        "null",
        "*",
        "",
        "file://",
        "https://xn--crm-example.nl",
        "http://127.0.0.1",
        "http://127.0.0.1:43600",
        "http://127.0.0.2:4360",
        "https://127.0.0.1:4360",
        "http://0.0.0.0:4360",
        "http://evil.example:4360",
        "https://crm.example.nl,https://evil.example",
        "https://crm.example.nl https://evil.example",
    ] {
        let answer = call(&app, origin).await;
        assert_eq!(answer.status, 403, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        let preflight = preflight(&app, origin).await;
        assert_eq!(preflight.status, 403, "{origin}");
        assert_eq!(
            preflight.header("access-control-allow-origin"),
            "",
            "{origin}"
        );
    }
}

#[tokio::test]
async fn a_write_from_a_foreign_page_has_no_effect_even_with_a_token() {
    let app = app().await;
    let operation = json!({"op_id": "op", "customer_id": "c-1", "made_at_ms": NOW_MS,
        "action": {"type": "set_field", "field": "person.first_name", "value": "HACKED"}});
    let body = json!({"request": {"operations": [operation]}}).to_string();
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let mut request = post("operation/push", Some(&token("agent")), body.clone());
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(app.send(request).await.status, 403, "{name}: {value}");
    }
    let head = app
        .call(
            "profile/open",
            &token("agent"),
            json!({"customer_id": "c-1", "page_size": 1}),
        )
        .await;
    assert!(!head.text().contains("HACKED"));
}

#[tokio::test]
async fn a_token_bound_to_an_origin_works_only_there() {
    let app = app().await;
    let mut claims = crate::harness::claims("agent", json!("*"));
    claims["origin"] = json!(CRM);
    let bound = crate::harness::sign("ed", &claims);
    for (origin, status) in [
        (Some(CRM), 200),
        (Some("http://127.0.0.1:4360"), 401),
        (None, 401),
    ] {
        let body = json!({"request": endpoints()[0].1}).to_string();
        let mut request = post("profile/open", Some(&bound), body);
        if let Some(origin) = origin {
            request
                .headers_mut()
                .insert(header::ORIGIN, origin.parse().unwrap());
        }
        assert_eq!(app.send(request).await.status, status, "{origin:?}");
    }
}
