//! `klantbeeld keys`: a pair of keys for who signs tokens and for the server.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::auth::KeyAlgorithm;
use klantbeeld_server::auth::new_key::KeyPair;
use klantbeeld_server::auth::private_file::create_private;
use klantbeeld_server::config::DEFAULT_TENANT;
use klantbeeld_server::ingest::options::is_slug;

use super::args::parse_tenant;
use super::text::{create_new, note, say};

/// Make keys.
#[derive(Debug, Args)]
pub(super) struct KeysArgs {
    #[command(subcommand)]
    action: KeysAction,
}

#[derive(Debug, Subcommand)]
enum KeysAction {
    /// Make a pair: the private key for who signs tokens, the public one for the server.
    ///
    /// Writes KID.private.pem, readable by its owner alone, and KID.public.pem, and prints what belongs into the
    /// server's configuration. Overwrites nothing.
    New(NewArgs),
}

#[derive(Debug, Args)]
struct NewArgs {
    /// The name of the key, which stands in the header of each token.
    #[arg(long, default_value = "crm", value_parser = parse_kid)]
    kid: String,
    /// ES256 is understood by every library of tokens, EdDSA by most.
    #[arg(long, default_value = "ES256", ignore_case = true)]
    algorithm: Algorithm,
    /// Whose data its tokens may open.
    #[arg(long, default_value = DEFAULT_TENANT, value_parser = parse_tenant)]
    tenant: TenantId,
    /// The `iss` that its tokens have to name; left out, it is not looked at.
    #[arg(long, value_name = "NAME")]
    issuer: Option<String>,
    /// The folder for both files.
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Algorithm {
    #[value(name = "ES256")]
    Es256,
    #[value(name = "EdDSA", alias = "Ed25519")]
    EdDsa,
}

impl From<Algorithm> for KeyAlgorithm {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Es256 => Self::Es256,
            Algorithm::EdDsa => Self::EdDsa,
        }
    }
}

fn parse_kid(text: &str) -> Result<String, String> {
    let hint = || "lower-case letters, digits, `-` and `_`, at most 64".to_owned();
    is_slug(text).then(|| text.to_owned()).ok_or_else(hint)
}

/// Does it.
pub(super) fn keys(args: &KeysArgs) -> Result<()> {
    match &args.action {
        KeysAction::New(new) => make(new),
    }
}

fn make(args: &NewArgs) -> Result<()> {
    let algorithm = KeyAlgorithm::from(args.algorithm);
    let path = |half: &str| args.folder.join(format!("{}.{half}.pem", args.kid));
    let (private, public) = (path("private"), path("public"));
    for path in [&private, &public] {
        if path.exists() {
            bail!(
                "{} is there and stays as it is: --kid NAME or --folder FOLDER takes another",
                path.display()
            );
        }
    }
    let pair = KeyPair::new(algorithm)?;
    let cannot = |path: &Path| format!("cannot write {}", path.display());
    create_private(&private, pair.private_pem.as_bytes()).with_context(|| cannot(&private))?;
    create_new(&public, &pair.public_pem).with_context(|| cannot(&public))?;
    note(format_args!(
        "{}  for your own server, which signs tokens: secret, never into a repository",
        private.display()
    ))?;
    note(format_args!("{}  for Klantbeeld", public.display()))?;
    note(
        "what belongs into Klantbeeld's configuration (public_key_file counts from that file's folder):",
    )?;
    say(entry(args, algorithm, &public))?;
    Ok(())
}

/// Writes the key as the configuration has it.
fn entry(args: &NewArgs, algorithm: KeyAlgorithm, public: &Path) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let name = public.file_name().map(|name| name.to_string_lossy());
    let mut lines = vec![
        format!("[key.{}]", args.kid),
        format!("algorithm = {}", quoted(algorithm.name())),
        format!("tenant = {}", quoted(args.tenant.as_str())),
        format!("public_key_file = {}", quoted(&name.unwrap_or_default())),
    ];
    lines.extend(
        args.issuer
            .as_deref()
            .map(|issuer| format!("issuer = {}", quoted(issuer))),
    );
    lines.join("\n")
}
