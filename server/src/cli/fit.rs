//! `klantbeeld fit`: the purchase and value models, learned from everybody's purchases.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use chrono::{Datelike as _, NaiveDate, NaiveTime};
use clap::Args;
use klantbeeld_core::money::Currency;
use klantbeeld_core::time::utc;
use klantbeeld_models::ModelError;
use klantbeeld_models::purchases::fit::{PurchaseFit, ValueFit, fit_purchases, fit_values};
use klantbeeld_models::purchases::history::{Counts, Histories, histories};
use klantbeeld_models::purchases::{Purchase, Spending};
use serde::Serialize;
use serde_json::{Value, json};

use super::args::StoreArgs;
use super::purchases_file::{Bought, parse_date, read_purchases};
use super::store::StoreName;
use super::text::{grouped, say};

/// Learn from all purchases who comes back and what it is worth.
#[derive(Debug, Args)]
pub(super) struct FitArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// The last day that is known: 1997-09-30.
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    until: NaiveDate,
    /// The kind of item that is a purchase.
    #[arg(long, default_value = "order", value_name = "KIND")]
    kind: String,
    /// A table instead of the store, with columns id, date, amount and perhaps currency.
    #[arg(long, value_name = "FILE", conflicts_with = "store")]
    csv: Option<PathBuf>,
    /// The currency of a table that does not say.
    #[arg(long, default_value = "EUR", value_name = "CODE", value_parser = read_currency)]
    currency: Currency,
    /// For programs.
    #[arg(long)]
    json: bool,
}

fn read_date(text: &str) -> Result<NaiveDate, String> {
    parse_date(text).ok_or_else(|| "write a day as 1997-09-30".to_owned())
}

fn read_currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| error.to_string())
}

/// The answer for programs; its shape is a promise.
#[derive(Debug, Serialize)]
struct FitJson<'a> {
    until: NaiveDate,
    counts: Counts,
    /// Rows that are no purchase: without customer, day or amount.
    unread: usize,
    purchases: Value,
    value: Value,
    currency: Option<&'a str>,
    took_ms: u128,
}

/// Does it.
pub(super) async fn fit(args: FitArgs) -> Result<()> {
    let (bought, unread) = match &args.csv {
        Some(path) => read_purchases(path, args.currency)?,
        None => (from_store(&args).await?, 0),
    };
    let purchases: Vec<_> = bought.iter().map(purchase).collect();
    let start = Instant::now();
    let all = histories(&purchases, args.until.num_days_from_ce());
    let list: Vec<_> = all
        .customers
        .iter()
        .map(|customer| customer.history)
        .collect();
    let purchases = fit_purchases(&list);
    let values = fit_values(&spendings(&all));
    let took_ms = start.elapsed().as_millis();
    if args.json {
        let json = FitJson {
            until: args.until,
            counts: all.counts,
            unread,
            purchases: purchase_json(&purchases),
            value: value_json(&values),
            currency: all.currency,
            took_ms,
        };
        say(serde_json::to_string(&json)?)?;
    } else if let Ok(fit) = &purchases {
        say(human(&all.counts, fit, &values, all.currency))?;
    }
    if let Err(error) = purchases {
        let bought = all.counts.purchases;
        let noun = if bought == 1 { "purchase" } else { "purchases" };
        match error {
            ModelError::NotEnough { need, .. } => {
                bail!("not enough data: {bought} {noun} ({need})")
            }
            other => bail!(other),
        }
    }
    Ok(())
}

async fn from_store(args: &FitArgs) -> Result<Vec<Bought>> {
    let store = StoreName::parse(args.store.name()?)?
        .open_existing()
        .await?;
    let next = args
        .until
        .succ_opt()
        .context("there is no day after that")?;
    let before_ms = next.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let lines = store.list_purchases(&args.store.tenant, &args.kind, before_ms);
    let lines = lines.await.context("cannot read the purchases")?;
    let bought = lines.into_iter().map(|line| Bought {
        customer: line.customer_id.as_str().to_owned(),
        date: utc(line.at_ms).date(),
        amount_minor: line.amount_minor,
        currency: line.currency,
    });
    Ok(bought.collect())
}

fn purchase(bought: &Bought) -> Purchase<'_> {
    Purchase {
        customer: &bought.customer,
        day: bought.date.num_days_from_ce(),
        amount_minor: bought.amount_minor,
        currency: &bought.currency,
    }
}

/// What people paid, in whole units of the currency, as the literature gives the numbers.
fn spendings(all: &Histories<'_>) -> Vec<Spending> {
    let currency = all.currency.and_then(|code| Currency::parse(code).ok());
    let unit = 10_f64.powi(currency.map_or(2, |c| c.exponent().cast_signed()));
    all.customers
        .iter()
        .filter_map(|customer| customer.spending)
        .filter_map(|paid| Spending::new(paid.days, paid.mean / unit).ok())
        .collect()
}

fn purchase_json(fit: &Result<PurchaseFit, ModelError>) -> Value {
    match fit {
        Err(error) => json!({ "refused": error.to_string() }),
        Ok(fit) => {
            let [r, alpha, a, b] = fit.model.numbers();
            json!({
                "model": "bg/nbd", "r": r, "alpha": alpha, "a": a, "b": b,
                "log_likelihood": fit.log_likelihood, "customers": fit.customers,
                "standard_errors": fit.standard_errors,
            })
        }
    }
}

fn value_json(fit: &Result<ValueFit, ModelError>) -> Value {
    match fit {
        Err(error) => json!({ "refused": error.to_string() }),
        Ok(fit) => {
            let [p, q, v] = fit.model.numbers();
            json!({
                "model": "gamma-gamma", "p": p, "q": q, "v": v,
                "log_likelihood": fit.log_likelihood, "customers": fit.customers,
            })
        }
    }
}

fn human(
    counts: &Counts,
    fit: &PurchaseFit,
    values: &Result<ValueFit, ModelError>,
    currency: Option<&str>,
) -> String {
    let count = |number: usize| grouped(u64::try_from(number).unwrap_or(u64::MAX));
    let [r, alpha, a, b] = fit.model.numbers();
    let mut text = format!(
        "purchases  {}\ncustomers  {}, of whom {} came back\n",
        count(counts.purchases),
        count(counts.customers),
        count(counts.repeat_customers),
    );
    text += &format!("BG/NBD     r {r:.4}  alpha {alpha:.4}  a {a:.4}  b {b:.4}  ");
    text += &format!("log-likelihood {:.2}\n", fit.log_likelihood);
    match values {
        Ok(values) => {
            let [p, q, v] = values.model.numbers();
            let currency = currency.unwrap_or_default();
            text += &format!("value      p {p:.4}  q {q:.4}  v {v:.4} {currency}");
        }
        Err(error) => text += &format!("value      {error}"),
    }
    text
}
