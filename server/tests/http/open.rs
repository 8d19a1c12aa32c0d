//! `POST /api/v1/profile/open`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::{TestApp, claims, post, sign, token};

fn field<'a>(head: &'a Value, name: &str) -> Option<&'a Value> {
    head["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["field"] == name)
}

fn kinds(items: &Value) -> Vec<&str> {
    items
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["kind"].as_str().unwrap())
        .collect()
}

async fn open(role: &str) -> Value {
    let request = json!({"customer_id": "c-1", "page_size": 200});
    let answer = TestApp::new()
        .await
        .call("profile/open", &token(role), request)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn an_agent_sees_what_the_policy_gives_agents() {
    let head = open("agent").await;
    assert_eq!(
        field(&head, "contact.email").unwrap()["claims"][0]["value"],
        "anna@example.nl"
    );
    assert_eq!(field(&head, "contact.email").unwrap()["writable"], true);
    assert!(field(&head, "finance.iban").is_none());
    assert_eq!(head["viewer"]["name"], "Sanne Bakker");
    assert_eq!(head["viewer"]["may_add"], true);
    assert_eq!(head["relations"].as_array().unwrap().len(), 1);
    assert_eq!(head["identities"].as_array().unwrap().len(), 2);
    assert_eq!(head["upcoming"][0]["item_id"], "plan-1");
    assert_eq!(head["first"]["item_id"], "meter-299");
    assert_eq!(head["custom_kinds"][0]["slug"], "showroom");
    assert_eq!(head["sources"][0]["slug"], "crm");
}

#[tokio::test]
async fn what_is_hidden_is_counted_by_reason_and_department_and_never_named() {
    let head = open("agent").await;
    let hidden = head["hidden"].as_array().unwrap();
    let find = |reason: &str, owner: &str| {
        hidden
            .iter()
            .find(|h| h["reason"] == reason && h["owner"] == owner)
            .map(|h| &h["count"])
    };
    assert_eq!(
        find("role", "finance"),
        Some(&json!(2)),
        "the account number and the invoices"
    );
    assert_eq!(
        find("consent", "care"),
        Some(&json!(2)),
        "the health notes and items"
    );
    assert_eq!(hidden.len(), 2, "{hidden:?}");
}

/// The rows of months of some kinds: month, count, amount, latest, mood sum, moods.
fn rows(head: &Value, of: impl Fn(&Value) -> bool) -> Vec<[i64; 6]> {
    let kinds = head["months"].as_array().unwrap().iter();
    let rows = kinds.filter(|k| of(&k["kind"])).flat_map(|k| {
        let rows: Vec<i64> = serde_json::from_value(k["rows"].clone()).unwrap();
        let (rows, rest) = rows.as_chunks::<6>();
        assert!(rest.is_empty(), "{k}");
        rows.to_vec()
    });
    rows.collect()
}

#[tokio::test]
async fn totals_and_months_count_only_what_is_visible() {
    for (role, total) in [
        ("agent", 307),
        ("customer", 306),
        ("finance", 1),
        ("marketing", 0),
    ] {
        let head = open(role).await;
        assert_eq!(head["total"], total, "{role}");
        let counted: i64 = rows(&head, |_| true).iter().map(|row| row[1]).sum();
        assert_eq!(counted, total, "{role}");
    }
}

#[tokio::test]
async fn a_masked_kind_shows_that_it_is_there_and_nothing_of_it() {
    let head = open("agent").await;
    let page = head["page"]["items"].as_array().unwrap();
    let complaint = page.iter().find(|i| i["kind"] == "complaint").unwrap();
    assert_eq!(complaint["title"], "", "the screen says the kind");
    assert_eq!(complaint["status"], "open");
    assert!(complaint.get("mood").is_none());
    assert!(!head.to_string().contains("MASKED-"), "{head}");
    assert!(
        head["open"]
            .as_array()
            .unwrap()
            .iter()
            .any(|i| i["kind"] == "complaint")
    );
    let complaints = rows(&head, |kind| kind == "complaint");
    let [[_, count, amount, _, mood_sum, moods]] = complaints[..] else {
        panic!("{complaints:?}");
    };
    assert_eq!((count, amount, mood_sum, moods), (1, 0, 0, 0));
}

#[tokio::test]
async fn a_customer_sees_himself_unmasked_with_shared_notes_only() {
    let head = open("customer").await;
    let text = head.to_string();
    assert!(text.contains("MASKED-title"));
    assert!(text.contains("Gedeelde notitie"));
    assert!(!text.contains("AGENT-ONLY"));
    assert!(!kinds(&head["page"]["items"]).contains(&"showroom"));
    assert_eq!(head["viewer"]["may_add"], false);
    assert!(field(&head, "person.birth_date").is_none());
    assert_eq!(head["relations"], json!([]));
}

#[tokio::test]
async fn consent_opens_and_closes_what_depends_on_it() {
    let app = TestApp::new().await;
    let agent = token("agent");
    let say = async |op: &str, value: &str| {
        let operation = json!({
            "op_id": op, "customer_id": "c-1", "made_at_ms": 1_793_491_200_000_i64,
            "action": {"type": "set_field", "field": "consent.health", "value": value},
        });
        let answer = app
            .call("operation/push", &agent, json!({"operations": [operation]}))
            .await;
        assert!(answer.json()[0]["version"].is_u64(), "{}", answer.text());
    };
    let sees = async || {
        let head = app
            .call(
                "profile/open",
                &agent,
                json!({"customer_id": "c-1", "page_size": 200}),
            )
            .await;
        let head = head.json();
        (
            field(&head, "health.notes").is_some(),
            kinds(&head["page"]["items"]).contains(&"health"),
        )
    };
    assert_eq!(sees().await, (false, false));
    say("op-1", "yes").await;
    assert_eq!(sees().await, (true, true));
    say("op-2", "no").await;
    assert_eq!(sees().await, (false, false));
}

#[tokio::test]
async fn a_customer_out_of_scope_and_one_that_is_not_there_look_the_same() {
    let app = TestApp::new().await;
    let only_two = sign("ed", &claims("agent", json!(["c-2"])));
    let answers = [
        app.call(
            "profile/open",
            &only_two,
            json!({"customer_id": "c-1", "page_size": 5}),
        )
        .await,
        app.call(
            "profile/open",
            &token("agent"),
            json!({"customer_id": "c-404", "page_size": 5}),
        )
        .await,
        app.call(
            "profile/open",
            &token("customer"),
            json!({"customer_id": "c-2", "page_size": 5}),
        )
        .await,
    ];
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.bytes, answers[0].bytes);
    }
}

#[tokio::test]
async fn one_tenant_never_sees_another() {
    let app = TestApp::new().await;
    let mut other = claims("agent", json!("*"));
    other["tenant"] = json!("other");
    let answer = app
        .call(
            "profile/open",
            &sign("other", &other),
            json!({"customer_id": "c-1", "page_size": 50}),
        )
        .await;
    assert!(answer.text().contains("OTHER-TENANT"));
    assert!(!answer.text().contains("Anna"));
    assert!(!open("agent").await.to_string().contains("OTHER-TENANT"));
}

#[tokio::test]
async fn without_a_token_nothing_opens() {
    let app = TestApp::new().await;
    for (endpoint, body) in crate::harness::endpoints() {
        let answer = app
            .send(post(endpoint, None, json!({"request": body}).to_string()))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{endpoint}");
        assert_eq!(answer.json()["code"], "not_signed_in");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
}

#[tokio::test]
async fn an_unknown_role_is_refused() {
    let app = TestApp::new().await;
    let ghost = token("ghost");
    for (endpoint, body) in crate::harness::endpoints() {
        let answer = app.call(endpoint, &ghost, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{endpoint}");
    }
}

#[tokio::test]
async fn page_sizes_have_bounds() {
    let app = TestApp::new().await;
    for size in [json!(0), json!(201), json!(-1), json!(1e9), json!("50")] {
        let request = json!({"customer_id": "c-1", "page_size": size});
        let answer = app.call("profile/open", &token("agent"), request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{size}");
        assert_eq!(answer.json()["code"], "invalid");
    }
}
