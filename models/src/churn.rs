//! Churn of contracts.
