//! Why a configuration cannot be used: the setting, its value, and what is allowed.

use std::path::PathBuf;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that is named cannot be read.
    #[error("{key}: cannot read {path}: {reason}")]
    Unreadable {
        /// The setting that names it.
        key: String,
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file is not of the form it must have.
    #[error("{path}: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and what.
        reason: String,
    },
    /// A value that is not allowed.
    #[error("{key} = {value:?}: {allowed}")]
    Value {
        /// The setting.
        key: String,
        /// Its value.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// Settings that do not go together.
    #[error("{0}")]
    Conflict(String),
}
