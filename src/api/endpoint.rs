//! Which request goes where and what answers it, as the widget knows it.
//!
//! The server functions could tell, but with them come their client and its streams: 10 kB of the first
//! load that the widget does not use. A test of the server's build holds both lists together.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::{
    Changes, ChangesRequest, DetailRequest, ItemDetail, OpenRequest, OperationResult, ProfileHead,
    PushRequest, SearchHit, SearchRequest,
};

/// A request with its path and its answer.
pub(crate) trait Endpoint: Serialize {
    /// The path under the server's address.
    const PATH: &'static str;
    /// What the server gives.
    type Answer: DeserializeOwned;
}

macro_rules! endpoints {
    ($($request:ty => $path:literal, $answer:ty;)*) => {
        $(impl Endpoint for $request {
            const PATH: &'static str = $path;
            type Answer = $answer;
        })*
    };
}

endpoints! {
    OpenRequest => "/api/v1/profile/open", ProfileHead;
    DetailRequest => "/api/v1/item/detail", ItemDetail;
    SearchRequest => "/api/v1/customer/search", Vec<SearchHit>;
    PushRequest => "/api/v1/operation/push", Vec<OperationResult>;
    ChangesRequest => "/api/v1/change/since", Changes;
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use server_fn::ServerFn;

    use super::*;
    use crate::api::functions::{
        GetItem, ListChanges, OpenProfile, PushOperations, SearchCustomers,
    };

    #[test]
    fn the_widget_knows_the_paths_of_the_server_functions() {
        assert_eq!(OpenRequest::PATH, OpenProfile::PATH);
        assert_eq!(DetailRequest::PATH, GetItem::PATH);
        assert_eq!(SearchRequest::PATH, SearchCustomers::PATH);
        assert_eq!(PushRequest::PATH, PushOperations::PATH);
        assert_eq!(ChangesRequest::PATH, ListChanges::PATH);
    }
}
