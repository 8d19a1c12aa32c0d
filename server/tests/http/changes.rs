//! `POST /api/v1/change/since`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TestApp, token};

async fn since(app: &TestApp, role: &str, version: u64) -> Value {
    let request = json!({"customer_id": "c-1", "since": version});
    let answer = app.call("change/since", &token(role), request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn push(app: &TestApp, op_id: &str, action: Value) {
    let operation =
        json!({"op_id": op_id, "customer_id": "c-1", "made_at_ms": NOW_MS, "action": action});
    let answer = app
        .call(
            "operation/push",
            &token("agent"),
            json!({"operations": [operation]}),
        )
        .await;
    assert!(answer.json()[0]["version"].is_u64(), "{}", answer.text());
}

#[tokio::test]
async fn a_new_item_comes_alone_and_a_field_asks_for_the_head() {
    let app = TestApp::new().await;
    let before = since(&app, "agent", 0).await["version"].as_u64().unwrap();
    let note = json!({"type": "add_note", "item_id": "n-1", "text": "Zachtjes praten", "shareable": false});
    push(&app, "op-1", note).await;
    let changes = since(&app, "agent", before).await;
    assert_eq!(changes["items"][0]["item_id"], "n-1");
    assert_eq!(changes["reload"], false);
    let for_customer = since(&app, "customer", before).await;
    assert_eq!(
        for_customer["items"],
        json!([]),
        "a note that is not shared"
    );
    push(
        &app,
        "op-2",
        json!({"type": "set_field", "field": "contact.phone", "value": "0612345678"}),
    )
    .await;
    assert_eq!(since(&app, "agent", before).await["reload"], true);
    let now = since(&app, "agent", before).await["version"]
        .as_u64()
        .unwrap();
    let nothing = since(&app, "agent", now).await;
    assert_eq!(
        (&nothing["items"], &nothing["reload"]),
        (&json!([]), &json!(false))
    );
}

#[tokio::test]
async fn a_version_that_never_was_asks_for_the_head() {
    let app = TestApp::new().await;
    assert_eq!(since(&app, "agent", 1_000_000).await["reload"], true);
    let max = json!({"customer_id": "c-1", "since": u64::MAX});
    let answer = app.call("change/since", &token("agent"), max).await;
    assert!(!answer.status.is_server_error(), "{}", answer.text());
}
