//! Items that their source tells otherwise than before, as callers see them.

use klantbeeld_core::model::Item;
use klantbeeld_server::store::Said;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TestApp, token};
use crate::world::{item, record};

async fn told(items: Vec<Item>) -> TestApp {
    let mut more = record("c-1");
    more.said = Said::Received(NOW_MS);
    more.items = items;
    TestApp::with_more(more).await
}

async fn ask(app: &TestApp, role: &str, endpoint: &str, mut request: Value) -> Value {
    request["customer_id"] = json!("c-1");
    app.call(endpoint, &token(role), request).await.json()
}

async fn since(app: &TestApp, role: &str) -> Value {
    ask(app, role, "change/since", json!({"since": 1})).await
}

#[tokio::test]
async fn an_item_that_was_moved_comes_with_the_changes_and_says_what_it_was() {
    let moved = item(
        "call-1",
        "call",
        3,
        "Verzet",
        json!({"transcript": "Goedenavond", "internal": "CANARY-payload"}),
    );
    let app = told(vec![moved]).await;
    let changes = since(&app, "agent").await;
    assert_eq!(changes["items"][0]["item_id"], "call-1");
    assert_eq!(changes["items"][0]["title"], "Verzet");
    assert_eq!(
        (&changes["reload"], &changes["more"]),
        (&json!(false), &Value::Null)
    );

    let page = json!({"cursor": null, "limit": 200, "kinds": ["call"]});
    let page = ask(&app, "agent", "timeline/page", page).await;
    let places = page["items"].as_array().unwrap().iter();
    let places: Vec<_> = places.filter(|i| i["item_id"] == "call-1").collect();
    assert_eq!(places.len(), 1, "in its new place only");
    assert_eq!(places[0]["at_ms"], NOW_MS - 3 * 86_400_000);

    let detail = ask(&app, "agent", "item/detail", json!({"item_id": "call-1"})).await;
    let former = &detail["former"][0];
    assert_eq!(former["until_ms"], NOW_MS);
    assert_eq!(former["item"]["line"]["title"], "Vraag over de rekening");
    assert_eq!(
        former["item"]["payload"],
        json!({"transcript": "Goedemiddag"})
    );
    assert!(!detail.to_string().contains("CANARY"), "{detail}");
    assert_eq!(detail["former"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_an_item_was_is_seen_by_those_who_might_see_it_then() {
    let was_an_invoice = item("invoice-1", "call", 3, "Gesprek", json!({}));
    let became_health = item("call-1", "health", 3, "CANARY-health", json!({}));
    let app = told(vec![was_an_invoice, became_health]).await;
    let detail = ask(
        &app,
        "agent",
        "item/detail",
        json!({"item_id": "invoice-1"}),
    )
    .await;
    assert_eq!(detail["item"]["line"]["title"], "Gesprek");
    assert_eq!(detail["former"], Value::Null, "it was finance's");

    let changes = since(&app, "agent").await;
    assert_eq!(changes["more"], true, "what was there is there no longer");
    assert!(!changes.to_string().contains("call-1"), "{changes}");
    let changes = since(&app, "marketing").await;
    assert_eq!(changes["more"], Value::Null, "they never saw any of it");
}

#[tokio::test]
async fn more_changes_than_are_listed_ask_for_the_timeline() {
    let many = (0..300).map(|n| item(&format!("m-{n}"), "call", 3, "Meer", json!({})));
    let app = told(many.collect()).await;
    let changes = since(&app, "agent").await;
    assert_eq!(
        (&changes["more"], &changes["items"]),
        (&json!(true), &json!([]))
    );
}
