//! Marks in the rows of the list: the words of a search where they stand.
//!
//! **Invariant:** a row's own text is set on its element as a whole, which takes the marks of another item away; they
//! are laid over what is there then, after every change of what is in sight, and never read from.

use leptos::html::{Div, Mark};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::model::Model;
use crate::state::View;
use crate::views::found::pieces;

/// Marks what is searched for in the rows of the list; shows nothing itself.
#[component]
pub(super) fn Marks(view: View, model: Model) -> impl IntoView {
    let pattern = NodeRef::<Mark>::new();
    Effect::new(move |_| {
        model.window.track();
        view.timeline.track();
        view.now_ms.track();
        // Once more when it is there: the part may be mounted a frame later.
        if pattern.get().is_none() {
            return;
        }
        let query = view.filter.with(|f| f.text.clone());
        // The rows show what is in sight only after this turn's effects.
        request_animation_frame(move || mark(model.list, pattern, &query));
    });
    view! { <mark hidden node_ref=pattern></mark> }
}

/// Lays marks over the titles and summaries in sight; with nothing to search for it takes them away.
fn mark(list: NodeRef<Div>, pattern: NodeRef<Mark>, query: &str) {
    let list = list.try_get_untracked().flatten();
    let texts = list.and_then(|l| l.query_selector_all(".c-row__title, .c-row__summary").ok());
    let pattern = pattern.try_get_untracked().flatten();
    let (Some(texts), Some(pattern)) = (texts, pattern) else {
        return;
    };
    for index in 0..texts.length() {
        if let Some(element) = texts.get(index).and_then(|n| n.dyn_into::<Element>().ok()) {
            mark_one(&element, &pattern, query);
        }
    }
}

fn mark_one(element: &Element, pattern: &Node, query: &str) {
    let text = element.text_content().unwrap_or_default();
    let pieces = pieces(&text, query);
    let is_marked = element.child_element_count() > 0;
    if !is_marked && pieces.iter().all(|(_, is_found)| !is_found) {
        return;
    }
    element.set_text_content(None);
    for (piece, is_found) in pieces {
        let mark = is_found.then(|| pattern.clone_node().ok()).flatten();
        // An element of a row takes texts and marks.
        let _ = match mark.and_then(|mark| mark.dyn_into::<Element>().ok()) {
            Some(mark) => {
                mark.set_text_content(Some(&piece));
                let _ = mark.remove_attribute("hidden");
                element.append_child(&mark).map(drop)
            }
            None => element.append_with_str_1(&piece),
        };
    }
}
