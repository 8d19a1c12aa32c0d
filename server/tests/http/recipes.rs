//! The recipe for hosts in Rust: what it signs is accepted, and nobody gets nothing.

#[expect(
    unreachable_pub,
    reason = "the file is a host's, whose crate is another"
)]
#[path = "../../../docs/recipes/rust/klantbeeld_token.rs"]
mod recipe;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use http_body_util::BodyExt as _;
use jsonwebtoken::EncodingKey;
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::auth::diagnosis::{Against, Judgement};
use klantbeeld_server::auth::{Authenticator, DEFAULT_AUDIENCE, KeyAlgorithm, KeyRecord};
use tower::ServiceExt as _;

use crate::harness::{ES_PRIVATE, ES_PUBLIC, config};

async fn ask(user: Option<recipe::User>, query: &str) -> (StatusCode, String) {
    let key = EncodingKey::from_ec_pem(ES_PRIVATE.as_bytes()).unwrap();
    let route = get(recipe::klantbeeld_token).with_state(Arc::new(key));
    let mut host = Router::new().route("/klantbeeld-token", route);
    if let Some(user) = user {
        host = host.layer(Extension(user));
    }
    let request = Request::get(format!("/klantbeeld-token{query}"));
    let answer = host
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn sanne() -> Option<recipe::User> {
    Some(recipe::User {
        id: "7".to_owned(),
        name: "Sanne Bakker".to_owned(),
    })
}

#[tokio::test]
async fn the_token_is_accepted_and_opens_whom_it_was_asked_for() {
    let tenant = TenantId::parse("default").unwrap();
    let audience = DEFAULT_AUDIENCE.to_owned();
    let pem = ES_PUBLIC.as_bytes();
    let key = KeyRecord::from_pem(KeyAlgorithm::Es256, pem, tenant, audience, None).unwrap();
    let server = Authenticator::new([("crm".to_owned(), key)].into(), 3_600);
    let config = config();
    for (query, opens) in [("?customer=K-1", "opens 1"), ("", "opens every customer")] {
        let (status, token) = ask(sanne(), query).await;
        assert_eq!(status, 200);
        let against = Against {
            policy: &config.policy,
            origins: &[],
            now_ms: chrono::Utc::now().timestamp_millis(),
        };
        let findings = server.diagnose(&token, against);
        assert!(
            findings.iter().all(|f| f.judgement == Judgement::Right),
            "{findings:?}"
        );
        assert!(
            findings.iter().any(|f| f.says.starts_with(opens)),
            "{findings:?}"
        );
    }
}

#[tokio::test]
async fn nobody_gets_a_401_and_no_page() {
    assert_eq!(
        ask(None, "?customer=K-1").await,
        (StatusCode::UNAUTHORIZED, String::new())
    );
}
