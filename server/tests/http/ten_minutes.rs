//! From nothing to a customer on screen and a note in the store, with what the commands make.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use axum::Router;
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use klantbeeld_server::config::{Overrides, ServerConfig};
use klantbeeld_server::http::router;
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::harness::post;

const MAPPING: &str = r#"
source = "crm"
[csv]
delimiter = ";"
[customer]
id = "{nummer}"
[[field]]
field = "person.last_name"
column = "naam"
[[field]]
field = "contact.email"
column = "mail"
[item]
kind = "call"
channel = "phone"
department = "service"
at = { column = "datum", format = "%d-%m-%Y" }
title = "{onderwerp}"
"#;

const TABLE: &str = "nummer;naam;mail;datum;onderwerp\nK-1;de Vries;anna@example.nl;01-11-2026;Vraag over de rekening\n";

/// Runs the binary in a folder, without settings of its own.
pub(crate) fn klantbeeld(folder: &Path, args: &[&str], stdin: &str) -> Output {
    let settings = [
        "STORE",
        "TENANT",
        "POLICY",
        "CONFIG",
        "DIST",
        "ALLOWED_ORIGINS",
        "DEMO",
    ];
    let mut command = Command::new(env!("CARGO_BIN_EXE_klantbeeld"));
    command.args(args).current_dir(folder);
    for name in settings {
        command.env_remove(format!("KLANTBEELD_{name}"));
    }
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(stdin.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// Runs a command, written as a person types it, that has to succeed.
fn done(folder: &Path, line: &str) -> String {
    let args: Vec<&str> = line.split_whitespace().collect();
    let output = klantbeeld(folder, &args, "");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Makes keys, a policy, a configuration and an import in a folder.
fn set_up(at: &Path, template: &str, algorithm: &str) {
    let entry = done(at, &format!("keys new --algorithm {algorithm}"));
    done(
        at,
        &format!("policy new --template {template} --out policy.toml"),
    );
    let config = format!("policy = \"policy.toml\"\nstore = \"sqlite:k.sqlite\"\n{entry}");
    fs::write(at.join("klantbeeld.toml"), config).unwrap();
    let source = if template == "shop" { "webshop" } else { "crm" };
    fs::write(at.join("m.toml"), MAPPING.replace("crm", source)).unwrap();
    fs::write(at.join("t.csv"), TABLE).unwrap();
    done(
        at,
        "import --store sqlite:k.sqlite --policy policy.toml --mapping m.toml t.csv",
    );
}

/// Lets the command judge a token, which it must accept and not repeat.
fn check(at: &Path, token: &str) {
    let checked = klantbeeld(
        at,
        &["token", "check", "--config", "klantbeeld.toml"],
        token,
    );
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{said}");
    assert!(said.contains("this server accepts the token"), "{said}");
    assert!(!said.contains(token.get(..30).unwrap()), "{said}");
}

fn sign(folder: &Path, algorithm: Algorithm) -> String {
    let pem = fs::read(folder.join("crm.private.pem")).unwrap();
    let key = match algorithm {
        Algorithm::EdDSA => EncodingKey::from_ed_pem(&pem),
        _ => EncodingKey::from_ec_pem(&pem),
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let claims = json!({
        "sub": "u-7", "name": "Sanne Bakker", "tenant": "default", "role": "agent", "aud": "klantbeeld",
        "exp": now.unwrap().as_secs() + 300, "customers": ["K-1"],
    });
    let mut header = Header::new(algorithm);
    header.kid = Some("crm".to_owned());
    encode(&header, &claims, &key.unwrap()).unwrap()
}

/// A server on what lies in the folder.
fn server(folder: &Path) -> Router {
    let overrides = Overrides {
        config: Some(folder.join("klantbeeld.toml")),
        ..Overrides::default()
    };
    let config = ServerConfig::load(&overrides, &|_| None).unwrap();
    let store = Arc::new(SqliteProfileStore::open(&folder.join("k.sqlite")).unwrap());
    let now = || chrono::Utc::now().timestamp_millis();
    router(&config, store, config.listen, Arc::new(now)).unwrap()
}

async fn call(router: &Router, endpoint: &str, token: &str, request: Value) -> Value {
    let request = post(
        endpoint,
        Some(token),
        json!({ "request": request }).to_string(),
    );
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(
        status,
        200,
        "{endpoint}: {}",
        String::from_utf8_lossy(&body)
    );
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn every_template_imports_shows_and_takes_writes() {
    for (template, name, algorithm) in [
        ("minimal", "ES256", Algorithm::ES256),
        ("service", "EdDSA", Algorithm::EdDSA),
        ("shop", "es256", Algorithm::ES256),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        set_up(at, template, name);
        let token = sign(at, algorithm);
        check(at, &token);
        let router = server(at);
        let open = json!({"customer_id": "K-1", "page_size": 10});
        let head = call(&router, "profile/open", &token, open.clone()).await;
        let shown = |field: &str| {
            head["fields"]
                .as_array()
                .unwrap()
                .iter()
                .any(|f| f["field"] == field)
        };
        assert!(
            shown("person.last_name") && shown("contact.email"),
            "{template}: {head}"
        );
        assert!(
            head.to_string().contains("Vraag over de rekening"),
            "{template}"
        );

        let note = json!({"type": "add_note", "item_id": "n-1", "text": "Teruggebeld", "shareable": false});
        let operation =
            json!({"op_id": "op-1", "customer_id": "K-1", "made_at_ms": 0, "action": note});
        let results = call(
            &router,
            "operation/push",
            &token,
            json!({"operations": [operation]}),
        )
        .await;
        assert!(results[0]["version"].is_u64(), "{template}: {results}");
        let head = call(&router, "profile/open", &token, open).await;
        assert!(head.to_string().contains("Teruggebeld"), "{template}");
    }
}

#[cfg(unix)]
#[test]
fn a_private_key_is_readable_by_its_owner_alone_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    done(at, "keys new --kid crm-2 --issuer https://crm.example");
    let private = at.join("crm-2.private.pem");
    assert_eq!(
        fs::metadata(&private).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let before = fs::read(&private).unwrap();
    fs::remove_file(at.join("crm-2.public.pem")).unwrap();
    let again = klantbeeld(at, &["keys", "new", "--kid", "crm-2"], "");
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("stays as it is"));
    assert_eq!(fs::read(&private).unwrap(), before);
    assert!(!at.join("crm-2.public.pem").exists());
}

#[test]
fn a_policy_that_is_there_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("policy.toml"), "mine").unwrap();
    let output = klantbeeld(at, &["policy", "new", "--out", "policy.toml"], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(at.join("policy.toml")).unwrap(), "mine");
}

#[test]
fn a_login_page_instead_of_a_token_is_told_as_one_and_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!doctype html>\n<form action=/login>\n";
    let args = ["token", "check", "--demo", "--store", "sqlite:a.sqlite"];
    let output = klantbeeld(folder.path(), &args, page);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("check `ok` and `redirected`"), "{said}");
}

#[test]
fn a_token_of_the_demo_is_accepted_as_the_demo_server_does() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let token = done(at, "token --store sqlite:a.sqlite");
    fs::write(at.join("token.txt"), &token).unwrap();
    let said = done(at, "token check --demo --store sqlite:a.sqlite token.txt");
    assert!(said.contains("ok    signature"), "{said}");
}
