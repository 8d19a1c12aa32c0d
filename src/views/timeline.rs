//! The timeline: filters above, a virtual list below, details in place.

mod filters;
mod list;
mod model;
mod row;

use leptos::prelude::*;

use crate::state::View;
use filters::Filters;
use list::List;
use model::Model;

/// The timeline of the customer on screen.
#[component]
pub(crate) fn Timeline(view: View) -> impl IntoView {
    let model = Model::new(view);
    view! {
        <section class="c-timeline" part="timeline" aria-labelledby="kb-timeline">
            <Filters view model />
            <List view model />
        </section>
    }
    .into_any()
}

/// Brings the first line at or before a moment into sight.
pub(super) fn jump_to(view: View, model: Model, at_ms: i64) {
    let day = view.zone.with_untracked(|z| z.day_of(at_ms));
    let place = model.layout.with_untracked(|l| l.place_of_day(day));
    let row = place.and_then(|p| model.shown.with_untracked(|s| s.0.get(p as usize).copied()));
    let line = row.and_then(|row| view.timeline.with_untracked(|t| t.line(row)));
    if let Some(line) = line {
        view.opened.set(Some(line.item_id));
    }
}
