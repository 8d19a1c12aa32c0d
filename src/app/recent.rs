//! The customers that this device knows, while nobody is chosen.

use crate::offline::Person;
use crate::state::{Load, View, open};
use crate::ui::{Icon, near};
use leptos::prelude::*;

/// How many are listed.
const MOST: usize = 12;

/// Shows customers opened before, the last one first; nothing while a customer is on screen.
#[component]
pub(crate) fn Recent(view: View) -> impl IntoView {
    let people = Memo::new(move |_| {
        let is_shown = view.load.get() == Load::Nobody;
        let some = |people: &Vec<Person>| people.iter().take(MOST).cloned().collect::<Vec<_>>();
        if is_shown {
            view.people.with(some)
        } else {
            Vec::new()
        }
    });
    let rows = move || {
        people
            .get()
            .into_iter()
            .map(|p| row(view, p))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="c-recent c-card" aria-labelledby="kb-recent" hidden=move || people.with(Vec::is_empty)>
            <h2 class="c-card__title" id="kb-recent">{move || view.texts().app().recent}</h2>
            <ul class="c-recent__list">{rows}</ul>
        </section>
    }
}

fn row(view: View, person: Person) -> AnyView {
    let id = person.customer_id;
    let when = move || near(view, person.opened_ms);
    view! {
        <li>
            <button type="button" class="c-recent__person" on:click=move |_| open(view, Some(id.clone()))>
                <Icon name="user" />
                <strong>{person.name}</strong>
                <span class="u-muted">{person.detail}</span>
                <span class="u-muted u-spread">{when}</span>
            </button>
        </li>
    }.into_any()
}
