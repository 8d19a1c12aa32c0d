//! The fields of each kind of entry, with what is wrong beside the field that it is wrong with.

use chrono::TimeDelta;

use super::attach::AttachmentField;
use super::draft::{Draft, Problem};
use crate::i18n::AddTexts;
use crate::state::View;
use leptos::prelude::*;

/// The channels that a contact is logged on, most used first.
const CHANNELS: [&str; 8] = [
    "phone", "email", "chat", "whatsapp", "store", "field", "social", "post",
];

/// A field's name on screen, in the language of the screen.
type Name = fn(&AddTexts) -> &'static str;

/// Shows a chip that writes its text into a signal.
fn chip(text: String, value: String, into: RwSignal<String>) -> AnyView {
    let mine = value.clone();
    let is_on = Memo::new(move |_| into.with(|v| *v == mine));
    view! {
        <button type="button" class="c-chip" aria-pressed=move || is_on.get().to_string()
            on:click=move |_| into.set(value.clone())>{text}</button>
    }
    .into_any()
}

/// Shows chips under a name.
fn chips(legend: &'static str, all: Vec<AnyView>) -> AnyView {
    view! { <fieldset class="c-field"><legend>{legend}</legend><div class="c-chips">{all}</div></fieldset> }.into_any()
}

/// Returns what is wrong with a field, if it is this one.
fn wrong(view: View, draft: Draft, problem: Problem) -> impl Fn() -> Option<&'static str> + Copy {
    move || (draft.problem.get() == Some(problem)).then(|| problem.text(view))
}

/// Shows a labelled text field; `kind` is the input's type, or `area` for several lines.
fn field(
    view: View,
    draft: Draft,
    name: Name,
    value: RwSignal<String>,
    kind: &'static str,
    problem: Problem,
) -> AnyView {
    let wrong = wrong(view, draft, problem);
    let is_wrong = move || wrong().is_some().then_some("true");
    let input = if kind == "area" {
        view! {
            <textarea class="c-input" rows="3" maxlength="4000" aria-invalid=is_wrong prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))></textarea>
        }.into_any()
    } else {
        let mode = if problem == Problem::Amount {
            "decimal"
        } else {
            "text"
        };
        view! {
            <input class="c-input" type=kind inputmode=mode maxlength="400" autocomplete="off" aria-invalid=is_wrong
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event)) />
        }.into_any()
    };
    view! {
        <label class="c-field">
            <span class="c-field__label">{move || name(view.texts().add())}</span>
            {input}
            <span class="c-form__error" role="alert">{wrong}</span>
        </label>
    }
    .into_any()
}

fn usual_reasons(t: &AddTexts) -> [&'static str; 9] {
    [
        t.purchase,
        t.invoice,
        t.fault,
        t.moving,
        t.delivery,
        t.complaint,
        t.contract,
        t.advice,
        t.details,
    ]
}

/// Asks for the reason first: with the channel already chosen, one tap on it is enough.
#[component]
pub(super) fn ContactFields(view: View, draft: Draft) -> impl IntoView {
    let choices = move || {
        let lang = view.lang.get();
        let t = lang.texts().add();
        // What the host says the customer calls about comes first.
        let told = view
            .contact
            .get()
            .map(|c| c.reason)
            .filter(|r| !r.is_empty());
        let reasons = told.into_iter().chain(usual_reasons(t).map(str::to_owned));
        chips(
            t.why,
            reasons
                .map(|text| chip(text.clone(), text, draft.reason))
                .collect::<Vec<_>>(),
        )
    };
    let details = move || {
        let lang = view.lang.get();
        let t = lang.texts().add();
        let channels = CHANNELS.map(|c| chip(lang.channel(c), c.to_owned(), draft.channel));
        let ways = [(t.customer, "in"), (t.us, "out")];
        let ways = ways.map(|(text, way)| chip(text.to_owned(), way.to_owned(), draft.way));
        [
            chips(t.channel, Vec::from(channels)),
            chips(t.direction, Vec::from(ways)),
        ]
    };
    // A purchase says little by itself: what it is for is what the next conversation needs.
    let is_purchase = Memo::new(move |_| draft.reason.with(|r| r == view.texts().add().purchase));
    let why = move || {
        let asked = is_purchase.get();
        asked.then(|| {
            field(
                view,
                draft,
                |t| t.why_bought,
                draft.why,
                "text",
                Problem::Text,
            )
        })
    };
    view! {
        {choices}
        {field(view, draft, |t| t.other, draft.reason, "text", Problem::Reason)}
        {why}
        {details}
        {field(view, draft, |t| t.what, draft.text, "area", Problem::Text)}
        <div class="c-form__pair">
            {field(view, draft, |t| t.goal, draft.goal, "text", Problem::Text)}
            {field(view, draft, |t| t.outcome, draft.outcome, "text", Problem::Text)}
        </div>
    }
}

#[component]
pub(super) fn NoteFields(view: View, draft: Draft) -> impl IntoView {
    view! {
        {field(view, draft, |t| t.note_text, draft.text, "area", Problem::Text)}
        <label class="c-check">
            <input type="checkbox" prop:checked=move || draft.is_shareable.get()
                on:change=move |event| draft.is_shareable.set(event_target_checked(&event)) />
            {move || view.texts().add().shareable}
        </label>
        <AttachmentField view draft />
    }
}

#[component]
pub(super) fn PromiseFields(view: View, draft: Draft) -> impl IntoView {
    let days = move || {
        let t = view.texts().add();
        let today = view
            .zone
            .with(|zone| zone.date(view.now_ms.get_untracked()));
        let day = |text: &str, days: i64| {
            // A day is not 24 hours when the clocks change.
            let date = today + TimeDelta::days(days);
            chip(text.to_owned(), date.to_string(), draft.due)
        };
        chips(
            t.due_quick,
            vec![day(t.tomorrow, 1), day(t.week, 7), day(t.two_weeks, 14)],
        )
    };
    view! {
        {field(view, draft, |t| t.promise_text, draft.text, "area", Problem::Text)}
        {days}
        <div class="c-form__pair">
            {field(view, draft, |t| t.due, draft.due, "date", Problem::Due)}
            {field(view, draft, |t| t.amount, draft.amount, "text", Problem::Amount)}
        </div>
    }
}
