//! How many purchases a customer makes in a stretch of time: the whole distribution, not only its mean.
//!
//! Given that the customer is there, their rate is Gamma(shape, scale) and their chance to leave after a purchase is
//! Beta(a, b), independent of each other. So they make at least `n` purchases when as many fall into the stretch
//! (a negative binomial tail) and they stayed after each of the `n - 1` before:
//!
//! `P(N >= n) = P(alive) * P(NB >= n) * B(a, b + n - 1) / B(a, b)`
//!
//! The sum of that over `n` is the published expectation with the Gaussian hypergeometric function, without that
//! function and without its pole at `a = 1`; both factors follow from the one before by a multiplication.

use statrs::function::gamma::ln_gamma;

/// Larger counts are taken for this one: nobody buys as often, and every sum ends.
const COUNT_MAX: u32 = 100_000;
/// A tail of this probability changes no digit that is shown.
const NEGLIGIBLE: f64 = 1e-13;

/// The distribution of the purchases to come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    p_alive: f64,
    shape: f64,
    /// Chance of "one more" in the negative binomial, 0 to 1, and of "no more".
    more: f64,
    no_more: f64,
    leave: (f64, f64),
}

impl Forecast {
    /// `scale_per_stretch` is the rate's scale divided by the length of the stretch.
    pub(super) fn new(p_alive: f64, shape: f64, scale_per_stretch: f64, leave: (f64, f64)) -> Self {
        Self {
            p_alive,
            shape,
            more: 1.0 / (1.0 + scale_per_stretch),
            no_more: 1.0 / (1.0 + 1.0 / scale_per_stretch),
            leave,
        }
    }

    /// Returns `P(N >= n)` for `n` = 1, 2, and so on, until it is negligible.
    pub fn at_least(&self) -> impl Iterator<Item = f64> + use<> {
        let Self {
            p_alive,
            shape,
            more,
            leave: (a, b),
            ..
        } = *self;
        let from = self.first_count_that_matters();
        let mut chance = self.log_chance(f64::from(from)).exp();
        let mut tail = 1.0;
        let mut stays = 1.0;
        (0..COUNT_MAX).map_while(move |before| {
            let count = f64::from(before);
            if before >= from {
                tail -= chance;
                chance *= (shape + count) / (count + 1.0) * more;
            }
            if before > 0 {
                stays *= (b + count - 1.0) / (a + b + count - 1.0);
            }
            let at_least = p_alive * tail * stays;
            (at_least > NEGLIGIBLE).then_some(at_least)
        })
    }

    /// Returns the expected number.
    #[must_use]
    pub fn expected(&self) -> f64 {
        self.at_least().sum()
    }

    /// Returns the probability of no purchase at all, 0 to 1.
    #[must_use]
    pub fn p_none(&self) -> f64 {
        1.0 - self.at_least().next().unwrap_or(0.0)
    }

    /// Returns the smallest number that is not exceeded with the given probability.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> u32 {
        let above = 1.0 - probability.clamp(0.0, 1.0);
        let counts = self.at_least().take_while(|at_least| *at_least > above);
        u32::try_from(counts.count()).unwrap_or(COUNT_MAX)
    }

    /// Natural logarithm of the negative binomial's chance of exactly this count.
    fn log_chance(&self, count: f64) -> f64 {
        let ways = if count > 0.0 {
            ln_gamma(self.shape + count) - ln_gamma(self.shape) - ln_gamma(count + 1.0)
        } else {
            0.0
        };
        let mores = if count > 0.0 {
            count * self.more.ln()
        } else {
            0.0
        };
        ways + self.shape * self.no_more.ln() + mores
    }

    /// The count at which to begin: 0, unless its chance is too small to be a number.
    ///
    /// Chances rise up to the mode, so the place where they become noticeable is found by halving.
    fn first_count_that_matters(&self) -> u32 {
        const NO_NUMBER: f64 = -600.0;
        const UNNOTICEABLE: f64 = -60.0;
        if self.log_chance(0.0) > NO_NUMBER {
            return 0;
        }
        let mode = ((self.shape - 1.0).max(0.0) * self.more / self.no_more).min(1e9);
        let (mut low, mut high) = (0.0, mode.floor());
        while high - low > 1.0 {
            let middle = f64::floor((low + high) / 2.0);
            if self.log_chance(middle) > UNNOTICEABLE {
                high = middle;
            } else {
                low = middle;
            }
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, at least 0, and cut at the largest count"
        )]
        let first = high.min(f64::from(COUNT_MAX)) as u32;
        first
    }
}
