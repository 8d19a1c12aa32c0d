//! What is under way, one by one: what it is, how far, and when it should be done.

use klantbeeld_core::insight::Process;

use crate::i18n::fill;
use crate::state::View;
use crate::ui::{short_date, toned};
use crate::views::evidence::show_item;
use crate::views::status::{status_text, status_tone};
use leptos::prelude::*;

/// More than these are for the timeline to list.
const SHOWN: usize = 6;

/// Shows the processes as buttons that open them.
pub(super) fn list(view: View, processes: &[Process]) -> AnyView {
    let rows = processes
        .iter()
        .take(SHOWN)
        .map(|process| row(view, process));
    view! { <ul class="c-processes">{rows.collect_view()}</ul> }.into_any()
}

fn row(view: View, process: &Process) -> AnyView {
    let lang = view.lang.get();
    let t = lang.texts().ball();
    let badge = process.status.map(|status| {
        let class = toned("c-badge", status_tone(status));
        view! { <span class=class>{status_text(lang, status)}</span> }
    });
    let is_late = |at_ms: &i64| {
        view.zone
            .with(|z| z.days_between(view.now_ms.get(), *at_ms) < 0)
    };
    let when = match process.due_ms {
        Some(at_ms) if is_late(&at_ms) => fill(t.was_due, &short_date(view, at_ms)),
        Some(at_ms) => fill(t.due_day, &short_date(view, at_ms)),
        None => fill(t.begun, &short_date(view, process.at_ms)),
    };
    let title = if process.title.is_empty() {
        lang.kind(&process.kind, &view.custom_kinds())
    } else {
        process.title.clone()
    };
    let id = process.item_id.clone();
    view! {
        <li>
            <button type="button" class="c-link" on:click=move |_| show_item(view, &id)>{title}</button>
            " " {badge} " " <span class="u-muted u-small">{when}</span>
        </li>
    }
    .into_any()
}
