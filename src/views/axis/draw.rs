//! The drawing of the axis: bars, mood, moments, today and what is planned, from what `plan` computed.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::insight::{Axis, Mark, MarkKind, PlannedPoint};
use klantbeeld_core::time::month_start_ms;

use super::plan::{self, BASE, MARKS, Scale, TICKS, TODAY};
use super::ribbon::{ribbon, stage_name};
use crate::i18n::{Lang, format};
use crate::state::View;
use crate::ui::{ICON_BOX, outline, short_date};
use crate::views::evidence::show_item;
use crate::views::words;
use leptos::prelude::*;

/// Shows everything on the axis but the cursor.
pub(super) fn picture(view: View, scale: Scale, axis: &Axis) -> AnyView {
    let lang = view.lang.get();
    let now_x = scale.x(scale.now_ms);
    let places = plan::spread(
        &scale,
        axis.marks
            .iter()
            .map(|m| scale.x(m.at_ms))
            .collect::<Vec<_>>(),
    );
    let marks = axis.marks.iter().zip(places);
    let marks = marks.map(|(m, x)| mark(view, x, m)).collect_view();
    view! {
        <rect class="c-axis__future" x=now_x y="4" width=(scale.width - now_x).max(0.0) height=BASE - 4.0 rx="6"></rect>
        <path class="c-axis__all" d=plan::bars(&scale, axis, |m| m.all)></path>
        <path class="c-axis__contacts" d=plan::bars(&scale, axis, |m| m.touchpoints)></path>
        <path class="c-axis__base" d=format!("M0 118H{}", scale.width.round())></path>
        <path class="c-axis__mood" d=plan::mood(&scale, axis)></path>
        {ticks(lang, &scale)}
        <path class="c-axis__today" d=format!("M{} 2V138", now_x.round())></path>
        <rect class="c-axis__pill" x=now_x - 31.0 y=TODAY - 13.0 width="62" height="18" rx="9"></rect>
        <text class="c-axis__now" x=now_x y=TODAY>{lang.texts().common().today}</text>
        {planned(view, scale, &axis.planned)}
        {marks}
        {ribbon(view, scale, axis)}
    }.into_any()
}

fn ticks(lang: Lang, scale: &Scale) -> impl IntoView + use<> {
    let tick = |month: i32| {
        let year = month.div_euclid(12).to_string();
        let named = format::month(lang, month_start_ms(month) + 15 * 86_400_000);
        let is_january = month.rem_euclid(12) == 0;
        let text = if is_january {
            year
        } else {
            named.replace(&year, "").trim().to_owned()
        };
        view! { <text class="c-axis__tick" x=scale.month_x(month) y=TICKS>{text}</text> }
    };
    scale.ticks().into_iter().map(tick).collect_view()
}

/// Draws a moment of truth: a small round sign with the title on hover.
fn mark(view: View, x: f64, mark: &Mark) -> AnyView {
    let t = view.texts().ball();
    let (class, icon, name) = match mark.kind {
        MarkKind::FirstContact => ("c-axis__mark c-axis__mark--info", "flag", t.mark_first),
        MarkKind::Complaint => (
            "c-axis__mark c-axis__mark--danger",
            "alert",
            t.mark_complaint,
        ),
        MarkKind::PromiseKept => ("c-axis__mark c-axis__mark--ok", "check", t.mark_kept),
        MarkKind::PromiseBroken => ("c-axis__mark c-axis__mark--danger", "x", t.mark_broken),
    };
    let mut title = format!("{name}, {}", short_date(view, mark.at_ms));
    if !mark.title.is_empty() {
        title = format!("{title}: {}", mark.title);
    }
    let open = opener(view, mark.item_id.clone());
    view! {
        <g class=class on:click=open>
            <title>{title}</title>
            <circle cx=x cy=MARKS r="9"></circle>
            <svg x=x - 5.5 y=MARKS - 5.5 width="11" height="11" viewBox=ICON_BOX>
                <path d=outline(icon)></path>
            </svg>
        </g>
    }
    .into_any()
}

/// Opens an item instead of going to its month.
fn opener(view: View, id: Option<ItemId>) -> impl Fn(web_sys::MouseEvent) + 'static {
    move |event| {
        if let Some(id) = &id {
            event.stop_propagation();
            show_item(view, id);
        }
    }
}

/// Shows planned items as open circles; the first of a series has its name, as far as there is room.
fn planned(view: View, scale: Scale, points: &[PlannedPoint]) -> Vec<AnyView> {
    let lang = view.lang.get();
    let custom = view.custom_kinds();
    let mut named: Vec<(&str, &str)> = Vec::new();
    let mut labels: Vec<(usize, String)> = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let title = if point.amount.is_some() {
            ""
        } else {
            point.title.as_str()
        };
        let key = (point.kind.as_str(), title);
        if !named.contains(&key) {
            named.push(key);
            let kind = lang.kind(&point.kind, &custom).to_lowercase();
            let amount = point.amount.map(|a| format::money(lang, a));
            let parts: Vec<String> = [Some(kind), amount].into_iter().flatten().collect();
            labels.push((index, parts.join(" ")));
        }
    }
    let wanted: Vec<(f64, usize)> = labels
        .iter()
        .filter_map(|(index, text)| {
            Some((scale.x(points.get(*index)?.at_ms), text.chars().count()))
        })
        .collect();
    let places = plan::hang(&scale, &wanted);
    let texts = labels.into_iter().zip(places);
    let texts = texts.filter_map(|((_, text), place)| Some(label(place?, text)));
    let circles = points.iter().rev().map(|point| circle(view, scale, point));
    texts.chain(circles).collect::<Vec<_>>()
}

fn label(place: plan::Hanging, text: String) -> AnyView {
    let line = format!("M{} 113V{}", place.x.round(), place.y() - 8.0);
    let (class, x) = if place.span.0 > place.x {
        ("c-axis__label", place.span.0)
    } else {
        ("c-axis__label c-axis__label--end", place.span.1)
    };
    view! {
        <path class="c-axis__leader" d=line></path>
        <text class=class x=x y=place.y()>{text}</text>
    }
    .into_any()
}

fn circle(view: View, scale: Scale, point: &PlannedPoint) -> AnyView {
    let lang = view.lang.get();
    let name = if point.title.is_empty() {
        lang.kind(&point.kind, &view.custom_kinds())
    } else {
        point.title.clone()
    };
    let mut title = format!("{}: {name}", short_date(view, point.at_ms));
    if let Some(amount) = point.amount {
        title = format!("{title}, {}", format::money(lang, amount));
    }
    let open = opener(view, Some(point.item_id.clone()));
    view! {
        <g class="c-axis__planned" on:click=open>
            <title>{title}</title>
            <circle cx=scale.x(point.at_ms) cy=BASE r="4.5"></circle>
        </g>
    }
    .into_any()
}

/// Shows the column of the month under the cursor.
pub(super) fn cursor(scale: Scale, month: i32) -> AnyView {
    let x = scale.month_x(month);
    view! { <rect class="c-axis__cursor" x=x y="4" width=scale.step height=BASE - 4.0 rx="3"></rect> }.into_any()
}

/// Returns what a month holds, in a sentence: for the line above the axis and for screen readers.
pub(super) fn readout(lang: Lang, axis: &Axis, month: i32) -> String {
    let t = lang.texts().ball();
    let fill = crate::i18n::fill;
    let mut parts = Vec::new();
    if let Some(m) = axis.months.iter().find(|m| m.month == month) {
        if m.all > 0 {
            parts.push(counted(lang, m.all, lang.texts().timeline().one, t.items));
            parts.push(counted(
                lang,
                m.touchpoints,
                t.one_contact,
                t.contacts_of_month,
            ));
        }
        if let Some(stage) = stage_name(lang, axis, month) {
            parts.push(stage.to_owned());
        }
        if let Some(mood) = m.mood {
            parts.push(fill(
                t.mood_of_month,
                &words::mood(lang, mood).to_lowercase(),
            ));
        }
    }
    let planned = planned_in(axis, month);
    if !planned.is_empty() {
        parts.push(fill(t.planned_of_month, &planned.join(", ")));
    }
    if parts.is_empty() {
        parts.push(fill(t.items, "0"));
    }
    [month_name(lang, month), parts.join(" · ")].join(": ")
}

fn counted(lang: Lang, count: u32, one: &str, many: &str) -> String {
    if count == 1 {
        return one.to_owned();
    }
    crate::i18n::fill(many, &format::number(lang, count.into()))
}

/// Returns the titles of what is planned in a month.
pub(super) fn planned_in(axis: &Axis, month: i32) -> Vec<&str> {
    let here = |p: &&PlannedPoint| klantbeeld_core::time::month_of(p.at_ms) == month;
    axis.planned
        .iter()
        .filter(here)
        .map(|p| p.title.as_str())
        .filter(|title| !title.is_empty())
        .collect::<Vec<_>>()
}

/// `nov. 2026`.
pub(super) fn month_name(lang: Lang, month: i32) -> String {
    // The middle of the month is in that month in every zone.
    format::month(lang, month_start_ms(month) + 15 * 86_400_000)
}
