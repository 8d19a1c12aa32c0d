//! The real accept loop on a real socket: slow clients, broken ones, and the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use klantbeeld_server::config::ServerConfig;
use klantbeeld_server::http::serve_on;
use klantbeeld_server::store::memory::MemoryProfileStore;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::harness::config;

async fn start() -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    start_with(config()).await
}

async fn start_with(mut config: ServerConfig) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    config.limits.read_ms = 400;
    config.limits.write_ms = 400;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let local = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let store = Arc::new(MemoryProfileStore::new());
        let stop = async {
            let _ended = stopped.await;
        };
        serve_on(listener, local, &config, store, stop)
            .await
            .unwrap();
    });
    (local, stop, server)
}

/// Makes a folder with more to hand out than any buffer on the way takes.
fn folder_with_a_large_file() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let large = std::fs::File::create(folder.path().join("large.bin")).unwrap();
    large.set_len(64 << 20).unwrap();
    folder
}

/// Asks for the large file, and reads nothing of it.
async fn deaf_client(to: SocketAddr) -> TcpStream {
    let mut client = TcpStream::connect(to).await.unwrap();
    client
        .write_all(b"GET /large.bin HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    client
}

async fn exchange(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).await.unwrap();
    let _closed_early = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _reset = tokio::time::timeout(Duration::from_secs(5), read)
        .await
        .unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn half_sent_heads_are_closed_in_time_and_others_are_served_meanwhile() {
    let (to, _stop, _server) = start().await;
    let start = Instant::now();
    let slow: Vec<_> = (0..200)
        .map(|_| tokio::spawn(exchange(to, b"GET /health HTTP/1.1\r\nhost: x\r\nx-slow: ")))
        .collect();
    let good = exchange(
        to,
        b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
    assert!(
        start.elapsed() < Duration::from_millis(400),
        "{:?}",
        start.elapsed()
    );
    for client in slow {
        client.await.unwrap();
    }
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn what_is_not_http_gets_a_4xx_or_a_closed_door() {
    let (to, _stop, _server) = start().await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(1 << 20));
    let heads = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "a".repeat(1 << 20)
    );
    for bytes in [
        long.as_bytes(),
        heads.as_bytes(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"POST /api/v1/profile/open HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /api/v1/profile/open HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        b"GET /health\0 HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        let answer = exchange(to, bytes).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4"), "{answer:.100}");
    }
    let good = exchange(
        to,
        b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(good.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn the_server_stops_within_seconds_with_an_idle_connection_open() {
    let (to, stop, server) = start().await;
    let mut idle = TcpStream::connect(to).await.unwrap();
    idle.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut some = [0; 16];
    idle.read_exact(&mut some).await.unwrap();
    let start = Instant::now();
    stop.send(()).unwrap();
    server.await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(to).await.is_err());
}

const GOOD: &[u8] = b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn a_client_that_says_nothing_or_half_a_body_is_closed_in_time() {
    let (to, _stop, _server) = start().await;
    let start = Instant::now();
    assert_eq!(exchange(to, b"").await, "");
    let token = crate::harness::sign("ed", &crate::harness::claims_now("agent"));
    let half = format!(
        "POST /api/v1/profile/open HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{\"request\":"
    );
    let answer = exchange(to, half.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn a_client_that_never_reads_gives_up_its_place() {
    let folder = folder_with_a_large_file();
    let mut config = config();
    config.dist = Some(folder.path().to_owned());
    config.limits.connections = 1;
    let (to, _stop, _server) = start_with(config).await;
    let deaf = deaf_client(to).await;
    deaf.readable().await.unwrap();
    let start = Instant::now();
    let good = exchange(to, GOOD).await;
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
    assert!(start.elapsed() > Duration::from_millis(200), "one place");
}

#[tokio::test]
async fn a_full_house_stops_within_seconds_too() {
    let mut config = config();
    config.limits.connections = 1;
    let (to, stop, server) = start_with(config).await;
    let mut idle = TcpStream::connect(to).await.unwrap();
    idle.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut some = [0; 16];
    idle.read_exact(&mut some).await.unwrap();
    let _waits = TcpStream::connect(to).await.unwrap();
    let start = Instant::now();
    stop.send(()).unwrap();
    server.await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn a_hundred_clients_that_never_read_do_not_stop_the_server() {
    let folder = folder_with_a_large_file();
    let mut config = config();
    config.dist = Some(folder.path().to_owned());
    config.limits.connections = 100;
    let (to, _stop, _server) = start_with(config).await;
    let mut deaf = Vec::new();
    for _ in 0..100 {
        deaf.push(deaf_client(to).await);
    }
    let good = exchange(to, GOOD).await;
    assert!(good.starts_with("HTTP/1.1 200"), "{good}");
}
