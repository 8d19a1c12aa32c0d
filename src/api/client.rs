//! The server functions' client: a request by gloo-net to the server of the view that makes the call, with its
//! token.
//!
//! Leptos' own client keeps one address and no token for a whole page. This one finds both in the context of
//! the call ([`Caller`]), so that several views stay apart.

use std::future::Future;

use bytes::Bytes;
use futures::{Sink, Stream};
use gloo_net::http::{Request, Response};
use js_sys::Uint8Array;
use leptos::prelude::use_context;
use send_wrapper::SendWrapper;
use server_fn::client::Client;
use server_fn::client::browser::BrowserClient;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use server_fn::request::ClientReq;
use server_fn::response::ClientRes;
use web_sys::{AbortSignal, RequestCache, RequestCredentials};

use super::ApiError;
use super::session::Caller;

/// A server that takes and never answers is none. Long enough for a whole timeline over a slow network.
const ANSWER_MS: u32 = 60_000;

/// Sends the server functions' requests for one view.
pub struct ViewClient;

/// A request of a server function, before anybody knows where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRequest {
    path: String,
    body: Bytes,
}

/// The answer to it.
#[derive(Debug)]
pub struct ViewResponse(SendWrapper<Response>);

impl Client<ApiError> for ViewClient {
    type Request = ViewRequest;
    type Response = ViewResponse;

    fn send(request: ViewRequest) -> impl Future<Output = Result<ViewResponse, ApiError>> + Send {
        // Read here: after the first wait nobody knows whose call it was.
        let caller = use_context::<Caller>();
        SendWrapper::new(async move {
            let caller = caller.ok_or(ApiError::Unavailable)?;
            let response = post(&caller, &request.path, request.body).await?;
            // What a proxy or a portal answers in the server's place says nothing about the request.
            let media_type = response.headers().get("content-type");
            if !media_type.is_some_and(|media_type| media_type.starts_with("application/json")) {
                return Err(ApiError::Unavailable);
            }
            Ok(ViewResponse(SendWrapper::new(response)))
        })
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl Sink<Bytes> + Send + 'static,
            ),
            ApiError,
        >,
    > + Send {
        <BrowserClient as Client<ApiError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        leptos::task::spawn_local(future);
    }
}

/// Posts JSON to the caller's server with the caller's token, without cookies and past every cache.
///
/// # Errors
/// No token, or no network.
pub(super) async fn post(caller: &Caller, path: &str, body: Bytes) -> Result<Response, ApiError> {
    let in_time = AbortSignal::timeout_with_u32(ANSWER_MS);
    post_until(caller, path, body, &in_time).await
}

/// Does as [`post`], for as long as the signal lets it: for an answer that has no end.
///
/// # Errors
/// As [`post`].
pub(super) async fn post_until(
    caller: &Caller,
    path: &str,
    body: Bytes,
    signal: &AbortSignal,
) -> Result<Response, ApiError> {
    let token = caller.token().await?;
    let request = Request::post(&caller.address(path))
        .header("authorization", &format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(signal))
        .body(Uint8Array::from(body.as_ref()))
        .map_err(|_| ApiError::Network)?;
    request.send().await.map_err(|_| ApiError::Network)
}

/// Refuses other encodings: the API's functions take JSON by POST, and another would be a mistake of a function's
/// declaration.
fn unsupported<T>(what: &str) -> Result<T, ApiError> {
    let error = ServerFnErrorErr::UnsupportedRequestMethod(what.to_owned());
    Err(ApiError::from_server_fn_error(error))
}

impl ClientReq<ApiError> for ViewRequest {
    type FormData = ();

    fn try_new_req_bytes(
        path: &str,
        _content_type: &str,
        _accepts: &str,
        body: Bytes,
        _method: http::Method,
    ) -> Result<Self, ApiError> {
        let path = path.to_owned();
        Ok(Self { path, body })
    }

    fn try_new_req_text(
        _path: &str,
        _content_type: &str,
        _accepts: &str,
        _body: String,
        _method: http::Method,
    ) -> Result<Self, ApiError> {
        unsupported("text")
    }

    fn try_new_req_query(
        _path: &str,
        _content_type: &str,
        _accepts: &str,
        _query: &str,
        _method: http::Method,
    ) -> Result<Self, ApiError> {
        unsupported("query")
    }

    fn try_new_req_form_data(
        _path: &str,
        _accepts: &str,
        _content_type: &str,
        _body: (),
        _method: http::Method,
    ) -> Result<Self, ApiError> {
        unsupported("form data")
    }

    fn try_new_req_multipart(
        _path: &str,
        _accepts: &str,
        _body: (),
        _method: http::Method,
    ) -> Result<Self, ApiError> {
        unsupported("multipart")
    }

    fn try_new_req_streaming(
        _path: &str,
        _accepts: &str,
        _content_type: &str,
        _body: impl Stream<Item = Bytes> + Send + 'static,
        _method: http::Method,
    ) -> Result<Self, ApiError> {
        unsupported("stream")
    }
}

impl ClientRes<ApiError> for ViewResponse {
    fn try_into_string(self) -> impl Future<Output = Result<String, ApiError>> + Send {
        SendWrapper::new(async move { self.0.text().await.map_err(|_| ApiError::Network) })
    }

    fn try_into_bytes(self) -> impl Future<Output = Result<Bytes, ApiError>> + Send {
        SendWrapper::new(async move {
            let bytes = self.0.binary().await.map_err(|_| ApiError::Network)?;
            Ok(Bytes::from(bytes))
        })
    }

    fn try_into_stream(
        self,
    ) -> Result<impl Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, ApiError> {
        unsupported::<futures::stream::Empty<Result<Bytes, Bytes>>>("stream")
    }

    fn status(&self) -> u16 {
        self.0.status()
    }

    fn status_text(&self) -> String {
        self.0.status_text()
    }

    fn location(&self) -> String {
        self.0.url()
    }

    fn has_redirect(&self) -> bool {
        false
    }
}
