//! The public API: wire types and the server functions that carry them, `/api/v1/...`.
//!
//! **Invariants:** every server function has a written endpoint and takes and gives JSON; a new
//! version of the API is a new prefix. The answer holds only what the policy grants the caller.

#[cfg(feature = "csr")]
pub(crate) mod answer;
#[cfg(feature = "csr")]
pub(crate) mod attachments;
#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "csr")]
pub(crate) mod blocks;
#[cfg(feature = "csr")]
pub(crate) mod client;
pub mod error;
pub mod functions;
#[cfg(feature = "csr")]
pub(crate) mod http;
pub mod live;
#[cfg(feature = "csr")]
pub(crate) mod live_stream;
#[cfg(feature = "csr")]
pub(crate) mod remote;
#[cfg(feature = "csr")]
pub(crate) mod session;
pub mod steward;
pub mod wire;

pub use error::ApiError;
