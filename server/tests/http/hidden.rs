//! No answer tells that there is an item that the caller may not see, nor a source that the policy does not name.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{IdentityKind, Item, RelationKind};
use klantbeeld_server::store::CustomerRecord;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TestApp, endpoints, token};
use crate::world::{claim, identity, item, record, relation};

/// Items that answer others: of each the role that may not see the answered one, and that one.
const ANSWERS: [(&str, &str, &str); 5] = [
    ("to-invoice", "agent", "invoice-1"),
    ("to-health", "agent", "health-1"),
    ("to-unnamed", "agent", "unnamed-1"),
    ("to-nothing", "agent", "no-such-item"),
    ("to-note", "customer", "note-2"),
];

fn answer(id: &str, to: &str) -> Item {
    let mut answer = item(id, "email", 1, "Antwoord", json!({}));
    answer.line.reply_to = Some(ItemId::parse(to).unwrap());
    answer
}

async fn with_answers() -> TestApp {
    let mut more = record("c-1");
    more.items = ANSWERS.map(|(id, _, to)| answer(id, to)).into();
    more.items.push(answer("to-complaint", "complaint-1"));
    TestApp::with_more(more).await
}

/// Every endpoint, and the detail of these items.
fn questions(items: &[&str]) -> Vec<(&'static str, Value)> {
    let mut all = endpoints();
    for item in items {
        let request = json!({"customer_id": "c-1", "item_id": item});
        all.push(("item/detail", request));
    }
    all
}

#[tokio::test]
async fn an_answer_names_no_item_that_is_hidden_in_any_exit() {
    let app = with_answers().await;
    for (id, role, hidden) in ANSWERS {
        for (endpoint, request) in questions(&[id, "call-1"]) {
            let answer = app.call(endpoint, &token(role), request).await;
            let text = answer.text();
            assert!(!text.contains(hidden), "{role} {endpoint} {hidden}: {text}");
        }
        let request = json!({"customer_id": "c-1", "item_id": id});
        let opened = app.call("item/detail", &token(role), request).await.json();
        assert_eq!(opened["item"]["line"]["title"], "Antwoord", "{id}");
        assert_eq!(opened["question"], json!(null), "{id}");
    }
}

#[tokio::test]
async fn an_answer_names_what_may_be_seen_masked_or_not() {
    let app = with_answers().await;
    let page = json!({"customer_id": "c-1", "cursor": null, "limit": 200, "kinds": ["email"]});
    for role in ["agent", "customer"] {
        let page = app.call("timeline/page", &token(role), page.clone()).await;
        let items = page.json()["items"].as_array().unwrap().clone();
        let of = |id: &str| items.iter().find(|i| i["item_id"] == id).unwrap()["reply_to"].clone();
        assert_eq!(of("email-1"), "call-1", "{role}");
        assert_eq!(of("to-complaint"), "complaint-1", "{role}");
    }
}

fn from_elsewhere() -> CustomerRecord {
    const UNNAMED: &str = "spyware";
    let mut more = record("c-1");
    let mut said = claim("contact.town", "Zeist");
    (said.assertion_id, said.source, said.by) = ("a-2".to_owned(), UNNAMED.into(), UNNAMED.into());
    more.assertions = vec![said];
    let mut number = identity(IdentityKind::CustomerNumber, "K-2");
    number.source = UNNAMED.to_owned();
    more.identities = vec![number];
    let mut partner = relation("c-7", RelationKind::Household, "Cees");
    partner.source = UNNAMED.to_owned();
    more.relations = vec![partner];
    let mut seen = item("seen-1", "call", 1, "Gezien", json!({}));
    seen.line.source = UNNAMED.to_owned();
    seen.line.status = Some(klantbeeld_core::model::Status::Open);
    seen.recorded_by = UNNAMED.to_owned();
    more.items = vec![seen];
    more
}

#[tokio::test]
async fn a_source_that_the_policy_does_not_name_is_in_no_exit() {
    let app = TestApp::with_more(from_elsewhere()).await;
    for role in ["agent", "customer", "finance"] {
        for (endpoint, request) in questions(&["seen-1"]) {
            let answer = app.call(endpoint, &token(role), request).await;
            let text = answer.text();
            assert!(!text.contains("spyware"), "{role} {endpoint}: {text}");
        }
    }
    let request = json!({"customer_id": "c-1", "page_size": 50});
    let head = app.call("profile/open", &token("agent"), request).await;
    for known in ["Zeist", "K-2", "Cees", "seen-1"] {
        assert!(head.text().contains(known), "{known} stays");
    }
}

async fn push(app: &TestApp, role: &str, op_id: &str, action: Value) -> Value {
    let operation =
        json!({"op_id": op_id, "customer_id": "c-1", "made_at_ms": NOW_MS, "action": action});
    let request = json!({"operations": [operation]});
    let answer = app.call("operation/push", &token(role), request).await;
    answer.json()[0].clone()
}

#[tokio::test]
async fn settling_what_is_hidden_is_as_settling_what_is_not_there() {
    for id in ["invoice-1", "health-1", "unnamed-1", "no-such-item"] {
        let app = TestApp::new().await;
        let settle = json!({"type": "settle_promise", "item_id": id, "status": "kept"});
        let result = push(&app, "agent", "op-1", settle).await;
        assert_eq!(result["error"], json!({"code": "not_found"}), "{id}");
    }
}

#[tokio::test]
async fn an_item_under_a_hidden_id_is_written_as_under_one_that_is_free() {
    let note =
        |id: &str| json!({"type": "add_note", "item_id": id, "text": "Hoi", "shareable": false});
    let promise =
        |id: &str| json!({"type": "add_promise", "item_id": id, "text": "Hoi", "due_ms": NOW_MS});
    let contact = |id: &str| {
        json!({"type": "log_contact", "item_id": id, "channel": "phone",
        "direction": "in", "reason": "Hoi", "note": ""})
    };
    for id in ["invoice-1", "health-1", "unnamed-1"] {
        let makes: [&dyn Fn(&str) -> Value; 3] = [&note, &promise, &contact];
        for make in makes {
            let (app, other) = (TestApp::new().await, TestApp::new().await);
            let taken = push(&app, "agent", "op-1", make(id)).await;
            let free = push(&other, "agent", "op-1", make("no-such-item")).await;
            assert_eq!(taken, free, "{id}");
            assert!(taken["version"].is_u64(), "{id}: {taken}");
            let again = push(&app, "agent", "op-1", make(id)).await;
            assert_eq!(again, taken, "{id}: sent twice");
            let reused = push(&app, "agent", "op-1", make("another")).await;
            assert_eq!(reused["error"]["code"], "conflict", "{id}");
        }
    }
    let app = TestApp::new().await;
    let seen = push(&app, "agent", "op-1", note("call-1")).await;
    assert_eq!(
        seen["error"]["code"], "invalid",
        "one that is seen is taken"
    );
}

#[tokio::test]
async fn an_operation_named_as_a_hidden_claim_is_applied() {
    let app = TestApp::new().await;
    for op_id in [
        "a-finance.iban",
        "a-health.notes",
        "a-secret.unnamed",
        "free",
    ] {
        let set = json!({"type": "set_field", "field": "person.first_name", "value": op_id});
        let result = push(&app, "agent", op_id, set).await;
        assert!(result["version"].is_u64(), "{op_id}: {result}");
    }
}
