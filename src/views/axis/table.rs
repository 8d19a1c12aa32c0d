//! The axis as a table, for screen readers: the months in which something happened or is planned.

use klantbeeld_core::insight::Axis as Data;
use klantbeeld_core::time::month_of;

use super::draw::{month_name, planned_in};
use super::plan::Scale;
use super::ribbon::stage_name;
use crate::i18n::{Lang, format};
use crate::state::View;
use crate::views::words;
use leptos::prelude::*;

/// Newest months first; longer histories are read on the timeline.
const ROWS: usize = 60;

/// Shows items, contacts, mood and plans per month.
#[component]
pub(super) fn MonthTable(view: View, data: Memo<(Scale, Data)>) -> impl IntoView {
    let head = move || {
        let t = view.texts().ball();
        let names = [
            t.month_of_axis,
            t.legend_all,
            t.legend_contacts,
            view.texts().stage().stage,
            t.legend_mood,
            t.legend_planned,
        ];
        names.map(|name| view! { <th scope="col">{name}</th> })
    };
    let rows = move || {
        let lang = view.lang.get();
        data.with(|(_, axis)| rows(lang, axis))
    };
    view! {
        <div class="u-hidden">
            <table>
                <caption>{move || view.texts().ball().axis}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn rows(lang: Lang, axis: &Data) -> impl IntoView + use<> {
    let mut planned: Vec<i32> = axis.planned.iter().map(|p| month_of(p.at_ms)).collect();
    planned.dedup();
    let told = axis
        .months
        .iter()
        .rev()
        .filter(|m| m.all > 0 || planned.contains(&m.month));
    let row = |m: &klantbeeld_core::insight::AxisMonth| {
        let mood = m
            .mood
            .map(|mood| words::mood(lang, mood))
            .unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{month_name(lang, m.month)}</th>
                <td>{format::number(lang, m.all.into())}</td>
                <td>{format::number(lang, m.touchpoints.into())}</td>
                <td>{stage_name(lang, axis, m.month)}</td>
                <td>{mood}</td>
                <td>{planned_in(axis, m.month).join(", ")}</td>
            </tr>
        }
    };
    told.take(ROWS).map(row).collect_view()
}
