//! Bodies that nobody means: on every endpoint a 4xx, never a 5xx, never an effect.

use axum::body::Body;
use axum::http::{StatusCode, header};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::harness::{TestApp, endpoints, post, token};

async fn refused(app: &TestApp, endpoint: &str, body: impl Into<Body>) -> StatusCode {
    let answer = app.send(post(endpoint, Some(&token("agent")), body)).await;
    let status = answer.status;
    assert!(
        status.is_client_error(),
        "{endpoint}: {status} {}",
        answer.text()
    );
    assert!(answer.json()["code"].is_string());
    let said = answer.text();
    for word in [
        "struct",
        "enum",
        "expected",
        "OpenRequest",
        "u16",
        "u64",
        "i64",
    ] {
        assert!(!said.contains(word), "{endpoint}: {said}");
    }
    status
}

/// Texts that are not JSON, or JSON that no request is.
const NONSENSE: &[&str] = &[
    "",
    " ",
    "null",
    "true",
    "0",
    "1e400",
    "-",
    "[",
    "{",
    "}",
    "[]",
    "{}",
    "\"",
    "\"\\",
    "nul",
    "{\"request\"}",
    "{\"request\":}",
    "{\"request\":null}",
    "{\"request\":[]}",
    "{\"request\":\"x\"}",
    "{\"request\":{}}",
    "{\"request\":{},}",
    "{\"request\":{}}}",
    "{\"request\":{}} x",
    "{'request':{}}",
    "{\"request\":{},\"request\":{}}",
    "{\"request\":{\"customer_id\":\"c-1\",\"customer_id\":\"c-2\"}}",
    "{\"Request\":{}}",
    "{\"request.customer_id\":\"c-1\"}",
    "{\"request\":{\"customer_id\":1e400}}",
    "{\"request\":{\"customer_id\":\"\\ud800\"}}",
    "{\"request\":{\"customer_id\":\"\\u0000\"}}",
    "{\"request\":{\"customer_id\":\"\"}}",
    "{\"request\":{\"customer_id\":null}}",
    "\u{feff}{}",
    "{\"request\":{\"customer_id\":{\"$ne\":1}}}",
    "<xml/>",
    "request=1",
    "NaN",
    "Infinity",
    "{\"request\":{\"customer_id\":NaN}}",
    "// {}",
    "{\"request\":{/**/}}",
    "+1",
    "01",
    "\t",
];

/// All of it, with bytes that are no text and depths that nobody means.
fn nonsense() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str| {
        let (open, close) = (open.repeat(10_000), close.repeat(10_000));
        format!("{{\"request\":{open}1{close}}}").into_bytes()
    };
    let long = format!(
        "{{\"request\":{{\"customer_id\":\"{}\"}}}}",
        "x".repeat(1_000)
    );
    let strange = vec![
        b"{\"request\":{\"customer_id\":\"\xff\xfe\"}}".to_vec(),
        b"{\"request\":\0}".to_vec(),
        "{}".encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "[".repeat(10_000).into_bytes(),
        deep("[", "]"),
        deep("{\"a\":", "}"),
        long.into_bytes(),
    ];
    let texts = NONSENSE.iter().map(|text| text.as_bytes().to_vec());
    texts.chain(strange).collect()
}

#[tokio::test]
async fn nonsense_is_a_clients_mistake_on_every_endpoint() {
    let app = TestApp::new().await;
    for (endpoint, _) in endpoints() {
        for body in nonsense() {
            refused(&app, endpoint, Bytes::from(body)).await;
        }
    }
}

#[tokio::test]
async fn a_field_too_many_is_refused_wherever_it_stands() {
    let app = TestApp::new().await;
    for (endpoint, good) in endpoints() {
        for extra in [
            "tenant",
            "tenant_id",
            "role",
            "__proto__",
            "request.customer_id",
        ] {
            let mut inside = good.clone();
            inside[extra] = json!("acme");
            let body = json!({"request": inside}).to_string();
            assert_eq!(
                refused(&app, endpoint, body).await,
                400,
                "{endpoint} {extra}"
            );
            let beside = json!({"request": good, extra: "acme"}).to_string();
            assert_eq!(
                refused(&app, endpoint, beside).await,
                400,
                "{endpoint} {extra}"
            );
        }
    }
}

#[tokio::test]
async fn a_list_is_no_object() {
    let app = TestApp::new().await;
    for (endpoint, good) in endpoints() {
        let members: Vec<Value> = good.as_object().unwrap().values().cloned().collect();
        for body in [
            json!({"request": members}),
            json!([good]),
            json!([{"request": good}]),
        ] {
            let status = refused(&app, endpoint, body.to_string()).await;
            assert_eq!(status, 400, "{endpoint} {body}");
        }
    }
}

#[tokio::test]
async fn a_head_over_32_kib_is_refused_and_one_below_is_read() {
    let app = TestApp::new().await;
    for (length, status) in [(32_000, 200), (33_000, 431), (40_000, 431)] {
        let request = axum::http::Request::get("/health").header("x-long", "a".repeat(length));
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{length}");
    }
}

#[tokio::test]
async fn a_member_twice_is_refused() {
    let app = TestApp::new().await;
    for (endpoint, good) in endpoints() {
        let text = good.to_string();
        let member = text
            .trim_start_matches('{')
            .split(',')
            .next()
            .unwrap()
            .trim_end_matches('}')
            .to_owned();
        let twice = format!(
            "{{\"request\":{{{member},{}}}",
            text.trim_start_matches('{')
        );
        assert_eq!(refused(&app, endpoint, twice).await, 400, "{endpoint}");
    }
}

#[tokio::test]
async fn every_member_of_a_wrong_type_is_refused() {
    let app = TestApp::new().await;
    for (endpoint, good) in endpoints() {
        let names: Vec<_> = good.as_object().unwrap().keys().cloned().collect();
        for name in names {
            for wrong in [
                json!({}),
                json!([[]]),
                json!(true),
                json!(-1.5),
                json!({"a": [1, {"b": null}]}),
            ] {
                let mut bad = good.clone();
                bad[&name] = wrong.clone();
                let body = json!({"request": bad}).to_string();
                assert_eq!(
                    refused(&app, endpoint, body).await,
                    400,
                    "{endpoint} {name} {wrong}"
                );
            }
        }
    }
}

#[tokio::test]
async fn operations_take_nothing_but_their_own_members() {
    let app = TestApp::new().await;
    let good = json!({"op_id": "op-1", "customer_id": "c-1", "made_at_ms": 1_793_491_200_000_i64,
        "action": {"type": "set_field", "field": "person.first_name", "value": "X"}});
    let mut bad: Vec<Value> = Vec::new();
    for (path, name) in [
        ("", "actor"),
        ("", "tenant"),
        ("/action", "source"),
        ("/action", "author"),
    ] {
        let mut operation = good.clone();
        operation.pointer_mut(path).unwrap()[name] = json!("CRM");
        bad.push(operation);
    }
    for kind in ["delete_customer", "SetField", ""] {
        let mut operation = good.clone();
        operation["action"]["type"] = json!(kind);
        bad.push(operation);
    }
    let mut beside = good.clone();
    (beside["op_id"], beside["action"]["field"]) = (json!("op-2"), json!("household.size"));
    beside["action"]["value"] = json!("3");
    for operation in bad {
        let request = json!({"operations": [operation, beside]});
        let answer = app.call("operation/push", &token("agent"), request).await;
        let results = answer.json();
        assert_eq!(results[0]["op_id"], "op-1", "{operation}");
        assert_eq!(results[0]["error"]["code"], "invalid", "{operation}");
        assert!(results[1]["version"].is_u64(), "{operation}: {results}");
    }
    let twice = r#"{"request":{"operations":[{"op_id":"a","customer_id":"c-1","made_at_ms":1793491200000,
        "action":{"type":"set_field","type":"add_note","field":"person.first_name","value":"X"}}]}}"#;
    let answer = app
        .send(post("operation/push", Some(&token("agent")), twice))
        .await;
    assert_eq!(
        answer.json()[0]["error"]["code"],
        "invalid",
        "{}",
        answer.text()
    );
    let nameless = json!({"request": {"operations": [{"op_id": "", "action": {}}]}}).to_string();
    assert_eq!(refused(&app, "operation/push", nameless).await, 400);
    let head = app
        .call(
            "profile/open",
            &token("agent"),
            json!({"customer_id": "c-1", "page_size": 1}),
        )
        .await;
    assert!(head.text().contains("Anna"), "nothing was written");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_without_being_held() {
    let app = TestApp::new().await;
    for (endpoint, _) in endpoints() {
        let large = vec![b' '; 300 * 1024];
        assert_eq!(refused(&app, endpoint, large).await, 413, "{endpoint}");
        let mut announced = post(endpoint, Some(&token("agent")), "{}");
        announced
            .headers_mut()
            .insert(header::CONTENT_LENGTH, "104857600".parse().unwrap());
        assert_eq!(app.send(announced).await.status, 413, "{endpoint}");
        let endless = futures::stream::repeat_with(|| {
            Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 65_536]))
        });
        assert_eq!(
            refused(&app, endpoint, Body::from_stream(endless)).await,
            413,
            "{endpoint}"
        );
    }
}

#[tokio::test]
async fn only_plain_json_is_read() {
    let app = TestApp::new().await;
    let body = json!({"request": endpoints()[0].1}).to_string();
    for (name, value, status) in [
        ("content-type", "application/json; charset=utf-8", 200),
        ("content-type", "Application/JSON", 200),
        ("content-type", "text/json", 415),
        ("content-type", "application/jsonp", 415),
        ("content-type", "application/x-www-form-urlencoded", 415),
        ("content-encoding", "gzip", 415),
        ("content-encoding", "br", 415),
    ] {
        let mut request = post("profile/open", Some(&token("agent")), body.clone());
        request.headers_mut().insert(name, value.parse().unwrap());
        assert_eq!(app.send(request).await.status, status, "{name}: {value}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_given_up() {
    let app = TestApp::new().await;
    let never = futures::stream::pending::<Result<Bytes, std::io::Error>>();
    let status = refused(&app, "profile/open", Body::from_stream(never)).await;
    assert_eq!(status, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_clients_mistake() {
    let app = TestApp::new().await;
    let broken = futures::stream::iter([
        Ok(Bytes::from_static(b"{\"request\":")),
        Err(std::io::Error::other("gone")),
    ]);
    assert_eq!(
        refused(&app, "profile/open", Body::from_stream(broken)).await,
        400
    );
}

#[tokio::test]
async fn other_methods_and_addresses_are_refused_as_such() {
    let app = TestApp::new().await;
    for (endpoint, _) in endpoints() {
        for method in ["GET", "PUT", "DELETE", "PATCH", "HEAD"] {
            let mut request = post(endpoint, Some(&token("agent")), "{}");
            *request.method_mut() = method.parse().unwrap();
            assert_eq!(app.send(request).await.status, 405, "{method} {endpoint}");
        }
    }
    for path in [
        "nothing",
        "profile",
        "profile/open/",
        "profile//open",
        "../health",
        "%2e%2e/health",
    ] {
        let status = refused(&app, path, json!({"request": {}}).to_string()).await;
        assert_eq!(status, 404, "{path}");
    }
}
