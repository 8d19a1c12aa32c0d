//! The stages that the customer went through, as a ribbon from the first contact to today (R094).

use klantbeeld_core::insight::{Phase, Stage, journey};
use klantbeeld_core::list::Gather;

use super::words;
use crate::dom::prelude::*;
use crate::state::View;
use crate::ui::short_date;

/// Older stages are a year of little changes: the timeline tells them.
const MOST: usize = 8;

/// The ribbon; nothing for a customer without history. `on_month` gets the moment to go to.
#[component]
pub(super) fn Journey(view: View, on_month: Callback<i64>) -> Node {
    let phases = Memo::new(move || view.with_facts(journey).unwrap_or_default());
    let list = move || {
        let phases = phases.get();
        let first = phases.len().saturating_sub(MOST);
        let rows: Vec<Node> = phases
            .iter()
            .skip(first)
            .map(|phase| row(view, *phase, on_month))
            .gather();
        (!rows.is_empty()).then(
            || view! { <ol class="c-journey" aria-label=view.texts().dossier.journey>{rows}</ol> },
        )
    };
    view! { <div class="c-journey__frame">{list}</div> }
}

fn row(view: View, phase: Phase, on_month: Callback<i64>) -> Node {
    let lang = view.lang.get();
    let class = ["c-journey__phase c-journey__phase--", name_of(phase.stage)].concat();
    let name = words::capital(words::stage(lang, phase.stage));
    // Since when is said in the header, by the items that are at hand; here a month is all that is known.
    let when = match phase.until_ms {
        Some(_) => short_date(view, phase.since_ms),
        None => lang.texts().dossier.now.to_owned(),
    };
    let is_present = phase.until_ms.is_none().then_some("step");
    view! {
        <li class=class aria-current=is_present>
            <button type="button" on:click=move |_| on_month.run(phase.since_ms)>
                <strong>{name}</strong> " " <span>{when}</span>
            </button>
        </li>
    }
}

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Need => "need",
        Stage::Research => "research",
        Stage::Buy => "buy",
        Stage::Use => "use",
        Stage::Reevaluate => "reevaluate",
    }
}
