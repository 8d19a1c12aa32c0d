//! A client of the stream: reads one event at a time.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use futures::StreamExt as _;
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::store::{CustomerRecord, ProfileStore};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::harness::{TENANT, TestApp, post};
use crate::world;

/// One who reads a stream.
pub(super) struct Reader {
    body: BodyDataStream,
    rest: String,
}

impl Reader {
    /// Opens a stream, which must be granted.
    pub(super) async fn open(app: &TestApp, token: &str, request: Value) -> Self {
        let response = on(app, ask(token, &request)).await;
        assert_eq!(response.status(), StatusCode::OK);
        Self {
            body: response.into_body().into_data_stream(),
            rest: String::new(),
        }
    }

    /// Returns the next event's data; panics at the end and after a long wait.
    pub(super) async fn next(&mut self) -> Value {
        let event = tokio::time::timeout(Duration::from_secs(60), self.event());
        event.await.unwrap().unwrap()
    }

    /// Returns what comes within a moment.
    pub(super) async fn soon(&mut self) -> Option<Value> {
        let event = tokio::time::timeout(Duration::from_millis(150), self.event());
        event.await.unwrap_or(None)
    }

    /// Returns the next event; none at the end of the stream.
    pub(super) async fn event(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let data = event.lines().find_map(|l| l.strip_prefix("data: "));
                let data = data.map(|data| serde_json::from_str::<Value>(data).unwrap());
                if let Some(data) = &data {
                    let name = format!("event: {}", data["event"].as_str().unwrap());
                    assert!(event.lines().any(|l| l == name), "{event}");
                }
                self.rest = rest.to_owned();
                match data {
                    Some(data) => return Some(data),
                    None => continue,
                }
            }
            let piece = self.body.next().await?.unwrap();
            self.rest.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }
}

/// Sends a request and returns the answer's head, with the body yet to come.
pub(super) async fn on(app: &TestApp, request: Request<Body>) -> Response {
    app.router.clone().oneshot(request).await.unwrap()
}

/// A request for a stream.
pub(super) fn ask(token: &str, request: &Value) -> Request<Body> {
    post("live", Some(token), json!({"request": request}).to_string())
}

/// The arguments for some customers with the versions that are known.
pub(super) fn watch(known: &[(&str, u64)]) -> Value {
    let watched = known.iter();
    let watched = watched.map(|(id, version)| json!({"customer_id": id, "version": version}));
    json!({"watched": watched.collect::<Vec<_>>()})
}

/// Writes a note of a customer, which raises their version by one.
pub(super) async fn add_note(store: &dyn ProfileStore, customer: &str, item: &str) {
    let record = CustomerRecord {
        items: vec![world::item(item, "note", 0, "Terugbellen", json!({}))],
        ..world::record(customer)
    };
    let tenant = TenantId::parse(TENANT).unwrap();
    let report = store.ingest(&tenant, vec![record]).await.unwrap();
    assert_eq!(report.stored, 1);
}
