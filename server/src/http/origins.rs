//! Which pages may call: an exact list of origins (CORS), and no effect for any other page.
//!
//! It exists instead of a library because the rule is short and must be seen: the origin of the server
//! itself and those of the configuration, compared as whole strings. No cookies, so no credentials.
//!
//! **Invariant:** a page without an origin (`null`: any sandboxed page of any site) is answered by the demo's
//! API only, where it needs a token, and never by what hands out tokens.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use klantbeeld::api::ApiError;

use super::{App, answer};
use crate::config::ServerConfig;

/// Seconds that a browser remembers a preflight.
const PREFLIGHT_S: &str = "600";
/// The version of blocks, for pages of other origins.
const EXPOSED: &str = "x-klantbeeld-version, retry-after";

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
    /// Those of the configuration, and the server's own.
    pub(super) fn new(config: &ServerConfig, local: SocketAddr) -> Self {
        let mut hosts = HashSet::new();
        if local.ip().is_loopback() {
            let port = local.port();
            for name in ["127.0.0.1", "localhost", "[::1]"] {
                hosts.insert(if port == 80 {
                    name.to_owned()
                } else {
                    format!("{name}:{port}")
                });
            }
        }
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

    /// Whether a `Host` header names this machine itself; another name that leads here may be a page's
    /// attempt to pass for us.
    pub(super) fn is_own_host(&self, host: &str) -> bool {
        self.hosts.contains(host)
    }
}

/// Refuses other origins, answers preflights, and tells browsers which page may read the answer.
pub(super) async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    judge(|origin| app.origins.allows(origin), request, next).await
}

/// As [`check`], for what asks for a token itself.
pub(super) async fn check_api(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    judge(|origin| app.origins.allows_at_api(origin), request, next).await
}

async fn judge(allows: impl Fn(&HeaderValue) -> bool, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_foreign = match &origin {
        Some(origin) => !allows(origin),
        None => is_cross_site(request.headers()),
    };
    if is_foreign {
        let owner = String::new();
        return answer::error(&ApiError::Forbidden { owner });
    }
    let mut response = if request.method() == Method::OPTIONS {
        preflight(origin.is_some())
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let exposed = HeaderValue::from_static(EXPOSED);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    response
}

/// Whether a browser says that another site's page asks, without saying which.
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site" || site == "same-site")
}

fn preflight(has_origin: bool) -> Response {
    if !has_origin {
        return answer::invalid(
            StatusCode::METHOD_NOT_ALLOWED,
            "this address takes another method",
        );
    }
    let allow = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_S),
    ];
    (StatusCode::NO_CONTENT, allow).into_response()
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
