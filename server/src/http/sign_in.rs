//! `GET /sign-in/token`, `GET /sign-in` and `GET /demo/token`: the way of `/app/` and `/mijn/` to the sign-in of the organisation.
//!
//! The pages know these two addresses and nothing else; the configuration says where they lead. So no file of
//! the product is changed to sign somebody in, and no page carries an address that could be stale.
//!
//! **Invariants:** who may see what is said by the token alone. An answer that leads elsewhere leads to a
//! configured address. Where nothing is configured, the demo issuer of a server with `--demo` answers.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use klantbeeld::api::ApiError;
use klantbeeld_core::ids::CustomerId;
use serde::Deserialize;

use super::answer;
use super::app::App;
use super::demo::{self, DemoIssuer};

/// The page for those who have nowhere to sign in; it says what to do.
const NOWHERE: &str = "/sign-in/";
/// Whom `/mijn/` of the demo shows when its address names nobody.
const DEMO_CUSTOMER: &str = "c-4401882";

/// Which of the product's own pages asks.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Face {
    /// The app, for an employee.
    App,
    /// The customer's own page.
    Mijn,
}

/// What a page asks with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    face: Face,
    customer: Option<CustomerId>,
    /// The demo's alone: elsewhere the sign-in knows who is there.
    role: Option<String>,
}

/// Leads to the address that gives tokens.
pub(super) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let Ok(Query(asked)) = asked else {
        return answer::invalid(StatusCode::BAD_REQUEST, "ask with ?face=app or ?face=mijn");
    };
    let Some(url) = &app.sign_in.token_url else {
        return from_the_demo(&app, &headers, asked);
    };
    let face = match asked.face {
        Face::App => "app",
        Face::Mijn => "mijn",
    };
    let mut pairs = vec![("face", face)];
    pairs.extend(asked.customer.as_ref().map(|c| ("customer", c.as_str())));
    let lead = Redirect::temporary(&url.with_query(&pairs));
    ([(header::CACHE_CONTROL, "no-store")], lead).into_response()
}

fn from_the_demo(app: &App, headers: &HeaderMap, asked: Asked) -> Response {
    let Some(demo) = demo_of(app, headers) else {
        return answer::invalid(
            StatusCode::NOT_IMPLEMENTED,
            "nobody can sign in here yet: set sign_in.token_url in the configuration file",
        );
    };
    let (role, customer) = match asked.face {
        Face::App => (asked.role.as_deref().unwrap_or("agent"), asked.customer),
        Face::Mijn => {
            let shown = || CustomerId::parse(DEMO_CUSTOMER).ok();
            ("customer", asked.customer.or_else(shown))
        }
    };
    // An employee's token opens every customer.
    let customer = customer.filter(|_| asked.face == Face::Mijn);
    demo::issue(demo, &app.service, role, customer)
}

/// Where a person comes back to after signing in: one of the product's own pages.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(rename = "return")]
    to: Option<String>,
}

/// Leads to the page on which a person signs in, or to the one that says what to do.
pub(super) async fn page(State(app): State<Arc<App>>, Query(back): Query<Back>) -> Response {
    let is_own = |path: &String| path.starts_with("/app/") || path.starts_with("/mijn/");
    let to = back.to.filter(is_own).unwrap_or_else(|| "/app/".to_owned());
    let lead = match &app.sign_in.page_url {
        Some(url) => Redirect::to(&url.with_query(&[("return", &to)])),
        None => Redirect::to(NOWHERE),
    };
    ([(header::CACHE_CONTROL, "no-store")], lead).into_response()
}

/// What is asked of the demo issuer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoAsked {
    role: String,
    customer: Option<CustomerId>,
}

/// Returns the demo issuer, if there is one and the request came under one of this machine's own names: a page
/// of another site cannot reach it under a name of its own.
fn demo_of<'a>(app: &'a App, headers: &HeaderMap) -> Option<&'a DemoIssuer> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    app.demo.as_ref().filter(|_| app.origins.is_own_host(host))
}

/// Hands out a token of the demo issuer.
pub(super) async fn demo_token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Result<Query<DemoAsked>, QueryRejection>,
) -> Response {
    let Some(demo) = demo_of(&app, &headers) else {
        return answer::error(&ApiError::NotFound);
    };
    let Ok(Query(asked)) = asked else {
        return answer::invalid(StatusCode::BAD_REQUEST, "ask with ?role=agent&customer=ID");
    };
    demo::issue(demo, &app.service, &asked.role, asked.customer)
}
