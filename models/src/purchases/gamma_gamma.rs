//! Gamma-Gamma: what a customer pays per purchase, drawn towards what all customers pay.
//!
//! Single amounts are Gamma(p, nu) around a customer's own mean, and `nu` is Gamma(q, v) over customers. It takes
//! what people pay to be independent of how often they buy.

use serde::{Deserialize, Serialize};

use crate::ModelError;
use crate::error::positive;

/// What a customer paid on purchase days after the first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spending {
    /// Days with a value above zero.
    pub days: u32,
    /// Mean per day, in the unit of the model (the job uses minor units).
    pub mean: f64,
}

impl Spending {
    /// Returns what was paid on a number of days.
    ///
    /// # Errors
    /// [`ModelError::Number`] for no days, or a mean that is not finite and above zero.
    pub fn new(days: u32, mean: f64) -> Result<Self, ModelError> {
        positive("days", f64::from(days))?;
        Ok(Self {
            days,
            mean: positive("mean", mean)?,
        })
    }
}

/// The fitted numbers; each is finite and above zero. `v` has the unit of the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Numbers")]
pub struct GammaGamma {
    p: f64,
    q: f64,
    v: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    p: f64,
    q: f64,
    v: f64,
}

impl TryFrom<Numbers> for GammaGamma {
    type Error = ModelError;

    fn try_from(numbers: Numbers) -> Result<Self, ModelError> {
        Self::new(numbers.p, numbers.q, numbers.v)
    }
}

impl GammaGamma {
    /// Makes a model of its three numbers.
    ///
    /// # Errors
    /// [`ModelError::Number`] for one that is not finite and above zero.
    pub fn new(p: f64, q: f64, v: f64) -> Result<Self, ModelError> {
        Ok(Self {
            p: positive("p", p)?,
            q: positive("q", q)?,
            v: positive("v", v)?,
        })
    }

    /// Returns `[p, q, v]`.
    #[must_use]
    pub fn numbers(&self) -> [f64; 3] {
        [self.p, self.q, self.v]
    }

    /// Returns the expected value of a purchase; of somebody without repeat purchases, the mean of all.
    ///
    /// # Errors
    /// [`ModelError::Undetermined`] when amounts spread so widely that they have no mean (`q` of at most 1).
    pub fn expected_value(&self, spending: Option<&Spending>) -> Result<f64, ModelError> {
        let (shape, scale) = self.known(spending);
        if shape <= 1.0 {
            return Err(ModelError::Undetermined("amounts have no mean"));
        }
        Ok(self.p * scale / (shape - 1.0))
    }

    /// Shape of one amount, and shape and scale of `nu` after what this customer paid.
    pub(super) fn amounts(&self, spending: Option<&Spending>) -> (f64, f64, f64) {
        let (shape, scale) = self.known(spending);
        (self.p, shape, scale)
    }

    fn known(&self, spending: Option<&Spending>) -> (f64, f64) {
        let days = spending.map_or(0.0, |s| f64::from(s.days));
        let paid = spending.map_or(0.0, |s| days * s.mean);
        (self.q + self.p * days, self.v + paid)
    }
}
