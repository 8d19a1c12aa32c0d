//! The page's globals: clock, chance, network, style sheets, the console.

use std::cell::RefCell;
use std::fmt::Write;
use std::sync::Once;

use js_sys::{Array, Date, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use crate::style::SHEET;

#[wasm_bindgen]
extern "C" {
    type CSSStyleSheet;
    #[wasm_bindgen(constructor)]
    fn new() -> CSSStyleSheet;
    #[wasm_bindgen(method, js_name = replaceSync)]
    fn replace_sync(this: &CSSStyleSheet, text: &str);

    type Crypto;
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Crypto;
    #[wasm_bindgen(method, js_name = getRandomValues)]
    fn get_random_values(this: &Crypto, into: &Uint8Array);
}

thread_local! {
    static STYLES: RefCell<Option<CSSStyleSheet>> = const { RefCell::new(None) };
}

/// Gives the shadow root the widget's style sheet; one sheet serves every view of the page.
pub(super) fn adopt_styles(shadow: &ShadowRoot) {
    STYLES.with_borrow_mut(|styles| {
        let sheet = styles.get_or_insert_with(|| {
            let sheet = CSSStyleSheet::new();
            sheet.replace_sync(SHEET);
            sheet
        });
        let name = JsValue::from_str("adoptedStyleSheets");
        let adopted = Reflect::get(shadow, &name).unwrap_or_else(|_| Array::new().into());
        let list = Array::from(&adopted);
        if !list.includes(sheet, 0) {
            list.push(sheet);
            // A browser without constructable sheets shows the view unstyled but whole.
            let _ = Reflect::set(shadow, &name, &list);
        }
    });
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of this age are whole in f64"
)]
pub(super) fn now_ms() -> i64 {
    Date::now() as i64
}

/// 128 bits of chance as hex; `randomUUID` would need a secure context.
pub(super) fn new_id() -> String {
    let bytes = Uint8Array::new_with_length(16);
    CRYPTO.with(|crypto| crypto.get_random_values(&bytes));
    bytes
        .to_vec()
        .iter()
        .fold(String::with_capacity(32), |mut id, byte| {
            // Writing into a String cannot fail.
            let _ = write!(id, "{byte:02x}");
            id
        })
}

/// Whether the browser believes that there is a network; only a hint.
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

/// A panic says where in the console; the loader sees the trap and shows its card.
pub(super) fn report_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        }));
    });
}
