//! `POST /api/v1/timeline/page`.

use std::collections::HashSet;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{TestApp, token};

async fn walk(app: &TestApp, role: &str, mut request: Value) -> Vec<Value> {
    let mut all = Vec::new();
    for _ in 0..400 {
        let answer = app
            .call("timeline/page", &token(role), request.clone())
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let page = answer.json();
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        if page["next"].is_null() {
            return all;
        }
        request["cursor"] = page["next"].clone();
    }
    panic!("the pages have no end");
}

#[tokio::test]
async fn pages_of_any_size_give_every_visible_item_once_newest_first() {
    let app = TestApp::new().await;
    for limit in [1, 7, 50, 200] {
        let items = walk(
            &app,
            "agent",
            json!({"customer_id": "c-1", "cursor": null, "limit": limit}),
        )
        .await;
        let ids: HashSet<_> = items
            .iter()
            .map(|i| i["item_id"].as_str().unwrap())
            .collect();
        assert_eq!((items.len(), ids.len()), (307, 307), "limit {limit}");
        let times: Vec<_> = items.iter().map(|i| i["at_ms"].as_i64().unwrap()).collect();
        assert!(times.is_sorted_by(|a, b| a >= b), "limit {limit}");
    }
}

#[tokio::test]
async fn hidden_items_never_make_a_page_short() {
    let app = TestApp::new().await;
    let request = json!({"customer_id": "c-1", "cursor": null, "limit": 3});
    let page = app
        .call("timeline/page", &token("customer"), request)
        .await
        .json();
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn filters_work_on_the_server_and_only_on_what_is_shown() {
    let app = TestApp::new().await;
    let count = async |role: &str, filter: Value| {
        let mut request = json!({"customer_id": "c-1", "cursor": null, "limit": 50});
        for (key, value) in filter.as_object().unwrap() {
            request[key] = value.clone();
        }
        walk(&app, role, request).await.len()
    };
    assert_eq!(count("agent", json!({"kinds": ["meter"]})).await, 300);
    assert_eq!(count("agent", json!({"kinds": ["call", "email"]})).await, 2);
    assert_eq!(count("agent", json!({"text": "REKENING"})).await, 2);
    assert_eq!(count("agent", json!({"channels": ["chat"]})).await, 0);
    assert_eq!(
        count("agent", json!({"text": "masked-"})).await,
        0,
        "masked texts cannot be guessed"
    );
    assert_eq!(
        count(
            "agent",
            json!({"kinds": ["health", "surveillance", "invoice"]})
        )
        .await,
        0
    );
    assert_eq!(count("customer", json!({"text": "masked-"})).await, 1);
    assert_eq!(count("customer", json!({"kinds": ["note"]})).await, 1);
}

#[tokio::test]
async fn a_cursor_that_this_server_did_not_give_is_a_clients_mistake() {
    let app = TestApp::new().await;
    for cursor in [
        "",
        "x",
        "' OR 1=1",
        "../../etc",
        "MS4x",
        &"A".repeat(5_000),
        "\u{0}",
    ] {
        let request = json!({"customer_id": "c-1", "cursor": cursor, "limit": 5});
        let answer = app.call("timeline/page", &token("agent"), request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{cursor}");
    }
}
