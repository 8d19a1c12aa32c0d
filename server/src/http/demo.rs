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
use serde::Deserialize;

use super::{App, answer};
use crate::auth::demo::{DEMO_TTL_S, DemoTokenRequest, issue_demo_token};

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

/// Hands out a token.
pub(super) async fn token(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    let Some(demo) = app
        .demo
        .as_ref()
        .filter(|_| host.is_some_and(|host| app.origins.is_own_host(host)))
    else {
        return answer::error(&ApiError::NotFound);
    };
    let Ok(Query(asked)) = asked else {
        return answer::invalid(StatusCode::BAD_REQUEST, "ask with ?role=agent&customer=ID");
    };
    if !app.service.policy().role.contains_key(&asked.role) {
        return answer::invalid(StatusCode::BAD_REQUEST, "`role` is not one of the policy");
    }
    let request = DemoTokenRequest {
        tenant: demo.tenant.clone(),
        role: Role::new(asked.role),
        customer: asked.customer,
        name: None,
        ttl_s: DEMO_TTL_S,
    };
    if request.role.is_customer() && request.customer.is_none() {
        return answer::invalid(StatusCode::BAD_REQUEST, "`customer` says which customer");
    }
    match issue_demo_token(&demo.key, &request, app.service.now_ms()) {
        Ok(issued) => ([(header::CACHE_CONTROL, "no-store")], Json(issued)).into_response(),
        Err(_) => answer::error(&ApiError::Unavailable),
    }
}
