//! axum: the route that gives the view its tokens. Needs the crates `axum`, `jsonwebtoken` and `serde`.
//!
//! ```text
//! let key = EncodingKey::from_ec_pem(&std::fs::read("crm.private.pem")?)?;
//! let app = Router::new().route("/klantbeeld-token", get(klantbeeld_token)).with_state(Arc::new(key));
//! ```

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{Extension, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::{Deserialize, Serialize};

/// Who is signed in; your own layer puts it there.
#[derive(Debug, Clone)]
pub struct User {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    customer: String,
}

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    name: &'a str,
    tenant: &'a str,
    role: &'a str,
    aud: &'a str,
    iat: u64,
    exp: u64,
    customers: Customers<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Customers<'a> {
    All(&'a str),
    One([&'a str; 1]),
}

pub async fn klantbeeld_token(
    State(key): State<Arc<EncodingKey>>,
    user: Option<Extension<User>>,
    Query(Asked { customer }): Query<Asked>,
) -> Response {
    // A plain 401: a redirect to a login page would arrive as the token.
    let Some(Extension(user)) = user else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if !customer.is_empty() && !may_open(&user, &customer) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let iat = now.map_or(0, |since| since.as_secs());
    let claims = Claims {
        sub: &user.id,
        name: &user.name,
        tenant: "default",
        role: "agent",
        aud: "klantbeeld",
        iat,
        exp: iat + 300,
        // Without a customer the view searches: for that it needs them all.
        customers: match customer.as_str() {
            "" => Customers::All("*"),
            one => Customers::One([one]),
        },
    };
    let mut head = Header::new(Algorithm::ES256);
    head.kid = Some("crm".to_owned());
    match encode(&head, &claims, &key) {
        Ok(token) => ([(header::CACHE_CONTROL, "no-store")], token).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Your own rule: whether this person may see this customer.
fn may_open(_user: &User, _customer: &str) -> bool {
    true
}
