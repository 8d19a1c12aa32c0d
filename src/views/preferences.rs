//! Channel and communication preferences: who may be reached how, for what, when and in which language.
//!
//! The same part for employee and customer; whether a value can be changed is the policy's word. A change is
//! written at once and can be undone. **Invariant:** every value is a signal of its own, so that a
//! change rebuilds nothing and the keyboard stays where it is.

mod choices;
mod editor;
mod matrix;

use klantbeeld_core::model::Author;

use super::address::own_words;
use crate::api::wire::{Claim, FieldView};
use crate::i18n::fill;
use crate::part::part;
use crate::state::{Face, View};
use crate::style;
use crate::ui::{Popover, Toast, claim_text, near};
use choices::Choices;
use editor::{Editor, write_field};
use leptos::prelude::*;
use matrix::Matrix;

/// How many changes the history lists.
const HISTORY: usize = 12;

part! {
    /// Shows the preferences of the customer on screen.
    pub(super) fn preferences_part(view: View) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! { <Preferences view /> }.into_any()
    }
}

/// Shows the preferences of the customer on screen.
#[component]
pub(crate) fn Preferences(view: View) -> impl IntoView {
    let editor = Editor {
        view,
        undo: RwSignal::new(None),
    };
    let t = move || view.texts().preferences();
    view! {
        <section class="c-preferences c-card" part="preferences" aria-labelledby="kb-preferences">
            <h2 class="c-card__title" id="kb-preferences">{move || t().title}</h2>
            <Matrix editor />
            <Choices editor title=|t| t.contact prefix="preference." />
            <Choices editor title=|t| t.personal prefix="preference.topic." />
            <Choices editor title=|t| t.consents prefix="consent." />
            <History view />
            {move || undo_bar(editor)}
        </section>
    }
}

/// Shows what was just written, with the way back.
fn undo_bar(editor: Editor) -> Option<AnyView> {
    let view = editor.view;
    let last = editor.undo.get()?;
    // Undoing on another customer would write one's value to the other.
    if view.customer.get() != last.customer {
        return None;
    }
    let text = Signal::derive(move || {
        let t = view.texts();
        match (view.is_online.get(), view.face) {
            (false, _) => t.state().waiting_hint,
            (true, Face::Own) => own_words(view).saved,
            (true, _) => t.preferences().saved,
        }
        .to_owned()
    });
    let action = Signal::derive(move || view.texts().common().undo.to_owned());
    let on_action = Callback::new(move |()| {
        write_field(view, &last.field, &last.value);
        editor.undo.set(None);
    });
    Some(view! { <Toast text action on_action /> }.into_any())
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
