//! From the name of a store to the store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use klantbeeld_server::store::ProfileStore;
use klantbeeld_server::store::memory::MemoryProfileStore;
use klantbeeld_server::store::sqlite::SqliteProfileStore;

use super::args::UsageError;

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StoreName {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// Memory, forgotten at the end.
    Memory,
}

impl StoreName {
    /// Reads `sqlite:PATH` or `memory:`.
    pub(super) fn parse(text: &str) -> Result<Self> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("memory", "")) => Ok(Self::Memory),
            _ => Err(UsageError(format!(
                "`{text}` names no store: write sqlite:PATH, such as sqlite:klantbeeld.sqlite, or memory:"
            ))
            .into()),
        }
    }

    /// Returns the kind, as reports name it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Memory => "memory",
        }
    }

    /// Returns the file, if it is in one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Memory => None,
        }
    }

    /// Opens it, and makes it when it is not there.
    pub(super) fn open(&self) -> Result<Arc<dyn ProfileStore>> {
        match self {
            Self::Memory => Ok(Arc::new(MemoryProfileStore::new())),
            Self::Sqlite(path) => {
                let store = SqliteProfileStore::open(path)
                    .with_context(|| format!("cannot open the store {}", path.display()))?;
                Ok(Arc::new(store))
            }
        }
    }

    /// Opens it when it is there.
    pub(super) fn open_existing(&self) -> Result<Arc<dyn ProfileStore>> {
        if let Some(path) = self.path()
            && !path.exists()
        {
            anyhow::bail!(
                "there is no store {}: `klantbeeld import` or `klantbeeld demo` makes one",
                path.display()
            );
        }
        self.open()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_a_file_or_memory_and_nothing_else() {
        assert_eq!(StoreName::parse("memory:").unwrap(), StoreName::Memory);
        let file = StoreName::parse("sqlite:/a/b:c.sqlite").unwrap();
        assert_eq!(file.path(), Some(Path::new("/a/b:c.sqlite")));
        for text in [
            "",
            "sqlite:",
            "memory:x",
            "postgres://x",
            "klantbeeld.sqlite",
        ] {
            let error = StoreName::parse(text).unwrap_err();
            assert!(error.is::<UsageError>(), "{text}");
        }
    }
}
