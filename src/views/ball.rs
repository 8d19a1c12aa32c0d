//! The crystal ball: past, present and future on one axis, and as three lists of facts.

use klantbeeld_core::insight::Stage;

use super::axis::{Axis, AxisState, Range, STAGES};
use super::panels::Panels;
use super::words;
use crate::part::part;
use crate::state::View;
use crate::style;
use crate::ui::{Segmented, toned};
use leptos::prelude::*;

part! {
    /// Shows the crystal ball. `on_month` gets the moment to go to on the timeline.
    pub(super) fn ball_part(view: View, on_month: Callback<i64>) -> AnyView in ball, preload preload_ball {
        view.adopt_style(style::BALL);
        view! { <Ball view on_month /> }.into_any()
    }
}

#[component]
fn Ball(view: View, on_month: Callback<i64>) -> impl IntoView {
    let axis = AxisState::new(view);
    let t = move || view.texts().ball();
    let options = Signal::derive(move || {
        let all = view.texts().common().all;
        vec![("1", t().one_year), ("3", t().three_years), ("all", all)]
    });
    let value = Signal::derive(move || match axis.range() {
        Range::OneYear => "1",
        Range::ThreeYears => "3",
        Range::All => "all",
    });
    let choose = Callback::new(move |name: &'static str| {
        axis.choose(match name {
            "1" => Range::OneYear,
            "3" => Range::ThreeYears,
            _ => Range::All,
        });
    });
    let line = move || axis.readout().unwrap_or_else(|| t().hint.to_owned());
    let label = Signal::derive(move || t().range.to_owned());
    view! {
        <section class="c-ball c-card" part="ball" aria-labelledby="kb-ball">
            <div class="c-card__head c-ball__head">
                <h2 class="c-card__title" id="kb-ball">{move || t().title}</h2>
                <p class="c-ball__line u-muted">{line}</p>
                <Legend view />
                <Segmented label options value on_choose=choose />
            </div>
            <Axis state=axis on_month />
            <Stages view />
            <Panels view />
        </section>
    }
}

/// Shows what the colours of the ribbon mean.
#[component]
fn Stages(view: View) -> impl IntoView {
    let stage = move |(stage, name): (Stage, &'static str)| {
        let class = toned("c-legend__stage", name);
        view! { <li class=class>{move || words::stage(view.lang.get(), stage)}</li> }
    };
    view! {
        <ul class="c-legend c-legend--stages" aria-hidden="true">
            {STAGES.map(stage)}
        </ul>
    }
}

/// Shows what the colours of the axis mean.
#[component]
fn Legend(view: View) -> impl IntoView {
    let t = move || view.texts().ball();
    view! {
        <ul class="c-legend" aria-hidden="true">
            <li class="c-legend__contacts">{move || t().legend_contacts}</li>
            <li class="c-legend__all">{move || t().legend_all}</li>
            <li class="c-legend__mood">{move || t().legend_mood}</li>
            <li class="c-legend__planned">{move || t().legend_planned}</li>
        </ul>
    }
}
