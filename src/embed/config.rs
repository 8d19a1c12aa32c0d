//! Reading what the loader gives: a plain object, of which every part may be missing.
//!
//! `face` ("agent", "self", "app"), `customer`, `lang`, `theme`, `base`, `getToken`, `prefetched`, `stream`, `kept`,
//! `compact`, `contact` ({channel, reason}), `panels`, `planned` ("show"), `device` (a promise of it), `emit`.

use js_sys::{Function, Promise, Reflect};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::insight::ContactContext;
use klantbeeld_core::list::Gather;
use wasm_bindgen::{JsCast, JsValue};

use super::page;
use crate::api::call::Session;
use crate::i18n::Lang;
use crate::state::{Early, Face, Host, Settings};

fn part(config: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(config, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A text that is there and not empty.
pub(super) fn text(config: &JsValue, name: &str) -> Option<String> {
    part(config, name)
        .and_then(|v| v.as_string())
        .filter(|t| !t.is_empty())
}

fn function(config: &JsValue, name: &str) -> Function {
    let given = part(config, name).and_then(|v| v.dyn_into().ok());
    given.unwrap_or_else(|| Function::new_no_args(""))
}

/// The language of a tag; Dutch when none is given.
pub(super) fn lang(tag: Option<&str>) -> Lang {
    tag.map_or(Lang::Nl, Lang::of_tag)
}

/// Light, dark, or as the device has it.
pub(super) fn theme(name: Option<&str>) -> &'static str {
    match name {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "auto",
    }
}

/// Why the customer is in contact now, as the host says it.
pub(super) fn contact(value: &JsValue) -> Option<ContactContext> {
    let channel = text(value, "channel").unwrap_or_default();
    let reason = text(value, "reason").unwrap_or_default();
    let is_given = !channel.is_empty() || !reason.is_empty();
    is_given.then_some(ContactContext { channel, reason })
}

/// A list of names with commas or blanks between them.
pub(super) fn names(list: Option<&str>) -> Vec<String> {
    let split = |c: char| c == ',' || c.is_whitespace();
    let parts = list
        .unwrap_or_default()
        .split(split)
        .filter(|p| !p.is_empty());
    parts.map(str::to_owned).gather()
}

pub(super) fn customer(config: &JsValue) -> Option<CustomerId> {
    text(config, "customer").and_then(|t| CustomerId::parse(t).ok())
}

/// What the host knows of a customer whose id it does not know.
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

pub(super) fn host(config: &JsValue, customer: Option<&CustomerId>) -> Host {
    let base = text(config, "base").unwrap_or_default();
    let session = Session::new(base, function(config, "getToken"));
    let promise = |of: &JsValue, name| part(of, name).and_then(|v| v.dyn_into::<Promise>().ok());
    let emit = function(config, "emit");
    let host = Host::new(
        session,
        promise(config, "device"),
        page::now_ms,
        js_sys::Math::random,
        page::new_id,
        emit,
    );
    let kept = part(config, "kept").unwrap_or_default();
    if let Some(customer) = customer {
        let early = Early {
            answer: promise(config, "prefetched"),
            head: promise(&kept, "head"),
            blocks: promise(&kept, "blocks"),
            stream: promise(config, "stream"),
        };
        host.set_early(customer.clone(), early);
    }
    host
}
