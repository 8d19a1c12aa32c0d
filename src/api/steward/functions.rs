//! The stewards' server functions: `POST /api/v1/<endpoint>`, as those of a customer's view.

#![expect(
    missing_docs,
    reason = "the macro makes public argument structs whose fields cannot carry docs"
)]

use leptos::prelude::server;
#[cfg(feature = "ssr")]
use server_fn::client::browser::BrowserClient as ViewClient;
use server_fn::codec::Json;

#[cfg(feature = "ssr")]
use super::backend::steward;
use super::{
    DiscardRequest, EntriesRequest, EntryDetail, EntryPage, EntryRequest, ReplayRequest,
    ReplayResult, SourceHealth, SourcesRequest,
};
use crate::api::ApiError;
#[cfg(feature = "csr")]
use crate::api::client::ViewClient;

/// Returns the sources of the registry and how they deliver.
#[server(client = ViewClient, name = ListSources, prefix = "/api/v1", endpoint = "sources/list", input = Json, output = Json)]
pub async fn list_sources(request: SourcesRequest) -> Result<Vec<SourceHealth>, ApiError> {
    steward()?.sources(request).await
}

/// Returns refused messages, newest first.
#[server(client = ViewClient, name = ListQuarantine, prefix = "/api/v1", endpoint = "quarantine/list", input = Json, output = Json)]
pub async fn list_quarantine(request: EntriesRequest) -> Result<EntryPage, ApiError> {
    steward()?.entries(request).await
}

/// Returns one refused message with its text.
#[server(client = ViewClient, name = GetQuarantined, prefix = "/api/v1", endpoint = "quarantine/read", input = Json, output = Json)]
pub async fn get_quarantined(request: EntryRequest) -> Result<EntryDetail, ApiError> {
    steward()?.entry(request).await
}

/// Brings a refused message in after all, corrected or as it came.
#[server(client = ViewClient, name = ReplayQuarantined, prefix = "/api/v1", endpoint = "quarantine/replay", input = Json, output = Json)]
pub async fn replay_quarantined(request: ReplayRequest) -> Result<ReplayResult, ApiError> {
    steward()?.replay(request).await
}

/// Decides that a refused message is not to be taken in.
#[server(client = ViewClient, name = DiscardQuarantined, prefix = "/api/v1", endpoint = "quarantine/discard", input = Json, output = Json)]
pub async fn discard_quarantined(request: DiscardRequest) -> Result<EntryDetail, ApiError> {
    steward()?.discard(request).await
}
