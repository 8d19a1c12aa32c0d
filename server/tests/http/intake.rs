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

use crate::harness::{Answer, NOW_MS, TENANT, TestApp, config};

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

/// Broken messages, and the word for what is wrong with each.
fn corpus() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let with = |more: &str| {
        format!(
            r#"{{"type":"track","event":"x","userId":"u","messageId":"b{}",{more}}}"#,
            more.len()
        )
        .into_bytes()
    };
    let mut not_text =
        text(r#"{"type":"track","event":"x","userId":"u","messageId":"latin","name":"Caf"#);
    not_text.push(0xE9);
    not_text.extend_from_slice(b"\"}");
    let deep = format!(
        r#"{{"type":"track","event":"x","userId":"u","messageId":"deep","properties":{}{}}}"#,
        r#"{"a":"#.repeat(10_000),
        "1".to_owned() + &"}".repeat(10_000)
    );
    vec![
        ("a number", text("7"), "json"),
        ("a text", text("\"track\""), "json"),
        ("a list", text("[]"), "json"),
        ("nothing", text("null"), "json"),
        (
            "a type of another sort",
            text(r#"{"type":7,"userId":"u"}"#),
            "unknown_type",
        ),
        (
            "no type",
            text(r#"{"userId":"u","messageId":"no-type"}"#),
            "missing",
        ),
        (
            "an unknown type",
            text(r#"{"type":"delete","userId":"u"}"#),
            "unknown_type",
        ),
        (
            "nobody",
            text(r#"{"type":"track","event":"x","messageId":"n"}"#),
            "nobody",
        ),
        (
            "an id that is none",
            text(r#"{"type":"track","event":"x","userId":"null"}"#),
            "value",
        ),
        (
            "the year 9999",
            with(r#""timestamp":"9999-12-31T23:59:59Z""#),
            "value",
        ),
        ("no date", with(r#""timestamp":"yesterday""#), "value"),
        ("a member twice", with(r#""event":"y""#), "twice"),
        (
            "a property twice",
            with(r#""properties":{"a":1,"a":2}"#),
            "twice",
        ),
        ("ten thousand deep", deep.into_bytes(), "json"),
        (
            "10 MB",
            with(&format!(
                r#""properties":{{"a":"{}"}}"#,
                "x".repeat(10 << 20)
            )),
            "too_long",
        ),
        ("NUL", with(r#""name":"a\u0000b""#), "encoding"),
        ("bytes that are no text", not_text, "encoding"),
        (
            "no event",
            text(r#"{"type":"track","userId":"u","messageId":"e"}"#),
            "missing",
        ),
    ]
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
