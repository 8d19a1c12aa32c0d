//! What the stewards' server functions call, provided as a context by the server for each request.

use std::sync::Arc;

use super::{
    DiscardRequest, EntriesRequest, EntryDetail, EntryPage, EntryRequest, ReplayRequest,
    ReplayResult, SourceHealth, SourcesRequest,
};
use crate::api::ApiError;
use crate::api::backend::Reply;

/// The stewards' service as one authenticated caller sees it.
pub trait StewardBackend: Send + Sync {
    /// Returns all sources with their health.
    fn sources(self: Arc<Self>, request: SourcesRequest) -> Reply<Vec<SourceHealth>>;
    /// Returns refused messages.
    fn entries(self: Arc<Self>, request: EntriesRequest) -> Reply<EntryPage>;
    /// Returns one refused message.
    fn entry(self: Arc<Self>, request: EntryRequest) -> Reply<EntryDetail>;
    /// Brings one in after all.
    fn replay(self: Arc<Self>, request: ReplayRequest) -> Reply<ReplayResult>;
    /// Discards one.
    fn discard(self: Arc<Self>, request: DiscardRequest) -> Reply<EntryDetail>;
}

/// Returns the stewards' backend in this request's context.
///
/// # Errors
/// [`ApiError::Unavailable`] when the server gave none: a mistake in its set-up.
pub fn steward() -> Result<Arc<dyn StewardBackend>, ApiError> {
    leptos::prelude::use_context::<Arc<dyn StewardBackend>>().ok_or(ApiError::Unavailable)
}
