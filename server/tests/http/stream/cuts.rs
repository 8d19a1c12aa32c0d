//! Streams that are cut, at every place, and taken up again: nothing is missed.

use std::sync::Arc;

use klantbeeld_server::store::memory::MemoryProfileStore;
use serde_json::{Value, json};

use super::reader::{Reader, add_note, watch};
use super::shared;
use crate::harness::{TestApp, claims, config, sign, token};
use crate::world;

/// Reads until the stream says nothing for a moment; gives the version that is known then.
async fn read(mut reader: Reader, most: usize, had: u64) -> (u64, Vec<Value>) {
    let (mut version, mut heard) = (had, Vec::new());
    while heard.len() < most {
        let Some(event) = reader.soon().await else {
            break;
        };
        if let Some(now) = event["version"].as_u64() {
            assert!(now > version, "nothing comes twice");
            version = now;
        }
        heard.push(event);
    }
    (version, heard)
}

#[tokio::test]
async fn a_thousand_cuts_at_every_place_leave_no_gap() {
    let (app, store) = shared().await;
    let (mut known, mut written, mut boot) = (1, 1, None);
    for cut in 0..1_000 {
        // Before the stream, while it is there, and after it has gone.
        if cut % 3 != 1 {
            add_note(store.as_ref(), "c-1", &format!("a-{cut}")).await;
            written += 1;
        }
        let mut request = watch(&[("c-1", known)]);
        request["boot"] = boot.clone().unwrap_or(Value::Null);
        let mut reader = Reader::open(&app, &token("agent"), request).await;
        // Each stream is left after another number of events: none, hello, hello and a change.
        let most = cut % 4;
        for n in 0..most {
            if n > 0 && known == written {
                add_note(store.as_ref(), "c-1", &format!("b-{cut}-{n}")).await;
                written += 1;
            }
            let event = reader.next().await;
            assert_ne!(event["event"], "resync", "the server is the same");
            if event["event"] == "hello" {
                boot = Some(event["boot"].clone());
            }
            if let Some(now) = event["version"].as_u64() {
                assert!(now > known && now <= written);
                known = now;
            }
        }
    }
    let last = Reader::open(&app, &token("agent"), watch(&[("c-1", known)])).await;
    let (known, _) = read(last, 2, known).await;
    assert_eq!(known, written);
}

#[tokio::test]
async fn after_a_restart_there_is_one_resync_and_then_changes_as_before() {
    let (app, store) = shared().await;
    let mut reader = Reader::open(&app, &token("agent"), watch(&[("c-1", 1)])).await;
    let boot = reader.next().await["boot"].clone();
    drop(reader);
    let restarted = TestApp::on(&config(), store.clone());
    add_note(store.as_ref(), "c-1", "n-1").await;
    let mut request = watch(&[("c-1", 1), ("c-2", 1)]);
    request["boot"] = boot;
    let mut reader = Reader::open(&restarted, &token("agent"), request.clone()).await;
    let new = reader.next().await["boot"].clone();
    assert_ne!(new, request["boot"]);
    assert_eq!(reader.next().await, json!({"event": "resync"}));
    assert_eq!(reader.soon().await, None, "it says all that a change would");
    add_note(store.as_ref(), "c-1", "n-2").await;
    assert_eq!(reader.next().await["version"], 3);
    request["boot"] = new;
    let calm = Reader::open(&restarted, &token("agent"), request).await;
    let (_, heard) = read(calm, 9, 1).await;
    assert!(heard.iter().all(|e| e["event"] != "resync"), "{heard:?}");
}

#[tokio::test]
async fn who_is_too_far_behind_or_ahead_gets_one_resync() {
    let (app, store) = shared().await;
    for n in 0..600 {
        add_note(store.as_ref(), "c-1", &format!("n-{n}")).await;
    }
    for (had, is_off) in [
        (1, true),
        (100, true),
        (102, false),
        (601, false),
        (700, true),
    ] {
        let reader = Reader::open(&app, &token("agent"), watch(&[("c-1", had)])).await;
        let (_, heard) = read(reader, 9, had).await;
        let resyncs = heard.iter().filter(|e| e["event"] == "resync").count();
        assert_eq!(resyncs, usize::from(is_off), "{had}: {heard:?}");
        let changes = heard.iter().filter(|e| e["event"] == "change").count();
        assert_eq!(changes, usize::from(had == 102), "{had}: {heard:?}");
    }
    let fresh = Reader::open(&app, &token("agent"), watch(&[("c-1", 0)])).await;
    let (known, heard) = read(fresh, 9, 0).await;
    assert_eq!(
        (known, heard.len()),
        (601, 2),
        "who has nothing is not behind"
    );
}

#[tokio::test]
async fn the_place_of_another_tenant_opens_nothing() {
    let store = Arc::new(MemoryProfileStore::new());
    world::fill(store.as_ref()).await;
    let app = TestApp::on(&config(), store.clone());
    let mut theirs = claims("agent", json!("*"));
    theirs["tenant"] = json!("other");
    let token = sign("other", &theirs);
    let mut reader = Reader::open(&app, &token, watch(&[("c-2", 1)])).await;
    reader.next().await;
    assert_eq!(
        reader.next().await,
        json!({"event": "gone", "customer_id": "c-2"})
    );
    let end = json!({"event": "end", "reason": "nothing_to_watch"});
    assert_eq!(reader.next().await, end);
    assert_eq!(reader.event().await, None);
}
