//! Connections: bounded in number, with a time for heads and for readers, and an end within seconds.
//!
//! `axum::serve` has none of these: with it, a client that sends one byte a minute, or never reads, keeps
//! its connection for ever. `axum-server` serves; what is here are its limits.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::accept::Accept;
use axum_server::{Handle, Server};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::service_fn;
use tower_http::add_extension::AddExtension;

use crate::config::Limits;

/// What is under way when the end is announced has this long.
const GRACE: Duration = Duration::from_secs(5);
/// Bytes of one request's head.
const HEAD_BYTES: usize = 32 * 1024;

/// Serves until `stop` is ready, then lets what is under way finish.
///
/// # Errors
/// The listener cannot be served.
pub(super) async fn run(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let handle = Handle::<SocketAddr>::new();
    let mut server = Server::from_listener(listener)
        .handle(handle.clone())
        .acceptor(SlowReaders {
            limit: Duration::from_millis(limits.write_ms),
        })
        .http1_only();
    server
        .http_builder()
        .http1()
        .header_read_timeout(Duration::from_millis(limits.read_ms))
        .max_buf_size(HEAD_BYTES);
    let places = Arc::new(Semaphore::new(limits.connections));
    let per_connection = service_fn(move |_: SocketAddr| {
        let (places, router) = (places.clone(), router.clone());
        async move {
            // The place is free again when the connection, and with it its service, is gone.
            let place = Arc::new(places.acquire_owned().await.ok());
            Ok::<_, Infallible>(AddExtension::new(router, place))
        }
    });
    let end = async {
        stop.await;
        handle.graceful_shutdown(None);
        tokio::time::sleep(GRACE).await;
        handle.shutdown();
    };
    tokio::select! {
        served = server.serve(per_connection) => served,
        () = end => Ok(()),
    }
}

/// Gives up a connection that takes nothing of its answer for so long.
#[derive(Debug, Clone)]
struct SlowReaders {
    limit: Duration,
}

impl<S> Accept<TcpStream, S> for SlowReaders {
    type Stream = Pin<Box<TimeoutStream<TcpStream>>>;
    type Service = S;
    type Future = Ready<io::Result<(Self::Stream, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        // Small answers must not wait for the next packet; a socket that refuses still works.
        let _slow_is_fine = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.limit));
        ready(Ok((Box::pin(stream), service)))
    }
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
