//! The churn model beside scikit-learn, its factors, and tables of every kind.

#![cfg(feature = "fit")]
use klantbeeld_models::ModelError;
use klantbeeld_models::churn::fit::{fit, outcomes};
use klantbeeld_models::churn::quality::{auc, calibration_error};
use klantbeeld_models::churn::{Prediction, Table};
use proptest::prelude::*;

const TRAIN: &str = include_str!("data/churn_train.csv");
const TEST: &str = include_str!("data/churn_test.csv");
const REFERENCE: &str = include_str!("data/churn_reference.tsv");

fn table(text: &str) -> Table {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text.lines().map(cells);
    Table::new(lines.next().unwrap_or_default(), lines.collect())
}

fn predictions(table: &Table, model: &klantbeeld_models::churn::Model) -> Vec<Prediction> {
    (0..table.len())
        .map(|row| model.explain(|name| Some(table.cell(row, table.find(name).ok()?))))
        .collect()
}

#[test]
fn probabilities_are_those_of_the_reference() {
    let fitted = fit(&table(TRAIN), "left").unwrap();
    assert_eq!(fitted.positive, "yes");
    assert_eq!(fitted.left_out, ["customer"]);
    let test = table(TEST);
    let ours = predictions(&test, &fitted.model);
    for (ours, reference) in ours.iter().zip(REFERENCE.lines()) {
        let reference: f64 = reference.parse().unwrap();
        assert!(
            (ours.probability - reference).abs() < 1e-5,
            "{} {reference}",
            ours.probability
        );
    }
    let (truth, _) = outcomes(&test, "left").unwrap();
    let rows: Vec<_> = ours
        .iter()
        .zip(truth)
        .map(|(o, t)| (o.probability, t.unwrap()))
        .collect();
    let (auc, off) = (auc(&rows).unwrap(), calibration_error(&rows).unwrap());
    println!("AUC {auc:.4}, calibration error {off:.4}");
    assert!(auc > 0.75 && off < 0.08, "{auc} {off}");
}

#[test]
fn factors_add_up_and_the_weightiest_stands_first() {
    let fitted = fit(&table(TRAIN), "left").unwrap();
    let row = |name: &str| {
        Some(match name {
            "months" => "2",
            "complaints" => "4",
            "contract" => "monthly",
            _ => "",
        })
    };
    let risky = fitted.model.explain(row);
    let sum: f64 = risky.factors.iter().map(|factor| factor.log_odds).sum();
    let odds = (risky.probability / (1.0 - risky.probability)).ln();
    assert!((fitted.model.intercept + sum - odds).abs() < 1e-9);
    assert!(risky.probability > 0.8);
    let names: Vec<_> = risky.factors.iter().map(|f| f.column.as_str()).collect();
    assert!(["months", "complaints"].contains(&names[0]), "{names:?}");
    assert!(risky.factors[0].log_odds > 0.0);
    let unknown = fitted.model.explain(|_| Some("never seen"));
    assert!(unknown.probability > 0.0 && unknown.probability < 1.0);
}

#[test]
fn what_cannot_be_fitted_is_said() {
    let said = |text: &str, target: &str| fit(&table(text), target).unwrap_err().to_string();
    assert!(said("", "left").starts_with("not enough data: 0 rows"));
    assert!(said("a,left", "left").starts_with("not enough data: 0 rows"));
    assert!(said("a,left\n1,yes", "left").starts_with("not enough data: 1 row ("));
    assert_eq!(
        said("a,b\n1,2\n2,3", "left"),
        "there is no column `left`; there are: a, b"
    );
    let constant = "a,left\n1,no\n2,no\n3,no";
    assert!(
        said(constant, "left").contains("it has one, `no`"),
        "{}",
        said(constant, "left")
    );
    assert!(said("a,left\n1,x\n2,y\n3,z", "left").contains("it has 3"));
    assert!(said("a,left\n1,yes\n2,no\n3,no", "left").starts_with("not enough data: 1 row of"));
    let same = format!("a,left\n{}{}", "7,yes\n".repeat(20), "7,no\n".repeat(20));
    assert_eq!(
        fit(&table(&same), "left"),
        Err(ModelError::Undetermined("no column says anything"))
    );
}

#[test]
fn a_table_that_parts_perfectly_stays_finite() {
    let text = format!("a,left\n{}{}", "1,yes\n".repeat(20), "2,no\n".repeat(20));
    let fitted = fit(&table(&text), "left").unwrap();
    let p = fitted.model.explain(|_| Some("1")).probability;
    assert!(p > 0.9 && p < 1.0, "{p}");
}

#[test]
fn a_model_travels_as_json() {
    let model = fit(&table(TRAIN), "left").unwrap().model;
    let json = serde_json::to_string(&model).unwrap();
    let back: klantbeeld_models::churn::Model = serde_json::from_str(&json).unwrap();
    let row = |_: &str| Some("3");
    assert!((back.explain(row).probability - model.explain(row).probability).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn any_table_has_a_model_or_a_reason(rows in proptest::collection::vec((
        prop_oneof![Just(String::new()), "-?[0-9]{1,3}", Just("1e300".to_owned()), Just("NaN".to_owned()), Just("1e-300".to_owned())],
        "[a-c]?",
        prop_oneof![Just("yes"), Just("no"), Just("")],
    ), 0..80)) {
        let cells = rows.iter().map(|(a, b, c)| vec![a.clone(), b.clone(), (*c).to_owned()]);
        let names = ["number", "word", "left"].map(str::to_owned).to_vec();
        let table = Table::new(names, cells.collect());
        if let Ok(fitted) = fit(&table, "left") {
            prop_assert!(fitted.log_likelihood.is_finite());
            for prediction in predictions(&table, &fitted.model) {
                prop_assert!((0.0..=1.0).contains(&prediction.probability));
                prop_assert!(prediction.factors.iter().all(|f| f.log_odds.is_finite()));
            }
        }
    }
}
