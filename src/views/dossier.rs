//! The dossier: agreements with their terms, documents, accounts, visits by day, products looked at.
//!
//! **Invariant:** a section that is closed makes no elements, and nothing is looked for before the whole
//! timeline is on the screen: the dossier never delays a start.

use std::time::Duration;

use klantbeeld_core::insight::{Account, Agreement, Dossier as Found, VisitDay};
use klantbeeld_core::model::ItemLine;

use super::status::{status_text, status_tone};
use crate::i18n::{DossierTexts, fill, format};
use crate::state::{Face, Tail, View};
use crate::ui::{dated, near, toned};
use leptos::prelude::*;

/// By then the timeline is painted.
const AFTER_TIMELINE: Duration = Duration::from_millis(200);

/// Shows the dossier of the customer on screen; nothing for one who has none.
#[component]
pub(crate) fn Dossier(view: View) -> impl IntoView {
    let is_due = RwSignal::new(false);
    Effect::new(move |_| {
        if view.tail.get() != Tail::Partial {
            let begin = move || {
                // The view may be gone by then.
                let _ = is_due.try_set(true);
            };
            set_timeout(begin, AFTER_TIMELINE);
        }
    });
    let found = Memo::new(move |_| {
        if !is_due.get() {
            return Found::default();
        }
        let (custom, now_ms) = (view.custom_kinds(), view.now_ms.get());
        let timeline = view.timeline.get();
        view.zone
            .with(|zone| Found::of(&timeline, zone, &custom, now_ms))
    });
    let title = move || match view.face {
        Face::Own => view.texts().dossier().own_title,
        Face::Agent | Face::App => view.texts().dossier().title,
    };
    view! {
        <section class="c-dossier c-card" part="dossier" aria-labelledby="kb-dossier"
            hidden=move || found.with(Found::is_empty)>
            <h2 class="c-card__title" id="kb-dossier">{title}</h2>
            {section(view, found, true, |t| t.agreements, |d| d.agreements.len(), open_ended, |v, d| d.agreements.iter().map(|a| agreement(v, a)).collect_view().into_any())}
            {section(view, found, false, |t| t.documents, |d| d.documents.len(), |_| 0, |v, d| d.documents.iter().map(|l| document(v, l)).collect_view().into_any())}
            {section(view, found, false, |t| t.accounts, |d| d.accounts.len(), |_| 0, |v, d| d.accounts.iter().map(|a| account(v, a)).collect_view().into_any())}
            {section(view, found, false, |t| t.viewed, |d| d.viewed.len(), |_| 0, |v, d| d.viewed.iter().map(|l| viewed(v, l)).collect_view().into_any())}
            {section(view, found, false, |t| t.visits, |d| d.visit_days.len(), |_| 0, |v, d| d.visit_days.iter().map(|day| visit_day(v, day)).collect_view().into_any())}
        </section>
    }
}

/// Shows a section that opens; out of sight when there is nothing in it.
fn section(
    view: View,
    found: Memo<Found>,
    begins_open: bool,
    name: fn(&DossierTexts) -> &'static str,
    count: fn(&Found) -> usize,
    open_ended: fn(&Found) -> usize,
    rows: fn(View, &Found) -> AnyView,
) -> AnyView {
    let is_open = RwSignal::new(begins_open);
    let has_none = move || found.with(count) == 0;
    let note = move || {
        let (all, open) = found.with(|d| (count(d).to_string(), open_ended(d)));
        if open == 0 {
            return all;
        }
        fill(
            &fill(view.texts().dossier().open_ended, &all),
            &open.to_string(),
        )
    };
    let list = move || {
        // Made anew when something is found or the language changes, not whenever the clock ticks.
        view.lang.track();
        let rows = is_open
            .get()
            .then(|| found.with(|d| untrack(|| rows(view, d))));
        rows.map(|rows| view! { <ul class="c-promises__list">{rows}</ul> })
    };
    view! {
        <div class="c-dossier__part" hidden=has_none>
            {opener(is_open, move || name(view.texts().dossier()).to_owned(), note)}
            {list}
        </div>
    }
    .into_any()
}

/// Shows the button that opens and closes something under it.
fn opener(
    is_open: RwSignal<bool>,
    name: impl Fn() -> String + Send + 'static,
    note: impl Fn() -> String + Send + 'static,
) -> AnyView {
    view! {
        <button type="button" class="c-dossier__opener"
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| is_open.update(|o| *o = !*o)>
            <span>{name}</span> <span class="u-muted">{note}</span>
        </button>
    }
    .into_any()
}

/// Shows a line that opens its item: title, badge, and what is known of it.
fn line_of(view: View, line: &ItemLine, about: &[String]) -> AnyView {
    let lang = view.lang.get();
    let (id, title) = (line.item_id.clone(), view.title(line));
    let badge = line.status.map(|status| {
        let class = toned("c-badge", status_tone(status));
        view! { <span class=class>{status_text(lang, status)}</span> }
    });
    let told = about.iter().filter(|part| !part.is_empty());
    let about: Vec<&str> = told.map(String::as_str).collect();
    view! {
        <li class="c-promise">
            <button type="button" class="c-promise__title" on:click=move |_| view.opened.set(Some(id.clone()))>{title}</button>
            {badge}
            <span class="c-promise__meta u-muted">{about.join(" · ")}</span>
        </li>
    }.into_any()
}

fn agreement(view: View, agreement: &Agreement) -> AnyView {
    let t = view.texts().dossier();
    let start = dated(view, agreement.line.at_ms);
    let (term, over) = match agreement.end_ms {
        Some(end_ms) => {
            let end = dated(view, end_ms);
            let over = agreement.is_over().then(|| fill(t.over, &end));
            (fill(&fill(t.term, &start), &end), over.unwrap_or_default())
        }
        None if agreement.is_open_ended() => (fill(t.since, &start), String::new()),
        None => (fill(t.was, &start), String::new()),
    };
    let notice = agreement
        .notice_ms
        .map(|at_ms| fill(t.notice, &dated(view, at_ms)));
    let about = [
        term,
        over,
        notice.unwrap_or_default(),
        agreement.line.summary.clone(),
    ];
    line_of(view, &agreement.line, &about)
}

/// Counts the agreements that run until somebody ends them.
fn open_ended(found: &Found) -> usize {
    let all = found.agreements.iter();
    all.filter(|a| a.is_open_ended()).count()
}

fn document(view: View, line: &ItemLine) -> AnyView {
    let valid = line
        .due_ms
        .map(|at_ms| fill(view.texts().dossier().valid, &dated(view, at_ms)));
    let about = [
        line.summary.clone(),
        dated(view, line.at_ms),
        valid.unwrap_or_default(),
    ];
    line_of(view, line, &about)
}

fn account(view: View, account: &Account) -> AnyView {
    let t = view.texts().dossier();
    let login = account
        .login_ms
        .map_or_else(String::new, |at_ms| fill(t.logged_in, &near(view, at_ms)));
    line_of(view, &account.line, &[login])
}

fn viewed(view: View, line: &ItemLine) -> AnyView {
    let when = [
        near(view, line.at_ms),
        format::time(view.lang.get(), line.at_ms),
    ];
    line_of(view, line, &[when.join(" ")])
}

/// Shows a day of visits, which opens into the visits.
fn visit_day(view: View, day: &VisitDay) -> AnyView {
    let is_open = RwSignal::new(false);
    let t = view.texts().dossier();
    let date = day
        .visits
        .first()
        .map_or_else(String::new, |v| near(view, v.at_ms));
    let count = match day.visits.len() {
        1 => t.one_visit.to_owned(),
        more => fill(t.count_visits, &more.to_string()),
    };
    let visits = day.visits.clone();
    let rows = move || {
        let row = |visit: &ItemLine| {
            let time = format::time(view.lang.get(), visit.at_ms);
            line_of(view, visit, &[time, visit.summary.clone()])
        };
        is_open.get().then(|| {
            view! { <ul class="c-dossier__visits">{visits.iter().map(row).collect_view()}</ul> }
        })
    };
    view! {
        <li>
            {opener(is_open, move || date.clone(), move || count.clone())}
            {rows}
        </li>
    }
    .into_any()
}
