//! The timeline: filters above, a virtual list below, details in place.

mod export;
mod filters;
mod keeping;
mod list;
mod marks;
mod model;
mod row;

use leptos::prelude::*;

use crate::state::View;
use filters::Filters;
use list::List;
use model::Model;

/// Shows the timeline of the customer on screen.
#[component]
pub(crate) fn Timeline(view: View) -> impl IntoView {
    let model = Model::new(view);
    follow_jumps(view, model);
    view! {
        <section class="c-timeline" part="timeline" aria-labelledby="kb-timeline">
            <Filters view model />
            <List view model />
        </section>
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
