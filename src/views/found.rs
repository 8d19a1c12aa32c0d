//! Marking what a search found in a text that is shown.

use klantbeeld_core::timeline::found;
use leptos::prelude::*;

use crate::state::View;

/// Returns a text as pieces, each with whether the search found it.
pub(super) fn pieces(text: &str, query: &str) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut add = |range: std::ops::Range<usize>, is_found| {
        let piece = text.get(range).unwrap_or_default();
        if !piece.is_empty() {
            pieces.push((piece.to_owned(), is_found));
        }
    };
    for range in found(text, query) {
        add(from..range.start, false);
        from = range.end;
        add(range, true);
    }
    add(from..text.len(), false);
    pieces
}

/// Shows a text in which the words of the timeline's search are marked.
pub(super) fn marked(view: View, text: String) -> AnyView {
    let query = Memo::new(move |_| view.filter.with(|f| f.text.clone()));
    let content = move || {
        let piece = |(text, is_found)| match is_found {
            true => view! { <mark>{text}</mark> }.into_any(),
            false => view! { <span>{text}</span> }.into_any(),
        };
        let all = query.with(|query| pieces(&text, query));
        all.into_iter().map(piece).collect::<Vec<_>>()
    };
    view! { <span>{content}</span> }.into_any()
}
