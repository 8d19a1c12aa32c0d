//! The focus of an opened item: it goes to the item's line, and back to what opened it when that closes.
//!
//! **Invariants:** only a focus that is within the view is moved, so that nothing is taken from the host's page; and
//! back only while it is still in the timeline, so that whoever went elsewhere stays there.

use std::time::Duration;

use leptos::html::Article;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ShadowRoot};

/// By then the list has made room for the detail.
pub(super) const LAID_OUT: Duration = Duration::from_millis(80);
/// The line whose item is opened.
const LINE: &str = ".is-opened .c-row__title";

/// Moves the focus to the line of the item that this frame belongs to, and gives it back when the frame goes.
pub(super) fn go_and_give_back(frame: NodeRef<Article>) {
    let opener = StoredValue::new_local(None::<HtmlElement>);
    let list = StoredValue::new_local(None::<Element>);
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let here = frame.closest(".c-timeline__list").ok().flatten();
        opener.set_value(focused(&frame));
        list.set_value(here);
        // By then the line is in sight.
        set_timeout(move || go(opener, list), LAID_OUT);
    });
    on_cleanup(move || {
        let opener = opener.try_get_value().flatten();
        let list = list.try_get_value().flatten();
        if let (Some(opener), Some(list)) = (opener, list) {
            give_back(&opener, &list);
        }
    });
}

type Kept<T> = StoredValue<Option<T>, LocalStorage>;

/// Goes to the line, unless the focus is in the list already.
fn go(opener: Kept<HtmlElement>, list: Kept<Element>) {
    let opener = opener.try_get_value().flatten();
    let (Some(opener), Some(list)) = (opener, list.try_get_value().flatten()) else {
        return;
    };
    // Whoever has moved on since is left alone.
    let is_there = focused(&list).is_some_and(|now| now == opener) && !list.contains(Some(&opener));
    let line = list.query_selector(LINE).ok().flatten();
    if let (true, Some(line)) = (
        is_there,
        line.and_then(|l| l.dyn_into::<HtmlElement>().ok()),
    ) {
        let _ = line.focus();
    }
}

/// Gives the focus back to what had it; what was in the detail has none any more, and its line takes it.
fn give_back(opener: &HtmlElement, list: &Element) {
    let is_in_list = focused(list).is_some_and(|now| list.contains(Some(&now)));
    if !is_in_list || !list.is_connected() {
        return;
    }
    // What is in the list stays there: a line is recycled, and shows another item by now.
    if opener.is_connected() && !list.contains(Some(opener)) {
        let _ = opener.focus();
    } else if let Some(line) = list
        .query_selector("[tabindex=\"0\"].c-row__title")
        .ok()
        .flatten()
        && let Ok(line) = line.dyn_into::<HtmlElement>()
    {
        let _ = line.focus();
    }
}

/// Returns what has the focus within the view that an element stands in.
fn focused(element: &Element) -> Option<HtmlElement> {
    let root = element.get_root_node().dyn_into::<ShadowRoot>().ok()?;
    root.active_element()?.dyn_into().ok()
}
