//! The timeline: filters above, a virtual list below, details in place.

mod export;
mod filters;
mod keeping;
mod list;
mod marks;
mod model;
mod row;

use leptos::prelude::*;

use crate::state::{Face, View};
use crate::ui::place;
use filters::filters_part;
use list::List;
use model::Model;

/// Shows the timeline of the customer on screen.
#[component]
pub(crate) fn Timeline(view: View) -> impl IntoView {
    let model = Model::new(view);
    follow_jumps(view, model);
    view! {
        <section class="c-timeline" part="timeline" aria-labelledby="kb-timeline">
            <div class="c-filters">
                <Search view />
                <div class="c-filters__rest">{filters(view, model)}</div>
            </div>
            <List view model />
        </section>
    }
}

/// Shows the title, and where words are looked for.
#[component]
fn Search(view: View) -> impl IntoView {
    let t = move || view.texts().timeline();
    let title = move || match view.face {
        Face::Own => t().own_title,
        Face::Agent | Face::App => t().title,
    };
    view! {
        <div class="c-filters__top">
            <h2 class="c-card__title" id="kb-timeline">{title}</h2>
            <input
                class="c-input c-filters__text"
                type="search"
                autocomplete="off"
                placeholder=move || t().search
                aria-label=move || t().search_label
                prop:value=move || view.filter.with(|f| f.text.clone())
                on:input=move |event| {
                    let text = event_target_value(&event);
                    view.filter.update(|f| f.text = text);
                }
            />
        </div>
    }
}

/// Shows the filters in their place, after the frame that shows the first lines.
fn filters(view: View, model: Model) -> impl IntoView {
    let is_due = RwSignal::new(false);
    request_animation_frame(move || {
        // The customer may be another by now.
        let _ = is_due.try_set(true);
    });
    move || {
        is_due
            .get()
            .then(|| place(view, move || filters_part(view, model)))
    }
}

/// Brings the first line at or before the asked moment into sight, whatever was filtered.
fn follow_jumps(view: View, model: Model) {
    Effect::new(move |_| {
        let Some(at_ms) = view.jump_to_ms.get() else {
            return;
        };
        let date = view.zone.with_untracked(|zone| zone.date(at_ms));
        let place = model.layout.with_untracked(|l| l.place_of_date(date));
        model.target.set(place);
    });
}
