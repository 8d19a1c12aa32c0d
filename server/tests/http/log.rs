//! The log: what is in a line, and that nothing personal ever is.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use crate::harness::{TestApp, claims, endpoints, post, sign, token};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_line_says_what_happened_and_to_nobody() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(lines.clone())
        .finish();
    // For every thread: one test's requests must not silence another's log. So all tests are read here.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let app = TestApp::new().await;
    let mut personal = claims("agent", json!("*"));
    personal["sub"] = json!("CANARY-subject");
    personal["name"] = json!("CANARY-name");
    let token_with_canary = sign("ed", &personal);
    for (endpoint, request) in endpoints() {
        app.call(endpoint, &token_with_canary, request).await;
        app.call(
            endpoint,
            &token_with_canary,
            json!({"customer_id": "CANARY-id"}),
        )
        .await;
        app.call(endpoint, "CANARY.token.x", json!({})).await;
        app.send(post(endpoint, Some(&token("agent")), "{\"CANARY\":"))
            .await;
    }
    app.get("/CANARY-path?CANARY=query").await;
    app.get("/demo/token?role=CANARY").await;
    app.call("CANARY/function", &token_with_canary, json!({}))
        .await;
    let request = Request::get("/health")
        .header("user-agent", "CANARY")
        .header("x-forwarded-for", "CANARY");
    app.send(request.body(Body::empty()).unwrap()).await;

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for secret in ["CANARY", "c-1", "Anna", "vries", "eyJ"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let opened = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["route"] == "/api/v1/profile/open" && line["status"] == 200)
        .unwrap();
    assert_eq!(opened["method"], "POST");
    assert_eq!(opened["tenant"], "acme");
    assert!(opened["ms"].is_number());
    let unknown = "\"route\":\"/api/v1/{*path}\"";
    assert!(text.contains(unknown), "an unknown function has no name");
}
