//! `POST /api/v1/customer/search`.

use std::sync::Arc;

use axum::http::StatusCode;
use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::IdentityKind;
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TENANT, TestApp, claims, config, sign, token};
use crate::world::{self, claim, identity, record};

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

async fn correct(app: &TestApp, role: &str, field: &str, value: &str) {
    let operation = json!({"op_id": format!("{field}-{value}"), "customer_id": "c-1",
        "made_at_ms": NOW_MS, "action": {"type": "set_field", "field": field, "value": value}});
    let request = json!({"operations": [operation]});
    let answer = app.call("operation/push", &token(role), request).await;
    assert!(answer.text().contains("version"), "{}", answer.text());
}

#[tokio::test]
async fn a_corrected_address_finds_the_customer_and_the_former_one_says_so() {
    for role in ["customer", "agent"] {
        let app = TestApp::new().await;
        let agent = token("agent");
        correct(&app, role, "contact.email", "Anna.Nieuw@Example.nl").await;
        let hits = search(&app, &agent, "anna.nieuw@example.NL").await;
        assert_eq!(hits.len(), 1, "{role}");
        assert_eq!(hits[0]["customer_id"], "c-1");
        assert_eq!(hits[0]["matched_by"], json!({"identity": "email"}));
        assert_eq!(hits[0].get("former"), None);
        let former = search(&app, &agent, "anna@example.nl").await;
        assert_eq!(former[0]["former"], true, "{role}");
        correct(&app, role, "contact.email", "derde@example.nl").await;
        let former = search(&app, &agent, "anna.nieuw@example.nl").await;
        assert_eq!(former[0]["former"], true, "{role}");
        let unread = search(&app, &token("finance"), "derde@example.nl").await;
        assert!(unread.is_empty(), "the address is not for finance");
    }
}

#[tokio::test]
async fn who_has_an_address_now_comes_before_who_had_it() {
    let mut other = record("c-3");
    other.assertions = vec![claim("contact.email", "anna@example.nl")];
    other.identities = vec![identity(IdentityKind::Email, "anna@example.nl")];
    let app = TestApp::with_more(other).await;
    correct(&app, "customer", "contact.email", "nieuw@example.nl").await;
    let hits = search(&app, &token("agent"), "anna@example.nl").await;
    let found: Vec<_> = hits.iter().map(|hit| &hit["customer_id"]).collect();
    assert_eq!(found, ["c-3", "c-1"]);
    assert_eq!(hits[0].get("former"), None);
    assert_eq!(hits[1]["former"], true);
}

#[tokio::test]
async fn a_token_for_few_customers_finds_them_among_hundreds() {
    let store = Arc::new(MemoryProfileStore::new());
    world::fill(store.as_ref()).await;
    let crowd = (0..500).map(|n| {
        let mut record = record(&format!("a-{n}"));
        record.assertions = vec![claim("person.last_name", "de Vries")];
        record.identities = vec![identity(IdentityKind::Phone, "+31301234567")];
        record
    });
    let mut last = record("z-1");
    last.assertions = vec![claim("person.last_name", "de Vries")];
    last.identities = vec![identity(IdentityKind::Phone, "+31301234567")];
    let tenant = TenantId::parse(TENANT).unwrap();
    let records = crowd.chain([last]).collect();
    store.ingest(&tenant, records).await.unwrap();
    let app = TestApp::on(&config(), store);
    let narrow = sign("ed", &claims("agent", json!(["z-1"])));
    let hits = search(&app, &narrow, "vries").await;
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0]["customer_id"], "z-1");
    assert!(search(&app, &narrow, "anna").await.is_empty());
}
