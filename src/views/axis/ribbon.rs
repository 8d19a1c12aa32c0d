//! The journey: the stages that the customer went through, as a ribbon over the months.

use klantbeeld_core::insight::{Axis, Phase, Stage};
use klantbeeld_core::time::month_start_ms;

use super::plan::Scale;
use crate::i18n::{Lang, fill};
use crate::state::View;
use crate::ui::{short_date, toned};
use crate::views::words;
use leptos::prelude::*;

const HEIGHT: f64 = 15.0;
/// Where the names stand.
const LINE: f64 = 11.0;
/// A letter of a name, on average.
const LETTER: f64 = 6.2;

/// Shows the phases that are in sight, up to today. A name stands where it fits; the title says it always.
pub(super) fn ribbon(view: View, scale: Scale, axis: &Axis) -> Vec<AnyView> {
    let piece = |phase: &Phase| {
        let lang = view.lang.get();
        let left = scale.x(phase.since_ms).max(0.0);
        let right = scale.x(phase.until_ms.unwrap_or(scale.now_ms));
        let width = right - left - 1.0;
        if width <= 0.0 {
            return None;
        }
        let name = words::capital(words::stage(lang, phase.stage));
        let t = lang.texts().ball();
        let title = match phase.until_ms {
            Some(until_ms) => {
                let since = fill(&fill(t.phase, &name), &short_date(view, phase.since_ms));
                fill(&since, &short_date(view, until_ms))
            }
            None => fill(t.phase_now, &name),
        };
        #[expect(clippy::cast_precision_loss, reason = "the letters of a name")]
        let fits = name.chars().count() as f64 * LETTER + 8.0 <= width;
        let text = fits
            .then(|| view! { <text class="c-axis__stage-name" x=left + 5.0 y=LINE>{name}</text> });
        let class = toned("c-axis__stage", class_of(phase.stage));
        Some(
            view! {
                <g class=class>
                    <title>{title}</title>
                    <rect x=left y="0" width=width height=HEIGHT rx="3"></rect>
                    {text}
                </g>
            }
            .into_any(),
        )
    };
    axis.phases.iter().filter_map(piece).collect::<Vec<_>>()
}

/// Returns the stage of a month; the later one of a month with two.
pub(super) fn stage_name(lang: Lang, axis: &Axis, month: i32) -> Option<&'static str> {
    let end_ms = month_start_ms(month + 1);
    let begun = axis.phases.iter().rev().find(|p| p.since_ms < end_ms)?;
    // A month that is still to come has no stage yet.
    let is_past = axis.months.iter().any(|m| m.month == month && m.all > 0);
    (is_past || begun.until_ms.is_some()).then(|| words::stage(lang, begun.stage))
}

/// The stages with the name of their colour, in the order of the cycle.
pub(in crate::views) const STAGES: [(Stage, &str); 5] = [
    (Stage::Need, "need"),
    (Stage::Research, "research"),
    (Stage::Buy, "buy"),
    (Stage::Use, "use"),
    (Stage::Reevaluate, "reevaluate"),
];

fn class_of(stage: Stage) -> &'static str {
    let colour = STAGES.iter().find(|(known, _)| *known == stage);
    colour.map_or("", |(_, name)| name)
}
