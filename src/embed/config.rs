//! Reading what the loader gives: a plain object, of which every part may be missing.
//!
//! `face` ("agent", "self", "app"), `customer`, `find`, `lang`, `theme`, `base`, `getToken`, `prefetched`, `stream`,
//! `compact`, `contact` ({channel, reason}), `panels`, `planned` ("show"), `emit`, `adopt`.

use std::rc::Rc;

use futures::FutureExt;
use gloo_net::http::Response;
use js_sys::{Function, Object, Promise, Reflect};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::insight::ContactContext;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::BrowserPage;
use crate::api::ApiError;
use crate::api::answer::read_answer;
use crate::api::blocks;
use crate::api::http::HttpRemote;
use crate::api::remote::BlockStream;
use crate::api::session::{NO_TOKEN, Session, TokenReason, TokenSource};
use crate::i18n::Lang;
use crate::offline::{LocalStore, Memory, device, peers};
use crate::state::{Early, EarlyHead, Face, Host, Settings};

fn part(config: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(config, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Returns a text that is there and not empty.
pub(super) fn text(config: &JsValue, name: &str) -> Option<String> {
    part(config, name)
        .and_then(|v| v.as_string())
        .filter(|t| !t.is_empty())
}

fn function(config: &JsValue, name: &str) -> Function {
    let given = part(config, name).and_then(|v| v.dyn_into().ok());
    given.unwrap_or_else(|| Function::new_no_args(""))
}

/// Returns the language of a tag; Dutch when none is given.
pub(super) fn lang(tag: Option<&str>) -> Lang {
    tag.map_or(Lang::Nl, Lang::of_tag)
}

/// Returns light, dark, or as the device has it.
pub(super) fn theme(name: Option<&str>) -> &'static str {
    match name {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "auto",
    }
}

/// Returns why the customer is in contact now, as the host says it.
pub(super) fn contact(value: &JsValue) -> Option<ContactContext> {
    let channel = text(value, "channel").unwrap_or_default();
    let reason = text(value, "reason").unwrap_or_default();
    let is_given = !channel.is_empty() || !reason.is_empty();
    is_given.then_some(ContactContext { channel, reason })
}

/// Returns a list of names with commas or blanks between them.
pub(super) fn names(list: Option<&str>) -> Vec<String> {
    let split = |c: char| c == ',' || c.is_whitespace();
    let parts = list
        .unwrap_or_default()
        .split(split)
        .filter(|p| !p.is_empty());
    parts.map(str::to_owned).collect()
}

pub(super) fn customer(config: &JsValue) -> Option<CustomerId> {
    text(config, "customer").and_then(|t| CustomerId::parse(t).ok())
}

/// Returns what the host knows of a customer whose id it does not know.
pub(super) fn find(config: &JsValue) -> Option<String> {
    text(config, "find").filter(|t| !t.trim().is_empty())
}

pub(super) fn settings(config: &JsValue) -> Settings {
    Settings {
        face: match text(config, "face").as_deref() {
            Some("self") => Face::Own,
            Some("app") => Face::App,
            _ => Face::Agent,
        },
        lang: lang(text(config, "lang").as_deref()),
        theme: theme(text(config, "theme").as_deref()),
        is_compact: part(config, "compact").is_some_and(|v| v.is_truthy()),
        shows_planned: text(config, "planned").as_deref() == Some("show"),
        contact: part(config, "contact").as_ref().and_then(contact),
        panels: names(text(config, "panels").as_deref()),
    }
}

/// Puts together what surrounds a view that is mounted with this object.
pub(super) fn host(config: &JsValue, face: Face, customer: Option<&CustomerId>) -> Host {
    let base = text(config, "base").unwrap_or_default();
    let session = Session::new(&base, token_source(function(config, "getToken")));
    let store = async move {
        let store: Rc<dyn LocalStore> = match face {
            Face::App => device().await,
            Face::Agent | Face::Own => Rc::new(Memory::default()),
        };
        store
    };
    let page = BrowserPage::new(function(config, "emit"), function(config, "adopt"));
    let host = Host::new(
        Rc::new(HttpRemote::new(session)),
        Rc::new(page),
        peers(base),
        store,
    );
    if let Some(customer) = customer {
        host.set_early(customer.clone(), early(config));
    }
    host
}

/// Returns what the loader began while this program was on its way.
fn early(config: &JsValue) -> Early {
    let promise = |name| part(config, name).and_then(|v| v.dyn_into::<Promise>().ok());
    Early {
        head: promise("prefetched").map(|answer| early_head(answer).boxed_local()),
        blocks: promise("stream").map(|response| early_blocks(response).boxed_local()),
    }
}

/// `{ status, text }` of the first request; none when it has to be made again.
async fn early_head(answer: Promise) -> Option<EarlyHead> {
    let answer = JsFuture::from(answer).await.ok()?;
    let status = part(&answer, "status").and_then(|s| s.as_f64());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an HTTP status"
    )]
    let status = status.unwrap_or_default() as u16;
    // A token that ran out meanwhile is asked for anew, like on any other call.
    if status == 401 || status == 0 {
        return None;
    }
    Some(read_answer(
        status,
        &text(&answer, "text").unwrap_or_default(),
    ))
}

/// Returns the `Response` to the request for all blocks; none when it has to be made again.
async fn early_blocks(response: Promise) -> Option<BlockStream> {
    let response = JsFuture::from(response).await.ok()?;
    let response = Response::from(response.dyn_into::<web_sys::Response>().ok()?);
    if response.ok() {
        blocks::read(&response).ok()
    } else {
        None
    }
}

/// `async ({ reason, customer }) => token`
fn token_source(ask: Function) -> Rc<TokenSource> {
    Rc::new(move |reason, customer| ask_for_token(ask.clone(), reason, customer).boxed_local())
}

/// Asks the loader, which rejects with the `code` of why there is no token.
async fn ask_for_token(
    ask: Function,
    reason: TokenReason,
    customer: Option<CustomerId>,
) -> Result<String, ApiError> {
    let question = Object::new();
    let set = |name: &str, value: &str| {
        // Setting a plain property on a fresh object cannot fail.
        let _ = Reflect::set(&question, &name.into(), &value.into());
    };
    set("reason", reason.name());
    if let Some(customer) = &customer {
        set("customer", customer.as_str());
    }
    let answer = ask.call1(&JsValue::UNDEFINED, &question);
    let token = match answer.map(JsValue::dyn_into::<Promise>) {
        Ok(Ok(promise)) => JsFuture::from(promise).await,
        Ok(Err(token)) => Ok(token),
        Err(error) => Err(error),
    };
    let token = token.map_err(|error| no_token(&error))?;
    token.as_string().ok_or_else(|| no_token(&token))
}

/// Returns why there is no token. Nobody is signed in when nothing else is known.
fn no_token(error: &JsValue) -> ApiError {
    let (owner, reason) = (String::new(), NO_TOKEN.to_owned());
    match text(error, "code").as_deref() {
        Some("no-rights") => ApiError::Forbidden { owner },
        Some("unreachable") => ApiError::Network,
        _ => ApiError::NotSignedIn { reason },
    }
}
