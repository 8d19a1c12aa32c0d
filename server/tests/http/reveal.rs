//! `POST /api/v1/field/reveal`: a masked value, for a purpose that is written down first.

use std::sync::Arc;

use axum::http::StatusCode;
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::store::memory::MemoryProfileStore;
use klantbeeld_server::store::{CustomerRecord, Opened, ProfileStore as _};
use serde_json::{Value, json};

use crate::harness::{Answer, NOW_MS, TENANT, TestApp, claims, config, sign, token};
use crate::world::{self, claim, customer, record};

/// The value, which only an opening may tell.
const VALUE: &str = "SPECIAL-slecht-ter-been";

fn with_consent() -> CustomerRecord {
    let mut more = record("c-1");
    let mut notes = claim("health.notes", VALUE);
    notes.assertion_id = "newer".to_owned();
    notes.known_at_ms += 1;
    more.assertions = vec![notes, claim("consent.health", "yes")];
    more
}

struct Case {
    app: TestApp,
    store: Arc<MemoryProfileStore>,
}

impl Case {
    async fn new() -> Self {
        let store = Arc::new(MemoryProfileStore::new());
        world::fill(store.as_ref()).await;
        let tenant = TenantId::parse(TENANT).unwrap();
        store.ingest(&tenant, vec![with_consent()]).await.unwrap();
        let app = TestApp::on(&config(), store.clone());
        Self { app, store }
    }

    async fn reveal(&self, token: &str, field: &str, purpose: Option<&str>) -> Answer {
        let request = json!({"customer_id": "c-1", "field": field, "purpose": purpose});
        self.app.call("field/reveal", token, request).await
    }

    async fn log(&self) -> Vec<(String, Opened, String, i64)> {
        let tenant = TenantId::parse(TENANT).unwrap();
        let log = self.store.list_access(&tenant, &customer("c-1"), 100).await;
        let entries = log.unwrap().into_iter();
        let line = |e: klantbeeld_server::store::AccessEntry| {
            (e.actor.subject, e.opened, e.purpose, e.at_ms)
        };
        entries.map(line).collect()
    }

    async fn set(&self, field: &str, value: &str) {
        let operation = json!({"op_id": format!("{field}-{value}"), "customer_id": "c-1",
            "made_at_ms": NOW_MS, "action": {"type": "set_field", "field": field, "value": value}});
        let request = json!({"operations": [operation]});
        let answer = self
            .app
            .call("operation/push", &token("agent"), request)
            .await;
        assert!(answer.text().contains("version"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_masked_field_opens_for_its_purpose_and_is_written_down() {
    let case = Case::new().await;
    let answer = case
        .reveal(&token("agent"), "health.notes", Some("service"))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let known = claim("health.notes", VALUE);
    let claim = json!({"value": VALUE, "source": "crm", "valid_from_ms": known.valid_from_ms,
        "known_at_ms": known.known_at_ms + 1, "author": "system", "by": "CRM"});
    assert_eq!(
        answer.json(),
        json!({"field": "health.notes", "claim": claim})
    );
    let opened = Opened::Field("health.notes".to_owned());
    let line = ("agent-7".to_owned(), opened, "service".to_owned(), NOW_MS);
    assert_eq!(case.log().await, [line]);
}

#[tokio::test]
async fn without_one_of_its_purposes_it_stays_closed_and_says_which_there_are() {
    let case = Case::new().await;
    for purpose in [None, Some("care"), Some("curiosity"), Some("")] {
        let refused = case.reveal(&token("agent"), "health.notes", purpose).await;
        assert_eq!(refused.status, StatusCode::PRECONDITION_REQUIRED);
        let asks = json!({"code": "needs_purpose", "purposes": ["service"]});
        assert_eq!(refused.json(), asks, "{purpose:?}");
    }
    assert!(case.log().await.is_empty());
}

#[tokio::test]
async fn who_may_not_see_the_field_cannot_tell_it_from_one_that_is_not_there() {
    let case = Case::new().await;
    for (role, field) in [
        ("finance", "health.notes"),
        ("marketing", "health.notes"),
        ("customer", "health.notes"),
        ("agent", "finance.iban"),
        ("agent", "secret.unnamed"),
        ("agent", "no.such.field"),
    ] {
        let refused = case.reveal(&token(role), field, Some("service")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role} {field}");
        let nobody = json!({"code": "forbidden", "owner": ""});
        assert_eq!(refused.json(), nobody, "{role} {field}");
    }
    assert!(case.log().await.is_empty());
}

#[tokio::test]
async fn a_withdrawn_consent_closes_it_at_once() {
    let case = Case::new().await;
    case.set("consent.health", "no").await;
    let refused = case
        .reveal(&token("agent"), "health.notes", Some("service"))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(
        refused.json(),
        json!({"code": "forbidden", "owner": "care"})
    );
    assert!(case.log().await.is_empty());
}

#[tokio::test]
async fn a_token_for_one_purpose_cannot_state_another() {
    let case = Case::new().await;
    let mut bound = claims("agent", json!("*"));
    bound["purpose"] = json!("care");
    let bound = sign("ed", &bound);
    let refused = case.reveal(&bound, "health.notes", Some("service")).await;
    assert_eq!(
        refused.json(),
        json!({"code": "forbidden", "owner": "care"})
    );
    assert!(case.log().await.is_empty());
}

#[tokio::test]
async fn forged_tokens_and_other_customers_open_nothing() {
    let case = Case::new().await;
    let good = token("agent");
    let (head, signature) = good.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for bad in [forged.as_str(), "", "a.b.c"] {
        let refused = case.reveal(bad, "health.notes", Some("service")).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{bad}");
    }
    let elsewhere = sign("ed", &claims("agent", json!(["c-2"])));
    let refused = case
        .reveal(&elsewhere, "health.notes", Some("service"))
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(case.log().await.is_empty());
}

#[tokio::test]
async fn what_is_not_masked_or_was_taken_away_has_nothing_to_open() {
    let case = Case::new().await;
    let agent = token("agent");
    let plain = case.reveal(&agent, "contact.email", Some("service")).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST);
    case.set("health.notes", "").await;
    let gone = case.reveal(&agent, "health.notes", Some("service")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let request = json!({"customer_id": "c-1", "page_size": 1});
    let head = case.app.call("profile/open", &agent, request).await.json();
    let fields = head["fields"].as_array().unwrap().clone();
    let field = fields.iter().find(|f| f["field"] == "health.notes");
    assert_eq!(field.unwrap().get("masked"), None::<&Value>);
    assert!(case.log().await.is_empty());
}

#[tokio::test]
async fn a_role_opens_for_its_own_purposes_only() {
    let mut config = config();
    let policy = Arc::make_mut(&mut config.policy);
    let role = policy.role.get_mut("agent").unwrap();
    role.purposes = vec!["care".to_owned()];
    let store = Arc::new(MemoryProfileStore::new());
    world::fill(store.as_ref()).await;
    let tenant = TenantId::parse(TENANT).unwrap();
    store.ingest(&tenant, vec![with_consent()]).await.unwrap();
    let app = TestApp::on(&config, store.clone());
    let case = Case { app, store };
    let refused = case
        .reveal(&token("agent"), "health.notes", Some("service"))
        .await;
    assert_eq!(
        refused.json(),
        json!({"code": "forbidden", "owner": "care"})
    );
    let item = json!({"customer_id": "c-1", "item_id": "complaint-1", "purpose": "service"});
    let refused = case.app.call("item/detail", &token("agent"), item).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(case.log().await.is_empty());
}
