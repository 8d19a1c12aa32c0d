//! The door between the widget and a page: `mount` and the handle that it gives.
//!
//! The custom element itself is a class in `public/embed.js`, because Leptos has no tooling for one.
//!
//! **Invariants:** this folder alone touches the page's globals. Mounting is into a `<div>` inside the
//! shadow root, which carries the view's language, theme and face. Freeing the
//! handle ends everything the view started.

mod config;
mod file;
mod page;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use klantbeeld_core::ids::CustomerId;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::HtmlElement;

use crate::app::Root;
use crate::state::{
    Tail, View, catch_up_if_behind, flush, heal, heal_if_needed, open, recognise, refresh,
    start_live, start_outbox,
};
use crate::style;

/// How often relative dates ("in 3 days") are brought up to date.
const CLOCK_TICK: Duration = Duration::from_secs(30);

/// What is shown is asked for anew when somebody comes back to it after so long.
const STALE_AFTER_MS: i64 = 15_000;

/// A mounted view.
#[wasm_bindgen]
#[expect(missing_debug_implementations, reason = "it holds DOM state")]
pub struct Handle {
    view: Option<View>,
    /// Dropping it unmounts.
    _mounted: UnmountHandle<AnyViewState>,
}

/// Shows a view in `root`, a `<div>` inside the shadow root. `config` is described in `config.rs`.
#[wasm_bindgen]
pub fn mount(root: HtmlElement, config: JsValue) -> Handle {
    page::report_panics();
    let slot = Rc::new(Cell::new(None));
    let inner = Rc::clone(&slot);
    root.set_class_name("kb-root kb");
    // What is known of a customer goes to no translator; the view has its own languages.
    page::set_attribute(&root, "translate", "no");
    // Both languages run from left to right, whichever way the page around it runs.
    page::set_attribute(&root, "dir", "ltr");
    let frame = root.clone();
    let mounted = mount_to(root, move || {
        let settings = config::settings(&config);
        let customer = config::customer(&config);
        let host = Rc::new(config::host(&config, settings.face, customer.as_ref()));
        let view = View::new(host, settings);
        view.adopt_style(style::FIRST);
        inner.set(Some(view));
        follow(view, frame);
        start_outbox(view);
        start_live(view);
        match config::find(&config).filter(|_| customer.is_none()) {
            Some(known) => recognise(view, &known),
            None => open(view, customer),
        }
        view! { <Root view /> }.into_any()
    });
    Handle {
        view: slot.get(),
        _mounted: mounted,
    }
}

/// Keeps clock and attributes of the frame in step with the view.
fn follow(view: View, frame: HtmlElement) {
    let element = frame.clone();
    Effect::new(move |_| {
        page::set_attribute(&element, "lang", view.lang.get().tag());
        page::set_data(&element, "theme", view.theme.get());
        page::toggle_data(&element, "compact", view.is_compact.get());
        page::toggle_data(&element, "offline", !view.is_online.get());
    });
    let face = match view.face {
        crate::state::Face::Agent => "agent",
        crate::state::Face::Own => "self",
        crate::state::Face::App => "app",
    };
    page::set_data(&frame, "face", face);
    view.is_online.set(page::is_online());
    let tick = move || {
        if let Some(host) = view.host() {
            view.now_ms.set(host.now_ms());
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, CLOCK_TICK) {
        on_cleanup(move || handle.clear());
    }
}

/// Fetches what happened meanwhile, for who comes back to the page: in another host, by somebody else.
fn seen_again(view: View) {
    if catch_up_if_behind(view) {
        return;
    }
    let now_ms = view.host().map_or(0, |host| host.now_ms());
    let is_old = |as_of_ms: i64| now_ms.saturating_sub(as_of_ms) > STALE_AFTER_MS;
    let shown_ms = view.head.with_untracked(|h| h.as_ref().map(|h| h.as_of_ms));
    let is_whole = view.tail.get_untracked() != Tail::Partial;
    if is_whole && shown_ms.is_some_and(is_old) && view.is_online.get_untracked() {
        refresh(view);
    }
}

#[wasm_bindgen]
impl Handle {
    /// Changes a setting: `customer`, `find`, `lang`, `theme`, `compact`, `contact`, `panels`, `planned`, `online`;
    /// of the app also `here`: filter and opened item; or says what happened: `seen`, `again` (true: somebody asks for
    /// it; false: there is another token).
    pub fn set(&self, name: &str, value: JsValue) {
        let Some(view) = self.view else { return };
        let text = value.as_string();
        match name {
            "customer" => open(view, text.and_then(|t| CustomerId::parse(t).ok())),
            "find" => recognise(view, text.as_deref().unwrap_or_default()),
            "lang" => view.lang.set(config::lang(text.as_deref())),
            "theme" => view.theme.set(config::theme(text.as_deref())),
            "compact" => view.is_compact.set(value.is_truthy()),
            "contact" => view.contact.set(config::contact(&value)),
            "panels" => view.panels.set(config::names(text.as_deref())),
            "planned" => view.shows_planned.set(text.as_deref() == Some("show")),
            "here" => view.asked.set(Some(text.unwrap_or_default())),
            "seen" => {
                seen_again(view);
                flush(view);
            }
            "again" if value.is_truthy() => heal(view),
            "again" => heal_if_needed(view),
            "online" => {
                view.is_online.set(value.is_truthy());
                if value.is_truthy() {
                    view.outbox.update(klantbeeld_core::sync::Outbox::on_online);
                    flush(view);
                }
            }
            _ => {}
        }
    }
}
