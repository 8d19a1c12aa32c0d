//! `GET /demo/token`: a token for whoever asks, in a server that was started with `--demo`.
//!
//! **Invariant:** it answers only to this machine's own names, so that a page of another site cannot
//! reach it under a name of its own.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use klantbeeld::api::ApiError;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Role;
use serde::{Deserialize, Serialize};

use super::{App, answer};
use crate::auth::demo::{DEMO_TTL_S, DemoTokenRequest, IssuedToken, issue_demo_token};

/// Signs for the demo.
#[derive(Debug)]
pub(super) struct DemoIssuer {
    key: PathBuf,
    tenant: TenantId,
}

impl DemoIssuer {
    pub(super) fn new(key: PathBuf, tenant: TenantId) -> Self {
        Self { key, tenant }
    }
}

/// What is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    role: String,
    customer: Option<CustomerId>,
}

/// A token, with the customer whom it is for.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    issued: IssuedToken,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerId>,
}

/// Returns whether there is a demo issuer, and the request came under one of this machine's own names.
pub(super) fn is_asked_by_this_machine(app: &App, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    app.demo.is_some() && host.is_some_and(|host| app.origins.is_own_host(host))
}

/// Hands out a token.
pub(super) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    if !is_asked_by_this_machine(&app, &headers) {
        return answer::error(&ApiError::NotFound);
    }
    let Ok(Query(asked)) = asked else {
        return answer::invalid(StatusCode::BAD_REQUEST, "ask with ?role=agent&customer=ID");
    };
    issue(&app, &asked.role, asked.customer)
}

/// Signs for that role, and for that customer alone if one is named.
pub(super) fn issue(app: &App, role: &str, customer: Option<CustomerId>) -> Response {
    let Some(demo) = &app.demo else {
        return answer::error(&ApiError::NotFound);
    };
    if !app.service.policy().role.contains_key(role) {
        return answer::invalid(StatusCode::BAD_REQUEST, "`role` is not one of the policy");
    }
    let request = DemoTokenRequest {
        tenant: demo.tenant.clone(),
        role: Role::new(role),
        customer,
        name: None,
        ttl_s: DEMO_TTL_S,
    };
    if request.role.is_customer() && request.customer.is_none() {
        return answer::invalid(StatusCode::BAD_REQUEST, "`customer` says which customer");
    }
    match issue_demo_token(&demo.key, &request, app.service.now_ms()) {
        Ok(issued) => {
            let customer = request.customer;
            let answer = Answer { issued, customer };
            ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
        }
        Err(_) => answer::error(&ApiError::Unavailable),
    }
}
