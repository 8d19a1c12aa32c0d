//! `POST /api/v1/operation/push`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TestApp, token};

fn operation(op_id: &str, action: Value) -> Value {
    json!({"op_id": op_id, "customer_id": "c-1", "made_at_ms": NOW_MS, "action": action})
}

fn set(field: &str, value: &str) -> Value {
    json!({"type": "set_field", "field": field, "value": value})
}

async fn push(app: &TestApp, role: &str, operations: Vec<Value>) -> Vec<Value> {
    let answer = app
        .call(
            "operation/push",
            &token(role),
            json!({"operations": operations}),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json().as_array().unwrap().clone()
}

async fn outcome(role: &str, action: Value) -> Value {
    let app = TestApp::new().await;
    let result = push(&app, role, vec![operation("op-1", action)])
        .await
        .remove(0);
    if result["version"].is_u64() {
        json!("applied")
    } else {
        result["error"]["code"].clone()
    }
}

#[tokio::test]
async fn a_correction_is_shown_with_its_author_at_the_next_opening() {
    let app = TestApp::new().await;
    push(
        &app,
        "customer",
        vec![operation("op-1", set("contact.email", "Nieuw@Example.nl"))],
    )
    .await;
    let head = app
        .call(
            "profile/open",
            &token("agent"),
            json!({"customer_id": "c-1", "page_size": 1}),
        )
        .await
        .json();
    let fields = head["fields"].as_array().unwrap();
    let email = fields
        .iter()
        .find(|f| f["field"] == "contact.email")
        .unwrap();
    assert_eq!(email["claims"][0]["value"], "nieuw@example.nl");
    assert_eq!(email["claims"][0]["author"], "customer");
    assert_eq!(email["claims"][1]["value"], "anna@example.nl");
}

#[tokio::test]
async fn sending_twice_changes_once_and_another_content_is_a_conflict() {
    let app = TestApp::new().await;
    let first = push(
        &app,
        "agent",
        vec![operation("op-1", set("contact.phone", "06 12345678"))],
    )
    .await;
    let again = push(
        &app,
        "agent",
        vec![operation("op-1", set("contact.phone", "06 12345678"))],
    )
    .await;
    assert_eq!(first, again);
    let other = push(
        &app,
        "agent",
        vec![operation("op-1", set("contact.phone", "06 87654321"))],
    )
    .await;
    assert_eq!(other[0]["error"]["code"], "conflict");
}

#[tokio::test]
async fn rights_are_per_field_and_unknown_is_the_same_as_forbidden() {
    let cases = [
        ("agent", "finance.iban", "forbidden"),
        ("agent", "secret.unnamed", "forbidden"),
        ("agent", "no.such.field", "forbidden"),
        ("agent", "contact.town", "forbidden"),
        ("agent", "health.notes", "forbidden"),
        ("agent", "person.first_name", "applied"),
        ("customer", "person.first_name", "applied"),
        ("customer", "person.last_name", "forbidden"),
        ("customer", "person.birth_date", "forbidden"),
        ("finance", "finance.iban", "applied"),
        ("marketing", "person.first_name", "forbidden"),
    ];
    for (role, field, expected) in cases {
        assert_eq!(
            outcome(role, set(field, "x")).await,
            expected,
            "{role} {field}"
        );
    }
}

#[tokio::test]
async fn values_must_be_of_the_fields_type() {
    let cases = [
        ("contact.email", "a@b.nl", "applied"),
        ("contact.email", "not an address", "invalid"),
        ("contact.phone", "+31 6 12345678", "applied"),
        ("contact.phone", "bel maar", "invalid"),
        ("person.birth_date", "1980-02-30", "invalid"),
        ("person.birth_date", "1980-02-29", "applied"),
        ("household.size", "drie", "invalid"),
        ("household.size", "3", "applied"),
        ("preference.email.offers", "yes", "applied"),
        ("preference.email.offers", "maybe", "invalid"),
        ("preference.contact_window", "evening", "applied"),
        ("preference.contact_window", "night", "invalid"),
        ("preference.contact_window", "", "applied"),
        ("person.first_name", "<b>Anna</b> 🦀", "applied"),
        ("person.first_name", "An\u{0}na", "invalid"),
    ];
    for (field, value, expected) in cases {
        assert_eq!(
            outcome("agent", set(field, value)).await,
            expected,
            "{field} {value}"
        );
    }
    assert_eq!(
        outcome("agent", set("person.first_name", &"x".repeat(4_001))).await,
        "invalid"
    );
}

#[tokio::test]
async fn only_who_may_add_adds_items() {
    let note = json!({"type": "add_note", "item_id": "n-1", "text": "Belt liever 's avonds", "shareable": true});
    let contact = json!({"type": "log_contact", "item_id": "n-2", "channel": "phone", "direction": "in", "reason": "Vraag", "note": ""});
    let promise = json!({"type": "add_promise", "item_id": "n-3", "text": "Terugbellen", "due_ms": NOW_MS + 1, "amount": null});
    for action in [note, contact, promise] {
        assert_eq!(outcome("agent", action.clone()).await, "applied");
        for role in ["customer", "finance", "marketing"] {
            assert_eq!(
                outcome(role, action.clone()).await,
                "forbidden",
                "{role} {action}"
            );
        }
    }
    // A contact becomes an item of its channel's kind: who may not see that kind does not add to it.
    let social = json!({"type": "log_contact", "item_id": "n-4", "channel": "social", "direction": "in", "reason": "Vraag", "note": ""});
    assert_eq!(outcome("agent", social).await, "forbidden");
    let nowhere = json!({"type": "log_contact", "item_id": "n", "channel": "telepathy", "direction": "in", "reason": "x", "note": ""});
    assert_eq!(outcome("agent", nowhere).await, "invalid");
    let settle = json!({"type": "settle_promise", "item_id": "call-1", "status": "kept"});
    assert_eq!(outcome("agent", settle).await, "invalid");
}

#[tokio::test]
async fn each_operation_has_its_own_answer() {
    let app = TestApp::new().await;
    let mut elsewhere = operation("op-3", set("person.first_name", "X"));
    elsewhere["customer_id"] = json!("c-404");
    let results = push(
        &app,
        "agent",
        vec![
            operation("op-1", set("finance.iban", "x")),
            operation("op-2", set("person.first_name", "Anne")),
            elsewhere,
        ],
    )
    .await;
    assert_eq!(results[0]["error"]["code"], "forbidden");
    assert!(results[1]["version"].is_u64());
    assert_eq!(results[2]["error"]["code"], "not_found");
}

#[tokio::test]
async fn more_than_a_hundred_operations_are_too_many() {
    let app = TestApp::new().await;
    let many: Vec<_> = (0..101)
        .map(|n| operation(&format!("op-{n}"), set("person.first_name", "x")))
        .collect();
    let answer = app
        .call(
            "operation/push",
            &token("agent"),
            json!({"operations": many}),
        )
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let since = app
        .call(
            "change/since",
            &token("agent"),
            json!({"customer_id": "c-1", "since": 1}),
        )
        .await;
    assert_eq!(since.json()["reload"], false, "nothing of it was written");
}
