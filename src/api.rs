//! The public API: wire types and the server functions that carry them, `/api/v1/...`.
//!
//! **Invariant:** every server function has a written endpoint and takes and gives JSON; a new
//! version of the API is a new prefix. The answer holds only what the policy grants the caller.

#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "csr")]
pub(crate) mod call;
#[cfg(any(feature = "csr", test))]
pub(crate) mod endpoint;
pub mod error;
#[cfg(feature = "ssr")]
pub mod functions;
pub mod wire;

pub use error::ApiError;
