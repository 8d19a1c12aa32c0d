//! The server functions. Their paths are the public HTTP API: `POST /api/v1/<endpoint>`, JSON in and
//! out, the arguments under `request`.

#![expect(
    missing_docs,
    reason = "the macro makes public argument structs whose fields cannot carry docs"
)]

use leptos::prelude::server;
#[cfg(feature = "ssr")]
use server_fn::client::browser::BrowserClient as ViewClient;
use server_fn::codec::Json;

use super::ApiError;
#[cfg(feature = "ssr")]
use super::backend::backend;
#[cfg(feature = "csr")]
use super::client::ViewClient;
use super::wire::{
    Changes, ChangesRequest, DetailRequest, ItemDetail, ItemPage, OpenRequest, OperationResult,
    PageRequest, ProfileHead, PushRequest, RevealRequest, RevealedField, SearchHit, SearchRequest,
};

/// Returns card and first page of one customer, in one round trip.
#[server(client = ViewClient, name = OpenProfile, prefix = "/api/v1", endpoint = "profile/open", input = Json, output = Json)]
pub async fn open_profile(request: OpenRequest) -> Result<ProfileHead, ApiError> {
    backend()?.open(request).await
}

/// Returns a page of the timeline, newest first.
#[server(client = ViewClient, name = ListItems, prefix = "/api/v1", endpoint = "timeline/page", input = Json, output = Json)]
pub async fn list_items(request: PageRequest) -> Result<ItemPage, ApiError> {
    backend()?.page(request).await
}

/// Returns one item with its payload, question, answers and history.
#[server(client = ViewClient, name = GetItem, prefix = "/api/v1", endpoint = "item/detail", input = Json, output = Json)]
pub async fn get_item(request: DetailRequest) -> Result<ItemDetail, ApiError> {
    backend()?.detail(request).await
}

/// Returns the value of a masked field, for a stated purpose that is written down first.
#[server(client = ViewClient, name = RevealField, prefix = "/api/v1", endpoint = "field/reveal", input = Json, output = Json)]
pub async fn reveal_field(request: RevealRequest) -> Result<RevealedField, ApiError> {
    backend()?.reveal(request).await
}

/// Returns who somebody is, by identifier or name.
#[server(client = ViewClient, name = SearchCustomers, prefix = "/api/v1", endpoint = "customer/search", input = Json, output = Json)]
pub async fn search_customers(request: SearchRequest) -> Result<Vec<SearchHit>, ApiError> {
    backend()?.search(request).await
}

/// Writes preferences, corrections, contacts, notes and promises; each exactly once.
#[server(client = ViewClient, name = PushOperations, prefix = "/api/v1", endpoint = "operation/push", input = Json, output = Json)]
pub async fn push_operations(request: PushRequest) -> Result<Vec<OperationResult>, ApiError> {
    backend()?.push(request).await
}

/// Returns what happened to a customer since a version.
#[server(client = ViewClient, name = ListChanges, prefix = "/api/v1", endpoint = "change/since", input = Json, output = Json)]
pub async fn list_changes(request: ChangesRequest) -> Result<Changes, ApiError> {
    backend()?.changes(request).await
}
