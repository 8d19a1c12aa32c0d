//! The accept loop: bounded connections, a time for heads, and an end within seconds.
//!
//! It exists because axum's own loop has no time for heads: a client that sends one byte a minute
//! would keep its connection for ever.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// What is under way when the end is announced has this long.
const GRACE: Duration = Duration::from_secs(5);
/// After a failed accept (no file handles left, for one) the loop rests.
const REST: Duration = Duration::from_millis(50);
/// Bytes of one request's head.
const HEAD_BYTES: usize = 32 * 1024;

/// Serves until `stop` is ready, then lets what is under way finish.
pub(super) async fn run(
    listener: TcpListener,
    router: Router,
    read: Duration,
    connections: usize,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(connections));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = &mut stop => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(REST).await;
            continue;
        };
        // Small answers must not wait for the next packet; a socket that refuses still works.
        let _slow_is_fine = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(read)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that breaks its connection is no event.
            let _broken_is_fine = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ended = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

/// Ready at SIGTERM or Ctrl-C.
///
/// # Errors
/// The operating system gives no signals.
pub(super) fn signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())?
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
