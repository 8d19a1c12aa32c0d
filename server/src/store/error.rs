//! What can go wrong in a store, whichever it is.

/// What a store call gives.
pub type StoreResult<T> = Result<T, StoreError>;

/// What can go wrong in a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such customer or item.
    #[error("not found")]
    NotFound,
    /// The operation id came before with another content.
    #[error("operation id was used for something else")]
    OperationReused,
    /// There is an item of that id already.
    #[error("the id is taken")]
    Taken,
    /// What is asked cannot be done to this item, such as settling what is no promise.
    #[error("{0}")]
    Refused(&'static str),
    /// The cursor is not one that this store gave.
    #[error("the cursor is not valid")]
    Cursor,
    /// The library that the store stands on is too old to be trusted with data.
    #[error("SQLite {found} can lose committed writes; {needed} or later is needed")]
    TooOld {
        /// The version found.
        found: String,
        /// The oldest version that is accepted.
        needed: &'static str,
    },
    /// The data is of a newer version of this program.
    #[error("the store has schema {found}, this program knows {known}: use the newer program")]
    TooNew {
        /// Schema of the store.
        found: i64,
        /// Newest schema that is known.
        known: i64,
    },
    /// The store does not answer now: locked, full, gone.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What stands in the store cannot be read.
    #[error("the store holds what cannot be read: {0}")]
    Corrupt(String),
}
