//! Calling the server functions from the browser.
//!
//! The functions' own client keeps one server address and no token per WebAssembly instance; a page may
//! show several views, each with its own token and server. So the paths and types are the functions',
//! and the sending is done here, per session.

use gloo_net::http::{Request, Response};
use js_sys::{Function, Object, Promise, Reflect};
use klantbeeld_core::json::{self, FromJson};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::ApiError;
use super::endpoint::Endpoint;

/// One view's connection: where the server is, and how to get a token from the host.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    base: String,
    /// `async ({ reason, customer }) => token`
    get_token: Function,
}

/// The answer of a call, before anybody read it.
enum Sent {
    Answer(Response),
    TokenRefused(Response),
}

impl Session {
    pub(crate) fn new(base: String, get_token: Function) -> Self {
        Self { base, get_token }
    }

    /// Calls a server function for a customer. A token that the server refuses is asked for anew, once.
    pub(crate) async fn call<E: Endpoint>(
        &self,
        customer: &str,
        request: &E,
    ) -> Result<E::Answer, ApiError> {
        let (status, text) = self.call_text(customer, request).await?;
        read_answer(status, &text)
    }

    /// The same, with the answer's status and text as they came.
    pub(crate) async fn call_text<E: Endpoint>(
        &self,
        customer: &str,
        request: &E,
    ) -> Result<(u16, String), ApiError> {
        let request = serde_json::to_string(request).map_err(|_| ApiError::Unavailable)?;
        let body = ["{\"request\":", &request, "}"].concat();
        self.send_for_text(customer, E::PATH, body).await
    }

    async fn send_for_text(
        &self,
        customer: &str,
        path: &str,
        body: String,
    ) -> Result<(u16, String), ApiError> {
        let response = self.post(customer, path, &body).await?;
        let text = response.text().await.map_err(|_| ApiError::Network)?;
        Ok((response.status(), text))
    }

    /// Sends a request whose answer is bytes, read as they come.
    pub(crate) async fn stream(
        &self,
        customer: &str,
        path: &str,
        body: &str,
    ) -> Result<Response, ApiError> {
        let response = self.post(customer, path, body).await?;
        if response.ok() {
            return Ok(response);
        }
        let text = response.text().await.map_err(|_| ApiError::Network)?;
        read_answer::<()>(response.status(), &text).and(Err(ApiError::Unavailable))
    }

    async fn post(&self, customer: &str, path: &str, body: &str) -> Result<Response, ApiError> {
        match self.send(customer, path, body, "request").await? {
            Sent::Answer(response) => Ok(response),
            Sent::TokenRefused(_) => match self.send(customer, path, body, "refused").await? {
                Sent::Answer(response) | Sent::TokenRefused(response) => Ok(response),
            },
        }
    }

    async fn send(
        &self,
        customer: &str,
        path: &str,
        body: &str,
        reason: &str,
    ) -> Result<Sent, ApiError> {
        let token = self.token(customer, reason).await?;
        let request = Request::post(&format!("{}{path}", self.base))
            .header("authorization", &format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .credentials(web_sys::RequestCredentials::Omit)
            .cache(web_sys::RequestCache::NoStore)
            .body(body)
            .map_err(|_| ApiError::Network)?;
        let response = request.send().await.map_err(|_| ApiError::Network)?;
        let is_refused = response.status() == 401;
        Ok(if is_refused {
            Sent::TokenRefused(response)
        } else {
            Sent::Answer(response)
        })
    }

    async fn token(&self, customer: &str, reason: &str) -> Result<String, ApiError> {
        // A host that gives no token may have lost the network as well as the session: it says so by
        // rejecting, and the wait goes on as without network.
        let question = Object::new();
        let _ = Reflect::set(&question, &"reason".into(), &reason.into());
        if !customer.is_empty() {
            let _ = Reflect::set(&question, &"customer".into(), &customer.into());
        }
        let answer = self.get_token.call1(&JsValue::UNDEFINED, &question);
        let answer = answer.map_err(|_| ApiError::Network)?;
        let token = match answer.dyn_into::<Promise>() {
            Ok(promise) => JsFuture::from(promise)
                .await
                .map_err(|_| ApiError::Network)?,
            Err(token) => token,
        };
        token
            .as_string()
            .filter(|t| !t.is_empty())
            .ok_or_else(|| ApiError::NotSignedIn {
                reason: "no token".to_owned(),
            })
    }
}

/// Reads an answer by its status: the value, or the error that the server describes.
pub(crate) fn read_answer<T: FromJson>(status: u16, text: &str) -> Result<T, ApiError> {
    if (200..300).contains(&status) {
        return json::read(text).ok_or(ApiError::Unavailable);
    }
    if status == 0 {
        return Err(ApiError::Network);
    }
    Err(json::read(text).unwrap_or(ApiError::Unavailable))
}
