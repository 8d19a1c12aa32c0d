//! The further filters: channel, kind, department, direction, mood and period, and the file of what they leave.

use klantbeeld_core::model::Direction;
use klantbeeld_core::timeline::{Filter, Mood};
use leptos::prelude::*;

use crate::i18n::format;
use crate::part::part;
use crate::state::View;
use crate::style;

use crate::views::timeline::export::Export;
use crate::views::timeline::marks::Marks;
use crate::views::timeline::model::{Facet, Model};

part! {
    /// Shows the further filters, and the way to save what they leave; marks what is searched for.
    pub(super) fn more_part(view: View, model: Model, is_more: RwSignal<bool>) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! {
            <More view model is_more />
            <Marks view model />
        }
        .into_any()
    }
}

#[component]
fn More(view: View, model: Model, is_more: RwSignal<bool>) -> impl IntoView {
    let t = move || view.texts().timeline();
    let channels = Signal::derive(move || {
        options(
            view,
            model,
            is_more,
            |s| &s.1.channels,
            |v, slug| v.lang.get().channel(slug),
        )
    });
    let kinds = Signal::derive(move || {
        options(
            view,
            model,
            is_more,
            |s| &s.1.kinds,
            |v, slug| v.lang.get().kind(slug, &v.custom_kinds()),
        )
    });
    let departments = Signal::derive(move || {
        options(
            view,
            model,
            is_more,
            |s| &s.1.departments,
            |v, slug| v.lang.get().department(slug),
        )
    });
    view! {
        <div class="c-filters__more" hidden=move || !is_more.get()>
            <Pick view label=Signal::derive(move || t().channel) name="channel" options=channels
                value=Signal::derive(move || view.filter.with(|f| f.channel.clone()))
                on_pick=Callback::new(move |v| view.filter.update(|f| f.channel = v)) />
            <Pick view label=Signal::derive(move || t().kind) name="kind" options=kinds
                value=Signal::derive(move || view.filter.with(|f| f.kind.clone()))
                on_pick=Callback::new(move |v| view.filter.update(|f| f.kind = v)) />
            <Pick view label=Signal::derive(move || t().department) name="department" options=departments
                value=Signal::derive(move || view.filter.with(|f| f.department.clone()))
                on_pick=Callback::new(move |v| view.filter.update(|f| f.department = v)) />
            <DirectionPick view />
            <MoodPick view />
            <Period view />
            <button
                type="button"
                class="c-button"
                disabled=move || view.filter.with(|f| *f == Filter::default())
                on:click=move |_| view.filter.update(|f| *f = Filter::default())
            >
                {move || t().clear}
            </button>
            <Export view model />
        </div>
    }
}

type Choices = Vec<(String, String)>;

/// Returns the choices of a facet: value and text with its count. Counts are written only while they can be
/// seen; the values are always there.
fn options(
    view: View,
    model: Model,
    is_more: RwSignal<bool>,
    facet: Facet,
    name: fn(View, &str) -> String,
) -> Choices {
    if !is_more.get() {
        return model.shown.with_untracked(|s| {
            facet(s)
                .keys()
                .map(|k| (k.clone(), k.clone()))
                .collect::<Vec<_>>()
        });
    }
    let lang = view.lang.get();
    model.shown.with(|s| {
        let text = |(slug, count): (&String, &u32)| {
            (
                slug.clone(),
                format!(
                    "{} ({})",
                    name(view, slug),
                    format::number(lang, (*count).into())
                ),
            )
        };
        facet(s).iter().map(text).collect::<Vec<_>>()
    })
}

#[component]
fn Pick(
    view: View,
    label: Signal<&'static str>,
    name: &'static str,
    options: Signal<Choices>,
    value: Signal<Option<String>>,
    on_pick: Callback<Option<String>>,
) -> impl IntoView {
    // Of all that a filter changes, one list has at most one thing to show.
    let value = Memo::new(move |_| value.get());
    let list = Memo::new(move |_| {
        let mut list = options.get();
        // A chosen value stays in the list, also when nothing matches it any more.
        if let Some(chosen) = value
            .get()
            .filter(|v| !list.iter().any(|(slug, _)| slug == v))
        {
            list.push((chosen.clone(), chosen));
        }
        list
    });
    let choices = move || {
        let option = |(slug, text): (String, String)| {
            let is_chosen = value.with_untracked(|v| v.as_deref() == Some(&slug));
            view! { <option value=slug selected=is_chosen>{text}</option> }
        };
        list.get().into_iter().map(option).collect_view()
    };
    view! {
        <label class="c-field">
            <span class="c-field__label">{label}</span>
            <select
                class="c-input"
                data-filter=name
                prop:value=move || value.get().unwrap_or_default()
                on:change=move |event| {
                    let value = event_target_value(&event);
                    on_pick.run((!value.is_empty()).then_some(value));
                }
            >
                <option value="">{move || view.texts().timeline().any}</option>
                {choices}
            </select>
        </label>
    }
}

#[component]
fn DirectionPick(view: View) -> impl IntoView {
    let t = move || view.texts().timeline();
    let options = Signal::derive(move || {
        let t = t();
        let pair = |slug: &str, text: &str| (slug.to_owned(), text.to_owned());
        vec![
            pair("in", t.incoming),
            pair("out", t.outgoing),
            pair("none", t.internal),
        ]
    });
    let value = Signal::derive(move || {
        let slug = |d| match d {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::None => "none",
        };
        view.filter
            .with(|f| f.direction.map(|d| slug(d).to_owned()))
    });
    let on_pick = Callback::new(move |value: Option<String>| {
        let direction = value.map(|v| match v.as_str() {
            "in" => Direction::In,
            "out" => Direction::Out,
            _ => Direction::None,
        });
        view.filter.update(|f| f.direction = direction);
    });
    view! { <Pick view label=Signal::derive(move || t().direction) name="direction" options value on_pick /> }
}

#[component]
fn MoodPick(view: View) -> impl IntoView {
    let t = move || view.texts().timeline();
    let options = Signal::derive(move || {
        let t = t();
        let pair = |slug: &str, text: &str| (slug.to_owned(), text.to_owned());
        vec![
            pair("negative", t.negative),
            pair("neutral", t.neutral),
            pair("positive", t.positive),
        ]
    });
    let value = Signal::derive(move || {
        let slug = |m| match m {
            Mood::Negative => "negative",
            Mood::Neutral => "neutral",
            Mood::Positive => "positive",
        };
        view.filter.with(|f| f.mood.map(|m| slug(m).to_owned()))
    });
    let on_pick = Callback::new(move |value: Option<String>| {
        let mood = value.map(|v| match v.as_str() {
            "negative" => Mood::Negative,
            "positive" => Mood::Positive,
            _ => Mood::Neutral,
        });
        view.filter.update(|f| f.mood = mood);
    });
    view! { <Pick view label=Signal::derive(move || t().mood) name="mood" options value on_pick /> }
}

/// Shows from and until, planned items, and the jumps to a date and to the first contact.
#[component]
fn Period(view: View) -> impl IntoView {
    let t = move || view.texts().timeline();
    let parse = move |event| {
        let date = format::date_of(&event_target_value(&event))?;
        Some(
            view.zone
                .with_untracked(|z| (z.start_of(date), z.end_of(date) + 1)),
        )
    };
    let input = move |at_ms: Option<i64>| {
        let written = |ms| view.zone.with(|z| format::day_input(z, ms));
        at_ms.map(written).unwrap_or_default()
    };
    let shows_planned = view.shows_planned;
    let first = move |_| {
        let item = view.head.with_untracked(|h| {
            h.as_ref()
                .and_then(|h| h.first.as_ref().map(|f| f.item_id.clone()))
        });
        view.opened.set(item);
    };
    let jump = move |event| {
        if let Some((at_ms, _)) = parse(event) {
            view.jump_to_ms.set(Some(at_ms));
        }
    };
    view! {
        <label class="c-field">
            <span class="c-field__label">{move || t().from}</span>
            <input class="c-input" type="date"
                prop:value=move || input(view.filter.with(|f| f.from_ms))
                on:change=move |event| {
                    let from_ms = parse(event).map(|(start_ms, _)| start_ms);
                    view.filter.update(|f| f.from_ms = from_ms);
                } />
        </label>
        <label class="c-field">
            <span class="c-field__label">{move || t().until}</span>
            <input class="c-input" type="date"
                prop:value=move || input(view.filter.with(|f| f.until_ms.map(|ms| ms - 1)))
                on:change=move |event| {
                    let until_ms = parse(event).map(|(_, end_ms)| end_ms);
                    view.filter.update(|f| f.until_ms = until_ms);
                } />
        </label>
        <label class="c-field">
            <span class="c-field__label">{move || t().jump}</span>
            <input class="c-input" type="date" on:change=jump />
        </label>
        <button type="button" class="c-button" aria-pressed=move || shows_planned.get().to_string()
            on:click=move |_| shows_planned.update(|shows| *shows = !*shows)>
            {move || t().show_planned}
        </button>
        <button type="button" class="c-button" on:click=first>{move || t().first}</button>
    }
}
