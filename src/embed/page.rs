//! The page's globals: clock, chance, network, style sheets, the console.

use std::cell::RefCell;
use std::fmt::Write;
use std::sync::Once;

use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use gloo_timers::future::sleep;
use js_sys::{Date, Function, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::file::offer_file;
use crate::i18n::format;
use crate::state::Page;

#[wasm_bindgen]
extern "C" {
    type Crypto;
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Crypto;
    #[wasm_bindgen(method, js_name = getRandomValues)]
    fn get_random_values(this: &Crypto, into: &Uint8Array);
}

thread_local! {
    /// The style sheets as the page has them: a text goes over once, however many views there are.
    static STYLES: RefCell<Vec<(&'static str, JsString)>> = const { RefCell::new(Vec::new()) };
}

fn style_text(css: &'static str) -> JsString {
    STYLES.with_borrow_mut(|styles| {
        let known = styles.iter().find(|(text, _)| std::ptr::eq(*text, css));
        if let Some((_, text)) = known {
            return text.clone();
        }
        let text = JsString::from(css);
        styles.push((css, text.clone()));
        text
    })
}

/// The page in a browser, with the host's way to be told something.
pub(super) struct BrowserPage {
    emit: Function,
    adopt: Function,
}

impl BrowserPage {
    pub(super) fn new(emit: Function, adopt: Function) -> Self {
        Self { emit, adopt }
    }
}

impl Page for BrowserPage {
    fn adopt_style(&self, css: &'static str) {
        // A browser without constructable sheets shows the view unstyled but whole.
        let _ = self.adopt.call1(&JsValue::UNDEFINED, &style_text(css));
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of this age are whole in f64"
    )]
    fn now_ms(&self) -> i64 {
        Date::now() as i64
    }

    fn chance(&self) -> f64 {
        js_sys::Math::random()
    }

    /// 128 bits of chance as hex; `randomUUID` would need a secure context.
    fn new_id(&self) -> String {
        let bytes = Uint8Array::new_with_length(16);
        CRYPTO.with(|crypto| crypto.get_random_values(&bytes));
        let mut id = String::with_capacity(32);
        for byte in bytes.to_vec() {
            // Writing into a String cannot fail.
            let _ = write!(id, "{byte:02x}");
        }
        id
    }

    fn use_zone(&self, name: Option<&str>) {
        format::use_zone(name);
    }

    fn offset_ms(&self, at_ms: i64) -> i64 {
        format::offset_ms(at_ms)
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'static, ()> {
        sleep(time).boxed_local()
    }

    fn offer_file(&self, content: &[u8], media_type: &str, name: &str) {
        offer_file(content, media_type, name);
    }

    fn is_hidden(&self) -> bool {
        let document = web_sys::window().and_then(|window| window.document());
        document.is_some_and(|document| document.hidden())
    }

    fn emit(&self, name: &str, detail: &[(&str, &str)]) {
        let object = Object::new();
        for (key, value) in detail {
            let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
        }
        // A listener of the host that throws is the host's to mend.
        let _ = self
            .emit
            .call2(&JsValue::UNDEFINED, &JsValue::from_str(name), &object);
    }
}

/// Returns whether the browser believes that there is a network; only a hint.
pub(super) fn is_online() -> bool {
    let navigator = Reflect::get(&js_sys::global(), &JsValue::from_str("navigator"));
    let flag = navigator.and_then(|n| Reflect::get(&n, &JsValue::from_str("onLine")));
    flag.map_or(true, |f| !f.is_falsy())
}

pub(super) fn set_attribute(element: &HtmlElement, name: &str, value: &str) {
    // Names are this crate's own literals.
    let _ = element.set_attribute(name, value);
}

pub(super) fn set_data(element: &HtmlElement, name: &str, value: &str) {
    set_attribute(element, &format!("data-{name}"), value);
}

pub(super) fn toggle_data(element: &HtmlElement, name: &str, on: bool) {
    if on {
        set_data(element, name, "");
    } else {
        let _ = element.remove_attribute(&format!("data-{name}"));
    }
}

/// Lets a panic say where in the console; the loader sees the trap and shows its card.
pub(super) fn report_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        }));
    });
}
