//! Listening to events, for as long as an owner lives.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlInputElement};

use crate::signal::StoredValue;

/// What handles an event.
pub(super) trait Handle {
    fn handle(&mut self, event: Event);
}

impl<F: FnMut(Event)> Handle for F {
    fn handle(&mut self, event: Event) {
        self(event);
    }
}

/// Calls `handler` at an event, until the current owner is cleaned up.
pub(super) fn listen(element: &Element, event: &str, mut handler: Box<dyn Handle>) {
    let closure: Box<dyn FnMut(Event)> = Box::new(move |event| handler.handle(event));
    let closure = Closure::wrap(closure);
    // Refused only where there is no element.
    let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The arena belongs to the owner: with it goes the closure, and with the closure what it holds.
    let _ = StoredValue::new(closure);
}

fn field(event: &Event) -> Option<HtmlInputElement> {
    event.target().map(JsCast::unchecked_into)
}

/// What stands in the field that an event came from; a choice and a text area have their `value` as well.
pub(crate) fn event_target_value(event: &Event) -> String {
    field(event).map(|f| f.value()).unwrap_or_default()
}

/// Whether the box that an event came from is ticked.
pub(crate) fn event_target_checked(event: &Event) -> bool {
    field(event).is_some_and(|f| f.checked())
}
