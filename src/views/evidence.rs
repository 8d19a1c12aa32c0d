//! What a computed fact rests on: a sentence, and the items, each of which opens on the timeline.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::ItemLine;

use crate::i18n::{fill, format};
use crate::part::part;
use crate::state::View;
use crate::style;
use crate::ui::{Popover, place, short_date};
use leptos::prelude::*;

/// How many items are named; the rest is a number.
const NAMED: usize = 5;

/// Why a fact is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    /// How it was computed, a sentence.
    pub(super) basis: String,
    /// The exact moment that it is about, where the value tells it by the day or relative to now.
    pub(super) exact_ms: Option<i64>,
    /// The items it rests on, newest first.
    pub(super) evidence: Vec<ItemId>,
}

/// Shows a dotted button that opens the reason of a fact in place.
#[component]
pub(super) fn Because(
    view: View,
    /// What is explained.
    #[prop(into)]
    about: Signal<String>,
    #[prop(into)] reason: Signal<Reason>,
    #[prop(default = "c-why")] class: &'static str,
    trigger: ViewFn,
) -> impl IntoView {
    let label = Signal::derive(move || fill(view.texts().why().open, &about.get()));
    view! {
        <Popover label class=class trigger>
            <p class="c-pop__title">{move || view.texts().ball().why_title}</p>
            {move || place(view, move || reason_part(view, reason.get()))}
        </Popover>
    }
}

part! {
    /// Shows the sentence and the items that a fact rests on.
    fn reason_part(view: View, reason: Reason) -> AnyView in rest {
        view.adopt_style(style::REST);
        let exact = reason.exact_ms.map(|at_ms| format::moment(view.lang.get(), at_ms));
        view! {
            {exact.map(|text| view! { <p>{text}</p> })}
            <p>{reason.basis}</p>
            {evidence(view, &reason.evidence)}
        }
        .into_any()
    }
}

/// Shows the items as buttons; nothing when there are none at hand.
fn evidence(view: View, ids: &[ItemId]) -> Option<AnyView> {
    let lines = lines_of(view, ids);
    if lines.is_empty() {
        return None;
    }
    let t = view.texts().ball();
    // How many there are is not said: only those at hand are known here.
    let more = (ids.len() > lines.len().min(NAMED)).then_some(t.evidence_more);
    let buttons = lines
        .into_iter()
        .take(NAMED)
        .map(|line| evidence_item(view, line));
    let list = view! {
        <section>
            <p class="u-muted">{t.evidence}</p>
            <ul class="c-evidence">{buttons.collect_view()}</ul>
            {more.map(|text| view! { <p class="u-muted">{text}</p> })}
        </section>
    };
    Some(list.into_any())
}

fn evidence_item(view: View, line: ItemLine) -> AnyView {
    let date = short_date(view, line.at_ms);
    let (id, title) = (line.item_id.clone(), view.title(&line));
    view! {
        <li>
            <button type="button" class="c-link" data-closes="" on:click=move |_| show_item(view, &id)>{title}</button>
            " " <span class="u-muted">{date}</span>
        </li>
    }.into_any()
}

/// Opens an item on the timeline.
pub(super) fn show_item(view: View, id: &ItemId) {
    view.opened.set(Some(id.clone()));
}

/// Returns the items of those ids that are at hand.
fn lines_of(view: View, ids: &[ItemId]) -> Vec<ItemLine> {
    view.head.with(|head| {
        let Some(head) = head else { return Vec::new() };
        let known = || {
            let lists = head
                .open
                .iter()
                .chain(&head.upcoming)
                .chain(&head.page.items);
            lists.chain(head.first.as_ref())
        };
        ids.iter()
            .filter_map(|id| known().find(|l| l.item_id == *id).cloned())
            .collect::<Vec<_>>()
    })
}
