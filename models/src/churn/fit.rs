//! Fitting: Newton's method on the penalised likelihood, which is iteratively reweighted least squares.
//!
//! Numbers are standardised, words become one column each, and a missing value gets a column of its own where
//! there are such. The L2 penalty keeps rare words and separable tables finite.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::columns::{Column, Values, is_missing, number, standard};
use super::{Model, Table, logistic};
use crate::ModelError;

/// How strongly weights are drawn to zero; 1 is one observation's worth for a standardised column.
pub const PENALTY: f64 = 1.0;
/// With fewer rows of either outcome there is no model.
pub const OUTCOMES_MIN: usize = 10;
const NEED: &str = "at least 10 rows of each outcome are needed";
/// Words of a column that are told apart; the rarer ones count as unknown.
const WORDS_MAX: usize = 30;
/// Columns after words have become columns.
const FEATURES_MAX: usize = 400;
const STEPS_MAX: usize = 60;

/// A fitted model with how it came about.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ChurnFit {
    /// The model.
    pub model: Model,
    /// The value of the target that counts as leaving.
    pub positive: String,
    /// The other one.
    pub negative: String,
    /// Natural logarithm of the likelihood, without the penalty.
    pub log_likelihood: f64,
    /// Rows that it was fitted on.
    pub rows: usize,
    /// Rows without a target, which were left out.
    pub without_target: usize,
    /// Columns that say nothing here: constant, or with a word of its own in nearly every row, like a number of a
    /// customer.
    pub left_out: Vec<String>,
}

/// Which rows left, and the words for leaving and for staying.
pub type Outcomes = (Vec<Option<bool>>, [String; 2]);

/// Returns which rows left, `None` where the target is missing, and the words for leaving and for staying.
///
/// # Errors
/// [`ModelError::UnknownColumn`]; [`ModelError::Target`] unless the column has two values; then yes, true, 1,
/// churned and left mean leaving, or the later one in the alphabet.
pub fn outcomes(table: &Table, target: &str) -> Result<Outcomes, ModelError> {
    let column = table.find(target)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in table.column(column).filter(|cell| !is_missing(cell)) {
        *counts.entry(cell).or_default() += 1;
    }
    let wrong = |values: String| {
        Err(ModelError::Target {
            column: target.to_owned(),
            values,
        })
    };
    let words: Vec<&str> = counts.keys().copied().collect();
    match words.as_slice() {
        [] => wrong("none".to_owned()),
        [only] => wrong(format!("one, `{only}`")),
        [first, second] => {
            let means_leaving = |word: &str| {
                let known = [
                    "1", "1.0", "yes", "true", "y", "ja", "churned", "left", "churn",
                ];
                known.contains(&word.to_lowercase().as_str())
            };
            let (positive, negative) = if means_leaving(first) {
                (first, second)
            } else {
                (second, first)
            };
            let of = |cell: &str| (!is_missing(cell)).then_some(cell == *positive);
            Ok((
                table.column(column).map(of).collect(),
                [positive, negative].map(|word| (*word).to_owned()),
            ))
        }
        many => wrong(format!("{}", many.len())),
    }
}

/// Fits the chance of leaving on all other columns.
///
/// # Errors
/// As [`outcomes`]; [`ModelError::NotEnough`] for too few rows of either outcome, and
/// [`ModelError::Undetermined`] when no column says anything.
pub fn fit(table: &Table, target: &str) -> Result<ChurnFit, ModelError> {
    if table.is_empty() {
        return Err(ModelError::not_enough(0, "row", "rows", NEED));
    }
    let target_column = table.find(target)?;
    if table.len() == 1 {
        return Err(ModelError::not_enough(1, "row", "rows", NEED));
    }
    let (outcomes, [positive, negative]) = outcomes(table, target)?;
    let rows: Vec<(usize, bool)> = outcomes
        .iter()
        .enumerate()
        .filter_map(|(row, left)| left.map(|left| (row, left)))
        .collect();
    let leavers = rows.iter().filter(|(_, left)| *left).count();
    let rarer = leavers.min(rows.len() - leavers);
    if rarer < OUTCOMES_MIN {
        return Err(ModelError::not_enough(
            rarer,
            "row of the rarer outcome",
            "rows of the rarer outcome",
            NEED,
        ));
    }
    let places: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
    let mut features = Vec::new();
    let mut left_out = Vec::new();
    for (column, name) in table.names().iter().enumerate() {
        if column == target_column {
            continue;
        }
        let cells: Vec<&str> = places.iter().map(|row| table.cell(*row, column)).collect();
        match Feature::of(name, &cells) {
            Some(feature) if width(&features) + feature.width() < FEATURES_MAX => {
                features.push(feature);
            }
            _ => left_out.push(name.clone()),
        }
    }
    if features.is_empty() {
        return Err(ModelError::Undetermined("no column says anything"));
    }
    let design = design(&features);
    let truth: Vec<f64> = rows
        .iter()
        .map(|(_, left)| f64::from(u8::from(*left)))
        .collect();
    let (weights, log_likelihood) = newton(&design, &DVector::from_vec(truth))?;
    Ok(ChurnFit {
        model: model(&features, &design, &weights),
        positive,
        negative,
        log_likelihood,
        rows: rows.len(),
        without_target: outcomes.len() - rows.len(),
        left_out,
    })
}

/// One column on its way to numbers.
struct Feature<'a> {
    name: &'a str,
    cells: Vec<&'a str>,
    kind: Kind<'a>,
    has_missing: bool,
}

enum Kind<'a> {
    Number { mean: f64, deviation: f64 },
    Word(Vec<&'a str>),
}

impl<'a> Feature<'a> {
    /// Reads a column; none when it says nothing.
    fn of(name: &'a str, cells: &[&'a str]) -> Option<Self> {
        let known: Vec<&str> = cells
            .iter()
            .copied()
            .filter(|cell| !is_missing(cell))
            .collect();
        let numbers: Vec<f64> = known.iter().filter_map(|cell| number(cell)).collect();
        let is_number = numbers.len() == known.len();
        let kind = if is_number {
            of_numbers(&numbers)?
        } else {
            of_words(&known)?
        };
        // What is too rare to have a column of its own counts as missing.
        let is_told = |cell: &&&str| match &kind {
            Kind::Number { .. } => true,
            Kind::Word(words) => words.contains(*cell),
        };
        let told = known.iter().filter(is_told).count();
        Some(Self {
            name,
            cells: cells.to_vec(),
            kind,
            has_missing: told < cells.len(),
        })
    }

    fn width(&self) -> usize {
        let values = match &self.kind {
            Kind::Number { .. } => 1,
            Kind::Word(words) => words.len(),
        };
        values + usize::from(self.has_missing)
    }

    /// The numbers of a row, as many as the width.
    fn row(&self, row: usize) -> Vec<f64> {
        let cell = self.cells.get(row).copied().unwrap_or_default();
        let (mut numbers, is_known) = match &self.kind {
            Kind::Number { mean, deviation } => {
                let value = number(cell).map(|n| standard(n, *mean, *deviation));
                (vec![value.unwrap_or(0.0)], value.is_some())
            }
            Kind::Word(words) => {
                let of = |word: &&str| f64::from(u8::from(*word == cell));
                let numbers: Vec<f64> = words.iter().map(of).collect();
                let is_known = numbers.contains(&1.0);
                (numbers, is_known)
            }
        };
        if self.has_missing {
            numbers.push(f64::from(u8::from(!is_known)));
        }
        numbers
    }
}

fn of_numbers<'a>(numbers: &[f64]) -> Option<Kind<'a>> {
    let count = size(numbers.len().max(1));
    let mean = numbers.iter().map(|n| n / count).sum::<f64>();
    let variance = numbers
        .iter()
        .map(|n| (n - mean) * (n - mean) / count)
        .sum::<f64>();
    let deviation = variance.sqrt();
    let says_something = deviation.is_finite() && deviation > mean.abs() * 1e-12 && deviation > 0.0;
    says_something.then_some(Kind::Number { mean, deviation })
}

fn of_words<'a>(known: &[&'a str]) -> Option<Kind<'a>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in known {
        *counts.entry(cell).or_default() += 1;
    }
    let is_name = counts.len() > 20 && counts.len() * 2 > known.len();
    if counts.len() < 2 || is_name {
        return None;
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    words.truncate(WORDS_MAX);
    Some(Kind::Word(
        words.into_iter().map(|(word, _)| word).collect(),
    ))
}

fn width(features: &[Feature<'_>]) -> usize {
    features.iter().map(Feature::width).sum()
}

/// Rows by features, with a first column of ones.
fn design(features: &[Feature<'_>]) -> DMatrix<f64> {
    let rows = features.first().map_or(0, |feature| feature.cells.len());
    let numbers = (0..rows).flat_map(|row| {
        std::iter::once(1.0).chain(features.iter().flat_map(move |feature| feature.row(row)))
    });
    DMatrix::from_row_iterator(rows, width(features) + 1, numbers)
}

/// Returns the weights with the largest penalised likelihood, and the likelihood at them.
fn newton(design: &DMatrix<f64>, truth: &DVector<f64>) -> Result<(DVector<f64>, f64), ModelError> {
    let mut weights = DVector::zeros(design.ncols());
    let mut penalty = DVector::from_element(design.ncols(), PENALTY);
    if let Some(intercept) = penalty.get_mut(0) {
        *intercept = 0.0;
    }
    let objective = |weights: &DVector<f64>| {
        let likelihood = log_likelihood(design, truth, weights);
        likelihood - 0.5 * weights.component_mul(weights).dot(&penalty)
    };
    let mut reached = objective(&weights);
    for _ in 0..STEPS_MAX {
        let chances = (design * &weights).map(logistic);
        let spread = chances.map(|p| (p * (1.0 - p)).max(1e-12));
        let slope = design.tr_mul(&(truth - &chances)) - weights.component_mul(&penalty);
        let mut weighted = design.clone();
        for (mut row, weight) in weighted.row_iter_mut().zip(spread.iter()) {
            row *= *weight;
        }
        let mut curvature = design.tr_mul(&weighted);
        for (index, strength) in penalty.iter().enumerate() {
            if let Some(diagonal) = curvature.get_mut((index, index)) {
                *diagonal += strength.max(1e-9);
            }
        }
        let solved = curvature.cholesky().map(|cholesky| cholesky.solve(&slope));
        let mut step = solved.ok_or(ModelError::Undetermined("columns say the same"))?;
        let mut next = objective(&(&weights + &step));
        for _ in 0..30 {
            if next >= reached {
                break;
            }
            step *= 0.5;
            next = objective(&(&weights + &step));
        }
        weights += &step;
        let is_done = (next - reached).abs() < 1e-10 * reached.abs().max(1.0);
        reached = next;
        if is_done {
            break;
        }
    }
    if weights.iter().all(|weight| weight.is_finite()) {
        let likelihood = log_likelihood(design, truth, &weights);
        Ok((weights, likelihood))
    } else {
        Err(ModelError::Undetermined("no best weights were found"))
    }
}

fn log_likelihood(design: &DMatrix<f64>, truth: &DVector<f64>, weights: &DVector<f64>) -> f64 {
    let odds = design * weights;
    let rows = odds.iter().zip(truth.iter());
    // ln(1 + e^odds), from the side that does not overflow.
    rows.map(|(odds, truth)| truth * odds - odds.max(0.0) - (-odds.abs()).exp().ln_1p())
        .sum()
}

/// Gathers the weights by column, each beside the average row, so that an average customer has no factors.
fn model(features: &[Feature<'_>], design: &DMatrix<f64>, weights: &DVector<f64>) -> Model {
    let mut intercept = weights.iter().next().copied().unwrap_or(0.0);
    let mut place = 1;
    let mut columns = Vec::with_capacity(features.len());
    for feature in features {
        let width = feature.width();
        let own: Vec<f64> = weights.iter().skip(place).take(width).copied().collect();
        let mean = |index: usize| design.column(place + index).mean();
        let average: f64 = own
            .iter()
            .enumerate()
            .map(|(i, weight)| weight * mean(i))
            .sum();
        let missing = if feature.has_missing {
            own.last().copied().unwrap_or(0.0)
        } else {
            0.0
        };
        let (values, average) = match &feature.kind {
            Kind::Number { mean, deviation } => {
                let number = Values::Number {
                    mean: *mean,
                    deviation: *deviation,
                    weight: own.first().copied().unwrap_or(0.0),
                };
                // The standardised mean is zero already.
                (number, 0.0)
            }
            Kind::Word(words) => {
                let worth = words.iter().zip(&own);
                let worth = worth.map(|(word, weight)| ((*word).to_owned(), weight - average));
                (Values::Word(worth.collect()), average)
            }
        };
        let is_word = matches!(feature.kind, Kind::Word(_));
        // A word that was never seen says nothing: it is the average row.
        let missing = if is_word && !feature.has_missing {
            0.0
        } else {
            missing - average
        };
        intercept += average;
        columns.push(Column {
            name: feature.name.to_owned(),
            values,
            missing,
        });
        place += width;
    }
    Model { intercept, columns }
}

#[expect(clippy::cast_precision_loss, reason = "rows are fewer than 2^52")]
fn size(count: usize) -> f64 {
    count as f64
}
