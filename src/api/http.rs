//! The server over HTTP: the server functions, called with the session of one view, and the stream of blocks.

use futures::FutureExt;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Attachment;
use leptos::prelude::use_context;
use serde::Serialize;
use web_sys::File;

use super::ApiError;
use super::answer::error_of;
use super::attachments;
use super::blocks;
use super::client::post;
use super::functions::{
    get_item, list_changes, open_profile, push_operations, reveal_field, search_customers,
};
use super::live::LiveRequest;
use super::live_stream;
use super::remote::{Answer, BlockStream, LiveStream, Remote};
use super::session::{Caller, Session};
use super::wire::{
    AttachmentRequest, Changes, ChangesRequest, DetailRequest, ItemDetail, OpenRequest,
    OperationResult, ProfileHead, PushRequest, RevealRequest, RevealedField, SearchHit,
    SearchRequest,
};
use crate::part::{PartError, task};

/// The path of the blocks: no server function, because its answer is bytes that are read as they come.
const BLOCKS_PATH: &str = "/api/v1/timeline/blocks";

/// The server behind one view's session.
///
/// All but the first question stand in a part that comes after the first screen. A part that does not come is
/// what it is to the person: no network.
pub(crate) struct HttpRemote {
    session: Session,
}

impl HttpRemote {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }
}

impl Remote for HttpRemote {
    fn open(&self, request: OpenRequest) -> Answer<ProfileHead> {
        let session = self.session.clone();
        let whose = Some(request.customer_id.clone());
        async move {
            let send = move || open_profile(request.clone()).boxed_local();
            session.call(whose, &send).await
        }
        .boxed_local()
    }

    fn changes(&self, request: ChangesRequest) -> Answer<Changes> {
        come(changes_part(self.session.clone(), request))
    }

    fn blocks(&self, customer_id: CustomerId) -> Answer<BlockStream> {
        come(blocks_part(self.session.clone(), customer_id))
    }

    fn detail(&self, request: DetailRequest) -> Answer<ItemDetail> {
        come(detail_part(self.session.clone(), request))
    }

    fn open_attachment(&self, request: AttachmentRequest) -> Answer<Vec<u8>> {
        come(open_attachment_part(self.session.clone(), request))
    }

    fn add_attachment(&self, customer_id: CustomerId, file: File) -> Answer<Attachment> {
        come(add_attachment_part(self.session.clone(), customer_id, file))
    }

    fn reveal(&self, request: RevealRequest) -> Answer<RevealedField> {
        come(reveal_part(self.session.clone(), request))
    }

    fn search(&self, request: SearchRequest) -> Answer<Vec<SearchHit>> {
        come(search_part(self.session.clone(), request))
    }

    fn live(&self, request: LiveRequest) -> Answer<LiveStream> {
        come(live_part(self.session.clone(), request))
    }

    fn push(&self, request: PushRequest) -> Answer<Vec<OperationResult>> {
        come(push_part(self.session.clone(), request))
    }
}

fn come<T>(
    part: impl Future<Output = Result<Result<T, ApiError>, PartError>> + 'static,
) -> Answer<T> {
    part.map(|answer| answer.unwrap_or(Err(ApiError::Network)))
        .boxed_local()
}

task! {
    /// Asks what happened since a version.
    fn changes_part(session: Session, request: ChangesRequest) -> Result<Changes, ApiError>, in later {
        let whose = Some(request.customer_id.clone());
        let send = move || list_changes(request.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Asks for the whole timeline.
    fn blocks_part(session: Session, customer_id: CustomerId) -> Result<BlockStream, ApiError>, in later {
        let whose = Some(customer_id.clone());
        let send = move || open_blocks(customer_id.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Asks for one item.
    fn detail_part(session: Session, request: DetailRequest) -> Result<ItemDetail, ApiError>, in later {
        let whose = Some(request.customer_id.clone());
        let send = move || get_item(request.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Fetches a file of an item.
    fn open_attachment_part(session: Session, request: AttachmentRequest) -> Result<Vec<u8>, ApiError>, in rest {
        let whose = Some(request.customer_id.clone());
        let send = move || attachments::open(request.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Sends a file.
    fn add_attachment_part(
        session: Session,
        customer_id: CustomerId,
        file: File,
    ) -> Result<Attachment, ApiError>, in rest {
        let whose = Some(customer_id.clone());
        let send = move || attachments::add(customer_id.clone(), file.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Asks for the value of a masked field.
    fn reveal_part(session: Session, request: RevealRequest) -> Result<RevealedField, ApiError>, in later {
        let whose = Some(request.customer_id.clone());
        let send = move || reveal_field(request.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Asks who somebody is.
    fn search_part(session: Session, request: SearchRequest) -> Result<Vec<SearchHit>, ApiError>, in later {
        let send = move || search_customers(request.clone()).boxed_local();
        async move { session.call(None, &send).await }
    }
}

task! {
    /// Sends writes.
    fn push_part(session: Session, request: PushRequest) -> Result<Vec<OperationResult>, ApiError>, in later {
        let whose = request.operations.first().map(|o| o.customer_id.clone());
        let send = move || push_operations(request.clone()).boxed_local();
        async move { session.call(whose, &send).await }
    }
}

task! {
    /// Asks to be told of changes.
    fn live_part(session: Session, request: LiveRequest) -> Result<LiveStream, ApiError>, in live {
        let whose = request.watched.first().map(|w| w.customer_id.clone());
        let send = move || live_stream::open(request.clone()).boxed_local();
        async move { session.call(whose, &send).await }
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
