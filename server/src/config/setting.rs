//! One setting: where it is read from, and how a wrong one is refused.

use std::path::Path;

use super::error::ConfigError;

/// The environment: the value of a variable by its name.
pub(super) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads the file that a setting names.
pub(super) fn read(key: &str, path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|e| ConfigError::Unreadable {
        key: key.to_owned(),
        path: path.to_path_buf(),
        reason: e.to_string(),
    })
}

/// Returns the refusal of a setting, with its value and what is allowed.
pub(super) fn wrong(key: &str, value: &str, allowed: &str) -> ConfigError {
    ConfigError::Value {
        key: key.to_owned(),
        value: value.to_owned(),
        allowed: allowed.to_owned(),
    }
}
