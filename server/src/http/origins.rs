//! Which pages may call: an exact list of origins (CORS), and no effect for any other page.
//!
//! `CorsLayer` tells browsers who may read an answer; it lets every request through. So what stands before
//! it refuses: only the origin of the server itself and those of the configuration pass, compared as whole
//! strings. No cookies, so no credentials.
//!
//! **Invariant:** a page without an origin (`null`: any sandboxed page of any site) is answered by the demo's
//! API only, where it needs a token, and never by what hands out tokens.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use klantbeeld::api::ApiError;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::answer;
use crate::config::{ServerConfig, loopback_hosts};

/// So long a browser remembers a preflight.
const PREFLIGHT: Duration = Duration::from_secs(600);
/// The version of blocks, for pages of other origins.
const VERSION: HeaderName = HeaderName::from_static("x-klantbeeld-version");

/// What a page without an origin sends, such as one in a sandboxed frame.
const NO_ORIGIN: &str = "null";

/// The origins that may call.
#[derive(Debug)]
pub(super) struct Origins {
    allowed: HashSet<String>,
    hosts: HashSet<String>,
    /// The demo shows the view in a sandboxed frame.
    is_demo: bool,
}

impl Origins {
    /// Returns those of the configuration, and the server's own.
    pub(super) fn new(config: &ServerConfig, local: SocketAddr) -> Self {
        let hosts: HashSet<String> = loopback_hosts(local).into_iter().collect();
        let own = hosts.iter().map(|host| format!("http://{host}"));
        let named = config.allowed_origins.iter().chain(&config.public_origin);
        Self {
            allowed: own.chain(named.map(|o| o.as_str().to_owned())).collect(),
            hosts,
            is_demo: config.demo,
        }
    }

    fn allows_at_api(&self, origin: &HeaderValue) -> bool {
        self.allows(origin) || (self.is_demo && origin == NO_ORIGIN)
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        origin
            .to_str()
            .is_ok_and(|text| self.allowed.contains(text))
    }

    /// Returns whether a `Host` header names this machine itself; another name that leads here may be a page's
    /// attempt to pass for us.
    pub(super) fn is_own_host(&self, host: &str) -> bool {
        self.hosts.contains(host)
    }
}

/// What monitoring adds to every request of a page that it watches. Nothing here reads them, and they carry no
/// power; refusing them would refuse the page.
const TRACING: [&str; 24] = [
    "b3",
    "baggage",
    "elastic-apm-traceparent",
    "newrelic",
    "request-context",
    "request-id",
    "sentry-trace",
    "traceparent",
    "tracestate",
    "uber-trace-id",
    "x-amzn-trace-id",
    "x-b3-flags",
    "x-b3-parentspanid",
    "x-b3-sampled",
    "x-b3-spanid",
    "x-b3-traceid",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-datadog-origin",
    "x-datadog-parent-id",
    "x-datadog-sampling-priority",
    "x-datadog-trace-id",
    "x-request-id",
    "x-requested-with",
];

fn allowed_headers() -> Vec<HeaderName> {
    let ours = [header::AUTHORIZATION, header::CONTENT_TYPE];
    let theirs = TRACING.iter().map(|name| HeaderName::from_static(name));
    ours.into_iter().chain(theirs).collect()
}

/// Tells browsers which page may read an answer, and answers preflights.
pub(super) fn cors(origins: &Arc<Origins>) -> CorsLayer {
    let origins = origins.clone();
    // What may not ask at all was refused before: this only repeats the origin.
    let allowed = AllowOrigin::predicate(move |origin, _| origins.allows_at_api(origin));
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(allowed_headers())
        .expose_headers([VERSION, header::RETRY_AFTER])
        .max_age(PREFLIGHT)
}

/// Refuses other origins.
pub(super) async fn check(
    State(origins): State<Arc<Origins>>,
    request: Request,
    next: Next,
) -> Response {
    judge(|origin| origins.allows(origin), request, next).await
}

/// As [`check`], for what asks for a token itself.
pub(super) async fn check_api(
    State(origins): State<Arc<Origins>>,
    request: Request,
    next: Next,
) -> Response {
    judge(|origin| origins.allows_at_api(origin), request, next).await
}

async fn judge(allows: impl Fn(&HeaderValue) -> bool, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN);
    let is_foreign = match origin {
        Some(origin) => !allows(origin),
        None => is_cross_site(request.headers()),
    };
    if is_foreign {
        let owner = String::new();
        return answer::error(&ApiError::Forbidden { owner });
    }
    let is_preflight = request.method() == Method::OPTIONS;
    if is_preflight && origin.is_none() {
        return answer::method_not_allowed().await;
    }
    let mut response = next.run(request).await;
    if is_preflight && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}

/// Returns whether a browser says that another site's page asks, without saying which.
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site" || site == "same-site")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_an_origin_calls_the_api_of_the_demo_and_nothing_else() {
        let origins = |is_demo| Origins {
            allowed: HashSet::from(["https://crm.example".to_owned()]),
            hosts: HashSet::new(),
            is_demo,
        };
        let null = HeaderValue::from_static(NO_ORIGIN);
        assert!(origins(true).allows_at_api(&null));
        assert!(!origins(true).allows(&null));
        assert!(!origins(false).allows_at_api(&null));
        let other = HeaderValue::from_static("https://evil.example");
        assert!(!origins(true).allows_at_api(&other));
    }
}
