//! How fresh and how complete all this is: the line below everything.

use super::told::ToldBar;
use super::unsent::{TroubleBar, Unsent};
use crate::api::wire::{Hidden, HiddenReason, SourceView};
use crate::i18n::{Lang, fill};
use crate::part::part;
use crate::state::{View, refresh};
use crate::style;
use crate::ui::{Dot, Icon, Popover, RelTime, freshness};
use leptos::prelude::*;

part! {
    /// Shows the line below everything, and above it what was just saved.
    pub(super) fn foot_part(view: View) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! {
            <Foot view />
            <ToldBar view />
        }
        .into_any()
    }
}

/// Shows as-of time, sources, what is hidden and whom to ask, offline or stale, and a way to refresh.
#[component]
pub(crate) fn Foot(view: View) -> impl IntoView {
    view! {
        // There before its words are, or a screen reader does not follow it.
        <p class="u-hidden" role="status" aria-live="polite">{move || view.spoken.get()}</p>
        <TroubleBar view />
        <footer class="c-foot" part="foot">
            <Unsent view />
            <Freshness view />
            <Sources view />
            <HiddenParts view />
            <NotKept view />
            <button type="button" class="c-button c-button--quiet u-spread" on:click=move |_| refresh(view)>
                <Icon name="refresh" />
                {move || view.texts().state().refresh}
            </button>
        </footer>
    }
}

/// Shows how fresh it is: green and "updated" while it is; amber with its age as soon as it is not.
#[component]
fn Freshness(view: View) -> impl IntoView {
    let as_of_ms = move || view.head.with(|h| h.as_ref().map_or(0, |h| h.as_of_ms));
    let line = move || {
        let t = view.texts().state();
        let age = freshness(view, as_of_ms());
        let (tone, text) = match (view.is_online.get(), view.is_stale.get()) {
            (false, _) => ("warn", t.offline_age),
            (true, true) => ("warn", t.stale),
            (true, false) => ("ok", t.updated),
        };
        view! { <Dot tone /><span>{fill(text, &age)}</span> }
    };
    view! { <p class="c-foot__part" role="status">{line}</p> }
}

/// Says so while something waits to be sent that this browser would forget.
#[component]
fn NotKept(view: View) -> impl IntoView {
    move || {
        let waits = !view.outbox.with(|o| o.entries().is_empty());
        (waits && !view.is_durable.get()).then(|| {
            view! {
                <div class="c-foot__part">
                    <Icon name="cloud-off" />
                    {view.texts().state().memory_only}
                </div>
            }
        })
    }
}

/// Shows how many systems this came from, and which.
#[component]
fn Sources(view: View) -> impl IntoView {
    let sources = Memo::new(move |_| {
        view.head
            .with(|h| h.as_ref().map(|h| h.sources.clone()))
            .unwrap_or_default()
    });
    let count = move || {
        let t = view.texts().state();
        match sources.with(Vec::len) {
            1 => t.one_source.to_owned(),
            n => fill(t.sources, &n.to_string()),
        }
    };
    let label = Signal::derive(move || view.texts().state().sources_title.to_owned());
    view! {
        <div class="c-foot__part">
            <Popover label class="c-why" trigger=count.into()>
                <p class="c-pop__title">{move || label.get()}</p>
                <ul class="c-sources">
                    {move || sources.get().into_iter().map(|s| source(view, &s)).collect_view()}
                </ul>
            </Popover>
        </div>
    }
}

fn source(view: View, source: &SourceView) -> AnyView {
    let lang = view.lang.get();
    let name = lang.label(&source.label);
    let last_ms = source.last_ms;
    view! {
        <li>
            <strong>{name}</strong>
            " "
            <span class="u-muted">{system(lang, &source.system)}</span>
            <span class="u-muted c-sources__last">
                {lang.texts().state().source_last} " " <RelTime view at_ms=last_ms />
            </span>
        </li>
    }
    .into_any()
}

/// Returns what type of system it is, in words; one that is not known as it is.
fn system(lang: Lang, slug: &str) -> String {
    let t = lang.texts().state();
    let word = match slug {
        "crm" => t.system_crm,
        "logistics" => t.system_logistics,
        "reservation" => t.system_reservation,
        "care" => t.system_care,
        "social" => t.system_social,
        "finance" => t.system_finance,
        "production" => t.system_production,
        "campaign" => t.system_campaign,
        "research" => t.system_research,
        "web" => t.system_web,
        "field" => t.system_field,
        other => other,
    };
    word.to_owned()
}

/// Shows how much is not shown and why, with whom to ask; nothing when all is shown.
#[component]
fn HiddenParts(view: View) -> impl IntoView {
    let hidden = Memo::new(move |_| {
        view.head
            .with(|h| h.as_ref().map(|h| h.hidden.clone()))
            .unwrap_or_default()
    });
    move || {
        let parts = hidden.get();
        let reasons = [HiddenReason::Role, HiddenReason::Consent];
        reasons
            .into_iter()
            .filter_map(|reason| hidden_part(view, &parts, reason))
            .collect_view()
    }
}

fn hidden_part(view: View, parts: &[Hidden], reason: HiddenReason) -> Option<AnyView> {
    let parts: Vec<Hidden> = parts
        .iter()
        .filter(|p| p.reason == reason)
        .cloned()
        .collect();
    let count: u32 = parts.iter().map(|p| p.count).sum();
    if count == 0 {
        return None;
    }
    let text = move || {
        let t = view.texts().state();
        let words = match reason {
            HiddenReason::Role => t.hidden_role,
            HiddenReason::Consent => t.hidden_consent,
        };
        fill(words, &count.to_string())
    };
    let owners = StoredValue::new(parts);
    let label = Signal::derive(move || view.texts().state().hidden_title.to_owned());
    let rows = move || {
        let lang = view.lang.get();
        let row = |part: &Hidden| {
            let whom = fill(
                lang.texts().state().ask_owner,
                &lang.department(&part.owner),
            );
            view! { <li>{part.count} " · " {whom}</li> }
        };
        owners.with_value(|parts| parts.iter().map(row).collect::<Vec<_>>())
    };
    let part = view! {
        <div class="c-foot__part">
            <Icon name="lock" />
            <Popover label class="c-why" trigger=text.into()>
                <p class="c-pop__title">{move || label.get()}</p>
                <p>{text}</p>
                <ul>{rows}</ul>
            </Popover>
        </div>
    };
    Some(part.into_any())
}
