//! The demo issuer: a token for whoever asks, in a server that was started with `--demo`.
//!
//! **Invariant:** who calls it has made sure that it was asked under one of this machine's own names.

use std::path::PathBuf;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use klantbeeld::api::ApiError;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Role;
use serde::Serialize;

use super::answer;
use crate::auth::demo::{DEMO_TTL_S, DemoTokenRequest, IssuedToken, issue_demo_token};
use crate::service::Service;

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

/// A token, with the customer whom it is for.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    issued: IssuedToken,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerId>,
}

/// Signs for that role, and for that customer alone if one is named.
pub(super) fn issue(
    demo: &DemoIssuer,
    service: &Service,
    role: &str,
    customer: Option<CustomerId>,
) -> Response {
    if !service.policy().role.contains_key(role) {
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
    match issue_demo_token(&demo.key, &request, service.now_ms()) {
        Ok(issued) => {
            let customer = request.customer;
            let answer = Answer { issued, customer };
            ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
        }
        Err(_) => answer::error(&ApiError::Unavailable),
    }
}
