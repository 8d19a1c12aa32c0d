//! What several commands are given: where the data is.

use anyhow::Result;
use clap::Args;
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::config::DEFAULT_TENANT;

/// What the command line is wrong about, beyond what clap can see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

/// Where the data is.
#[derive(Debug, Args)]
pub(super) struct StoreArgs {
    /// The store: `sqlite:PATH`, `postgres://USER:PASSWORD@HOST/DATABASE`, or `memory:` for one that is
    /// forgotten. A password stands better in `KLANTBEELD_STORE` or `PGPASSWORD` than here.
    #[arg(
        long,
        env = "KLANTBEELD_STORE",
        value_name = "STORE",
        hide_env_values = true
    )]
    pub(super) store: Option<String>,
    /// Whose data, in an installation for several organisations.
    #[arg(long, env = "KLANTBEELD_TENANT", default_value = DEFAULT_TENANT, value_parser = parse_tenant)]
    pub(super) tenant: TenantId,
}

impl StoreArgs {
    pub(super) fn name(&self) -> Result<&str> {
        let missing = || {
            UsageError(
                "no store is named: add --store sqlite:PATH, or set KLANTBEELD_STORE=sqlite:PATH"
                    .to_owned(),
            )
        };
        Ok(self.store.as_deref().ok_or_else(missing)?)
    }
}

/// Reads the name of a tenant.
pub(super) fn parse_tenant(text: &str) -> Result<TenantId, String> {
    TenantId::parse(text).map_err(|e| e.to_string())
}
