//! Messages over HTTP as libraries send them: what is taken, what is refused and why, and what is left of it.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;
use serde_json::{Value, json};

use crate::harness::{Answer, NOW_MS, TENANT, TestApp, config, token};

struct Door {
    app: TestApp,
    store: Arc<MemoryProfileStore>,
}

impl Door {
    fn new() -> Self {
        let store = Arc::new(MemoryProfileStore::new());
        let app = TestApp::on(&config(), store.clone());
        Self { app, store }
    }

    async fn send(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send_as(path, body, &[("authorization", &basic("wk_test"))])
            .await
    }

    async fn send_as(&self, path: &str, body: impl Into<Body>, heads: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in heads {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(body.into()).unwrap()).await
    }

    async fn item(&self, customer: &str, place: usize) -> (i64, String) {
        let (tenant, customer) = (
            TenantId::parse(TENANT).unwrap(),
            CustomerId::parse(customer).unwrap(),
        );
        let items = self.store.list_items(&tenant, &customer, None, 50);
        let line = items.await.unwrap().swap_remove(place);
        (line.at_ms, line.title)
    }

    async fn count(&self, customer: &str) -> usize {
        let (tenant, customer) = (
            TenantId::parse(TENANT).unwrap(),
            CustomerId::parse(customer).unwrap(),
        );
        let items = self.store.list_items(&tenant, &customer, None, 50);
        items.await.unwrap().len()
    }
}

fn basic(key: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{key}:")))
}

fn track(id: &str, user: &str) -> Value {
    json!({ "type": "track", "event": "Seen", "messageId": id, "userId": user,
        "timestamp": "2026-10-31T22:00:00.000Z" })
}

fn batch(messages: &[Value]) -> String {
    json!({ "batch": messages }).to_string()
}

#[tokio::test]
async fn each_address_takes_one_message_of_its_type() {
    let door = Door::new();
    let person = json!({ "userId": "u1", "anonymousId": "v1" });
    for (verb, more) in [
        ("identify", json!({ "traits": { "firstName": "Ans" } })),
        ("track", json!({ "event": "Seen" })),
        ("page", json!({ "name": "Home" })),
        ("screen", json!({ "name": "Start" })),
        (
            "group",
            json!({ "groupId": "g1", "traits": { "name": "Bakkerij" } }),
        ),
        ("alias", json!({ "previousId": "old" })),
    ] {
        let mut message = person.clone();
        message["messageId"] = json!(format!("m-{verb}"));
        for (name, value) in more.as_object().unwrap() {
            message[name] = value.clone();
        }
        let answer = door.send(&format!("/v1/{verb}"), message.to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{verb}: {}", answer.text());
        assert_eq!(answer.json()["success"], true);
    }
    assert_eq!(door.count("u1").await, 3);
    assert_eq!(door.item("u1", 0).await.0, NOW_MS);
}

#[tokio::test]
async fn a_visitor_who_says_later_who_they_are_keeps_what_they_did() {
    let door = Door::new();
    let page = json!({ "type": "page", "messageId": "p", "anonymousId": "v", "name": "Tarieven" });
    door.send("/v1/batch", batch(&[page])).await;
    let identify = json!({ "type": "identify", "messageId": "i", "anonymousId": "v", "userId": "ans",
        "traits": { "email": "ans@example.nl" } });
    door.send("/v1/batch", batch(&[identify])).await;
    door.send("/v1/batch", batch(&[track("t", "ans")])).await;
    assert_eq!(door.count("anon:v").await, 2);
    assert_eq!(door.count("ans").await, 0, "they kept the id that they had");
}

#[tokio::test]
async fn traits_that_stand_in_the_context_alone_say_who_somebody_is() {
    let door = Door::new();
    let said = json!({ "type": "identify", "messageId": "i", "userId": "ans",
        "context": { "traits": { "email": "ans@example.nl" } } });
    door.send("/v1/batch", batch(&[said])).await;
    let find = json!({ "query": "ans@example.nl", "limit": 5 });
    let found = door
        .app
        .call("customer/search", &token("agent"), find)
        .await
        .json();
    assert_eq!(found[0]["customer_id"], "ans", "{found}");
}

#[tokio::test]
async fn a_call_without_a_key_or_with_a_wrong_one_is_refused_and_stores_nothing() {
    let door = Door::new();
    let body = batch(&[track("1", "u")]);
    for heads in [
        vec![],
        vec![("authorization", basic("wk_other"))],
        vec![("authorization", "Bearer wk_test".to_owned())],
        vec![("authorization", "Basic ???".to_owned())],
    ] {
        let heads: Vec<_> = heads.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = door.send_as("/v1/batch", body.clone(), &heads).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{heads:?}");
        assert_eq!(answer.json()["code"], "write_key");
    }
    assert_eq!(door.count("u").await, 0);
    let keyed = json!({ "batch": [track("1", "u")], "writeKey": "wk_test" }).to_string();
    let answer = door.send_as("/v1/batch", keyed, &[]).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "some libraries send it in the body"
    );
}

#[tokio::test]
async fn the_same_message_sent_again_is_stored_once() {
    let door = Door::new();
    let body = batch(&[track("1", "u"), track("2", "u")]);
    let first = door.send("/v1/batch", body.clone()).await.json();
    assert_eq!(
        (&first["accepted"], &first["repeated"]),
        (&json!(2), &json!(0))
    );
    let again = door.send("/v1/batch", body).await.json();
    assert_eq!(
        (&again["accepted"], &again["repeated"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(door.count("u").await, 2);
}

#[tokio::test]
async fn a_device_whose_clock_is_off_is_corrected_and_a_slow_way_is_not() {
    let door = Door::new();
    let iso = |ms: i64| {
        let at = chrono::DateTime::from_timestamp_millis(ms).unwrap();
        at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
    };
    let hour = 3_600_000;
    let send = async |user: &str, at_ms: i64, sent_ms: i64| {
        let mut message = track(user, user);
        message["timestamp"] = json!(iso(at_ms));
        let body = json!({ "batch": [message], "sentAt": iso(sent_ms) });
        door.send("/v1/batch", body.to_string()).await;
        door.item(user, 0).await.0
    };
    assert_eq!(
        send("fast", NOW_MS + hour - 5_000, NOW_MS + hour).await,
        NOW_MS - 5_000
    );
    assert_eq!(
        send("slow", NOW_MS - 9_000, NOW_MS - 4_000).await,
        NOW_MS - 9_000
    );
    let waited = send("offline", NOW_MS - 9 * hour, NOW_MS).await;
    assert_eq!(waited, NOW_MS - 9 * hour);
}

#[tokio::test]
async fn a_packed_body_is_read_and_a_bomb_is_not() {
    let door = Door::new();
    let pack = |bytes: &[u8]| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let key = basic("wk_test");
    let heads = [
        ("authorization", key.as_str()),
        ("content-encoding", "gzip"),
    ];
    let body = batch(&[track("1", "u")]);
    let answer = door
        .send_as("/v1/batch", pack(body.as_bytes()), &heads)
        .await;
    assert_eq!(answer.json()["accepted"], 1);
    let bomb = pack(&vec![b' '; 17 << 20]);
    assert!(bomb.len() < 1 << 20);
    let answer = door.send_as("/v1/batch", bomb, &heads).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = door.send_as("/v1/batch", body, &heads).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

/// Broken messages of plain text, and the word for what is wrong with each.
const BROKEN: [(&str, &str, &str); 14] = [
    ("a number", "7", "json"),
    ("a text", "\"track\"", "json"),
    ("a list", "[]", "json"),
    ("nothing", "null", "json"),
    (
        "a type of another sort",
        r#"{"type":7,"userId":"u"}"#,
        "unknown_type",
    ),
    (
        "no type",
        r#"{"userId":"u","messageId":"no-type"}"#,
        "missing",
    ),
    (
        "an unknown type",
        r#"{"type":"delete","userId":"u"}"#,
        "unknown_type",
    ),
    (
        "nobody",
        r#"{"type":"track","event":"x","messageId":"n"}"#,
        "nobody",
    ),
    (
        "an id that is none",
        r#"{"type":"track","event":"x","userId":"null"}"#,
        "value",
    ),
    (
        "the year 9999",
        r#"{"type":"track","event":"x","userId":"u","messageId":"far","timestamp":"9999-12-31T23:59:59Z"}"#,
        "value",
    ),
    (
        "no date",
        r#"{"type":"track","event":"x","userId":"u","messageId":"date","timestamp":"yesterday"}"#,
        "value",
    ),
    (
        "a member twice",
        r#"{"type":"track","event":"x","userId":"u","messageId":"twice","event":"y"}"#,
        "twice",
    ),
    (
        "a property twice",
        r#"{"type":"track","event":"x","userId":"u","messageId":"deep-twice","properties":{"a":1,"a":2}}"#,
        "twice",
    ),
    (
        "no event",
        r#"{"type":"track","userId":"u","messageId":"e"}"#,
        "missing",
    ),
];

/// All broken messages: those above, and those that are made.
fn corpus() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let with = |id: &str, more: &str| {
        format!(r#"{{"type":"track","event":"x","userId":"u","messageId":"{id}",{more}}}"#)
            .into_bytes()
    };
    let mut not_text = with("latin", r#""name":"Caf#"#);
    not_text.truncate(not_text.len() - 2);
    not_text.push(0xE9);
    not_text.extend_from_slice(b"\"}");
    let (open, close) = (r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    let deep = with("deep", &format!(r#""properties":{open}1{close}"#));
    let large = "x".repeat(10 << 20);
    let large = with("large", &format!(r#""properties":{{"a":"{large}"}}"#));
    let nul = with("nul", r#""name":"a\u0000b""#);
    let mut all: Vec<_> = BROKEN
        .map(|(what, text, code)| (what, text.as_bytes().to_vec(), code))
        .into();
    all.extend([
        ("ten thousand deep", deep, "json"),
        ("10 MB", large, "too_long"),
        ("NUL", nul, "encoding"),
        ("bytes that are no text", not_text, "encoding"),
    ]);
    all
}

#[tokio::test]
async fn broken_messages_are_refused_one_by_one_and_the_rest_goes_in() {
    let door = Door::new();
    let mut body = b"{\"batch\":[".to_vec();
    body.extend_from_slice(track("before", "good").to_string().as_bytes());
    for (_, message, _) in corpus() {
        body.push(b',');
        body.extend_from_slice(&message);
    }
    body.push(b',');
    body.extend_from_slice(track("after", "good").to_string().as_bytes());
    body.extend_from_slice(b"]}");
    let answer = door.send("/v1/batch", body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let said = answer.json();
    assert_eq!(
        (&said["success"], &said["accepted"]),
        (&json!(false), &json!(2))
    );
    assert_eq!(door.count("good").await, 2);
    let refused = said["refused"].as_array().unwrap();
    for (place, (name, _, code)) in corpus().into_iter().enumerate() {
        let found = refused.iter().find(|r| r["index"] == place + 1);
        let found = found.unwrap_or_else(|| panic!("{name} was taken"));
        assert_eq!(found["code"], code, "{name}: {found}");
        assert!(found["message"].as_str().unwrap().len() > 10, "{name}");
    }
    assert_eq!(refused.len(), corpus().len());
}

#[tokio::test]
async fn each_broken_message_alone_is_a_mistake_of_the_sender() {
    for (name, message, _) in corpus() {
        let door = Door::new();
        // Alone, the address says the type.
        let path = if name.contains("type") {
            "/v1/batch"
        } else {
            "/v1/track"
        };
        let answer = door.send(path, message).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{name}: {}",
            answer.text()
        );
        assert!(
            answer.json()["message"].as_str().unwrap().len() > 10,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_taken_apart_is_refused_in_words() {
    let door = Door::new();
    for body in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"batch":{}}"#,
        r#"{"batch":[],"batch":[]}"#,
    ] {
        let answer = door.send("/v1/batch", body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.json()["code"], "json");
    }
    let many = vec![json!({}); 10_001];
    let answer = door.send("/v1/batch", batch(&many)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(
        door.send("/v1/delete", "{}").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        door.app.get("/v1/batch").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn a_steward_inspects_corrects_and_replays_what_was_refused() {
    let door = Door::new();
    let steward = token("steward");
    let mut wrong = track("1", "u");
    wrong["timestamp"] = json!("9999-01-01");
    door.send("/v1/batch", batch(&[wrong, json!({ "type": "delete" })]))
        .await;
    let all = json!({ "limit": 1 });
    let page = door.app.call("quarantine/list", &steward, all).await.json();
    assert_eq!(page["entries"][0]["reason"], "unknown_type");
    let next = json!({ "limit": 1, "cursor": page["next"] });
    let page = door
        .app
        .call("quarantine/list", &steward, next)
        .await
        .json();
    let entry = &page["entries"][0];
    assert_eq!(
        (&entry["source"], &entry["reason"]),
        (&json!("shop"), &json!("value"))
    );
    assert_eq!(page["next"], Value::Null);
    let of = |reason: &str| json!({ "limit": 9, "source": "shop", "reason": reason });
    let page = door
        .app
        .call("quarantine/list", &steward, of("value"))
        .await
        .json();
    assert_eq!(page["entries"].as_array().unwrap().len(), 1);

    let id = &entry["id"];
    let detail = door
        .app
        .call("quarantine/read", &steward, json!({ "id": id }))
        .await
        .json();
    let text = detail["text"].as_str().unwrap();
    let again = door
        .app
        .call("quarantine/replay", &steward, json!({ "id": id }))
        .await
        .json();
    assert_eq!(
        (&again["is_taken"], &again["reason"]),
        (&json!(false), &json!("value"))
    );
    let corrected = json!({ "id": id, "text": text.replace("9999", "2026") });
    let taken = door
        .app
        .call("quarantine/replay", &steward, corrected.clone())
        .await
        .json();
    assert_eq!(taken["is_taken"], true, "{taken}");
    assert_eq!(door.count("u").await, 1);
    let twice = door
        .app
        .call("quarantine/replay", &steward, corrected)
        .await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_discarded_message_keeps_who_decided_it_and_why_and_does_not_come_back() {
    let door = Door::new();
    let steward = token("steward");
    let body = batch(&[json!({ "type": "delete", "messageId": "d" })]);
    door.send("/v1/batch", body.clone()).await;
    let all = || json!({ "limit": 9 });
    let page = door
        .app
        .call("quarantine/list", &steward, all())
        .await
        .json();
    let id = page["entries"][0]["id"].clone();
    let without = json!({ "id": id, "reason": " " });
    let refused = door.app.call("quarantine/discard", &steward, without).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let because = json!({ "id": id, "reason": "a test of the shop" });
    let judged = door
        .app
        .call("quarantine/discard", &steward, because)
        .await
        .json();
    assert_eq!(judged["entry"]["state"], "discarded");
    assert_eq!(judged["entry"]["settled_by"], "Sanne Bakker");
    door.send("/v1/batch", body).await;
    let page = door
        .app
        .call("quarantine/list", &steward, all())
        .await
        .json();
    assert_eq!(page["entries"], json!([]));
}

#[tokio::test]
async fn a_source_shows_how_it_delivers_and_when_it_is_late() {
    let door = Door::new();
    let steward = token("steward");
    let shop = async || {
        let all = door
            .app
            .call("sources/list", &steward, json!({}))
            .await
            .json();
        let found = all.as_array().unwrap().iter().find(|s| s["slug"] == "shop");
        found.unwrap().clone()
    };
    let before = shop().await;
    assert_eq!(
        (&before["is_late"], &before["last_ms"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(before["fresh_within_ms"], 3_600_000);
    let body = batch(&[
        track("1", "u"),
        track("1", "u"),
        json!({ "type": "delete" }),
    ]);
    door.send("/v1/batch", body).await;
    let after = shop().await;
    assert_eq!(
        (&after["is_late"], &after["last_ms"]),
        (&json!(false), &json!(NOW_MS))
    );
    for (count, number) in [
        ("accepted", 1),
        ("repeated", 1),
        ("refused", 1),
        ("waiting", 1),
    ] {
        assert_eq!(after[count], number, "{count}");
    }
}

#[tokio::test]
async fn only_stewards_of_the_tenant_see_sources_and_refused_messages() {
    let door = Door::new();
    door.send("/v1/batch", batch(&[json!({ "type": "delete" })]))
        .await;
    for (endpoint, request) in [
        ("sources/list", json!({})),
        ("quarantine/list", json!({ "limit": 9 })),
        ("quarantine/read", json!({ "id": 1 })),
        ("quarantine/replay", json!({ "id": 1 })),
        ("quarantine/discard", json!({ "id": 1, "reason": "x" })),
    ] {
        for role in ["agent", "finance", "marketing", "customer"] {
            let answer = door.app.call(endpoint, &token(role), request.clone()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{endpoint} {role}");
        }
        let unknown = json!({ "limit": 9, "id": 1, "reason": "x", "more": 1 });
        let answer = door.app.call(endpoint, &token("steward"), unknown).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{endpoint}");
    }
}
