//! BG/NBD: four numbers that say how purchase rates and staying away are spread over all customers.
//!
//! Rates are Gamma(r, alpha) over customers, in purchases per week; the chance to stay away after a purchase is
//! Beta(a, b).

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use super::forecast::Forecast;
use super::history::History;
use crate::ModelError;
use crate::error::positive;

/// The fitted numbers; each is finite and above zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Numbers")]
pub struct BgNbd {
    r: f64,
    alpha: f64,
    a: f64,
    b: f64,
}

/// As they come over the wire, before anybody has looked at them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    r: f64,
    alpha: f64,
    a: f64,
    b: f64,
}

impl TryFrom<Numbers> for BgNbd {
    type Error = ModelError;

    fn try_from(numbers: Numbers) -> Result<Self, ModelError> {
        Self::new(numbers.r, numbers.alpha, numbers.a, numbers.b)
    }
}

impl BgNbd {
    /// Makes a model of its four numbers, with time in weeks.
    ///
    /// # Errors
    /// [`ModelError::Number`] for one that is not finite and above zero.
    pub fn new(r: f64, alpha: f64, a: f64, b: f64) -> Result<Self, ModelError> {
        Ok(Self {
            r: positive("r", r)?,
            alpha: positive("alpha", alpha)?,
            a: positive("a", a)?,
            b: positive("b", b)?,
        })
    }

    /// Returns `[r, alpha, a, b]`.
    #[must_use]
    pub fn numbers(&self) -> [f64; 4] {
        [self.r, self.alpha, self.a, self.b]
    }

    /// Returns the probability, 0 to 1, that the customer has not stayed away for good.
    ///
    /// Who bought once is alive with certainty: in this model people leave after a repeat purchase only.
    #[must_use]
    pub fn p_alive(&self, history: &History) -> f64 {
        if history.repeats == 0 {
            return 1.0;
        }
        let repeats = f64::from(history.repeats);
        let silence = (self.alpha + history.age_weeks) / (self.alpha + history.recency_weeks);
        let odds_against = self.a / (self.b + repeats - 1.0) * silence.powf(self.r + repeats);
        1.0 / (1.0 + odds_against)
    }

    /// Returns what is known about the number of purchases in the weeks after the history.
    ///
    /// # Errors
    /// [`ModelError::Number`] for weeks that are not finite and above zero.
    pub fn forecast(&self, history: &History, weeks: f64) -> Result<Forecast, ModelError> {
        let weeks = positive("weeks", weeks)?;
        let repeats = f64::from(history.repeats);
        let scale = self.alpha + history.age_weeks;
        Ok(Forecast::new(
            self.p_alive(history),
            self.r + repeats,
            scale / weeks,
            (self.a, self.b + repeats),
        ))
    }

    /// Returns the expected number of purchases in the weeks after the history.
    ///
    /// # Errors
    /// [`ModelError::Number`] for weeks that are not finite and above zero.
    pub fn expected_purchases(&self, history: &History, weeks: f64) -> Result<f64, ModelError> {
        Ok(self.forecast(history, weeks)?.expected())
    }

    /// Returns the natural logarithm of how likely this model makes the history.
    #[must_use]
    pub fn log_likelihood(&self, history: &History) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let x = f64::from(history.repeats);
        let rates = ln_gamma(r + x) - ln_gamma(r) + r * alpha.ln();
        let stays = ln_gamma(a + b) + ln_gamma(b + x) - ln_gamma(b) - ln_gamma(a + b + x);
        let alive = -(r + x) * (alpha + history.age_weeks).ln();
        if history.repeats == 0 {
            return rates + stays + alive;
        }
        let gone = a.ln() - (b + x - 1.0).ln() - (r + x) * (alpha + history.recency_weeks).ln();
        rates + stays + log_of_sum(alive, gone)
    }
}

/// Returns `ln(exp(x) + exp(y))` without leaving the range of numbers.
pub(super) fn log_of_sum(x: f64, y: f64) -> f64 {
    let (low, high) = if x < y { (x, y) } else { (y, x) };
    high + (low - high).exp().ln_1p()
}
