//! One view's connection: where its server is, and how it gets a token from the host.
//!
//! A page may show several views with a token and a customer each, so nothing here is global: who calls is
//! a [`Caller`] in the context of the call.

use futures::future::LocalBoxFuture;
use klantbeeld_core::ids::CustomerId;
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use send_wrapper::SendWrapper;
use std::rc::Rc;

use super::ApiError;

/// Why a token is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenReason {
    /// A call is to be made.
    Request,
    /// The server refused the token that was given before.
    Refused,
}

impl TokenReason {
    /// Returns the word that hosts know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Refused => "refused",
        }
    }
}

/// A host's way to give a token for a customer (none for a search).
pub(crate) type TokenSource =
    dyn Fn(TokenReason, Option<CustomerId>) -> LocalBoxFuture<'static, Result<String, ApiError>>;

/// Address and token source of one view.
#[derive(Clone)]
pub(crate) struct Session {
    base: Rc<str>,
    token: Rc<TokenSource>,
}

/// Who makes a call, for whom and why: what the server functions' client finds in its context.
#[derive(Clone)]
pub(crate) struct Caller {
    session: SendWrapper<Session>,
    customer: Option<CustomerId>,
    reason: TokenReason,
}

impl Session {
    /// Keeps the server's address (without a slash at its end) and the host's token source.
    pub(crate) fn new(base: &str, token: Rc<TokenSource>) -> Self {
        Self {
            base: base.into(),
            token,
        }
    }

    /// Makes a call with this session in its context. A token that the server refuses is asked for anew, once.
    ///
    /// # Errors
    /// Those of the call; [`ApiError::NotSignedIn`] when the second token is refused as well.
    pub(crate) async fn call<T, F>(
        &self,
        customer: Option<CustomerId>,
        send: impl Fn() -> F,
    ) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let first = self.in_context(customer.clone(), TokenReason::Request, &send);
        match first.await {
            Err(ApiError::NotSignedIn { .. }) => {
                self.in_context(customer, TokenReason::Refused, &send).await
            }
            answer => answer,
        }
    }

    async fn in_context<T, F>(
        &self,
        customer: Option<CustomerId>,
        reason: TokenReason,
        send: impl Fn() -> F,
    ) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>>,
    {
        let caller = Caller {
            session: SendWrapper::new(self.clone()),
            customer,
            reason,
        };
        let owner = Owner::new();
        let call = owner.with(|| {
            provide_context(caller);
            ScopedFuture::new_untracked(send())
        });
        let answer = call.await;
        drop(owner);
        answer
    }
}

impl Caller {
    /// Returns the address of a path of the API.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.session.base)
    }

    /// Asks the host for a token.
    ///
    /// # Errors
    /// [`ApiError::Network`] when the host could give none now, [`ApiError::NotSignedIn`] when it has none.
    pub(crate) async fn token(&self) -> Result<String, ApiError> {
        (self.session.token)(self.reason, self.customer.clone()).await
    }
}
