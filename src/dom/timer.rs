//! Doing something later.

use std::time::Duration;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A running timer; it goes on when this is dropped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeout(i32);

impl Timeout {
    pub(crate) fn clear(&self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.0);
        }
    }
}

/// A repeating timer; it goes on when this is dropped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval(i32);

impl Interval {
    pub(crate) fn clear(&self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.0);
        }
    }
}

fn function(call: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(call)
}

/// Calls once, after at least that time; none where there is no page.
pub(crate) fn set_timeout(call: impl FnOnce() + 'static, after: Duration) -> Option<Timeout> {
    start_timeout(&function(Box::new(call)), after)
}

fn start_timeout(call: &JsValue, after: Duration) -> Option<Timeout> {
    let after_ms = i32::try_from(after.as_millis()).unwrap_or(i32::MAX);
    let started = web_sys::window()?
        .set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), after_ms);
    started.ok().map(Timeout)
}

/// Calls again and again, until it is cleared; none where there is no page.
pub(crate) fn set_interval(call: impl FnMut() + 'static, every: Duration) -> Option<Interval> {
    let call: Box<dyn FnMut()> = Box::new(call);
    let every_ms = i32::try_from(every.as_millis()).unwrap_or(i32::MAX);
    let call = Closure::wrap(call).into_js_value();
    let started = web_sys::window()?
        .set_interval_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), every_ms);
    started.ok().map(Interval)
}

/// Calls before the next painting.
pub(crate) fn request_animation_frame(call: impl FnOnce() + 'static) {
    let call = function(Box::new(call));
    if let Some(window) = web_sys::window() {
        // Refused only where there is nothing to paint.
        let _ = window.request_animation_frame(call.unchecked_ref());
    }
}
