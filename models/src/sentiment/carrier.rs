//! A word with what it brought: the answer to "why this score".

use serde::{Deserialize, Serialize};

/// A word that carried the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Carrier {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// What it brought, after negation and intensity; its sign is its direction.
    pub weight: f64,
}
