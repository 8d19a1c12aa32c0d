//! `POST /api/v1/live`: who hears of what, after whatever went wrong.

mod cuts;
mod ends;
mod reader;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::{StatusCode, header};
use futures::StreamExt as _;
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::config::Origin;
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use serde_json::{Value, json};

use self::reader::{Reader, add_note, ask, on, watch};
use crate::harness::{NOW_MS, TENANT, TestApp, claims, config, post, sign, token};
use crate::world;

/// A second router on the same store, as another server process has it.
async fn shared() -> (TestApp, Arc<MemoryProfileStore>) {
    let store = Arc::new(MemoryProfileStore::new());
    world::fill(store.as_ref()).await;
    (TestApp::on(&config(), store.clone()), store)
}

#[tokio::test]
async fn a_write_reaches_every_role_that_watches_by_a_hint_and_says_a_version_only() {
    let (app, store) = shared().await;
    let mut agent = Reader::open(&app, &token("agent"), watch(&[("c-1", 1)])).await;
    let mut own = Reader::open(&app, &token("customer"), watch(&[("c-1", 1)])).await;
    let (first, _) = (agent.next().await, own.next().await);
    assert_eq!(first["event"], "hello");
    let start = Instant::now();
    add_note(store.as_ref(), "c-1", "n-1").await;
    for reader in [&mut agent, &mut own] {
        let heard = reader.next().await;
        let expected = json!({"event": "change", "customer_id": "c-1", "version": 2});
        assert_eq!(heard, expected, "and nothing else");
    }
    // A stream looks by itself after 15 seconds.
    assert!(start.elapsed() < Duration::from_secs(10), "by a hint");
    add_note(store.as_ref(), "c-2", "n-2").await;
    assert_eq!(agent.soon().await, None, "of nobody who is not watched");
}

#[tokio::test]
async fn many_writes_while_nobody_reads_are_one_word() {
    let (app, store) = shared().await;
    let mut reader = Reader::open(&app, &token("agent"), watch(&[("c-1", 1)])).await;
    reader.next().await;
    for n in 0..300 {
        add_note(store.as_ref(), "c-1", &format!("n-{n}")).await;
    }
    assert_eq!(reader.next().await["version"], 301);
    assert_eq!(reader.soon().await, None);
}

#[tokio::test]
async fn the_answer_is_made_for_proxies_and_for_no_cache() {
    let (app, _) = shared().await;
    let mut request = ask(&token("agent"), &watch(&[("c-1", 1)]));
    let accepts = "gzip, br".parse().unwrap();
    request
        .headers_mut()
        .insert(header::ACCEPT_ENCODING, accepts);
    let response = on(&app, request).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("x-accel-buffering"), "no");
    assert_eq!(header("cache-control"), "no-store, no-transform");
    assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
}

#[tokio::test(start_paused = true)]
async fn a_quiet_stream_gives_a_sign_of_life() {
    let (app, _) = shared().await;
    let request = ask(&token("agent"), &watch(&[("c-1", 1)]));
    let mut pieces = on(&app, request).await.into_body().into_data_stream();
    let begin = tokio::time::Instant::now();
    let mut text = String::new();
    while !text.contains("event: ping\n\n") {
        let piece = pieces.next().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(&piece).unwrap());
    }
    assert!(text.starts_with("event: hello\n"), "{text}");
    let seconds = begin.elapsed().as_secs();
    assert!((15..=20).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn nobody_watches_without_a_good_token_or_from_a_strange_page() {
    let mut config = config();
    config.allowed_origins = vec![Origin::parse("https://crm.example.nl").unwrap()];
    let app = TestApp::with(config).await;
    let body = json!({"request": watch(&[("c-1", 1)])}).to_string();
    let mut expired = claims("agent", json!("*"));
    expired["exp"] = json!(NOW_MS / 1_000 - 60);
    let foreign_key = sign("es", &claims("agent", json!("*"))).replace('.', ".a");
    for bad in [None, Some(sign("ed", &expired)), Some(foreign_key)] {
        let answer = app.send(post("live", bad.as_deref(), body.clone())).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let mut strange = post("live", Some(&token("agent")), body);
    let origin = "https://elsewhere.example".parse().unwrap();
    strange.headers_mut().insert(header::ORIGIN, origin);
    assert_eq!(app.send(strange).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_request_that_cannot_be_meant_is_refused_with_the_reason() {
    let app = TestApp::new().await;
    let many: Vec<_> = (0..65)
        .map(|n| json!({"customer_id": format!("c-{n}"), "version": 0}))
        .collect();
    for (request, word) in [
        (json!({"watched": []}), "watched"),
        (json!({"watched": many}), "watched"),
        (
            json!({"watched": [{"customer_id": "c-1", "version": -1}]}),
            "version",
        ),
        (
            json!({"watched": [{"customer_id": "", "version": 1}]}),
            "customer_id",
        ),
        (json!({"watched": [{"customer_id": "c-1"}]}), "version"),
        (
            json!({"watched": [{"customer_id": "c-1", "version": 1}], "token": "x"}),
            "token",
        ),
        (json!({"watched": "c-1"}), "watched"),
    ] {
        let answer = app.call("live", &token("agent"), request.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{request}");
        assert!(answer.text().contains(word), "{}", answer.text());
    }
}

#[tokio::test]
async fn who_is_not_there_and_who_is_out_of_reach_are_the_same() {
    let (app, store) = shared().await;
    let narrow = sign("ed", &claims("agent", json!(["c-1"])));
    let watched = watch(&[("c-1", 1), ("c-2", 1), ("c-none", 1)]);
    let mut reader = Reader::open(&app, &narrow, watched).await;
    reader.next().await;
    for id in ["c-2", "c-none"] {
        assert_eq!(
            reader.next().await,
            json!({"event": "gone", "customer_id": id})
        );
    }
    add_note(store.as_ref(), "c-2", "n-1").await;
    assert_eq!(reader.soon().await, None);
    add_note(store.as_ref(), "c-1", "n-2").await;
    assert_eq!(reader.next().await["customer_id"], "c-1");
}

#[tokio::test]
async fn a_write_by_another_process_on_the_same_file_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let store = Arc::new(SqliteProfileStore::open(&path).unwrap());
    world::fill(store.as_ref()).await;
    let app = TestApp::on(&config(), store.clone());
    let mut reader = Reader::open(&app, &token("agent"), watch(&[("c-1", 1)])).await;
    reader.next().await;
    let other = SqliteProfileStore::open(&path).unwrap();
    let start = Instant::now();
    add_note(&other, "c-1", "n-1").await;
    assert_eq!(reader.next().await["version"], 2);
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(
        !store.was_written_elsewhere().await.unwrap(),
        "it is told once"
    );
    add_note(store.as_ref(), "c-1", "n-2").await;
    assert!(
        !store.was_written_elsewhere().await.unwrap(),
        "its own writes are no news"
    );
    let tenant = TenantId::parse(TENANT).unwrap();
    assert!(
        other
            .version(&tenant, &world::customer("c-1"))
            .await
            .unwrap()
            == Some(3)
    );
}

#[tokio::test]
async fn one_subject_has_so_many_streams_and_gets_the_place_of_one_that_ended() {
    let mut config = config();
    config.limits.streams_per_subject = 2;
    let app = TestApp::with(config).await;
    let open = async || Reader::open(&app, &token("agent"), watch(&[("c-1", 1)])).await;
    let held = [open().await, open().await];
    let again = || app.call("live", "", Value::Null);
    assert_eq!(
        again().await.status,
        StatusCode::UNAUTHORIZED,
        "counted by subject only"
    );
    let third = app.send(ask(&token("agent"), &watch(&[("c-1", 1)]))).await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(third.header("retry-after"), "30");
    let mut other = Reader::open(&app, &token("customer"), watch(&[("c-1", 1)])).await;
    assert_eq!(other.next().await["event"], "hello");
    drop(held);
    assert_eq!(open().await.next().await["event"], "hello");
}
