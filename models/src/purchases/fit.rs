//! Maximum likelihood for BG/NBD and Gamma-Gamma, with exact gradients.
//!
//! Customers with the same history are counted and not repeated, and functions of the number of purchases are
//! computed once per number: what remains is two logarithms and one exponential per distinct history.

use std::collections::BTreeMap;

use nalgebra::{Matrix4, Vector4};
use serde::Serialize;
use statrs::function::gamma::{digamma, ln_gamma};

use super::bgnbd::BgNbd;
use super::gamma_gamma::{GammaGamma, Spending};
use super::history::History;
use crate::ModelError;
use crate::minimum::{Smooth, minimise};

/// With fewer people who came back than this there is no model.
pub const REPEAT_CUSTOMERS_MIN: usize = 10;
const NEED: &str = "at least 10 customers who came back are needed";

/// A fitted BG/NBD with how well it fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PurchaseFit {
    /// The model.
    pub model: BgNbd,
    /// Natural logarithm of the likelihood of all histories.
    pub log_likelihood: f64,
    /// Standard errors of `[r, alpha, a, b]`, where the data determine them.
    pub standard_errors: Option<[f64; 4]>,
    /// Customers it was fitted on.
    pub customers: usize,
}

/// Fits BG/NBD.
///
/// # Errors
/// [`ModelError::NotEnough`] for too few customers who came back; [`ModelError::Undetermined`] when the histories
/// allow no single answer.
pub fn fit_purchases(histories: &[History]) -> Result<PurchaseFit, ModelError> {
    let repeat_customers = histories.iter().filter(|h| h.repeats > 0).count();
    if repeat_customers < REPEAT_CUSTOMERS_MIN {
        let purchases: usize = histories.iter().map(|h| h.repeats as usize + 1).sum();
        return Err(ModelError::not_enough(
            purchases,
            "purchase",
            "purchases",
            NEED,
        ));
    }
    let sample = Sample::of(histories);
    if sample.rows.iter().all(|row| row.age_weeks <= 0.0) {
        return Err(ModelError::Undetermined("all purchases are of one day"));
    }
    let numbers = minimise(&sample, &sample.start())?;
    let [r, alpha, a, b] = four(&numbers);
    let model = BgNbd::new(r, alpha, a, b)?;
    Ok(PurchaseFit {
        model,
        log_likelihood: -sample.at(&numbers).0 * sample.weight,
        standard_errors: sample.standard_errors(&numbers),
        customers: histories.len(),
    })
}

/// Histories with how often each occurs.
struct Sample {
    rows: Vec<Row>,
    /// The distinct numbers of repeat purchases.
    counts: Vec<f64>,
    weight: f64,
}

struct Row {
    /// Place of the number of repeats in `counts`.
    count: usize,
    repeats: f64,
    recency_weeks: f64,
    age_weeks: f64,
    weight: f64,
}

/// What depends on the number of repeats alone: a value and its slopes by r, a and b.
struct OfCount {
    value: f64,
    slope_r: f64,
    slope_a: f64,
    slope_b: f64,
}

impl Sample {
    fn of(histories: &[History]) -> Self {
        // Positive floats sort like their bits.
        let mut distinct: BTreeMap<(u32, u64, u64), f64> = BTreeMap::new();
        for history in histories {
            let key = (
                history.repeats,
                history.recency_weeks.to_bits(),
                history.age_weeks.to_bits(),
            );
            *distinct.entry(key).or_default() += 1.0;
        }
        let mut counts: Vec<f64> = Vec::new();
        let mut rows = Vec::with_capacity(distinct.len());
        for ((repeats, recency, age), weight) in distinct {
            let repeats = f64::from(repeats);
            if counts.last() != Some(&repeats) {
                counts.push(repeats);
            }
            rows.push(Row {
                count: counts.len() - 1,
                repeats,
                recency_weeks: f64::from_bits(recency),
                age_weeks: f64::from_bits(age),
                weight,
            });
        }
        let weight = rows.iter().map(|row| row.weight).sum();
        Self {
            rows,
            counts,
            weight,
        }
    }

    /// A start near the data: everybody stays as likely as not, and buys at the mean rate.
    fn start(&self) -> [f64; 4] {
        let repeats: f64 = self.rows.iter().map(|row| row.weight * row.repeats).sum();
        let weeks: f64 = self.rows.iter().map(|row| row.weight * row.age_weeks).sum();
        [0.5, (0.5 * weeks / repeats).clamp(1e-3, 1e5), 0.8, 2.0]
    }

    fn tables(&self, [r, alpha, a, b]: [f64; 4]) -> Vec<OfCount> {
        let (of_r, of_b, of_ab) = (ln_gamma(r), ln_gamma(b), ln_gamma(a + b));
        let (slope_r, slope_b, slope_ab) = (digamma(r), digamma(b), digamma(a + b));
        let of = |x: f64| {
            let both = digamma(a + b + x);
            OfCount {
                value: ln_gamma(r + x) - of_r + r * alpha.ln() + of_ab + ln_gamma(b + x)
                    - of_b
                    - ln_gamma(a + b + x),
                slope_r: digamma(r + x) - slope_r + alpha.ln(),
                slope_a: slope_ab - both,
                slope_b: slope_ab + digamma(b + x) - slope_b - both,
            }
        };
        self.counts.iter().map(|x| of(*x)).collect()
    }

    /// Log-likelihood of a row and its slopes.
    fn row(row: &Row, of: &OfCount, [r, alpha, a, b]: [f64; 4]) -> (f64, [f64; 4]) {
        let x = row.repeats;
        let (until_now, until_last) = (alpha + row.age_weeks, alpha + row.recency_weeks);
        let log_now = until_now.ln();
        let alive = -(r + x) * log_now;
        if x <= 0.0 {
            let slopes = [
                of.slope_r - log_now,
                r / alpha - r / until_now,
                of.slope_a,
                of.slope_b,
            ];
            return (of.value + alive, slopes);
        }
        let log_last = until_last.ln();
        let gone = (a / (b + x - 1.0)).ln() - (r + x) * log_last;
        // Both probabilities from one exponential, of a number of at most 0.
        let ratio = (-(alive - gone).abs()).exp();
        let (larger, smaller) = (1.0 / (1.0 + ratio), ratio / (1.0 + ratio));
        let (p_alive, p_gone) = if alive > gone {
            (larger, smaller)
        } else {
            (smaller, larger)
        };
        let value = of.value + alive.max(gone) + ratio.ln_1p();
        let slopes = [
            of.slope_r - p_alive * log_now - p_gone * log_last,
            r / alpha - (r + x) * (p_alive / until_now + p_gone / until_last),
            of.slope_a + p_gone / a,
            of.slope_b - p_gone / (b + x - 1.0),
        ];
        (value, slopes)
    }

    fn each(&self, numbers: [f64; 4], mut take: impl FnMut(&Row, f64, [f64; 4])) {
        let tables = self.tables(numbers);
        for row in &self.rows {
            if let Some(of) = tables.get(row.count) {
                let (value, slopes) = Self::row(row, of, numbers);
                take(row, value, slopes);
            }
        }
    }

    /// Errors by the outer product of the slopes (Berndt, Hall, Hall and Hausman).
    fn standard_errors(&self, numbers: &[f64]) -> Option<[f64; 4]> {
        let mut information = Matrix4::zeros();
        self.each(four(numbers), |row, _, slopes| {
            let slopes = Vector4::from(slopes);
            information += slopes * slopes.transpose() * row.weight;
        });
        let variances = information.try_inverse()?.diagonal();
        let errors: [f64; 4] = variances.map(f64::sqrt).into();
        errors.iter().all(|e| e.is_finite()).then_some(errors)
    }
}

impl Smooth for Sample {
    fn at(&self, numbers: &[f64]) -> (f64, Vec<f64>) {
        let mut value = 0.0;
        let mut gradient = [0.0; 4];
        self.each(four(numbers), |row, log_likelihood, slopes| {
            value -= row.weight * log_likelihood;
            for (sum, slope) in gradient.iter_mut().zip(slopes) {
                *sum -= row.weight * slope;
            }
        });
        // Per customer, so that one tolerance fits ten and a million of them.
        let mean = gradient.map(|sum| sum / self.weight);
        (value / self.weight, mean.to_vec())
    }
}

fn four(numbers: &[f64]) -> [f64; 4] {
    numbers.try_into().unwrap_or([f64::NAN; 4])
}

/// A fitted Gamma-Gamma with how well it fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ValueFit {
    /// The model.
    pub model: GammaGamma,
    /// Natural logarithm of the likelihood of all mean values.
    pub log_likelihood: f64,
    /// Customers it was fitted on: those who came back and paid.
    pub customers: usize,
}

/// Fits Gamma-Gamma.
///
/// # Errors
/// [`ModelError::NotEnough`] for too few customers; [`ModelError::Undetermined`] when the amounts allow no single
/// answer, as when all are the same.
pub fn fit_values(spendings: &[Spending]) -> Result<ValueFit, ModelError> {
    if spendings.len() < REPEAT_CUSTOMERS_MIN {
        let count = spendings.len();
        return Err(ModelError::not_enough(
            count,
            "customer with a value",
            "customers with a value",
            NEED,
        ));
    }
    let same = spendings
        .iter()
        .all(|s| Some(s.mean) == spendings.first().map(|f| f.mean));
    if same {
        return Err(ModelError::Undetermined("all amounts are the same"));
    }
    // Amounts around 1 make the search the same for cents and for thousands.
    let sum: f64 = spendings.iter().map(|s| s.mean).sum();
    let unit = sum / count_of(spendings);
    let scaled: Vec<_> = spendings
        .iter()
        .map(|s| (f64::from(s.days), s.mean / unit))
        .collect();
    let amounts = Amounts(scaled);
    let numbers = minimise(&amounts, &[2.0, 2.0, 1.0])?;
    let [p, q, v] = numbers.as_slice().try_into().unwrap_or([f64::NAN; 3]);
    let count = count_of(spendings);
    Ok(ValueFit {
        model: GammaGamma::new(p, q, v * unit)?,
        // A density of amounts in their unit.
        log_likelihood: -count * (amounts.at(&numbers).0 + unit.ln()),
        customers: spendings.len(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "customers are fewer than 2^52")]
fn count_of<T>(all: &[T]) -> f64 {
    all.len() as f64
}

/// Days and mean values in a unit in which they are around 1.
struct Amounts(Vec<(f64, f64)>);

impl Smooth for Amounts {
    fn at(&self, numbers: &[f64]) -> (f64, Vec<f64>) {
        let [p, q, v] = numbers.try_into().unwrap_or([f64::NAN; 3]);
        let (of_q, slope_q, log_v) = (ln_gamma(q), digamma(q), v.ln());
        let mut sums = [0.0; 4];
        for &(days, mean) in &self.0 {
            let (shape, paid) = (p * days, days * mean + v);
            let (log_paid, log_sum) = (paid.ln(), (days * mean).ln());
            let both = digamma(shape + q);
            let of = [
                ln_gamma(shape + q) - ln_gamma(shape) - of_q + q * log_v + shape * log_sum
                    - mean.ln()
                    - (shape + q) * log_paid,
                days * (both - digamma(shape) + log_sum - log_paid),
                both - slope_q + log_v - log_paid,
                q / v - (shape + q) / paid,
            ];
            for (sum, term) in sums.iter_mut().zip(of) {
                *sum -= term;
            }
        }
        let [value, by_p, by_q, by_v] = sums.map(|sum| sum / count_of(&self.0));
        (value, vec![by_p, by_q, by_v])
    }
}
