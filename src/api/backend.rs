//! What the server functions call: one trait, provided as a context by the server for each request.
//!
//! It exists because this crate cannot know the server. The caller is part of the implementing value,
//! so that no function can be called without one.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::ApiError;
use super::wire::{
    Changes, ChangesRequest, DetailRequest, ItemDetail, ItemPage, OpenRequest, OperationResult,
    PageRequest, ProfileHead, PushRequest, RevealRequest, RevealedField, SearchHit, SearchRequest,
};

/// The future of a call.
pub type Reply<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send>>;

/// The service as one authenticated caller sees it.
pub trait Backend: Send + Sync {
    /// Returns card and first page.
    fn open(self: Arc<Self>, request: OpenRequest) -> Reply<ProfileHead>;
    /// Returns a page of the timeline.
    fn page(self: Arc<Self>, request: PageRequest) -> Reply<ItemPage>;
    /// Returns one item with its payload.
    fn detail(self: Arc<Self>, request: DetailRequest) -> Reply<ItemDetail>;
    /// Returns the value of a masked field.
    fn reveal(self: Arc<Self>, request: RevealRequest) -> Reply<RevealedField>;
    /// Returns who somebody is.
    fn search(self: Arc<Self>, request: SearchRequest) -> Reply<Vec<SearchHit>>;
    /// Writes.
    fn push(self: Arc<Self>, request: PushRequest) -> Reply<Vec<OperationResult>>;
    /// Returns what happened since a version.
    fn changes(self: Arc<Self>, request: ChangesRequest) -> Reply<Changes>;
}

/// Returns the backend in this request's context.
///
/// # Errors
/// [`ApiError::Unavailable`] when the server gave none: a mistake in its set-up.
pub fn backend() -> Result<Arc<dyn Backend>, ApiError> {
    leptos::prelude::use_context::<Arc<dyn Backend>>().ok_or(ApiError::Unavailable)
}
