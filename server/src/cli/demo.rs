//! `klantbeeld demo`: the demo organisation into a store, to look at and to test with.

use anyhow::{Context as _, Result};
use clap::Args;
use klantbeeld_core::ids::TenantId;
use klantbeeld_server::ingest::when;
use klantbeeld_server::store::{CustomerRecord, IngestReport, ProfileStore, Said};

use super::args::StoreArgs;
use super::progress::Progress;
use super::store::StoreName;
use super::text::{grouped, note, say};

/// The customer whose pages are shown first: id and name.
pub(super) const SHOWN_CUSTOMER: (&str, &str) = ("c-4401882", "mevr. M. van der Veen-Jansen");

/// The seed that tests, pictures and documents use.
pub(super) const DEFAULT_SEED: u64 = 2026;

/// Records in one transaction.
const BATCH_ITEMS: usize = 5_000;

/// Load the demo organisation: a Dutch energy and home-services company with some 200 customers. The
/// same seed and date give the same data, and loading it again stores nothing.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// Another seed gives other people.
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// The day that is today in the demo; the real one, if left out.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    now: Option<i64>,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

fn parse_date(text: &str) -> Result<i64, String> {
    when::parse_iso_ms(text).ok_or_else(|| "a date such as 2026-11-22".to_owned())
}

/// Returns the moment that is now.
pub(super) fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// Does it.
pub(super) async fn demo(args: DemoArgs) -> Result<()> {
    let store = StoreName::parse(args.store.name()?)?.open().await?;
    let now_ms = args.now.unwrap_or_else(now_ms);
    let tenant = &args.store.tenant;
    let done = load(store.as_ref(), tenant, args.seed, now_ms, args.quiet).await?;
    let stats = store.stats(tenant).await.context("cannot count")?;
    say(format_args!(
        "{} customers with {} items; {} entries were new, {} were there",
        grouped(stats.customers),
        grouped(stats.items),
        grouped(done.stored),
        grouped(done.duplicates),
    ))?;
    Ok(())
}

/// Loads the demo organisation into a store.
pub(super) async fn load(
    store: &dyn ProfileStore,
    tenant: &TenantId,
    seed: u64,
    now_ms: i64,
    is_quiet: bool,
) -> Result<IngestReport> {
    if !is_quiet {
        note("making the demo organisation")?;
    }
    let records = records(seed, now_ms);
    let total = records.len() as u64;
    let mut progress = Progress::new(is_quiet);
    let mut done = IngestReport::default();
    let mut batch = Vec::new();
    let mut items = 0;
    for (place, record) in records.into_iter().enumerate() {
        items += record.items.len();
        batch.push(record);
        if items >= BATCH_ITEMS {
            items = 0;
            add(store, tenant, std::mem::take(&mut batch), &mut done).await?;
        }
        progress.show("customers", place as u64, place as u64, Some(total));
    }
    add(store, tenant, batch, &mut done).await?;
    progress.finish();
    Ok(done)
}

async fn add(
    store: &dyn ProfileStore,
    tenant: &TenantId,
    batch: Vec<CustomerRecord>,
    done: &mut IngestReport,
) -> Result<()> {
    let added = store.ingest(tenant, batch).await;
    let added = added.context("the store did not take the demo organisation")?;
    done.stored += added.stored;
    done.duplicates += added.duplicates;
    Ok(())
}

/// Returns the generator's customers as the store takes them.
fn records(seed: u64, now_ms: i64) -> Vec<CustomerRecord> {
    let made = klantbeeld_demo::generate(seed, now_ms).into_iter();
    made.map(|customer| CustomerRecord {
        customer_id: customer.customer_id,
        said: Said::Once,
        kind: Some(customer.kind),
        assertions: customer.assertions,
        identities: customer.identities,
        relations: customer.relations,
        items: customer.items,
    })
    .collect()
}
