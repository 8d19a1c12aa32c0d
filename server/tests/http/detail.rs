//! `POST /api/v1/item/detail`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, claims, sign, token};

async fn open(app: &TestApp, token: &str, item: &str, purpose: Option<&str>) -> Answer {
    let mut request = json!({"customer_id": "c-1", "item_id": item});
    if let Some(purpose) = purpose {
        request["purpose"] = json!(purpose);
    }
    app.call("item/detail", token, request).await
}

#[tokio::test]
async fn an_item_opens_with_the_parts_that_the_policy_names_and_its_answers() {
    let app = TestApp::new().await;
    let detail = open(&app, &token("agent"), "call-1", None).await.json();
    assert_eq!(
        detail["item"]["payload"],
        json!({"transcript": "Goedemiddag"})
    );
    assert_eq!(detail["answers"][0]["item_id"], "email-1");
    let answer = open(&app, &token("agent"), "email-1", None).await.json();
    assert_eq!(answer["question"]["item_id"], "call-1");
}

#[tokio::test]
async fn a_masked_item_opens_for_a_stated_purpose_only() {
    let app = TestApp::new().await;
    let agent = token("agent");
    for purpose in [None, Some("care"), Some("curiosity"), Some("")] {
        let refused = open(&app, &agent, "complaint-1", purpose).await;
        assert_eq!(
            refused.status,
            StatusCode::PRECONDITION_REQUIRED,
            "{purpose:?}"
        );
        assert_eq!(
            refused.json(),
            json!({"code": "needs_purpose", "purposes": ["service"]})
        );
    }
    let detail = open(&app, &agent, "complaint-1", Some("service"))
        .await
        .json();
    assert_eq!(detail["item"]["line"]["title"], "MASKED-title");
    assert_eq!(
        detail["item"]["payload"],
        json!({"letter": "MASKED-letter"})
    );
}

#[tokio::test]
async fn a_token_for_one_purpose_cannot_state_another() {
    let app = TestApp::new().await;
    let mut bound = claims("agent", json!("*"));
    bound["purpose"] = json!("care");
    let answer = open(&app, &sign("ed", &bound), "complaint-1", Some("service")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.json()["owner"], "complaints");
}

#[tokio::test]
async fn a_customer_opens_his_own_complaint_without_a_purpose() {
    let app = TestApp::new().await;
    let detail = open(&app, &token("customer"), "complaint-1", None)
        .await
        .json();
    assert_eq!(detail["item"]["payload"]["letter"], "MASKED-letter");
}

#[tokio::test]
async fn what_is_not_visible_in_the_list_does_not_open() {
    let app = TestApp::new().await;
    let cases = [
        ("agent", "health-1"),
        ("agent", "unnamed-1"),
        ("agent", "invoice-1"),
        ("agent", "nothing"),
        ("agent", "b-1"),
        ("customer", "note-2"),
        ("customer", "showroom-1"),
        ("finance", "call-1"),
        ("marketing", "call-1"),
    ];
    for (role, item) in cases {
        let answer = open(&app, &token(role), item, Some("service")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {item}");
        assert_eq!(answer.json(), json!({"code": "not_found"}), "{role} {item}");
    }
    let shared: Value = open(&app, &token("customer"), "note-1", None).await.json();
    assert_eq!(shared["item"]["payload"], json!({"text": "Hallo"}));
}
