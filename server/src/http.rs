//! The HTTP layer: one table of routes, and what stands around them.
//!
//! It exists to carry the service, and decides nothing about data: it knows callers, sizes, times,
//! origins and files.
//!
//! **Invariants:** a client's mistake is never a 5xx. Nothing personal is logged: no path parameter,
//! query, body, subject or token. A state change from an origin that is not on the list has no effect,
//! whatever token it carries.

mod accept;
mod answer;
mod app;
mod attachments;
mod blocks;
mod body;
mod demo;
mod error;
mod files;
mod functions;
mod guard;
mod head;
mod headers;
mod intake;
mod live;
mod log;
mod origins;
mod push;
mod rate;
mod read;
mod sign_in;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};

pub use error::ServeError;
pub use functions::function_paths;
pub use log::init as init_log;

use crate::config::ServerConfig;
use crate::service::{Clock, system_clock};
use crate::store::ProfileStore;
use crate::webhooks;
use app::App;

/// Files that are received at a time; each is in memory until it is whole.
const UPLOADS_AT_ONCE: usize = 16;

/// Returns the whole server as a service, for `local` as the address it answers on. Tests call it directly.
///
/// # Errors
/// The built product or the demo key cannot be read.
pub fn router(
    config: &ServerConfig,
    store: Arc<dyn ProfileStore>,
    local: SocketAddr,
    clock: Clock,
) -> Result<Router, ServeError> {
    functions::register();
    let app = Arc::new(App::new(config, store, local, clock)?);
    Ok(routes(app))
}

/// The table of routes.
fn routes(app: Arc<App>) -> Router {
    let guarded = from_fn_with_state(app.clone(), guard::guard);
    let uploads = Router::new()
        .route("/api/v1/attachment/add", post(attachments::add))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(DefaultBodyLimit::max(attachments::most_bytes(&app)))
        .layer(GlobalConcurrencyLimitLayer::new(UPLOADS_AT_ONCE))
        .route_layer(from_fn_with_state(app.clone(), guard::guard_upload))
        .route_layer(origins::cors(&app.origins))
        .route_layer(from_fn_with_state(app.origins.clone(), origins::check_api));
    let small_fast = CompressionLayer::new().quality(CompressionLevel::Fastest);
    let api = Router::new()
        .route("/api/v1/timeline/blocks", post(blocks::blocks))
        .route("/api/v1/operation/push", post(push::push))
        .route("/api/v1/live", post(live::live))
        .route("/api/v1/attachment/open", post(attachments::open))
        .route("/api/v1/{*path}", post(functions::call).layer(small_fast))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .route_layer(guarded)
        .route_layer(origins::cors(&app.origins))
        .route_layer(from_fn_with_state(app.origins.clone(), origins::check_api));
    let demo = Router::new()
        .route("/demo/token", get(sign_in::demo_token))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .route_layer(origins::cors(&app.origins))
        .route_layer(from_fn_with_state(app.origins.clone(), origins::check));
    let sign_in = Router::new()
        .route("/sign-in/token", get(sign_in::token))
        .route("/sign-in", get(sign_in::page))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .route_layer(from_fn_with_state(app.origins.clone(), origins::check));
    let sources = Router::new()
        .route("/v1/{verb}", post(intake::segment))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(DefaultBodyLimit::disable());
    let public = Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .fallback(files::serve)
        .method_not_allowed_fallback(answer::method_not_allowed);
    Router::new()
        .merge(api)
        .merge(uploads)
        .merge(demo)
        .merge(sign_in)
        .merge(sources)
        .merge(public)
        .layer(CatchPanicLayer::custom(answer::panicked))
        .layer(from_fn(head::bound))
        .layer(from_fn_with_state(app.own_pages.clone(), headers::add))
        .layer(from_fn(log::write))
        .with_state(app)
}

/// Serves until SIGTERM or Ctrl-C, then finishes what is under way within five seconds.
///
/// # Errors
/// The server cannot start.
pub async fn serve(config: ServerConfig, store: Arc<dyn ProfileStore>) -> Result<(), ServeError> {
    let listen = config.listen;
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| ServeError::Listen { listen, error })?;
    let local = listener
        .local_addr()
        .map_err(|error| ServeError::Listen { listen, error })?;
    let stop = accept::signal().map_err(ServeError::Signal)?;
    serve_on(listener, local, &config, store, stop).await
}

/// As [`serve`], on a listener that is there, until `stop` is ready.
///
/// # Errors
/// The server cannot start.
pub async fn serve_on(
    listener: TcpListener,
    local: SocketAddr,
    config: &ServerConfig,
    store: Arc<dyn ProfileStore>,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    functions::register();
    let app = Arc::new(App::new(config, store, local, system_clock())?);
    let ending = app.live.ending().clone();
    webhooks::start(&app.service, &config.webhooks, &ending).await?;
    let router = routes(app);
    let stop = async {
        stop.await;
        ending.begin();
    };
    tracing::info!(settings = config.summary(), "listening");
    let served = accept::run(listener, router, &config.limits, stop).await;
    served.map_err(|error| ServeError::Listen {
        listen: local,
        error,
    })?;
    tracing::info!("stopped");
    Ok(())
}

/// Ready at SIGTERM or Ctrl-C.
///
/// # Errors
/// The signals of the operating system cannot be heard.
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send> {
    accept::signal()
}

async fn health() -> Response {
    (StatusCode::OK, "ok\n").into_response()
}

async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.service.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => answer::error(&error),
    }
}
