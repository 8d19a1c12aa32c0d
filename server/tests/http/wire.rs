//! The wire, pinned: a change here breaks widgets that are open and must be meant.

use klantbeeld::api::ApiError;
use klantbeeld_server::http::function_paths;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TestApp, token};

async fn answer(role: &str, endpoint: &str, request: Value) -> Value {
    TestApp::new()
        .await
        .call(endpoint, &token(role), request)
        .await
        .json()
}

#[test]
fn the_paths_of_the_functions_are_pinned() {
    insta::assert_json_snapshot!(function_paths());
}

#[test]
fn the_errors_are_pinned_with_their_status() {
    let errors = [
        ApiError::NotSignedIn {
            reason: "no bearer token".to_owned(),
        },
        ApiError::Forbidden {
            owner: "finance".to_owned(),
        },
        ApiError::NotFound,
        ApiError::Invalid {
            message: "`limit` is 1 to 200".to_owned(),
        },
        ApiError::NeedsPurpose {
            purposes: vec!["service".to_owned()],
        },
        ApiError::Conflict,
        ApiError::TooLarge,
        ApiError::TooMany {
            retry_after_ms: 500,
        },
        ApiError::Unavailable,
    ];
    let pinned: Vec<_> = errors
        .iter()
        .map(|e| json!({"status": e.status(), "body": e}))
        .collect();
    insta::assert_json_snapshot!(pinned);
}

#[tokio::test]
async fn the_head_is_pinned() {
    let request = json!({"customer_id": "c-1", "page_size": 3});
    let mut head = answer("agent", "profile/open", request).await;
    for kind in head["months"].as_array_mut().unwrap() {
        kind["rows"].as_array_mut().unwrap().truncate(12);
    }
    insta::assert_json_snapshot!(head);
}

#[tokio::test]
async fn a_page_is_pinned() {
    let request = json!({"customer_id": "c-1", "cursor": null, "limit": 3, "kinds": ["call", "email", "complaint"]});
    insta::assert_json_snapshot!(answer("agent", "timeline/page", request).await);
}

#[tokio::test]
async fn a_detail_is_pinned() {
    let request = json!({"customer_id": "c-1", "item_id": "complaint-1", "purpose": "service"});
    insta::assert_json_snapshot!(answer("agent", "item/detail", request).await);
}

#[tokio::test]
async fn a_search_is_pinned() {
    let by_name = answer(
        "agent",
        "customer/search",
        json!({"query": "anna", "limit": 5}),
    )
    .await;
    let by_number = answer(
        "agent",
        "customer/search",
        json!({"query": "K-1001", "limit": 5}),
    )
    .await;
    insta::assert_json_snapshot!([by_name, by_number]);
}

#[tokio::test]
async fn a_push_is_pinned() {
    let operation = |op_id: &str, field: &str| {
        json!({"op_id": op_id, "customer_id": "c-1", "made_at_ms": NOW_MS,
            "action": {"type": "set_field", "field": field, "value": "Anne"}})
    };
    let request = json!({"operations": [operation("op-1", "person.first_name"), operation("op-2", "finance.iban")]});
    insta::assert_json_snapshot!(answer("agent", "operation/push", request).await);
}

#[tokio::test]
async fn changes_are_pinned() {
    let request = json!({"customer_id": "c-2", "since": 0});
    insta::assert_json_snapshot!(answer("agent", "change/since", request).await);
}
