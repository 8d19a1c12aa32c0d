//! How streams end: with the token, with the server, with a reader who does not read.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use klantbeeld_server::http::{router, serve_on};
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::reader::{Reader, add_note, watch};
use crate::harness::{NOW_MS, NOW_S, TestApp, claims, claims_now, config, sign};
use crate::world;

/// A server whose clock is set by hand.
async fn with_clock() -> (TestApp, Arc<MemoryProfileStore>, Arc<AtomicI64>) {
    let store = Arc::new(MemoryProfileStore::new());
    world::fill(store.as_ref()).await;
    let now_ms = Arc::new(AtomicI64::new(NOW_MS));
    let reads = now_ms.clone();
    let clock = Arc::new(move || reads.load(Ordering::Relaxed));
    let local: SocketAddr = "127.0.0.1:4360".parse().unwrap();
    let router = router(&config(), store.clone(), local, clock).unwrap();
    (TestApp { router }, store, now_ms)
}

fn token_until(exp_s: i64) -> String {
    let mut claims = claims("agent", json!("*"));
    claims["exp"] = json!(exp_s);
    sign("ed", &claims)
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_within_five_seconds_of_its_token_and_goes_on_with_another() {
    let (app, store, now_ms) = with_clock().await;
    let first = token_until(NOW_S + 60);
    let mut reader = Reader::open(&app, &first, watch(&[("c-1", 1)])).await;
    reader.next().await;
    now_ms.store(NOW_MS + 59_000, Ordering::Relaxed);
    add_note(store.as_ref(), "c-1", "n-1").await;
    assert_eq!(reader.next().await["version"], 2);
    now_ms.store(NOW_MS + 60_000, Ordering::Relaxed);
    let start = tokio::time::Instant::now();
    let end = json!({"event": "end", "reason": "token_expired"});
    assert_eq!(reader.next().await, end);
    assert!(start.elapsed() <= Duration::from_secs(5));
    assert_eq!(reader.event().await, None);
    add_note(store.as_ref(), "c-1", "n-2").await;
    let fresh = token_until(NOW_S + 600);
    let mut again = Reader::open(&app, &fresh, watch(&[("c-1", 2)])).await;
    again.next().await;
    assert_eq!(again.next().await["version"], 3);
}

#[tokio::test]
async fn a_consent_that_is_withdrawn_reaches_the_view_at_once_and_closes_what_it_opened() {
    let (app, _, _) = with_clock().await;
    let token = token_until(NOW_S + 600);
    let mut reader = Reader::open(&app, &token, watch(&[("c-1", 1)])).await;
    reader.next().await;
    let start = Instant::now();
    let action = json!({"type": "set_field", "field": "consent.health", "value": "no"});
    let operation =
        json!({"op_id": "op-1", "customer_id": "c-1", "made_at_ms": NOW_MS, "action": action});
    let pushed = app.call("operation/push", &token, json!({"operations": [operation]}));
    assert_eq!(pushed.await.json()[0]["version"], 2);
    assert_eq!(reader.next().await["version"], 2);
    assert!(start.elapsed() < Duration::from_secs(5));
    let since = json!({"customer_id": "c-1", "since": 1});
    let changes = app.call("change/since", &token, since).await.json();
    assert_eq!(
        changes["reload"], true,
        "the card is fetched anew, without it"
    );
}

struct Running {
    to: SocketAddr,
    store: Arc<MemoryProfileStore>,
    stop: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<()>,
}

async fn run() -> Running {
    let mut config = config();
    config.limits.write_ms = 400;
    config.limits.streams_per_subject = 1_000;
    let store = Arc::new(MemoryProfileStore::new());
    world::fill(store.as_ref()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let its = store.clone();
    let server = tokio::spawn(async move {
        let stop = async {
            let _ended = stopped.await;
        };
        serve_on(listener, to, &config, its, stop).await.unwrap();
    });
    Running {
        to,
        store,
        stop,
        server,
    }
}

/// Opens a stream on a socket, and reads nothing of it.
async fn open(to: SocketAddr) -> TcpStream {
    let body = json!({"request": watch(&[("c-1", 1)])}).to_string();
    let token = sign("ed", &claims_now("agent"));
    let head = format!(
        "POST /api/v1/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream
        .write_all(format!("{head}{body}").as_bytes())
        .await
        .unwrap();
    stream
}

#[tokio::test]
async fn the_server_ends_its_streams_before_it_goes_and_says_so() {
    let running = run().await;
    let mut stream = open(running.to).await;
    let mut some = [0; 64];
    stream.read_exact(&mut some).await.unwrap();
    let start = Instant::now();
    running.stop.send(()).unwrap();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).await.unwrap();
    assert!(
        rest.contains(r#"{"event":"end","reason":"stopping"}"#),
        "{rest}"
    );
    running.server.await.unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

/// Bytes that this process has in memory, where the system tells.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kb = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kb.unwrap_or_default() * 1_024
}

#[tokio::test]
async fn a_hundred_readers_that_never_read_cost_little_and_hold_up_nobody() {
    let running = run().await;
    let mut deaf = Vec::new();
    for _ in 0..100 {
        deaf.push(open(running.to).await);
    }
    let local: SocketAddr = running.to;
    let app = TestApp {
        router: router(&config(), running.store.clone(), local, Arc::new(|| NOW_MS)).unwrap(),
    };
    let good = token_until(NOW_S + 600);
    let mut reader = Reader::open(&app, &good, watch(&[("c-1", 1)])).await;
    reader.next().await;
    while running.store.hints().watches() < 101 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let before = resident_bytes();
    let start = Instant::now();
    let mut slowest = Duration::ZERO;
    for n in 0..500 {
        let written = Instant::now();
        add_note(running.store.as_ref(), "c-1", &format!("n-{n}")).await;
        assert_eq!(reader.next().await["version"], n + 2);
        slowest = slowest.max(written.elapsed());
    }
    let grown = resident_bytes().saturating_sub(before);
    println!(
        "{grown} bytes more; slowest {slowest:?} of {:?}",
        start.elapsed()
    );
    assert!(grown <= 20 << 20, "{grown}");
    drop(deaf);
    let gone = async {
        while running.store.hints().watches() > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), gone)
        .await
        .unwrap();
}
