//! `klantbeeld serve`: the server, and with `--demo` the addresses of everything that can be looked at.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::Args;
use klantbeeld_server::auth::KeyRecord;
use klantbeeld_server::config::{Overrides, ServerConfig};
use klantbeeld_server::store::ProfileStore;
use klantbeeld_server::{http, unclassified};
use tokio::net::TcpListener;

use super::demo::{self, SHOWN_CUSTOMER};
use super::store::StoreName;
use super::text::{note, say};

/// Serve the customer view.
///
/// Every setting can stand in the configuration file, in the environment as KLANTBEELD_..., or here;
/// what stands here counts most.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The configuration file (TOML).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The store: `sqlite:PATH`, `postgres://USER:PASSWORD@HOST/DATABASE` or `memory:`.
    #[arg(long, value_name = "STORE")]
    store: Option<String>,
    /// Where to listen, such as 127.0.0.1:4360.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The folder with the built product.
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
    /// Who sees what (TOML).
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Whose data imports and the demo are.
    #[arg(long)]
    tenant: Option<String>,
    /// Hand a token to anybody on this machine who asks. Only on a loopback address.
    #[arg(long)]
    demo: bool,
}

/// Does it.
pub(super) async fn serve(args: ServeArgs) -> Result<()> {
    let overrides = Overrides {
        config: args.config,
        listen: args.listen,
        store: args.store,
        policy: args.policy,
        dist: args.dist,
        tenant: args.tenant,
        demo: args.demo,
    };
    let config = ServerConfig::from_process(&overrides).context("the settings are wrong")?;
    http::init_log(config.log);
    let store = open(&config).await?;
    let listen = config.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; --listen ADDRESS takes another"))?;
    let local = listener
        .local_addr()
        .context("the listener has no address")?;
    let stop = http::stop_signal().context("cannot hear signals")?;
    if config.demo {
        tell_addresses(local, config.dist.is_some())?;
    }
    http::serve_on(listener, local, &config, store, stop)
        .await
        .context("the server does not start")
}

async fn open(config: &ServerConfig) -> Result<Arc<dyn ProfileStore>> {
    let name = StoreName::parse(&config.store)?;
    let store = name.open().await?;
    if config.demo && !name.is_kept() {
        // A store in memory is empty at every start: a demo without anybody shows nothing.
        demo::load(
            store.as_ref(),
            &config.tenant,
            demo::DEFAULT_SEED,
            demo::now_ms(),
            true,
        )
        .await?;
    }
    let of_keys = config.keys.values().map(KeyRecord::tenant);
    let tenants: BTreeSet<_> = of_keys.chain([&config.tenant]).collect();
    for tenant in tenants {
        let used = store.used_names(tenant).await;
        let used = used.context("the store cannot be read")?;
        unclassified::check(&config.policy, &used)
            .with_context(|| format!("the server does not start for `{tenant}`"))?;
    }
    Ok(store)
}

/// Prints what a person can open now, one address a line.
fn tell_addresses(local: SocketAddr, has_pages: bool) -> Result<()> {
    let base = format!("http://{local}");
    if !has_pages {
        note(format_args!(
            "{base}/api/v1/  the API alone: --dist names no built pages"
        ))?;
        return Ok(());
    }
    let (customer, name) = SHOWN_CUSTOMER;
    let own_page = format!("/mijn/?customer={customer}");
    let own_words = format!("the self-service page of {name}");
    let pages = [
        ("/app/", "the agent's app"),
        (own_page.as_str(), own_words.as_str()),
        (
            "/hosts/plain/",
            "embedded in a plain page with its own, hostile CSS",
        ),
        ("/hosts/react/", "embedded in a React application"),
        (
            "/hosts/strict/",
            "embedded in a page with the strictest content security policy",
        ),
        (
            "/hosts/frame/",
            "embedded in a sandboxed frame without an origin",
        ),
    ];
    for (path, words) in pages {
        say(format_args!("{:56}{words}", format!("{base}{path}")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shown_customer_is_one_of_the_demo() {
        let (id, name) = SHOWN_CUSTOMER;
        assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        let made = klantbeeld_demo::generate(demo::DEFAULT_SEED, 1_795_305_600_000);
        let shown = made
            .iter()
            .find(|customer| customer.customer_id.as_str() == id);
        let fields = &shown.unwrap().assertions;
        let is_named = |a: &&str| name.ends_with(a);
        let last_names = fields.iter().filter(|a| a.field == "person.last_name");
        assert!(last_names.map(|a| a.value.as_str()).any(|n| is_named(&n)));
    }
}
