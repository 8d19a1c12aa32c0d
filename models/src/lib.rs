//! Models of customers that are fitted on all of them and asked about one: purchases to come, churn, and the
//! feeling of a text.
//!
//! What a model has learned is a few numbers, which the server estimates in a job (feature `fit`) and the widget
//! applies; both run the same code, so they say the same with and without network.
//!
//! **Invariants:** no clock, no chance, no I/O; no answer is NaN or infinite; what cannot be said is a
//! [`ModelError`] that says why, never a guess.

pub mod churn;
mod error;
#[cfg(feature = "fit")]
mod minimum;
pub mod purchases;
pub mod sentiment;

pub use error::ModelError;
