//! Everything that an installation can set: a TOML file, `KLANTBEELD_*` in the environment, and flags,
//! each overruling the one before.
//!
//! It exists so that a wrong setting stops the start with the key, the value and what is allowed,
//! and never surfaces in a request.
//!
//! **Invariant:** a [`ServerConfig`] that exists is whole: its policy is checked, its keys are parsed,
//! its origins are exact.

mod attachments;
mod error;
mod file;
mod origin;
mod resolve;
mod setting;
mod sign_in;
mod webhook;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::policy::Policy;

pub use attachments::AttachmentSettings;
pub use error::ConfigError;
pub use origin::{Origin, loopback_hosts};
pub use resolve::{read_policy, without_secrets};
pub use sign_in::{SignIn, SignInUrl};

use crate::auth::KeyRecord;
use crate::webhooks::WebhookSettings;

/// Where the server listens when nothing else is said.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:4360";
/// The tenant of an installation that has one.
pub const DEFAULT_TENANT: &str = "default";
/// The policy of an installation that wrote none: the demo organisation's.
pub const DEFAULT_POLICY: &str = include_str!("../../demo/policy.toml");

/// Whether log lines are for machines or for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// Plain text.
    Text,
}

/// How much one request and one caller may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest request body, in bytes.
    pub body_bytes: usize,
    /// How long a request's head, and then its body, may take to arrive.
    pub read_ms: u64,
    /// How long an answer may wait for its reader to take more of it.
    pub write_ms: u64,
    /// Requests a second that one subject may make for long.
    pub rate_per_s: u32,
    /// Requests that one subject may make at once.
    pub rate_burst: u32,
    /// Connections at a time.
    pub connections: usize,
    /// Live streams at a time.
    pub streams: usize,
    /// Live streams of one subject at a time.
    pub streams_per_subject: usize,
    /// Bytes of encoded timelines that are kept for the next opening.
    pub block_cache_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            read_ms: 10_000,
            write_ms: 30_000,
            rate_per_s: 50,
            rate_burst: 200,
            connections: 4_096,
            streams: 2_048,
            streams_per_subject: 16,
            block_cache_bytes: 64 * 1024 * 1024,
        }
    }
}

/// The whole configuration of a server, checked.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The origin under which browsers reach it, when that is not `listen` itself.
    pub public_origin: Option<Origin>,
    /// The store, as `sqlite:PATH`, `postgres://...` or `memory:`. May hold a password.
    pub store: String,
    /// Where it is kept what arrives and what of it is refused, as `sqlite:PATH` or `memory:`.
    pub intake: String,
    /// The tenant of imports and of the demo.
    pub tenant: TenantId,
    /// Who sees what.
    pub policy: Arc<Policy>,
    /// The folder with the built product; without it only the API answers.
    pub dist: Option<PathBuf>,
    /// Origins of host pages that may call the API.
    pub allowed_origins: Vec<Origin>,
    /// Where `/app/` and `/mijn/` get their token.
    pub sign_in: SignIn,
    /// Who may sign tokens, by `kid`.
    pub keys: BTreeMap<String, KeyRecord>,
    /// The longest life of a token from now, in seconds.
    pub token_max_life_s: i64,
    /// Where the files of items lie, and how large they may be.
    pub attachments: AttachmentSettings,
    /// Other systems that are told of what happens.
    pub webhooks: Vec<WebhookSettings>,
    /// Sizes, times and rates.
    pub limits: Limits,
    /// How the log is written.
    pub log: LogFormat,
    /// Whether anybody on this machine may have a token of the demo issuer.
    pub demo: bool,
    /// Where the demo issuer keeps its private key.
    pub demo_key: PathBuf,
}

/// What the command line says; it overrules environment and file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The configuration file; else `KLANTBEELD_CONFIG`; else none.
    pub config: Option<PathBuf>,
    /// As `listen`.
    pub listen: Option<String>,
    /// As `store`.
    pub store: Option<String>,
    /// The policy file.
    pub policy: Option<PathBuf>,
    /// As `dist`.
    pub dist: Option<PathBuf>,
    /// As `tenant`.
    pub tenant: Option<String>,
    /// As `demo`.
    pub demo: bool,
}

impl ServerConfig {
    /// Returns the words that the server writes to its log at start: what is set, nothing secret.
    #[must_use]
    pub fn summary(&self) -> String {
        format!(
            "listen={} tenant={} keys={} allowed_origins={} demo={} policy={}",
            self.listen,
            self.tenant,
            self.keys.len(),
            self.allowed_origins.len(),
            self.demo,
            self.policy.version,
        )
    }
}

/// Returns where the demo issuer of a store keeps its key: beside the store, so that `serve` and `token`
/// find the same one.
#[must_use]
pub fn demo_key_path(store: &str) -> PathBuf {
    match store.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => PathBuf::from(format!("{path}.demo-key.pem")),
        _ => std::env::temp_dir().join(format!("klantbeeld-demo-key-{}.pem", std::process::id())),
    }
}
