//! From the name of a store to the store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use klantbeeld_server::config::without_secrets;
use klantbeeld_server::store::ProfileStore;
use klantbeeld_server::store::memory::MemoryProfileStore;
use klantbeeld_server::store::postgres::{PostgresProfileStore, is_postgres};
use klantbeeld_server::store::sqlite::SqliteProfileStore;

use super::args::UsageError;

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum StoreName {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, by its address: that may hold a password, and is never shown.
    Postgres(String),
    /// Memory, forgotten at the end.
    Memory,
}

impl std::fmt::Debug for StoreName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}

impl StoreName {
    /// Reads `sqlite:PATH`, `postgres://...` or `memory:`.
    pub(super) fn parse(text: &str) -> Result<Self> {
        if is_postgres(text) {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("memory", "")) => Ok(Self::Memory),
            _ => Err(UsageError(format!(
                "`{}` names no store: write sqlite:PATH, such as sqlite:klantbeeld.sqlite, \
                 postgres://USER@HOST/DATABASE, or memory:",
                without_secrets(text)
            ))
            .into()),
        }
    }

    /// Returns the kind, as reports name it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
            Self::Memory => "memory",
        }
    }

    /// Returns the file, if it is in one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) | Self::Memory => None,
        }
    }

    /// Returns whether it is kept when the program ends.
    pub(super) fn is_kept(&self) -> bool {
        *self != Self::Memory
    }

    /// Opens it, and makes it when it is not there.
    pub(super) async fn open(&self) -> Result<Arc<dyn ProfileStore>> {
        match self {
            Self::Memory => Ok(Arc::new(MemoryProfileStore::new())),
            Self::Sqlite(path) => {
                let store = SqliteProfileStore::open(path)
                    .with_context(|| format!("cannot open the store {}", path.display()))?;
                Ok(Arc::new(store))
            }
            Self::Postgres(url) => {
                let store = PostgresProfileStore::open(url).await;
                Ok(Arc::new(store.context("cannot open the PostgreSQL store")?))
            }
        }
    }

    /// Opens it when it is there.
    pub(super) async fn open_existing(&self) -> Result<Arc<dyn ProfileStore>> {
        if let Some(path) = self.path()
            && !path.exists()
        {
            anyhow::bail!(
                "there is no store {}: `klantbeeld import` or `klantbeeld demo` makes one",
                path.display()
            );
        }
        self.open().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_a_file_a_database_or_memory_and_nothing_else() {
        assert_eq!(StoreName::parse("memory:").unwrap(), StoreName::Memory);
        let file = StoreName::parse("sqlite:/a/b:c.sqlite").unwrap();
        assert_eq!(file.path(), Some(Path::new("/a/b:c.sqlite")));
        for text in ["postgres://u:p@h/d", "postgresql://h1,h2/d"] {
            let name = StoreName::parse(text).unwrap();
            assert_eq!((name.kind(), name.path()), ("postgres", None));
        }
        for text in ["", "sqlite:", "memory:x", "postgres:x", "klantbeeld.sqlite"] {
            let error = StoreName::parse(text).unwrap_err();
            assert!(error.is::<UsageError>(), "{text}");
        }
    }
}
