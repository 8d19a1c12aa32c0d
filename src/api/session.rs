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

/// The reason when the host has no token, and no server was asked.
pub(crate) const NO_TOKEN: &str = "no token";

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

    /// Makes a call with this session in its context. A token that the server refuses is asked for anew, once; a host
    /// that has none is not asked twice.
    ///
    /// # Errors
    /// Those of the call; [`ApiError::NotSignedIn`] when the second token is refused as well.
    pub(crate) async fn call<T>(
        &self,
        customer: Option<CustomerId>,
        send: &dyn Fn() -> LocalBoxFuture<'static, Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let first = self.in_context(customer.clone(), TokenReason::Request, send);
        match first.await {
            Err(ApiError::NotSignedIn { reason }) if reason != NO_TOKEN => {
                self.in_context(customer, TokenReason::Refused, send).await
            }
            answer => answer,
        }
    }

    /// Makes an owner that holds the caller, and goes with the call.
    async fn in_context<T>(
        &self,
        customer: Option<CustomerId>,
        reason: TokenReason,
        send: &dyn Fn() -> LocalBoxFuture<'static, Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let owner = Owner::new();
        let call = owner.with(|| {
            provide_context(Caller {
                session: SendWrapper::new(self.clone()),
                customer,
                reason,
            });
            ScopedFuture::new_untracked(send())
        });
        call.await
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
    /// [`ApiError::Network`] when the host could give none now, [`ApiError::Forbidden`] when it says that this person
    /// may not, [`ApiError::NotSignedIn`] with [`NO_TOKEN`] when it has none.
    pub(crate) async fn token(&self) -> Result<String, ApiError> {
        (self.session.token)(self.reason, self.customer.clone()).await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use futures::FutureExt;
    use futures::executor::block_on;
    use futures::future::join;
    use leptos::prelude::use_context;

    use super::*;

    /// Makes a session whose tokens name it, how often it was asked, and why.
    fn session(name: &'static str) -> Session {
        let asked = RefCell::new(0);
        let source = move |reason: TokenReason, customer: Option<CustomerId>| {
            *asked.borrow_mut() += 1;
            let whose = customer.map_or_else(String::new, |c| c.as_str().to_owned());
            let token = format!("{name}-{}-{whose}-{}", asked.borrow(), reason.name());
            async move { Ok(token) }.boxed_local()
        };
        Session::new(&format!("https://{name}"), Rc::new(source))
    }

    /// Does what a server function does: it finds its caller before it waits, and sends with their token.
    async fn send(refuses_first: bool) -> Result<String, ApiError> {
        let caller = use_context::<Caller>().ok_or(ApiError::Unavailable)?;
        let token = caller.token().await?;
        futures::pending!();
        if refuses_first && token.contains("request") {
            let reason = "expired".to_owned();
            return Err(ApiError::NotSignedIn { reason });
        }
        let later = use_context::<Caller>().ok_or(ApiError::Unavailable)?;
        Ok(format!("{} {token}", later.address("/x")))
    }

    /// Runs calls side by side to their end.
    fn both(
        a: impl Future<Output = Result<String, ApiError>>,
        b: impl Future<Output = Result<String, ApiError>>,
    ) -> (Result<String, ApiError>, Result<String, ApiError>) {
        let mut calls = Box::pin(join(a, b));
        block_on(futures::future::poll_fn(|context| {
            // `pending!` does not wake anybody.
            context.waker().wake_by_ref();
            calls.poll_unpin(context)
        }))
    }

    #[test]
    fn two_views_keep_their_own_address_and_token_also_after_a_wait() {
        let (a, b) = (session("a"), session("b"));
        let customer = CustomerId::parse("c-1").ok();
        let send = |refuses_first| move || send(refuses_first).boxed_local();
        let answers = both(a.call(customer, &send(false)), b.call(None, &send(false)));
        assert_eq!(answers.0.unwrap(), "https://a/x a-1-c-1-request");
        assert_eq!(answers.1.unwrap(), "https://b/x b-1--request");
    }

    #[test]
    fn a_refused_token_is_asked_for_anew_once() {
        let (a, b) = (session("a"), session("b"));
        let send = |refuses_first| move || send(refuses_first).boxed_local();
        let answers = both(a.call(None, &send(true)), b.call(None, &send(false)));
        assert_eq!(answers.0.unwrap(), "https://a/x a-2--refused");
        assert_eq!(answers.1.unwrap(), "https://b/x b-1--request");
    }

    #[test]
    fn a_call_outside_of_a_session_is_refused_and_not_sent() {
        assert_eq!(block_on(send(false)), Err(ApiError::Unavailable));
    }
}
