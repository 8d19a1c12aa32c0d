//! `POST /api/v1/attachment/add` and `.../open`.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, claims, config, sign, token};

const PDF: &[u8] = b"%PDF-1.7\nGeachte mevrouw De Vries";

/// A form as browsers send it.
fn form(token: &str, customer: &str, name: &str, content: &[u8]) -> Request<Body> {
    let mut body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"customer_id\"\r\n\r\n{customer}\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: text/html\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--b--\r\n");
    Request::post("/api/v1/attachment/add")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .body(Body::from(body))
        .unwrap()
}

async fn add(app: &TestApp, token: &str, customer: &str, name: &str, content: &[u8]) -> Answer {
    app.send(form(token, customer, name, content)).await
}

fn note(id: &str, customer: &str, shareable: bool, attachment: &Value) -> Value {
    json!({"operations": [{
        "op_id": format!("op-{id}"),
        "customer_id": customer,
        "made_at_ms": 1_793_491_200_000_i64,
        "action": {
            "type": "add_note", "item_id": id, "text": "Brief ontvangen",
            "shareable": shareable, "attachment": attachment,
        },
    }]})
}

async fn open(app: &TestApp, token: &str, customer: &str, item: &str, sha256: &str) -> Answer {
    let request = json!({"customer_id": customer, "item_id": item, "sha256": sha256});
    app.call("attachment/open", token, request).await
}

/// A note of `c-1` with a file, and the file.
async fn with_note(app: &TestApp, shareable: bool) -> Value {
    let agent = token("agent");
    let added = add(app, &agent, "c-1", "brief ü.pdf", PDF).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text());
    let file = added.json();
    let pushed = app
        .call(
            "operation/push",
            &agent,
            note("n-1", "c-1", shareable, &file),
        )
        .await;
    assert!(pushed.json()[0]["version"].is_u64(), "{}", pushed.text());
    file
}

#[tokio::test]
async fn a_file_comes_back_as_a_download_of_what_it_is() {
    let app = TestApp::new().await;
    let file = with_note(&app, false).await;
    assert_eq!(file["media_type"], "application/pdf");
    assert_eq!(file["size_bytes"], PDF.len());
    let sha256 = file["sha256"].as_str().unwrap();
    let opened = open(&app, &token("agent"), "c-1", "n-1", sha256).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert_eq!(&opened.bytes[..], PDF);
    assert_eq!(opened.header("content-type"), "application/pdf");
    assert_eq!(opened.header("x-content-type-options"), "nosniff");
    assert_eq!(opened.header("cache-control"), "no-store");
    assert!(
        opened
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert_eq!(
        opened.header("content-disposition"),
        "attachment; filename=\"brief _.pdf\"; filename*=UTF-8''brief%20%C3%BC.pdf"
    );
    let detail = json!({"customer_id": "c-1", "item_id": "n-1"});
    let detail = app
        .call("item/detail", &token("agent"), detail)
        .await
        .json();
    assert_eq!(detail["item"]["payload"]["attachment"], file);
}

#[tokio::test]
async fn who_may_not_open_the_item_does_not_get_its_file() {
    let app = TestApp::new().await;
    let file = with_note(&app, false).await;
    let sha256 = file["sha256"].as_str().unwrap();
    let narrow = sign("ed", &claims("agent", json!(["c-2"])));
    for (who, token) in [
        ("a customer whose note is not shared", token("customer")),
        ("somebody with other customers", narrow),
        ("another department", token("marketing")),
    ] {
        let refused = open(&app, &token, "c-1", "n-1", sha256).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{who}");
    }
    let agent = token("agent");
    for (customer, item, sha256) in [
        ("c-1", "call-1", sha256),
        ("c-1", "n-2", sha256),
        ("c-2", "n-1", sha256),
        ("c-1", "n-1", &"0".repeat(64)),
        ("c-1", "n-1", "../n-1"),
    ] {
        let refused = open(&app, &agent, customer, item, sha256).await;
        assert_eq!(
            refused.status,
            StatusCode::NOT_FOUND,
            "{customer} {item} {sha256}"
        );
    }
}

#[tokio::test]
async fn the_customer_opens_the_file_of_a_shared_note() {
    let app = TestApp::new().await;
    let file = with_note(&app, true).await;
    let sha256 = file["sha256"].as_str().unwrap();
    let opened = open(&app, &token("customer"), "c-1", "n-1", sha256).await;
    assert_eq!(&opened.bytes[..], PDF, "{}", opened.text());
}

#[tokio::test]
async fn a_note_whose_file_did_not_arrive_is_refused() {
    let app = TestApp::new().await;
    let agent = token("agent");
    let file = with_note(&app, false).await;
    let mut smaller = file.clone();
    smaller["size_bytes"] = json!(1);
    let mut other = file.clone();
    other["sha256"] = json!("1".repeat(64));
    for (id, customer, file) in [
        ("n-5", "c-1", &smaller),
        ("n-6", "c-1", &other),
        ("n-7", "c-2", &file),
    ] {
        let pushed = app
            .call("operation/push", &agent, note(id, customer, false, file))
            .await;
        let message = pushed.json()[0]["error"]["message"].clone();
        let message = message.as_str().unwrap_or_default();
        assert!(message.contains("did not arrive"), "{id} {}", pushed.text());
    }
}

#[tokio::test]
async fn who_may_add_no_note_adds_no_file_and_pages_are_not_taken() {
    let app = TestApp::new().await;
    let agent = token("agent");
    let narrow = sign("ed", &claims("agent", json!(["c-2"])));
    let page = b"<!doctype html><script>alert(1)</script>".as_slice();
    for (token, name, content, status) in [
        (token("customer"), "a.pdf", PDF, StatusCode::FORBIDDEN),
        (narrow, "a.pdf", PDF, StatusCode::NOT_FOUND),
        (
            "no.token.this".to_owned(),
            "a.pdf",
            PDF,
            StatusCode::UNAUTHORIZED,
        ),
        (agent.clone(), "a.pdf", page, StatusCode::BAD_REQUEST),
        (
            agent.clone(),
            "a.pdf",
            b"".as_slice(),
            StatusCode::BAD_REQUEST,
        ),
        (agent.clone(), "", PDF, StatusCode::BAD_REQUEST),
    ] {
        let refused = add(&app, &token, "c-1", name, content).await;
        assert_eq!(refused.status, status, "{name} {}", refused.text());
    }
}

#[tokio::test]
async fn a_form_that_is_none_and_a_file_that_is_too_large_are_refused_with_the_reason() {
    let mut config = config();
    config.attachments.max_bytes = 1_024;
    let app = TestApp::with(config).await;
    let agent = token("agent");
    let large = [PDF, &[b' '; 2_048]].concat();
    let refused = add(&app, &agent, "c-1", "a.pdf", &large).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let huge = [PDF, &[b' '; 64 * 1_024]].concat();
    let refused = add(&app, &agent, "c-1", "a.pdf", &huge).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let json = app.call("attachment/add", &agent, json!({})).await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let mut cut = form(&agent, "c-1", "a.pdf", PDF);
    *cut.body_mut() = Body::from("--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nabc");
    assert_eq!(app.send(cut).await.status, StatusCode::BAD_REQUEST);
    let get = app.get("/api/v1/attachment/add").await;
    assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED);
}
