//! The customer's own page: what is known about them, in plain words, and where they correct it.
//!
//! The same parts as the employee sees, with the customer's rights: the server decides what is in them, and
//! nothing here is for employees only. It leads with their data.

mod details;

use klantbeeld_core::insight::display_name;
use klantbeeld_core::model::ItemLine;

use super::address::own_words;
use super::ahead::fetch_ahead;
use super::dossier::Dossier;
use super::foot::Foot;
use super::header::Relations;
use super::preferences::Preferences;
use super::promises::Promises;
use super::states::LoadState;
use super::timeline::Timeline;
use crate::i18n::{fill, format};
use crate::part::part;
use crate::state::{Load, View};
use crate::style;
use crate::ui::near;
use details::Details;
use leptos::prelude::*;

/// How many planned items are listed.
const PLANNED: usize = 8;

part! {
    /// Shows the customer's own page.
    pub(crate) fn own_part(view: View) -> AnyView in own {
        view.adopt_style(style::REST);
        view.adopt_style(style::OWN);
        view! { <OwnPage view /> }.into_any()
    }
}

#[component]
fn OwnPage(view: View) -> impl IntoView {
    let is_ready = Memo::new(move |_| view.load.get() == Load::Ready);
    move || {
        if is_ready.get() {
            view! { <Page view /> }.into_any()
        } else {
            view! { <LoadState view /> }.into_any()
        }
    }
}

#[component]
fn Page(view: View) -> impl IntoView {
    let t = move || own_words(view);
    let name = move || view.with_facts(display_name).unwrap_or_default();
    fetch_ahead(view);
    view! {
        <div class="c-own">
            <header class="c-own__head">
                <h1>{move || fill(t().hello, &name())}</h1>
                <p>{move || t().intro}</p>
            </header>
            <Details view />
            <div class="c-own__pair">
                <Promises view />
                <Planned view />
            </div>
            <Dossier view />
            <Preferences view />
            <Household view />
            <Timeline view />
            <Owners view />
            <Foot view />
        </div>
    }
}

/// Shows what is planned, nearest first.
#[component]
fn Planned(view: View) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let upcoming = view.head.with(|h| h.as_ref().map(|h| h.upcoming.clone()));
        upcoming.unwrap_or_default()
    });
    let row = move |line: &ItemLine| {
        let amount = line.amount.map(|m| format::money(view.lang.get(), m));
        let item_id = line.item_id.clone();
        let (title, when) = (view.title(line), near(view, line.at_ms));
        view! {
            <li class="c-own__planned">
                <button type="button" class="c-promise__title" on:click=move |_| view.opened.set(Some(item_id.clone()))>
                    {title}
                </button>
                <span class="c-own__amount">{amount}</span>
                <span class="u-muted">{when}</span>
            </li>
        }
    };
    let rows = move || lines.with(|l| l.iter().take(PLANNED).map(row).collect::<Vec<_>>());
    view! {
        <section class="c-card c-own__future" aria-labelledby="kb-planned">
            <h2 class="c-card__title" id="kb-planned">{move || own_words(view).planned}</h2>
            <p class="u-muted" hidden=move || !lines.with(Vec::is_empty)>{move || own_words(view).nothing_planned}</p>
            <ul>{rows}</ul>
        </section>
    }
}

/// Shows household, contact persons, employer; nothing when there are none.
#[component]
fn Household(view: View) -> impl IntoView {
    let is_alone = Memo::new(move |_| {
        view.head
            .with(|h| h.as_ref().is_none_or(|h| h.relations.is_empty()))
    });
    view! {
        <section class="c-card" aria-labelledby="kb-household" hidden=move || is_alone.get()>
            <h2 class="c-card__title" id="kb-household">{move || own_words(view).household}</h2>
            <Relations view />
        </section>
    }
}

/// Shows which department answers for which of their data.
#[component]
fn Owners(view: View) -> impl IntoView {
    let owners = move || {
        let lang = view.lang.get();
        let fields = view
            .head
            .with(|h| h.as_ref().map(|h| h.fields.clone()))
            .unwrap_or_default();
        let mut owners: Vec<(String, Vec<String>)> = Vec::new();
        for field in fields
            .iter()
            .filter(|f| !f.claims.is_empty() && !f.field.starts_with("preference."))
        {
            let label = lang.label(&field.label);
            match owners.iter_mut().find(|o| o.0 == field.owner) {
                Some(owner) => owner.1.push(label),
                None => owners.push((field.owner.clone(), vec![label])),
            }
        }
        let row = |(owner, labels): (String, Vec<String>)| {
            view! { <div><dt>{lang.department(&owner)}</dt><dd>{labels.join(", ")}</dd></div> }
        };
        owners.into_iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <section class="c-card" aria-labelledby="kb-owners">
            <h2 class="c-card__title" id="kb-owners">{move || own_words(view).owners}</h2>
            <p class="u-muted">{move || own_words(view).owners_hint}</p>
            <dl class="c-own__owners">{owners}</dl>
        </section>
    }
}
