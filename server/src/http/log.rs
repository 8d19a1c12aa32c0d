//! The log: one line a request, for machines, without anything personal.
//!
//! **Invariant:** the line of a request holds method, the route's pattern, status, time and tenant; that of an
//! opening tenant, role, purpose and whether it was an item or a field. Never a path
//! parameter, query, body, header, subject or token: customers' ids are in none of what is written.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use klantbeeld_core::ids::TenantId;
use tracing_subscriber::EnvFilter;

use super::functions;
use crate::config::LogFormat;

/// Starts writing the log to standard error, panics without their messages. `RUST_LOG` chooses the level; `info` is normal.
pub fn init(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start in one process keeps the first log.
    let _kept = match format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text => builder.try_init(),
    };
    hide_panic_messages();
}

/// Messages of panics can hold data; the place in the code cannot.
fn hide_panic_messages() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        tracing::error!(place = place.unwrap_or_default(), "panic");
    }));
}

/// The tenant of an answer, for the line.
#[derive(Clone)]
pub(super) struct AnsweredTenant(pub(super) TenantId);

/// Writes the line of a request.
pub(super) async fn write(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = pattern(&request);
    let response = next.run(request).await;
    let tenant = response.extensions().get::<AnsweredTenant>();
    let tenant = tenant.map_or("", |tenant| tenant.0.as_str());
    let status = response.status().as_u16();
    let ms = start.elapsed().as_secs_f64() * 1_000.0;
    let method = method.as_str();
    tracing::info!(method, route, status, ms, tenant, "request");
    response
}

/// Returns the pattern of the route; a server function's own path, because it has no parameters.
fn pattern(request: &Request) -> String {
    let Some(matched) = request.extensions().get::<MatchedPath>() else {
        return "files".to_owned();
    };
    let path = request.uri().path();
    if matched.as_str() == "/api/v1/{*path}" && functions::is_function(path) {
        path.to_owned()
    } else {
        matched.as_str().to_owned()
    }
}
