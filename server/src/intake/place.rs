//! From the name of a place for arrivals to the place.

use std::path::Path;
use std::sync::Arc;

use super::IntakeStore;
use super::memory::MemoryIntakeStore;
use super::sqlite::SqliteIntakeStore;
use crate::store::{StoreError, StoreResult};

/// Opens what is named `sqlite:PATH` or `memory:`.
///
/// # Errors
/// It cannot be opened, or is no such name.
pub fn open(name: &str) -> StoreResult<Arc<dyn IntakeStore>> {
    match name.split_once(':') {
        Some(("sqlite", path)) if !path.is_empty() => {
            Ok(Arc::new(SqliteIntakeStore::open(Path::new(path))?))
        }
        Some(("memory", "")) => Ok(Arc::new(MemoryIntakeStore::default())),
        _ => Err(StoreError::Unavailable(format!(
            "`{name}` names no place for arrivals: write sqlite:PATH or memory:"
        ))),
    }
}

/// Returns where arrivals are kept beside a store of profiles, when nothing else is said.
#[must_use]
pub fn beside(store: &str) -> String {
    match store.split_once(':') {
        Some(("sqlite", path)) => format!("sqlite:{path}-intake"),
        Some(("memory", _)) => "memory:".to_owned(),
        _ => "sqlite:klantbeeld-intake.sqlite".to_owned(),
    }
}
