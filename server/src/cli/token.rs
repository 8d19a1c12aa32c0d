//! `klantbeeld token`: a token of the demo issuer, for trying things out.

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Role;
use klantbeeld_server::auth::demo::{DEMO_TTL_S, DemoTokenRequest, issue_demo_token};
use klantbeeld_server::config::demo_key_path;

use super::args::{StoreArgs, UsageError};
use super::store::StoreName;
use super::text::say;
use super::token_check::{self, CheckArgs};

/// Print a token of the demo issuer. A server that was started with `--demo` on the same store accepts
/// it; no other does.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct TokenArgs {
    #[command(subcommand)]
    action: Option<TokenAction>,
    #[command(flatten)]
    store: StoreArgs,
    /// The role, as the policy names it.
    #[arg(long, default_value = "agent")]
    role: String,
    /// The one customer that it opens; left out, it opens all. The role `customer` needs it.
    #[arg(long, value_parser = parse_customer)]
    customer: Option<CustomerId>,
    /// How long it lives, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = DEMO_TTL_S,
          value_parser = clap::value_parser!(i64).range(1..=86_400))]
    ttl: i64,
    /// The name that stands beside what its holder writes.
    #[arg(long)]
    name: Option<String>,
}

#[derive(Debug, Subcommand)]
enum TokenAction {
    Check(CheckArgs),
}

fn parse_customer(text: &str) -> Result<CustomerId, String> {
    CustomerId::parse(text).map_err(|e| e.to_string())
}

/// Does it.
pub(super) fn token(args: TokenArgs) -> Result<()> {
    if let Some(TokenAction::Check(check)) = &args.action {
        return token_check::check(check);
    }
    let store = args.store.name()?;
    if StoreName::parse(store)?.path().is_none() {
        let text = "a store in memory has no key that outlives it: name a store in a file";
        return Err(UsageError(text.to_owned()).into());
    }
    if args.role == Role::CUSTOMER && args.customer.is_none() {
        let text = "the role `customer` needs --customer ID: customers see only themselves";
        return Err(UsageError(text.to_owned()).into());
    }
    let request = DemoTokenRequest {
        tenant: args.store.tenant.clone(),
        role: Role::new(args.role),
        customer: args.customer,
        name: args.name,
        ttl_s: args.ttl,
    };
    let now_ms = chrono::Utc::now().timestamp_millis();
    let issued = issue_demo_token(&demo_key_path(store), &request, now_ms);
    let issued = issued.context("there is no token")?;
    say(issued.token)?;
    Ok(())
}
