//! What every item has: reason, goal and outcome, dates, money, source, and how its status went.

use klantbeeld_core::model::{Direction, ItemLine};
use klantbeeld_core::vocabulary::find_kind;

use crate::api::wire::{OpenedItem, StatusChange};
use crate::i18n::{fill, format};
use crate::state::View;
use crate::views::found::marked;
use crate::views::status::{status_text, status_tone};
use leptos::prelude::*;

/// Shows the facts as a list of names and values; empty ones are left out, but why somebody made contact, what for
/// and what came of it are told to be unknown. Without `item`, only what the line says.
pub(super) fn facts(view: View, line: &ItemLine, item: Option<&OpenedItem>) -> AnyView {
    let lang = view.lang.get();
    let t = lang.texts().detail();
    let recorded = item.map(|item| {
        let by = match item.recorded_by.as_str() {
            "" => String::new(),
            by => fill(t.by, by),
        };
        [format::moment(lang, item.recorded_ms), by].join(" ")
    });
    let way = match line.direction {
        Direction::In => lang.texts().timeline().incoming,
        Direction::Out => lang.texts().timeline().outgoing,
        Direction::None => "",
    };
    let kind = find_kind(&line.kind, &view.custom_kinds());
    let is_contact = kind.is_some_and(|kind| kind.touchpoint);
    let asked = |value: &str| match value {
        "" if is_contact => lang.texts().more().not_recorded.to_owned(),
        value => value.to_owned(),
    };
    let rows = [
        (t.reason, asked(&line.reason)),
        (t.goal, asked(&line.goal)),
        (t.outcome, asked(&line.outcome)),
        (
            t.amount,
            line.amount
                .map(|m| format::money(lang, m))
                .unwrap_or_default(),
        ),
        (
            t.due,
            line.due_ms
                .map(|d| format::day(lang, d))
                .unwrap_or_default(),
        ),
        (
            t.status,
            line.status
                .map(|s| status_text(lang, s).to_owned())
                .unwrap_or_default(),
        ),
        (t.department, lang.department(&line.department)),
        (t.source, view.source(&line.source)),
        (t.direction, way.to_owned()),
        (t.recorded, recorded.unwrap_or_default()),
    ];
    let row = |(name, value): (&'static str, String)| {
        (!value.is_empty())
            .then(|| view! { <div><dt>{name}</dt><dd>{marked(view, value)}</dd></div> })
    };
    let summary = match line.summary_from {
        Some(_) => fill(lang.texts().timeline().made, &line.summary),
        None => line.summary.clone(),
    };
    view! {
        {(!summary.is_empty()).then(|| view! { <p class="c-detail__summary">{marked(view, summary)}</p> })}
        <dl class="c-detail__facts">{rows.into_iter().map(row).collect_view()}</dl>
    }
    .into_any()
}

/// Shows how the status went, oldest first.
pub(super) fn history(view: View, changes: &[StatusChange]) -> Option<AnyView> {
    let lang = view.lang.get();
    let step = |change: &StatusChange| {
        let class = format!("c-badge c-badge--{}", status_tone(change.status));
        let text = format!("{} · {}", format::moment(lang, change.at_ms), change.by);
        view! { <li><span class=class>{status_text(lang, change.status)}</span>" "{text}</li> }
    };
    (!changes.is_empty()).then(|| {
        let list = changes.iter().map(step).collect_view();
        view! { <section><h4>{lang.texts().detail().history}</h4><ul>{list}</ul></section> }
            .into_any()
    })
}
