//! The security headers of every answer, by what is answered.
//!
//! **Invariant:** the product's own pages never get `unsafe-inline` or `unsafe-eval`. Only the demo's
//! imitation of somebody else's CRM (`/hosts/plain/`, `/hosts/react/`) gets a policy like theirs.
//! What stands in the demo's sandboxed frame (`/hosts/frame/view/`) has no origin, so its files may be
//! loaded as those of another site; only pages of this server may frame it.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::config::SignIn;

const OWN_PAGES: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self'; connect-src 'self'";
const STRICT_HOST: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const LAX_HOST: &str = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

const FRAME_HOST: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; frame-src 'self' tel: mailto:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FRAMED: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const EVERYWHERE: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Which of the addresses a path is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Code that any page may load.
    Code,
    /// A page that plays somebody else's.
    LaxHost,
    /// A page with the strictest policy that can work.
    StrictHost,
    /// A page that holds the view in a sandboxed frame.
    FrameHost,
    /// What stands in that frame.
    Framed,
    /// The product and the API.
    Own,
}

/// Returns whether a path leads to code that any page may load.
pub(super) fn is_code(path: &str) -> bool {
    path == "/embed.js" || path.starts_with("/assets/")
}

fn place_of(path: &str) -> Place {
    if is_code(path) {
        Place::Code
    } else if path.starts_with("/hosts/strict") {
        Place::StrictHost
    } else if path.starts_with("/hosts/frame/view/") {
        Place::Framed
    } else if path.starts_with("/hosts/frame/") {
        Place::FrameHost
    } else if path.starts_with("/hosts/") {
        Place::LaxHost
    } else {
        Place::Own
    }
}

/// The policy of the product's own pages.
#[derive(Debug, Clone)]
pub(super) struct OwnPages(HeaderValue);

impl OwnPages {
    /// Makes it: these pages speak to this server, and to whom gives tokens.
    pub(super) fn new(sign_in: &SignIn) -> Self {
        let elsewhere = sign_in.token_url.as_ref().and_then(|url| url.origin());
        let policy = elsewhere.map(|origin| format!("{OWN_PAGES} {origin}"));
        // An origin is made of letters, digits and a few marks, all of which a header may hold.
        let policy = policy.and_then(|policy| HeaderValue::try_from(policy).ok());
        Self(policy.unwrap_or(HeaderValue::from_static(OWN_PAGES)))
    }
}

/// Adds them to an answer.
pub(super) async fn add(
    State(own_pages): State<OwnPages>,
    request: Request,
    next: Next,
) -> Response {
    let place = place_of(request.uri().path());
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    let policy = match place {
        Place::LaxHost => HeaderValue::from_static(LAX_HOST),
        Place::StrictHost => HeaderValue::from_static(STRICT_HOST),
        Place::FrameHost => HeaderValue::from_static(FRAME_HOST),
        Place::Framed => HeaderValue::from_static(FRAMED),
        Place::Code | Place::Own => own_pages.0,
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    for (name, value) in EVERYWHERE {
        set(name, value);
    }
    // A page without an origin is another site to everything, also to its own files.
    let is_shared = matches!(place, Place::Code | Place::Framed);
    let sharing = if is_shared {
        "cross-origin"
    } else {
        "same-origin"
    };
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        sharing,
    );
    if is_shared {
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    if is_page {
        set(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        );
        if place != Place::LaxHost {
            set(
                HeaderName::from_static("cross-origin-embedder-policy"),
                "require-corp",
            );
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_the_frame_is_shared_and_only_with_this_server() {
        for (path, place) in [
            ("/hosts/frame/", Place::FrameHost),
            ("/hosts/frame/crm.js", Place::FrameHost),
            ("/hosts/frame/view/", Place::Framed),
            ("/hosts/frame/view/view.js", Place::Framed),
            ("/hosts/framed/", Place::LaxHost),
            ("/hosts/strict/", Place::StrictHost),
            ("/app/", Place::Own),
        ] {
            assert!(place_of(path) == place, "{path}");
        }
        assert!(FRAMED.ends_with("frame-ancestors 'self'"));
        assert!(FRAME_HOST.ends_with("frame-ancestors 'none'"));
    }
}
