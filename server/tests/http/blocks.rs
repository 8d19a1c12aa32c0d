//! `POST /api/v1/timeline/blocks`.

use std::io::Read as _;

use axum::http::StatusCode;
use serde_json::json;

use crate::harness::{Answer, TestApp, lines, post, token};

async fn fetch(app: &TestApp, role: &str, encoding: &str) -> Answer {
    let body = json!({"request": {"customer_id": "c-1"}}).to_string();
    let mut request = post("timeline/blocks", Some(&token(role)), body);
    request
        .headers_mut()
        .insert("accept-encoding", encoding.parse().unwrap());
    app.send(request).await
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .read_to_end(&mut plain)
        .unwrap();
    plain
}

#[tokio::test]
async fn the_blocks_hold_what_the_pages_hold_planned_items_included() {
    let app = TestApp::new().await;
    for (role, count) in [
        ("agent", 307),
        ("customer", 306),
        ("finance", 1),
        ("marketing", 0),
    ] {
        let answer = fetch(&app, role, "identity").await;
        assert_eq!(answer.status, StatusCode::OK);
        let lines = lines(&answer.bytes);
        assert_eq!(lines.len(), count, "{role}");
        assert!(lines.is_sorted_by(|a, b| a.at_ms >= b.at_ms));
    }
    let agent = lines(&fetch(&app, "agent", "identity").await.bytes);
    assert_eq!(agent[0].item_id.as_str(), "plan-1");
}

#[tokio::test]
async fn gzip_is_sent_to_who_accepts_it_and_the_second_answer_is_the_first() {
    let app = TestApp::new().await;
    let plain = fetch(&app, "agent", "identity").await;
    let zipped = fetch(&app, "agent", "br, gzip").await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(unzipped(&zipped.bytes), plain.bytes);
    assert_eq!(fetch(&app, "agent", "br, gzip").await.bytes, zipped.bytes);
    assert_eq!(
        fetch(&app, "agent", "gzip;q=0")
            .await
            .header("content-encoding"),
        ""
    );
    assert_eq!(
        zipped.header("x-klantbeeld-version"),
        plain.header("x-klantbeeld-version")
    );
    assert_ne!(plain.header("x-klantbeeld-version"), "");
}

#[tokio::test]
async fn a_write_makes_another_answer() {
    let app = TestApp::new().await;
    let before = fetch(&app, "agent", "identity").await;
    let operation = json!({"op_id": "op", "customer_id": "c-1", "made_at_ms": 1_793_491_200_000_i64,
        "action": {"type": "add_note", "item_id": "n-1", "text": "Nieuw", "shareable": false}});
    app.call(
        "operation/push",
        &token("agent"),
        json!({"operations": [operation]}),
    )
    .await;
    let after = fetch(&app, "agent", "identity").await;
    assert_eq!(lines(&after.bytes).len(), lines(&before.bytes).len() + 1);
    assert_ne!(
        after.header("x-klantbeeld-version"),
        before.header("x-klantbeeld-version")
    );
}

#[tokio::test]
async fn blocks_of_a_customer_out_of_scope_are_not_found() {
    let app = TestApp::new().await;
    let body = json!({"customer_id": "c-2"});
    let answer = app.call("timeline/blocks", &token("customer"), body).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
