//! From file, environment and flags to one checked configuration.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::policy::Policy;

use super::file::{ConfigFile, KeyFile, LimitsFile};
use super::setting::{Env, read, wrong};
use super::{
    ConfigError, DEFAULT_LISTEN, DEFAULT_POLICY, DEFAULT_TENANT, Limits, LogFormat, Origin,
    Overrides, ServerConfig, demo_key_path,
};
use super::{attachments, sign_in, webhook};
use crate::auth::{DEFAULT_AUDIENCE, KeyAlgorithm, KeyRecord};
use crate::intake::place;
use crate::store::postgres::is_postgres;

impl ServerConfig {
    /// Puts file, environment and flags together and checks the whole.
    ///
    /// # Errors
    /// The first setting that is wrong, with its value and what is allowed.
    pub fn load(
        overrides: &Overrides,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        resolve(overrides, env)
    }

    /// Does as [`ServerConfig::load`], with the environment of this process.
    ///
    /// # Errors
    /// As [`ServerConfig::load`].
    pub fn from_process(overrides: &Overrides) -> Result<Self, ConfigError> {
        Self::load(overrides, &|name| std::env::var(name).ok())
    }
}

fn resolve(overrides: &Overrides, env: Env<'_>) -> Result<ServerConfig, ConfigError> {
    let (file, base) = read_file(overrides, env)?;
    let text = |flag: &Option<String>, name: &str, filed: Option<String>| {
        flag.clone().or_else(|| env(name)).or(filed)
    };
    let listen = text(&overrides.listen, "KLANTBEELD_LISTEN", file.listen);
    let listen = parse_listen(listen.as_deref().unwrap_or(DEFAULT_LISTEN))?;
    let store = text(&overrides.store, "KLANTBEELD_STORE", file.store)
        .unwrap_or_else(|| "sqlite:klantbeeld.sqlite".to_owned());
    check_store(&store)?;
    let intake = parse_intake(env("KLANTBEELD_INTAKE").or(file.intake), &store)?;
    let tenant = text(&overrides.tenant, "KLANTBEELD_TENANT", file.tenant);
    let tenant = parse_tenant(tenant.as_deref().unwrap_or(DEFAULT_TENANT))?;
    let path = |flag: &Option<PathBuf>, name: &str, filed: Option<PathBuf>| {
        let named = flag.clone().or_else(|| env(name).map(PathBuf::from));
        named.or_else(|| filed.map(|p| base.join(p)))
    };
    let policy = read_policy(path(&overrides.policy, "KLANTBEELD_POLICY", file.policy))?;
    let dist = path(&overrides.dist, "KLANTBEELD_DIST", file.dist);
    check_dist(dist.as_deref())?;
    let origins = match env("KLANTBEELD_ALLOWED_ORIGINS") {
        Some(list) => list.split_whitespace().map(str::to_owned).collect(),
        None => file.allowed_origins,
    };
    let public = env("KLANTBEELD_PUBLIC_ORIGIN").or(file.public_origin);
    let public_origin = public
        .map(|text| parse_origin("public_origin", &text))
        .transpose()?;
    let allowed_origins = parse_origins(&origins)?;
    let may_sign_in: Vec<Origin> = allowed_origins
        .iter()
        .chain(&public_origin)
        .cloned()
        .collect();
    let webhooks = webhook::parse(file.webhook, env, &base, &tenant, &policy)?;
    let config = ServerConfig {
        listen,
        public_origin,
        intake,
        tenant,
        policy: Arc::new(policy),
        dist,
        allowed_origins,
        sign_in: sign_in::parse(file.sign_in, env, &may_sign_in)?,
        keys: parse_keys(file.key, &base)?,
        token_max_life_s: parse_life(env, file.token_max_life_s)?,
        attachments: attachments::parse(
            file.attachments,
            env("KLANTBEELD_ATTACHMENTS").map(PathBuf::from),
            &base,
            &store,
        )?,
        webhooks,
        limits: limits(&file.limits)?,
        log: parse_log(env("KLANTBEELD_LOG").or(file.log).as_deref())?,
        demo: overrides.demo || parse_demo(env)? || file.demo.unwrap_or(false),
        demo_key: demo_key_path(&store),
        store,
    };
    check_whole(&config)?;
    Ok(config)
}

fn check_whole(config: &ServerConfig) -> Result<(), ConfigError> {
    let loopback = config.listen.ip().is_loopback();
    if config.demo && !loopback {
        return Err(ConfigError::Conflict(format!(
            "demo hands a token to anybody who asks: it starts only on a loopback address, \
             not on listen = \"{}\"",
            config.listen
        )));
    }
    if !loopback && config.public_origin.is_none() {
        return Err(ConfigError::Conflict(format!(
            "listen = \"{}\" is reachable by others: set public_origin to the address that \
             browsers use, such as \"https://klantbeeld.example.nl\"",
            config.listen
        )));
    }
    if is_postgres(&config.store) && config.attachments.folder.is_none() && !config.demo {
        return Err(ConfigError::Conflict(
            "the store is a PostgreSQL database, and the files of items would be in memory: name \
             their folder, which all servers share, as folder under [attachments] or in \
             KLANTBEELD_ATTACHMENTS"
                .to_owned(),
        ));
    }
    if config.keys.is_empty() && !config.demo {
        return Err(ConfigError::Conflict(
            "nobody could sign in: name a key under [key.<kid>] in the configuration file, \
             or start with --demo"
                .to_owned(),
        ));
    }
    Ok(())
}

fn read_file(overrides: &Overrides, env: Env<'_>) -> Result<(ConfigFile, PathBuf), ConfigError> {
    let named = overrides.config.clone();
    let Some(path) = named.or_else(|| env("KLANTBEELD_CONFIG").map(PathBuf::from)) else {
        return Ok((ConfigFile::default(), PathBuf::new()));
    };
    let file = toml::from_str(&read("config", &path)?).map_err(|e| ConfigError::Malformed {
        path: path.clone(),
        reason: e.to_string(),
    })?;
    let base = path.parent().map(Path::to_path_buf).unwrap_or_default();
    Ok((file, base))
}

/// Reads and checks a policy file; the built-in one, if none is named.
///
/// # Errors
/// It cannot be read, or is no whole policy.
pub fn read_policy(path: Option<PathBuf>) -> Result<Policy, ConfigError> {
    let (text, path) = match path {
        Some(path) => (read("policy", &path)?, path),
        None => (DEFAULT_POLICY.to_owned(), PathBuf::from("built-in policy")),
    };
    let malformed = |reason: String| ConfigError::Malformed {
        path: path.clone(),
        reason,
    };
    let policy: Policy = toml::from_str(&text).map_err(|e| malformed(e.to_string()))?;
    policy.check().map_err(|e| malformed(e.to_string()))?;
    if let Some(name) = &policy.time_zone {
        name.parse::<chrono_tz::Tz>().map_err(|_| {
            malformed(format!(
                "`time_zone`: `{name}` is no zone such as `Europe/Amsterdam`"
            ))
        })?;
    }
    Ok(policy)
}

fn parse_listen(text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| {
        wrong(
            "listen",
            text,
            "an address and a port, such as 127.0.0.1:4360",
        )
    })
}

fn parse_tenant(text: &str) -> Result<TenantId, ConfigError> {
    TenantId::parse(text).map_err(|e| wrong("tenant", text, &e.to_string()))
}

/// Returns where arrivals are kept: beside the store, unless something else is said.
fn parse_intake(named: Option<String>, store: &str) -> Result<String, ConfigError> {
    let intake = named.unwrap_or_else(|| place::beside(store));
    check_named("intake", &intake, "sqlite:PATH or memory:")?;
    Ok(intake)
}

fn check_store(store: &str) -> Result<(), ConfigError> {
    if is_postgres(store) {
        // It may hold a password: what is wrong with it is told where it is opened, without it.
        return Ok(());
    }
    check_named(
        "store",
        store,
        "sqlite:PATH, postgres://USER@HOST/DATABASE or memory:",
    )
}

fn check_named(key: &str, store: &str, allowed: &str) -> Result<(), ConfigError> {
    match store.split_once(':') {
        Some(("sqlite", path)) if !path.is_empty() => Ok(()),
        Some(("memory", "")) => Ok(()),
        _ => Err(wrong(key, without_secrets(store), allowed)),
    }
}

/// Returns the name of a store as it may be shown: of one that may hold a password, only how it begins.
#[must_use]
pub fn without_secrets(store: &str) -> &str {
    match store.split_once(':') {
        Some((scheme, rest)) if rest.contains('@') => scheme,
        _ => store,
    }
}

fn check_dist(dist: Option<&Path>) -> Result<(), ConfigError> {
    match dist {
        Some(path) if !path.is_dir() => Err(wrong(
            "dist",
            &path.display().to_string(),
            "the folder with the built product; `cargo xtask run` makes it",
        )),
        _ => Ok(()),
    }
}

fn parse_origin(key: &str, text: &str) -> Result<Origin, ConfigError> {
    Origin::parse(text).map_err(|e| wrong(key, text, e))
}

fn parse_origins(origins: &[String]) -> Result<Vec<Origin>, ConfigError> {
    let parse = |text: &String| parse_origin("allowed_origins", text);
    origins.iter().map(parse).collect()
}

fn parse_log(text: Option<&str>) -> Result<LogFormat, ConfigError> {
    match text {
        None | Some("json") => Ok(LogFormat::Json),
        Some("text") => Ok(LogFormat::Text),
        Some(other) => Err(wrong("log", other, "json or text")),
    }
}

fn parse_demo(env: Env<'_>) -> Result<bool, ConfigError> {
    match env("KLANTBEELD_DEMO").as_deref() {
        None | Some("false" | "0" | "") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(other) => Err(wrong("KLANTBEELD_DEMO", other, "true or false")),
    }
}

fn parse_life(env: Env<'_>, filed: Option<i64>) -> Result<i64, ConfigError> {
    const KEY: &str = "token_max_life_s";
    const ALLOWED: &str = "whole seconds, 60 to 86400";
    let life = match env("KLANTBEELD_TOKEN_MAX_LIFE_S") {
        Some(text) => text.parse().map_err(|_| wrong(KEY, &text, ALLOWED))?,
        None => filed.unwrap_or(3_600),
    };
    if (60..=86_400).contains(&life) {
        Ok(life)
    } else {
        Err(wrong(KEY, &life.to_string(), ALLOWED))
    }
}

fn limits(file: &LimitsFile) -> Result<Limits, ConfigError> {
    let normal = Limits::default();
    let limits = Limits {
        body_bytes: file.body_bytes.unwrap_or(normal.body_bytes),
        read_ms: file.read_ms.unwrap_or(normal.read_ms),
        write_ms: file.write_ms.unwrap_or(normal.write_ms),
        rate_per_s: file.rate_per_s.unwrap_or(normal.rate_per_s),
        rate_burst: file.rate_burst.unwrap_or(normal.rate_burst),
        connections: file.connections.unwrap_or(normal.connections),
        streams: file.streams.unwrap_or(normal.streams),
        streams_per_subject: file
            .streams_per_subject
            .unwrap_or(normal.streams_per_subject),
        block_cache_bytes: file.block_cache_bytes.unwrap_or(normal.block_cache_bytes),
    };
    let check = |key: &str, value: u64, range: std::ops::RangeInclusive<u64>| {
        if range.contains(&value) {
            return Ok(());
        }
        let allowed = format!("{} to {}", range.start(), range.end());
        Err(wrong(
            &format!("limits.{key}"),
            &value.to_string(),
            &allowed,
        ))
    };
    check("body_bytes", limits.body_bytes as u64, 1_024..=16 << 20)?;
    check("read_ms", limits.read_ms, 100..=60_000)?;
    check("write_ms", limits.write_ms, 100..=600_000)?;
    check("rate_per_s", limits.rate_per_s.into(), 1..=100_000)?;
    check("rate_burst", limits.rate_burst.into(), 1..=1_000_000)?;
    check("connections", limits.connections as u64, 1..=65_536)?;
    check("streams", limits.streams as u64, 0..=65_536)?;
    check(
        "streams_per_subject",
        limits.streams_per_subject as u64,
        1..=1_024,
    )?;
    check(
        "block_cache_bytes",
        limits.block_cache_bytes as u64,
        0..=16 << 30,
    )?;
    Ok(limits)
}

fn parse_keys(
    files: BTreeMap<String, KeyFile>,
    base: &Path,
) -> Result<BTreeMap<String, KeyRecord>, ConfigError> {
    files
        .into_iter()
        .map(|(kid, file)| {
            let record = parse_key(&kid, file, base)?;
            Ok((kid, record))
        })
        .collect()
}

fn parse_key(kid: &str, file: KeyFile, base: &Path) -> Result<KeyRecord, ConfigError> {
    let key = |name: &str| format!("key.{kid}.{name}");
    if kid.len() > 128 {
        return Err(wrong("key", kid, "a kid has at most 128 bytes"));
    }
    let algorithm = KeyAlgorithm::parse(&file.algorithm)
        .ok_or_else(|| wrong(&key("algorithm"), &file.algorithm, "EdDSA, ES256 or RS256"))?;
    let pem = match (file.public_key, file.public_key_file) {
        (Some(pem), None) => pem,
        (None, Some(path)) => read(&key("public_key_file"), &base.join(path))?,
        _ => {
            let message = "write either public_key (PEM) or public_key_file";
            return Err(wrong(&key("public_key"), "", message));
        }
    };
    let tenant = TenantId::parse(file.tenant.as_str())
        .map_err(|e| wrong(&key("tenant"), &file.tenant, &e.to_string()))?;
    let audience = file.audience.unwrap_or_else(|| DEFAULT_AUDIENCE.to_owned());
    KeyRecord::from_pem(algorithm, pem.as_bytes(), tenant, audience, file.issuer)
        .map_err(|e| wrong(&key("public_key"), "(PEM)", &e.to_string()))
}
