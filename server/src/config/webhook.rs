//! `[webhook.<name>]`: other systems that are told of what happens.

use std::collections::BTreeMap;
use std::path::Path;

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::policy::Policy;

use super::ConfigError;
use super::file::WebhookFile;
use super::setting::{Env, read, wrong};
use crate::webhooks::{Secret, WebhookSettings};

/// Reads and checks all of them.
///
/// # Errors
/// An address that is no web address, a secret that is not there, a role or kind that the policy does not know.
pub(super) fn parse(
    files: BTreeMap<String, WebhookFile>,
    env: Env<'_>,
    base: &Path,
    tenant: &TenantId,
    policy: &Policy,
) -> Result<Vec<WebhookSettings>, ConfigError> {
    let parse = |(name, file)| one(name, file, env, base, tenant, policy);
    files.into_iter().map(parse).collect()
}

fn one(
    name: String,
    file: WebhookFile,
    env: Env<'_>,
    base: &Path,
    tenant: &TenantId,
    policy: &Policy,
) -> Result<WebhookSettings, ConfigError> {
    let key = |part: &str| format!("webhook.{name}.{part}");
    if name.is_empty() || name.len() > 64 {
        return Err(wrong("webhook", &name, "a name has 1 to 64 bytes"));
    }
    check_url(&file.url).map_err(|allowed| wrong(&key("url"), &file.url, allowed))?;
    let secret = match (&file.secret_env, &file.secret_file) {
        (Some(variable), None) => env(variable)
            .ok_or_else(|| wrong(&key("secret_env"), variable, "this variable is not set"))?,
        (None, Some(path)) => read(&key("secret_file"), &base.join(path))?,
        _ => {
            let allowed = "write either secret_env or secret_file";
            return Err(wrong(&key("secret_env"), "", allowed));
        }
    };
    // The secret itself stands in no message.
    let secret = Secret::parse(&secret).map_err(|form| wrong(&key("secret"), "(secret)", form))?;
    if !policy.role.contains_key(file.role.as_str()) {
        return Err(wrong(&key("role"), &file.role, "a role of the policy"));
    }
    if let Some(kind) = file.kinds.iter().find(|k| !policy.kind.contains_key(*k)) {
        return Err(wrong(&key("kinds"), kind, "kinds of the policy"));
    }
    let whose = file.tenant.map(|text| {
        TenantId::parse(text.as_str()).map_err(|e| wrong(&key("tenant"), &text, &e.to_string()))
    });
    let tenant = whose.transpose()?.unwrap_or_else(|| tenant.clone());
    Ok(WebhookSettings {
        tenant,
        url: file.url,
        secret,
        role: file.role,
        kinds: file.kinds.into_iter().collect(),
        tells_fields: file.fields,
        name,
    })
}

/// Refuses what is no web address, and an open line to another machine.
fn check_url(text: &str) -> Result<(), &'static str> {
    let allowed = "https://..., or http:// on this machine";
    let url: axum::http::Uri = text.parse().map_err(|_| allowed)?;
    let is_here = url
        .host()
        .is_some_and(|host| matches!(host, "127.0.0.1" | "localhost" | "[::1]"));
    match url.scheme_str() {
        Some("https") if url.host().is_some() => Ok(()),
        Some("http") if is_here => Ok(()),
        _ => Err(allowed),
    }
}
