//! The configuration file as it is written, before any of it is believed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// The TOML file; every key is optional, an unknown one is a mistake.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfigFile {
    pub(super) listen: Option<String>,
    pub(super) public_origin: Option<String>,
    pub(super) store: Option<String>,
    pub(super) intake: Option<String>,
    pub(super) tenant: Option<String>,
    pub(super) policy: Option<PathBuf>,
    pub(super) dist: Option<PathBuf>,
    pub(super) log: Option<String>,
    pub(super) demo: Option<bool>,
    pub(super) token_max_life_s: Option<i64>,
    #[serde(default)]
    pub(super) allowed_origins: Vec<String>,
    #[serde(default)]
    pub(super) sign_in: SignInFile,
    #[serde(default)]
    pub(super) attachments: AttachmentsFile,
    #[serde(default)]
    pub(super) limits: LimitsFile,
    #[serde(default)]
    pub(super) key: BTreeMap<String, KeyFile>,
    #[serde(default)]
    pub(super) webhook: BTreeMap<String, WebhookFile>,
}

/// `[sign_in]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInFile {
    pub(super) token_url: Option<String>,
    pub(super) page_url: Option<String>,
}

/// `[attachments]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttachmentsFile {
    pub(super) folder: Option<PathBuf>,
    pub(super) max_bytes: Option<usize>,
}

/// `[limits]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsFile {
    pub(super) body_bytes: Option<usize>,
    pub(super) read_ms: Option<u64>,
    pub(super) write_ms: Option<u64>,
    pub(super) rate_per_s: Option<u32>,
    pub(super) rate_burst: Option<u32>,
    pub(super) connections: Option<usize>,
    pub(super) streams: Option<usize>,
    pub(super) streams_per_subject: Option<usize>,
    pub(super) block_cache_bytes: Option<usize>,
}

/// `[webhook.<name>]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookFile {
    pub(super) url: String,
    pub(super) secret_env: Option<String>,
    pub(super) secret_file: Option<PathBuf>,
    pub(super) role: String,
    pub(super) tenant: Option<String>,
    #[serde(default)]
    pub(super) kinds: Vec<String>,
    #[serde(default)]
    pub(super) fields: bool,
}

/// `[key.<kid>]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    pub(super) algorithm: String,
    pub(super) tenant: String,
    pub(super) audience: Option<String>,
    pub(super) issuer: Option<String>,
    pub(super) public_key: Option<String>,
    pub(super) public_key_file: Option<PathBuf>,
}
