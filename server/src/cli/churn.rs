//! `klantbeeld churn`: learns from one table who leaves, and foretells it for the rows of another.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use klantbeeld_models::churn::fit::{ChurnFit, fit};
use klantbeeld_models::churn::quality::{Band, auc, calibration_error, reliability};
use klantbeeld_models::churn::{Factor, Table};
use serde::Serialize;

use super::table::read_table;
use super::text::say;

/// Learn from a table who leaves, and foretell it for another.
#[derive(Debug, Args)]
pub(super) struct ChurnArgs {
    /// The table to learn from.
    #[arg(value_name = "TRAIN.csv")]
    train: PathBuf,
    /// The table to foretell; its target, where it has one, is what the quality is measured on.
    #[arg(value_name = "TEST.csv")]
    test: PathBuf,
    /// The column that says who left, with two values.
    #[arg(long, value_name = "COLUMN")]
    target: String,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// The answer for programs; its shape is a promise.
#[derive(Debug, Serialize)]
struct ChurnJson<'a> {
    target: &'a str,
    #[serde(flatten)]
    fit: &'a ChurnFit,
    rows_foretold: usize,
    auc: Option<f64>,
    calibration_error: Option<f64>,
    reliability: Vec<Band>,
    predictions: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    /// Place in the table, from 1.
    row: usize,
    probability: f64,
    left: Option<bool>,
    /// The weightiest reasons.
    factors: Vec<Factor>,
}

/// So many reasons are named for a row.
const FACTORS: usize = 5;

/// Does it.
pub(super) fn churn(args: &ChurnArgs) -> Result<()> {
    let fitted = fit(&read_table(&args.train)?, &args.target)?;
    let test = read_table(&args.test)?;
    for column in &fitted.model.columns {
        test.find(&column.name)?;
    }
    if test.is_empty() {
        bail!("not enough data: {} has 0 rows", args.test.display());
    }
    let rows = foretell(&fitted, &test, &args.target);
    let known: Vec<(f64, bool)> = rows
        .iter()
        .filter_map(|row| Some((row.probability, row.left?)))
        .collect();
    let json = ChurnJson {
        target: &args.target,
        fit: &fitted,
        rows_foretold: rows.len(),
        auc: auc(&known),
        calibration_error: calibration_error(&known),
        reliability: reliability(&known),
        predictions: rows,
    };
    if args.json {
        say(serde_json::to_string(&json)?)?;
    } else {
        human(&json)?;
    }
    Ok(())
}

fn foretell(fitted: &ChurnFit, test: &Table, target: &str) -> Vec<Row> {
    let target = test.find(target).ok();
    let left = |row: usize| {
        let cell = test.cell(row, target?);
        let is_known = cell == fitted.positive || cell == fitted.negative;
        is_known.then_some(cell == fitted.positive)
    };
    let row = |row: usize| {
        let cell = |name: &str| Some(test.cell(row, test.find(name).ok()?));
        let prediction = fitted.model.explain(cell);
        let factors = prediction.factors.into_iter().filter(|f| f.log_odds != 0.0);
        Row {
            row: row + 1,
            probability: prediction.probability,
            left: left(row),
            factors: factors.take(FACTORS).collect(),
        }
    };
    (0..test.len()).map(row).collect()
}

fn human(answer: &ChurnJson<'_>) -> Result<()> {
    let number =
        |value: Option<f64>| value.map_or("not measured".to_owned(), |v| format!("{v:.4}"));
    say(format_args!("learned from {} rows", answer.fit.rows))?;
    say(format_args!("AUC {}", number(answer.auc)))?;
    say(format_args!(
        "calibration error {}",
        number(answer.calibration_error)
    ))?;
    for row in &answer.predictions {
        let factors = row.factors.iter().take(3);
        let factors: Vec<_> = factors
            .map(|f| format!("{} {} ({:+.2})", f.column, f.value, f.log_odds))
            .collect();
        say(format_args!(
            "{:>6}  {:.4}  {}",
            row.row,
            row.probability,
            factors.join(", ")
        ))?;
    }
    Ok(())
}
