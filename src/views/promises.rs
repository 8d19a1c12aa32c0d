//! What was promised to the customer: open, kept, broken, with until when and by whom.

use klantbeeld_core::model::{ItemLine, Status};

use super::address::own_words;
use super::status::{status_text, status_tone};
use crate::i18n::{fill, format};
use crate::part::part;
use crate::state::{Face, View};
use crate::style;
use crate::ui::{PendingMark, near};
use leptos::prelude::*;

/// How many ended promises are listed under the open ones.
const ENDED: usize = 5;

part! {
    /// Shows the promises of the customer on screen.
    pub(super) fn promises_part(view: View) -> AnyView in rest, preload preload_rest {
        view.adopt_style(style::REST);
        view! { <Promises view /> }.into_any()
    }
}

/// Shows the promises of the customer on screen.
#[component]
pub(crate) fn Promises(view: View) -> impl IntoView {
    let title = move || match view.face {
        Face::Own => own_words(view).promises,
        _ => view.texts().add().promises,
    };
    view! {
        <section class="c-promises c-card" part="promises" aria-labelledby="kb-promises">
            <h2 class="c-card__title" id="kb-promises">{title}</h2>
            {move || list(view)}
        </section>
    }
}

/// Returns all promises at hand: waiting ones, open ones, and the last that ended; soonest due first.
fn promises(view: View) -> Vec<(ItemLine, bool)> {
    let pending = view.pending.get();
    let head = view.head.get();
    let is_promise = |line: &&ItemLine| line.kind == "promise";
    let mut all: Vec<(ItemLine, bool)> = pending
        .items
        .iter()
        .map(|i| (i.line.clone(), true))
        .filter(|(l, _)| is_promise(&l))
        .collect();
    let mut add = |line: &ItemLine| {
        if !all.iter().any(|(known, _)| known.item_id == line.item_id) {
            let end = pending
                .settlements
                .iter()
                .find(|s| s.item_id == line.item_id);
            let status = end.map(|s| s.status).or(line.status);
            all.push((
                ItemLine {
                    status,
                    ..line.clone()
                },
                end.is_some(),
            ));
        }
    };
    if let Some(head) = &head {
        head.open
            .iter()
            .chain(&head.upcoming)
            .filter(is_promise)
            .for_each(&mut add);
        head.page.items.iter().filter(is_promise).for_each(&mut add);
    }
    let ended = view
        .timeline
        .with(|t| t.newest_of_kinds(&["promise"], ENDED));
    ended.iter().for_each(&mut add);
    all.sort_by_key(|(line, _)| {
        let is_open = line.status.is_none_or(Status::is_open);
        let at = line.due_ms.unwrap_or(line.at_ms);
        (!is_open, if is_open { at } else { -at })
    });
    all
}

fn list(view: View) -> AnyView {
    let all = promises(view);
    if all.is_empty() {
        return view! { <p class="u-muted">{view.texts().add().no_promises}</p> }.into_any();
    }
    let rows = all
        .into_iter()
        .map(|(line, waits)| row(view, line, waits))
        .collect_view();
    view! { <ul class="c-promises__list">{rows}</ul> }.into_any()
}

fn row(view: View, line: ItemLine, waits: bool) -> AnyView {
    let lang = view.lang.get();
    let t = lang.texts();
    let is_open = line.status.is_none_or(Status::is_open);
    let is_late = is_open && line.due_ms.is_some_and(|due| due < view.now_ms.get());
    let status = line.status.unwrap_or(Status::Open);
    let (text, tone) = if is_late {
        (t.add().overdue, "danger")
    } else {
        (status_text(lang, status), status_tone(status))
    };
    let due = line
        .due_ms
        .map(|due| fill(t.add().due_by, &near(view, due)))
        .unwrap_or_default();
    let amount = line
        .amount
        .map(|m| format::money(lang, m))
        .unwrap_or_default();
    let meta = [
        amount,
        due,
        fill(t.add().by_source, &view.source(&line.source)),
    ];
    let meta = meta
        .into_iter()
        .filter(|m| !m.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let title = view.title(&line);
    let item_id = line.item_id;
    // One that is not at the server yet has nothing more to open.
    let is_new = view
        .pending
        .with(|p| p.items.iter().any(|i| i.line.item_id == item_id));
    let title = if is_new {
        view! { <span class="c-promise__title">{title}</span> }.into_any()
    } else {
        view! {
            <button type="button" class="c-promise__title" on:click=move |_| view.opened.set(Some(item_id.clone()))>
                {title}
            </button>
        }.into_any()
    };
    view! {
        <li class="c-promise">
            {title}
            <span class=format!("c-badge c-badge--{tone}")>{text}</span>
            <span class="c-promise__meta u-muted">{meta} {waits.then(|| view! { <PendingMark view /> })}</span>
        </li>
    }.into_any()
}
