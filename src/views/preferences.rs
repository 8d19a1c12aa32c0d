//! Channel and communication preferences: who may be reached how, for what, when and in which language.
//!
//! The same part for employee and customer; whether a value can be changed is the policy's word. A change is
//! written at once and can be undone. **Invariant:** every value is a signal of its own, so that a
//! change rebuilds nothing and the keyboard stays where it is.

mod choices;
mod matrix;

use klantbeeld_core::model::Author;

use crate::api::wire::{Claim, FieldView};
use crate::i18n::fill;
use crate::state::{Face, View};
use crate::ui::{Popover, claim_text, near, own_words};
use choices::Choices;
use leptos::prelude::*;
use matrix::Matrix;

/// How many changes the history lists.
const HISTORY: usize = 12;

/// Shows the preferences of the customer on screen.
#[component]
pub(crate) fn Preferences(view: View) -> impl IntoView {
    let t = move || view.texts().preferences();
    view! {
        <section class="c-preferences c-card" part="preferences" aria-labelledby="kb-preferences">
            <h2 class="c-card__title" id="kb-preferences">{move || t().title}</h2>
            <Matrix view />
            <Choices view title=|t| t.contact prefix="preference." />
            <Choices view title=|t| t.personal prefix="preference.topic." />
            <Choices view title=|t| t.consents prefix="consent." />
            <History view />
        </section>
    }
}

/// Returns every claim of a person about a preference, newest first.
fn changes(view: View) -> Vec<(FieldView, Claim)> {
    let fields = view.fields_under("preference.");
    let consents = view.fields_under("consent.");
    let mut all = Vec::new();
    for field in fields.into_iter().chain(consents) {
        for claim in &field.view.claims {
            if claim.author != Author::System {
                all.push((field.view.clone(), claim.clone()));
            }
        }
    }
    all.sort_by_key(|(_, claim)| std::cmp::Reverse(claim.known_at_ms));
    all
}

/// Shows who changed a preference last, and on a tap who changed what before.
#[component]
fn History(view: View) -> impl IntoView {
    let all = Memo::new(move |_| changes(view));
    let who = move |claim: &Claim| match claim.author {
        Author::Customer if view.face == Face::Own => own_words(view).yourself.to_owned(),
        Author::Customer => view.texts().why().customer.to_owned(),
        Author::Employee | Author::System => claim.by.clone(),
    };
    let last = move || {
        let t = view.texts().preferences();
        let line =
            |(_, c): &(FieldView, Claim)| fill(t.changed, &who(c)) + &near(view, c.known_at_ms);
        all.with(|all| all.first().map_or_else(|| t.nobody.to_owned(), line))
    };
    let row = move |(field, claim): &(FieldView, Claim)| {
        let lang = view.lang.get();
        let value = claim_text(lang, field, &claim.value);
        let value = value.unwrap_or_else(|| lang.texts().common().unknown.to_owned());
        let what = [lang.label(&field.label), value].join(": ");
        let by = [
            who(claim),
            view.source(&claim.source),
            near(view, claim.known_at_ms),
        ]
        .join(" · ");
        view! { <li>{what}<br /><span class="u-muted">{by}</span></li> }
    };
    let rows = move || all.with(|all| all.iter().take(HISTORY).map(row).collect::<Vec<_>>());
    let label = Signal::derive(move || view.texts().preferences().history.to_owned());
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let content = move || {
        if is_empty.get() {
            return view! { <span class="u-muted">{last}</span> }.into_any();
        }
        view! {
            <Popover label class="c-why" trigger=last.into()>
                <p class="c-pop__title">{move || label.get()}</p>
                <ul class="c-changes">{rows}</ul>
            </Popover>
        }
        .into_any()
    };
    view! { <div class="c-preferences__changed">{content}</div> }
}
