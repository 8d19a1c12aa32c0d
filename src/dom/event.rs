//! Listening to events, for as long as an owner lives.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

use crate::signal::StoredValue;

/// Calls `handle` at an event, until the current owner is cleaned up.
pub(super) fn listen(element: &Element, event: &str, handle: Box<dyn FnMut(Event)>) {
    let closure = Closure::wrap(handle);
    // Refused only where there is no element.
    let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The arena belongs to the owner: with it goes the closure, and with the closure what it holds.
    let _ = StoredValue::new(closure);
}
