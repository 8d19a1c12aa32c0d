//! Who comes back, how often, and what it is worth.
//!
//! Purchases follow BG/NBD (Fader, Hardie and Lee 2005): a customer buys at a rate of their own until, after one of
//! the purchases, they stay away for good. Their value follows Gamma-Gamma (Fader and Hardie 2013). Both are learned
//! from all customers as seven numbers, and applied to one customer's [`History`].

pub mod bgnbd;
#[cfg(feature = "fit")]
pub mod fit;
mod forecast;
pub mod gamma_gamma;
pub mod history;
pub mod lifetime;

pub use bgnbd::BgNbd;
pub use forecast::Forecast;
pub use gamma_gamma::{GammaGamma, Spending};
pub use history::{History, Purchase};
pub use lifetime::{LifetimeValue, lifetime_value};
