//! The server over HTTP: the server functions, called with the session of one view, and the stream of blocks.

use futures::FutureExt;
use gloo_net::http::Response;
use klantbeeld_core::ids::CustomerId;
use leptos::prelude::use_context;
use serde::Serialize;

use super::ApiError;
use super::blocks;
use super::client::post;
use super::functions::{get_item, list_changes, open_profile, push_operations, search_customers};
use super::remote::{Answer, BlockStream, Remote};
use super::session::{Caller, Session};
use super::wire::{
    Changes, ChangesRequest, DetailRequest, ItemDetail, OpenRequest, OperationResult, ProfileHead,
    PushRequest, SearchHit, SearchRequest,
};

/// The path of the blocks: no server function, because its answer is bytes that are read as they come.
const BLOCKS_PATH: &str = "/api/v1/timeline/blocks";

/// The server behind one view's session.
pub(crate) struct HttpRemote {
    session: Session,
}

impl HttpRemote {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

    fn call<T, F>(&self, customer: Option<CustomerId>, send: impl Fn() -> F + 'static) -> Answer<T>
    where
        T: 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let session = self.session.clone();
        async move { session.call(customer, &move || send().boxed_local()).await }.boxed_local()
    }
}

impl Remote for HttpRemote {
    fn open(&self, request: OpenRequest) -> Answer<ProfileHead> {
        let whose = Some(request.customer_id.clone());
        self.call(whose, move || open_profile(request.clone()))
    }

    fn changes(&self, request: ChangesRequest) -> Answer<Changes> {
        let whose = Some(request.customer_id.clone());
        self.call(whose, move || list_changes(request.clone()))
    }

    fn blocks(&self, customer_id: CustomerId) -> Answer<BlockStream> {
        let whose = Some(customer_id.clone());
        self.call(whose, move || open_blocks(customer_id.clone()))
    }

    fn detail(&self, request: DetailRequest) -> Answer<ItemDetail> {
        let whose = Some(request.customer_id.clone());
        self.call(whose, move || get_item(request.clone()))
    }

    fn search(&self, request: SearchRequest) -> Answer<Vec<SearchHit>> {
        self.call(None, move || search_customers(request.clone()))
    }

    fn push(&self, request: PushRequest) -> Answer<Vec<OperationResult>> {
        let whose = request.operations.first().map(|o| o.customer_id.clone());
        self.call(whose, move || push_operations(request.clone()))
    }
}

#[derive(Serialize)]
struct BlocksBody {
    request: BlocksRequest,
}

#[derive(Serialize)]
struct BlocksRequest {
    customer_id: CustomerId,
}

async fn open_blocks(customer_id: CustomerId) -> Result<BlockStream, ApiError> {
    let caller = use_context::<Caller>().ok_or(ApiError::Unavailable)?;
    let request = BlocksRequest { customer_id };
    let body = serde_json::to_vec(&BlocksBody { request }).map_err(|_| ApiError::Unavailable)?;
    let response = post(&caller, BLOCKS_PATH, body.into()).await?;
    if response.ok() {
        return blocks::read(&response);
    }
    Err(error_of(response).await)
}

/// Returns the error that an answer describes.
async fn error_of(response: Response) -> ApiError {
    match response.text().await {
        Ok(text) => read_error(&text),
        Err(_) => ApiError::Network,
    }
}

/// Reads an answer by its status: the value, or the error that the server describes.
///
/// # Errors
/// That error; [`ApiError::Unavailable`] for what is none of the server's answers, as a proxy's page.
pub(crate) fn read_answer<T: serde::de::DeserializeOwned>(
    status: u16,
    text: &str,
) -> Result<T, ApiError> {
    if (200..300).contains(&status) {
        return serde_json::from_slice(text.as_bytes()).map_err(|_| ApiError::Unavailable);
    }
    Err(read_error(text))
}

fn read_error(text: &str) -> ApiError {
    serde_json::from_slice(text.as_bytes()).unwrap_or(ApiError::Unavailable)
}
