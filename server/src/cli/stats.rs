//! `klantbeeld stats`: what is in the store, in exact counts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use klantbeeld_core::money::{self, Currency, Money};
use klantbeeld_server::config::read_policy;
use klantbeeld_server::store::StoreStats;
use klantbeeld_server::unclassified::UnclassifiedCounts;
use serde::Serialize;

use super::args::StoreArgs;
use super::store::StoreName;
use super::text::{grouped, say};

/// Count what is in the store.
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// The policy by which fields and kinds are classified; the built-in one, if left out.
    #[arg(long, env = "KLANTBEELD_POLICY", value_name = "FILE")]
    policy: Option<PathBuf>,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// The answer for programs; its shape is a promise.
#[derive(Debug, Serialize)]
struct StatsJson<'a> {
    customers: u64,
    items: ItemsJson<'a>,
    sums_minor: &'a BTreeMap<String, i64>,
    unclassified: &'a UnclassifiedCounts,
    store: StoreJson,
}

#[derive(Debug, Serialize)]
struct ItemsJson<'a> {
    total: u64,
    by_kind: &'a BTreeMap<String, u64>,
    by_source: &'a BTreeMap<String, u64>,
}

#[derive(Debug, Serialize)]
struct StoreJson {
    kind: &'static str,
    path: Option<String>,
    size_bytes: u64,
}

/// Does it.
pub(super) async fn stats(args: StatsArgs) -> Result<()> {
    let name = StoreName::parse(args.store.name()?)?;
    let store = name.open_existing().await?;
    let stats = store.stats(&args.store.tenant).await;
    let stats = stats.context("cannot count")?;
    let policy = read_policy(args.policy).context("the policy is wrong")?;
    let unclassified = UnclassifiedCounts::of(&policy, &stats);
    if args.json {
        let json = StatsJson {
            customers: stats.customers,
            items: ItemsJson {
                total: stats.items,
                by_kind: &stats.items_by_kind,
                by_source: &stats.items_by_source,
            },
            sums_minor: &stats.sums_minor,
            unclassified: &unclassified,
            store: StoreJson {
                kind: name.kind(),
                path: name.path().map(|path| path.display().to_string()),
                size_bytes: stats.size_bytes,
            },
        };
        say(serde_json::to_string(&json)?)?;
    } else {
        say(human(&stats, &unclassified).trim_end())?;
    }
    Ok(())
}

fn human(stats: &StoreStats, unclassified: &UnclassifiedCounts) -> String {
    let mut text = format!("customers  {}\n", grouped(stats.customers));
    text += &format!("items      {}\n", grouped(stats.items));
    for (title, counts) in [
        ("per kind", &stats.items_by_kind),
        ("per source", &stats.items_by_source),
    ] {
        text += &format!("{title}\n");
        for (name, count) in counts {
            text += &format!("  {name:20} {:>12}\n", grouped(*count));
        }
    }
    text += "sums\n";
    for (currency, sum_minor) in &stats.sums_minor {
        text += &format!("  {currency:20} {:>12}\n", decimal(*sum_minor, currency));
    }
    let (fields, kinds) = (&unclassified.fields, &unclassified.kinds);
    if !fields.is_empty() || !kinds.is_empty() {
        text += "without a class in the policy\n";
    }
    for (name, count) in fields.iter().chain(kinds) {
        text += &format!("  {name:20} {:>12}\n", grouped(*count));
    }
    let megabytes = stats.size_bytes / 100_000;
    text + &format!("size       {}.{} MB\n", megabytes / 10, megabytes % 10)
}

/// Writes minor units as people do: `2,500,315.63`.
fn decimal(amount_minor: i64, currency: &str) -> String {
    let money = Money {
        amount_minor,
        currency: Currency::parse(currency).unwrap_or(Currency::EUR),
    };
    money::grouped(&money.decimal('.'), ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_with_the_decimals_of_their_currency() {
        assert_eq!(decimal(250_031_563, "USD"), "2,500,315.63");
        assert_eq!(decimal(-5, "EUR"), "-0.05");
        assert_eq!(decimal(120, "JPY"), "120");
        assert_eq!(decimal(1_500, "BHD"), "1.500");
    }
}
