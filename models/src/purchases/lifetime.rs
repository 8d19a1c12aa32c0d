//! What a customer will be worth, with an interval.
//!
//! The interval is exact under the two models: `n` purchases sum to a Gamma(p n, nu) with `nu` Gamma distributed,
//! which is a beta prime distribution; it is weighed with the chance of each `n`. It says how much single customers
//! differ from what is expected of them. It takes the fitted numbers as true.

use serde::Serialize;
use statrs::function::beta::checked_beta_reg;

use super::bgnbd::BgNbd;
use super::gamma_gamma::{GammaGamma, Spending};
use super::history::History;
use crate::ModelError;

/// Weeks in the years by which interest is counted.
const WEEKS_PER_YEAR: f64 = 365.25 / 7.0;
/// Steps in which later money is worth less.
const STEPS: u32 = 12;
/// Groups of neighbouring counts: enough for an interval, and few enough for any customer.
const GROUPS: usize = 256;

/// How far to look, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizon {
    /// Weeks from now.
    pub weeks: f64,
    /// Interest per year by which later money is worth less, at least 0: 0.1 for 10 %.
    pub yearly_discount: f64,
    /// Probability that the interval holds, above 0 and below 1: 0.8 for "four of five".
    pub coverage: f64,
}

/// What is to come of one customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LifetimeValue {
    /// Expected, in the unit of the value model.
    pub expected: f64,
    /// As many customers end below this one ...
    pub low: f64,
    /// ... as above this one.
    pub high: f64,
    /// Expected purchases.
    pub purchases: f64,
    /// Probability that the customer is still there.
    pub p_alive: f64,
}

/// Returns what a customer will spend in the weeks to come.
///
/// # Errors
/// [`ModelError`] for a horizon that is none, and for amounts without a mean.
pub fn lifetime_value(
    purchases: &BgNbd,
    values: &GammaGamma,
    (history, spending): (&History, Option<&Spending>),
    horizon: &Horizon,
) -> Result<LifetimeValue, ModelError> {
    let number = |name, must| Err(ModelError::Number { name, must });
    if !(horizon.yearly_discount.is_finite() && horizon.yearly_discount >= 0.0) {
        return number("yearly_discount", "a finite number of at least 0");
    }
    if !(horizon.coverage > 0.0 && horizon.coverage < 1.0) {
        return number("coverage", "between 0 and 1");
    }
    let forecast = purchases.forecast(history, horizon.weeks)?;
    let expected = forecast.expected();
    let mean = values.expected_value(spending)?;
    let present = discounted(purchases, history, horizon)?;
    let share = if expected > 0.0 {
        present / expected
    } else {
        1.0
    };
    let groups = grouped(&forecast.at_least().collect::<Vec<_>>());
    let total = Total {
        p_none: forecast.p_none(),
        groups,
        amounts: values.amounts(spending),
    };
    let outside = (1.0 - horizon.coverage) / 2.0;
    let value = LifetimeValue {
        expected: present * mean,
        low: share * total.quantile(outside),
        high: share * total.quantile(1.0 - outside),
        purchases: expected,
        p_alive: purchases.p_alive(history),
    };
    let is_said = [value.expected, value.low, value.high]
        .iter()
        .all(|v| v.is_finite());
    is_said
        .then_some(value)
        .ok_or(ModelError::Undetermined("the value has no bound"))
}

/// Expected purchases, each counted for less the later it comes.
fn discounted(model: &BgNbd, history: &History, horizon: &Horizon) -> Result<f64, ModelError> {
    if horizon.yearly_discount <= 0.0 {
        return model.expected_purchases(history, horizon.weeks);
    }
    let (mut before, mut sum) = (0.0, 0.0);
    for step in 1..=STEPS {
        let until = horizon.weeks * f64::from(step) / f64::from(STEPS);
        let middle = horizon.weeks * (f64::from(step) - 0.5) / f64::from(STEPS);
        let expected = model.expected_purchases(history, until)?;
        let worth = (1.0 + horizon.yearly_discount).powf(-middle / WEEKS_PER_YEAR);
        sum += (expected - before) * worth;
        before = expected;
    }
    Ok(sum)
}

/// Turns `P(N >= n)` into counts with their chances, neighbours together where there are many.
fn grouped(at_least: &[f64]) -> Vec<(f64, f64)> {
    let size = at_least.len().div_ceil(GROUPS).max(1);
    let firsts = at_least.chunks(size).enumerate();
    let nexts = at_least.iter().step_by(size).skip(1).copied();
    let nexts = nexts.chain(std::iter::once(0.0));
    firsts
        .zip(nexts)
        .map(|((index, chunk), next)| {
            let chance = (chunk.first().copied().unwrap_or(0.0) - next).max(0.0);
            let first = index * size + 1;
            #[expect(clippy::cast_precision_loss, reason = "counts are small")]
            let middle = (2 * first + chunk.len() - 1) as f64 / 2.0;
            (middle, chance)
        })
        .collect()
}

/// The distribution of what is spent in all.
struct Total {
    p_none: f64,
    groups: Vec<(f64, f64)>,
    amounts: (f64, f64, f64),
}

impl Total {
    /// Returns the amount below which the sum stays with this probability.
    fn quantile(&self, probability: f64) -> f64 {
        if self.p_none >= probability {
            return 0.0;
        }
        // The sum divided by itself plus the scale lies between 0 and 1.
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for _ in 0..48 {
            let middle = (low + high) / 2.0;
            if self.below(middle) < probability {
                low = middle;
            } else {
                high = middle;
            }
        }
        let (_, _, scale) = self.amounts;
        let share = low.min(1.0 - f64::EPSILON);
        scale * share / (1.0 - share)
    }

    fn below(&self, share: f64) -> f64 {
        let (p, shape, _) = self.amounts;
        let sums = self.groups.iter().map(|(count, chance)| {
            chance * checked_beta_reg(p * count, shape, share).unwrap_or(1.0)
        });
        self.p_none + sums.sum::<f64>()
    }
}
