//! `POST /api/v1/customer/search`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{TestApp, claims, sign, token};

async fn search(app: &TestApp, token: &str, query: &str) -> Vec<Value> {
    let answer = app
        .call(
            "customer/search",
            token,
            json!({"query": query, "limit": 10}),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn customers_are_found_by_identifier_and_by_name() {
    let app = TestApp::new().await;
    let agent = token("agent");
    for query in ["anna@example.nl", "ANNA@example.nl", " K-1001 "] {
        let hits = search(&app, &agent, query).await;
        assert_eq!(hits.len(), 1, "{query}");
        assert_eq!(hits[0]["customer_id"], "c-1");
        assert_eq!(hits[0]["name"], "Anna de Vries");
        assert_eq!(hits[0]["detail"], "Utrecht");
    }
    assert_eq!(search(&app, &agent, "vries").await.len(), 2);
    assert_eq!(search(&app, &agent, "anna vries").await.len(), 1);
    assert!(search(&app, &agent, "").await.is_empty());
    assert!(search(&app, &agent, "zzz").await.is_empty());
}

#[tokio::test]
async fn a_search_rests_only_on_what_the_role_may_read() {
    let app = TestApp::new().await;
    assert!(
        search(&app, &token("finance"), "anna@example.nl")
            .await
            .is_empty()
    );
    assert!(
        search(&app, &token("finance"), "anna").await.is_empty(),
        "the first name is not for finance"
    );
    let hits = search(&app, &token("finance"), "K-1001").await;
    assert_eq!(hits[0]["name"], "de Vries");
    assert!(search(&app, &token("marketing"), "vries").await.is_empty());
    for unnamed in ["CANARY-anonymous", "CANARY-handle"] {
        assert!(
            search(&app, &token("agent"), unnamed).await.is_empty(),
            "{unnamed}"
        );
    }
}

#[tokio::test]
async fn a_search_stays_inside_the_scope() {
    let app = TestApp::new().await;
    let ids = |hits: Vec<Value>| -> Vec<String> {
        hits.iter()
            .map(|h| h["customer_id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        ids(search(&app, &token("customer"), "vries").await),
        ["c-1"]
    );
    let two = sign("ed", &claims("agent", json!(["c-2"])));
    assert_eq!(ids(search(&app, &two, "vries").await), ["c-2"]);
    let mut none = claims("agent", json!([]));
    assert!(search(&app, &sign("ed", &none), "vries").await.is_empty());
    none.as_object_mut().unwrap().remove("customers");
    assert!(
        search(&app, &sign("ed", &none), "vries").await.is_empty(),
        "no scope is no customer"
    );
}

#[tokio::test]
async fn strange_questions_find_nobody_and_break_nothing() {
    let app = TestApp::new().await;
    for query in [
        "\" OR 1=1 --",
        "*",
        "%",
        "a\u{0}b",
        "(",
        "NEAR(a b)",
        "🦀",
        "\u{202e}vries",
        "-",
    ] {
        let request = json!({"query": query, "limit": 10});
        let answer = app.call("customer/search", &token("agent"), request).await;
        assert!(answer.status.is_success(), "{query}");
    }
    let long = json!({"query": "a".repeat(201), "limit": 10});
    let answer = app.call("customer/search", &token("agent"), long).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
