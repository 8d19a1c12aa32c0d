//! Following an element's size, without asking the page for layout at a bad moment.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

use leptos::html::ElementType;
use leptos::prelude::*;

/// Calls `changed` with width and height in CSS pixels, now and whenever they change.
pub(crate) fn observe_size<E>(node: NodeRef<E>, changed: impl Fn(u32, u32) + Clone + 'static)
where
    E: ElementType,
    E::Output: JsCast + AsRef<Element> + Clone + 'static,
{
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        let changed = changed.clone();
        let callback = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                let size = entry.content_rect();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "CSS pixels"
                )]
                changed(size.width() as u32, size.height().ceil() as u32);
            }
        });
        let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(element.as_ref());
        let kept = StoredValue::new_local((observer, callback));
        on_cleanup(move || {
            let _ = kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}
