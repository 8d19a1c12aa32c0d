//! What a view asks of the server, as a port: over HTTP in the browser, by hand in tests.

use futures::future::LocalBoxFuture;
use futures::stream::LocalBoxStream;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Attachment;
use web_sys::File;

use super::ApiError;
use super::live::{LiveEvent, LiveRequest};
use super::wire::{
    AttachmentRequest, Changes, ChangesRequest, DetailRequest, ItemDetail, OpenRequest,
    OperationResult, ProfileHead, PushRequest, RevealRequest, RevealedField, SearchHit,
    SearchRequest,
};

/// The answer to a question, when it comes.
pub(crate) type Answer<T> = LocalBoxFuture<'static, Result<T, ApiError>>;

/// The whole timeline, block by block.
pub(crate) struct BlockStream {
    /// The version that the blocks are of, where the server tells.
    pub(crate) version: Option<u64>,
    /// The blocks as they come; dropping it stops the transfer.
    pub(crate) blocks: LocalBoxStream<'static, Result<Vec<u8>, ApiError>>,
}

/// What a live stream says as it comes: an event, or nothing but that it is alive. Dropping it ends it.
pub(crate) type LiveStream = LocalBoxStream<'static, Result<Option<LiveEvent>, ApiError>>;

/// The server, as one view sees it.
pub(crate) trait Remote {
    /// Asks for card and first page.
    fn open(&self, request: OpenRequest) -> Answer<ProfileHead>;
    /// Asks what happened since a version.
    fn changes(&self, request: ChangesRequest) -> Answer<Changes>;
    /// Asks for the whole timeline.
    fn blocks(&self, customer_id: CustomerId) -> Answer<BlockStream>;
    /// Asks for one item with its payload.
    fn detail(&self, request: DetailRequest) -> Answer<ItemDetail>;
    /// Asks for the value of a masked field.
    fn reveal(&self, request: RevealRequest) -> Answer<RevealedField>;
    /// Asks who somebody is.
    fn search(&self, request: SearchRequest) -> Answer<Vec<SearchHit>>;
    /// Fetches a file of an item.
    fn open_attachment(&self, request: AttachmentRequest) -> Answer<Vec<u8>>;
    /// Sends a file of a customer, for the note that comes after it.
    fn add_attachment(&self, customer_id: CustomerId, file: File) -> Answer<Attachment>;
    /// Asks to be told of changes. The token is that of the first customer.
    fn live(&self, request: LiveRequest) -> Answer<LiveStream>;
    /// Sends writes; all of them are of one customer.
    fn push(&self, request: PushRequest) -> Answer<Vec<OperationResult>>;
}
