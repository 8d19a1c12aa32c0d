//! The groups as chips with counts, and the further filters behind a button.
//!
//! The lines are read before anything is filtered, so all of it is a part that comes after the first screen.

mod more;

use klantbeeld_core::timeline::Mood;
use klantbeeld_core::vocabulary::Category;

use super::model::Model;
use crate::i18n::{fill, format};
use crate::part::part;
use crate::state::{Tail, View};
use crate::ui::place;
use leptos::prelude::*;
use more::more_part;

part! {
    /// Shows the filters of the timeline.
    pub(super) fn filters_part(view: View, model: Model) -> AnyView in filters {
        view! { <Filters view model /> }.into_any()
    }
}

#[component]
fn Filters(view: View, model: Model) -> impl IntoView {
    let t = move || view.texts().timeline();
    let is_more = RwSignal::new(false);
    let is_due = is_more_due(view, is_more);
    let count = move || {
        let count = model.count();
        if count == 1 {
            t().one.to_owned()
        } else {
            fill(t().count, &format::number(view.lang.get(), count.into()))
        }
    };
    view! {
        <div class="c-filters__chips" role="group" aria-label=move || t().filters>
            <Chip view model category=None />
            {Category::ALL.into_iter().map(|c| view! { <Chip view model category=Some(c) /> }).collect_view()}
            <NegativeChip view model />
            <button
                type="button"
                class="c-chip"
                aria-expanded=move || is_more.get().to_string()
                on:click=move |_| is_more.update(|m| *m = !*m)
            >
                {move || if is_more.get() { t().less } else { t().more }}
            </button>
            <output class="c-filters__count" aria-live="polite">{count}</output>
        </div>
        {move || is_due.get().then(|| place(view, move || more_part(view, model, is_more)))}
        <p class="c-filters__note" hidden=move || view.tail.get() == Tail::Complete>
            {move || if view.tail.get() == Tail::Failed { t().partial_failed } else { t().partial }}
        </p>
    }
}

/// Returns whether the part is needed, from then on: further filters, and what marks a text that is looked for.
fn is_more_due(view: View, is_more: RwSignal<bool>) -> Memo<bool> {
    Memo::new(move |before: Option<&bool>| {
        let is_searched = view.filter.with(|f| !f.text.is_empty());
        is_searched || is_more.get() || before == Some(&true)
    })
}

/// Shows one group of kinds, with how many lines it would show.
#[component]
fn Chip(view: View, model: Model, category: Option<Category>) -> impl IntoView {
    let index = category.map_or(8, |c| c as usize);
    let count = Memo::new(move |_| {
        model
            .shown
            .with(|s| s.1.categories.get(index).copied().unwrap_or(0))
    });
    let is_on = Memo::new(move |_| view.filter.with(|f| f.category == category));
    let text = move || match category {
        Some(category) => view.lang.get().category(category),
        None => view.texts().common().all,
    };
    let number = move || {
        let count = if category.is_none() && is_on.get() {
            model.count()
        } else {
            count.get()
        };
        format::number(view.lang.get(), count.into())
    };
    view! {
        <button
            type="button"
            class="c-chip"
            hidden=move || category.is_some() && count.get() == 0 && !is_on.get()
            aria-pressed=move || is_on.get().to_string()
            on:click=move |_| view.filter.update(|f| f.category = if is_on.get_untracked() { None } else { category })
        >
            {text} " " <span class="c-chip__count">{number}</span>
        </button>
    }
}

#[component]
fn NegativeChip(view: View, model: Model) -> impl IntoView {
    let count = Memo::new(move |_| {
        model
            .shown
            .with(|s| s.1.moods.first().copied().unwrap_or(0))
    });
    let is_on = Memo::new(move |_| view.filter.with(|f| f.mood == Some(Mood::Negative)));
    view! {
        <button
            type="button"
            class="c-chip"
            hidden=move || count.get() == 0 && !is_on.get()
            aria-pressed=move || is_on.get().to_string()
            on:click=move |_| {
                let mood = (!is_on.get_untracked()).then_some(Mood::Negative);
                view.filter.update(|f| f.mood = mood);
            }
        >
            {move || view.texts().timeline().negative} " "
            <span class="c-chip__count">{move || format::number(view.lang.get(), count.get().into())}</span>
        </button>
    }
}
