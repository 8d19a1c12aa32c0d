//! The configuration: what is wrong is said at start, with key, value and what is allowed.

use std::fs;

use klantbeeld_server::config::{ConfigError, LogFormat, Overrides, ServerConfig};

use crate::harness::{ED_PRIVATE, ED_PUBLIC, ES_PUBLIC};

fn load(toml: &str, env: &[(&str, &str)]) -> Result<ServerConfig, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("klantbeeld.toml");
    fs::write(&path, toml).unwrap();
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/policy.toml");
    let overrides = Overrides {
        config: Some(path),
        policy: Some(policy.into()),
        ..Overrides::default()
    };
    let find = |name: &str| {
        env.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| (*v).to_owned())
    };
    ServerConfig::load(&overrides, &find)
}

fn key(algorithm: &str, pem: &str) -> String {
    format!("[key.crm]\nalgorithm = \"{algorithm}\"\ntenant = \"acme\"\npublic_key = '''{pem}'''\n")
}

#[test]
fn file_environment_and_defaults_are_put_together() {
    let toml = format!(
        "listen = \"127.0.0.1:1\"\nallowed_origins = [\"https://a.nl\"]\n{}",
        key("EdDSA", ED_PUBLIC)
    );
    let config = load(
        &toml,
        &[
            ("KLANTBEELD_LISTEN", "127.0.0.1:2"),
            ("KLANTBEELD_LOG", "text"),
        ],
    )
    .unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.log, LogFormat::Text);
    assert_eq!(config.allowed_origins[0].as_str(), "https://a.nl");
    assert_eq!(config.limits.body_bytes, 256 * 1024);
    assert!(config.keys.contains_key("crm"));
    assert!(!config.summary().contains("BEGIN"));
}

#[test]
fn what_is_wrong_is_named() {
    let ed = key("EdDSA", ED_PUBLIC);
    let cases = [
        (
            format!("listen = \"nowhere\"\n{ed}"),
            "listen = \"nowhere\"",
        ),
        (
            format!("store = \"mysql:x\"\n{ed}"),
            "postgres://USER@HOST/DATABASE or memory:",
        ),
        (
            format!("allowed_origins = [\"*\"]\n{ed}"),
            "allowed_origins = \"*\"",
        ),
        (
            format!("allowed_origins = [\"https://a.nl/\"]\n{ed}"),
            "no path",
        ),
        (format!("token_max_life_s = 5\n{ed}"), "60 to 86400"),
        (format!("log = \"xml\"\n{ed}"), "json or text"),
        (
            format!("dist = \"/nowhere/at/all\"\n{ed}"),
            "cargo xtask run",
        ),
        (
            format!("{ed}[limits]\nbody_bytes = 1\n"),
            "limits.body_bytes = \"1\": 1024 to",
        ),
        (
            format!("{ed}[limits]\nwrite_ms = 0\n"),
            "limits.write_ms = \"0\": 100 to",
        ),
        (format!("typo = 1\n{ed}"), "typo"),
        (format!("listen = \"0.0.0.0:80\"\n{ed}"), "public_origin"),
        (
            "listen = \"0.0.0.0:80\"\ndemo = true\n".to_owned(),
            "only on a loopback address",
        ),
        (String::new(), "nobody could sign in"),
        (key("HS256", ED_PUBLIC), "EdDSA, ES256 or RS256"),
        (key("none", ED_PUBLIC), "EdDSA, ES256 or RS256"),
        (key("EdDSA", ES_PUBLIC), "not a public key of EdDSA"),
        (key("RS256", ED_PUBLIC), "not a public key of RS256"),
        (key("ES256", "x"), "not a public key of ES256"),
        (key("EdDSA", ED_PRIVATE), "private key"),
        (
            "[key.crm]\nalgorithm = \"EdDSA\"\ntenant = \"acme\"\n".to_owned(),
            "public_key",
        ),
        ("listen = ".to_owned(), "klantbeeld.toml"),
    ];
    for (toml, expected) in cases {
        let error = load(&toml, &[]).unwrap_err().to_string();
        assert!(error.contains(expected), "{toml}\n{error}");
    }
}

#[test]
fn the_built_in_policy_is_whole() {
    let overrides = Overrides {
        demo: true,
        ..Overrides::default()
    };
    ServerConfig::load(&overrides, &|_| None).unwrap();
}

#[test]
fn a_sign_in_address_is_a_path_or_of_an_allowed_origin() {
    let with = |url: &str| {
        let key = key("EdDSA", ED_PUBLIC);
        let origins = "allowed_origins = [\"https://crm.example.nl\"]";
        load(
            &format!("{origins}\n[sign_in]\ntoken_url = \"{url}\"\n{key}"),
            &[],
        )
    };
    let config = with("https://crm.example.nl/token").unwrap();
    let url = config.sign_in.token_url.unwrap();
    assert_eq!(url.as_str(), "https://crm.example.nl/token");
    let error = with("https://other.example/token").unwrap_err().to_string();
    assert!(
        error.contains("sign_in.token_url = \"https://other.example/token\""),
        "{error}"
    );
    assert!(error.contains("allowed_origins"), "{error}");
}
