//! What can go wrong with what the device keeps.

/// Why the device keeps nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LocalStoreError {
    /// The browser refuses storage, or its storage is full or damaged.
    #[error("this browser does not keep data: {0}")]
    Refused(String),
}
