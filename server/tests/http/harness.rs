//! The server in process, with a fixed clock and a small world in memory.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use klantbeeld_core::block::Block;
use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::ItemLine;
use klantbeeld_server::auth::{DEFAULT_AUDIENCE, KeyAlgorithm, KeyRecord};
use klantbeeld_server::config::{Overrides, ServerConfig};
use klantbeeld_server::http::router;
use klantbeeld_server::store::memory::MemoryProfileStore;
use klantbeeld_server::store::{CustomerRecord, ProfileStore};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world;

/// What the server's clock says in every test.
pub(crate) const NOW_MS: i64 = 1_793_491_200_000;
/// The same in seconds, as tokens count.
pub(crate) const NOW_S: i64 = NOW_MS / 1_000;
/// The tenant of the tests.
pub(crate) const TENANT: &str = "acme";

pub(crate) const ED_PRIVATE: &str = include_str!("keys/ed25519.pem");
pub(crate) const ED_PUBLIC: &str = include_str!("keys/ed25519.pub.pem");
pub(crate) const ES_PRIVATE: &str = include_str!("keys/es256.pem");
pub(crate) const ES_PUBLIC: &str = include_str!("keys/es256.pub.pem");
pub(crate) const RS_PRIVATE: &str = include_str!("keys/rs256.pem");
pub(crate) const RS_PUBLIC: &str = include_str!("keys/rs256.pub.pem");

/// The server in process.
pub(crate) struct TestApp {
    pub(crate) router: Router,
}

/// One answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header's values, joined as a client reads them.
    pub(crate) fn header(&self, name: &str) -> String {
        let values: Vec<_> = self
            .headers
            .get_all(name)
            .iter()
            .map(|v| v.to_str().unwrap())
            .collect();
        values.join(", ")
    }
}

/// A configuration for tests: three keys, the test policy, no demo.
pub(crate) fn config() -> ServerConfig {
    let overrides = Overrides {
        demo: true,
        store: Some("memory:".to_owned()),
        tenant: Some(TENANT.to_owned()),
        policy: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/policy.toml").into()),
        ..Overrides::default()
    };
    let mut config = ServerConfig::load(&overrides, &|_| None).unwrap();
    config.demo = false;
    config.limits.rate_burst = 1_000_000;
    let key = |algorithm, pem: &str, tenant: &str| {
        let tenant = TenantId::parse(tenant).unwrap();
        KeyRecord::from_pem(
            algorithm,
            pem.as_bytes(),
            tenant,
            DEFAULT_AUDIENCE.to_owned(),
            None,
        )
        .unwrap()
    };
    config.keys = [
        ("ed", key(KeyAlgorithm::EdDsa, ED_PUBLIC, TENANT)),
        ("es", key(KeyAlgorithm::Es256, ES_PUBLIC, TENANT)),
        ("rs", key(KeyAlgorithm::Rs256, RS_PUBLIC, TENANT)),
        ("other", key(KeyAlgorithm::EdDsa, ED_PUBLIC, "other")),
    ]
    .map(|(kid, record)| (kid.to_owned(), record))
    .into();
    config
}

impl TestApp {
    /// With the world in it.
    pub(crate) async fn new() -> Self {
        Self::with(config()).await
    }

    /// With the world in it and another configuration.
    pub(crate) async fn with(config: ServerConfig) -> Self {
        let store = Arc::new(MemoryProfileStore::new());
        world::fill(store.as_ref()).await;
        Self::on(&config, store)
    }

    /// With the world in it, and more of its first customer.
    pub(crate) async fn with_more(record: CustomerRecord) -> Self {
        let store = Arc::new(MemoryProfileStore::new());
        world::fill(store.as_ref()).await;
        let tenant = TenantId::parse(TENANT).unwrap();
        store.ingest(&tenant, vec![record]).await.unwrap();
        Self::on(&config(), store)
    }

    /// On a store that is filled already.
    pub(crate) fn on(config: &ServerConfig, store: Arc<dyn ProfileStore>) -> Self {
        let local: SocketAddr = "127.0.0.1:4360".parse().unwrap();
        let router = router(config, store, local, Arc::new(|| NOW_MS)).unwrap();
        Self { router }
    }

    /// Sends any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: body.collect().await.unwrap().to_bytes(),
        }
    }

    /// GET without a token.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// Calls an endpoint of the API with a token.
    pub(crate) async fn call(&self, endpoint: &str, token: &str, request: Value) -> Answer {
        let body = json!({ "request": request }).to_string();
        self.send(post(endpoint, Some(token), body)).await
    }
}

/// A POST to an endpoint of the API.
pub(crate) fn post(endpoint: &str, token: Option<&str>, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/v1/{endpoint}"))
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    request.body(body.into()).unwrap()
}

/// Every endpoint with a body that an agent may send.
pub(crate) fn endpoints() -> Vec<(&'static str, Value)> {
    vec![
        (
            "profile/open",
            json!({"customer_id": "c-1", "page_size": 50}),
        ),
        (
            "timeline/page",
            json!({"customer_id": "c-1", "cursor": null, "limit": 50}),
        ),
        (
            "item/detail",
            json!({"customer_id": "c-1", "item_id": "call-1"}),
        ),
        (
            "field/reveal",
            json!({"customer_id": "c-1", "field": "health.notes", "purpose": "service"}),
        ),
        ("customer/search", json!({"query": "vries", "limit": 10})),
        ("operation/push", json!({"operations": []})),
        ("change/since", json!({"customer_id": "c-1", "since": 0})),
        ("timeline/blocks", json!({"customer_id": "c-1"})),
    ]
}

/// Claims of a good token.
pub(crate) fn claims(role: &str, customers: Value) -> Value {
    json!({
        "sub": format!("{role}-7"),
        "name": "Sanne Bakker",
        "tenant": TENANT,
        "role": role,
        "aud": DEFAULT_AUDIENCE,
        "exp": NOW_S + 300,
        "customers": customers,
    })
}

/// Claims of a token that is good by this machine's clock, for a server that reads it.
pub(crate) fn claims_now(role: &str) -> Value {
    let mut claims = claims(role, json!("*"));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    claims["exp"] = json!(now.unwrap().as_secs() + 300);
    claims
}

/// Signs claims with one of the test keys: `ed`, `es` or `rs`.
pub(crate) fn sign(kid: &str, claims: &Value) -> String {
    let (algorithm, key) = match kid {
        "es" => (
            Algorithm::ES256,
            EncodingKey::from_ec_pem(ES_PRIVATE.as_bytes()),
        ),
        "rs" => (
            Algorithm::RS256,
            EncodingKey::from_rsa_pem(RS_PRIVATE.as_bytes()),
        ),
        _ => (
            Algorithm::EdDSA,
            EncodingKey::from_ed_pem(ED_PRIVATE.as_bytes()),
        ),
    };
    let mut header = Header::new(algorithm);
    header.kid = Some(kid.to_owned());
    encode(&header, claims, &key.unwrap()).unwrap()
}

/// Makes a token of a role for all customers; of a customer for themselves.
pub(crate) fn token(role: &str) -> String {
    let customers = if role == "customer" {
        json!(["c-1"])
    } else {
        json!("*")
    };
    sign("ed", &claims(role, customers))
}

/// Returns the lines of an answer with blocks.
pub(crate) fn lines(bytes: &[u8]) -> Vec<ItemLine> {
    let mut rest = bytes;
    let mut lines = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let (block, tail) = tail.split_at(u32::from_le_bytes(*length) as usize);
        let block = Block::parse(block.to_vec()).unwrap();
        lines.extend((0..block.rows()).map(|row| block.line(row).unwrap()));
        rest = tail;
    }
    assert!(rest.is_empty());
    lines
}
