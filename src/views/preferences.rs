//! Channel and communication preferences: who may be reached how, for what, when and in which language.
//!
//! The same part for employee and customer; whether a value can be changed is the policy's word.

use klantbeeld_core::model::{Action, Author};
use klantbeeld_core::policy::ValueType;
use leptos::prelude::*;

use crate::i18n::{Lang, fill};
use crate::state::{ShownField, View, write};
use crate::ui::{Icon, PendingMark, Toast, Why, near};

const CHANNELS: [&str; 6] = ["email", "phone", "sms", "whatsapp", "app", "post"];
const PURPOSES: [&str; 3] = ["service", "offers", "research"];

/// What to write to get back to how it was.
#[derive(Debug, Clone)]
struct Undo {
    field: String,
    value: String,
}

/// The preferences of the customer on screen.
#[component]
pub(crate) fn Preferences(view: View) -> impl IntoView {
    let undo = RwSignal::new(None::<Undo>);
    let t = move || &view.texts().preferences;
    let toast = move || {
        let Undo { field, value } = undo.get()?;
        let restore = Callback::new(move |()| {
            write(
                view,
                Action::SetField {
                    field: field.clone(),
                    value: value.clone(),
                },
            );
            undo.set(None);
        });
        let text = Signal::derive(move || t().saved.to_owned());
        let action = Signal::derive(move || view.texts().common.undo.to_owned());
        Some(view! { <Toast text action on_action=restore /> })
    };
    view! {
        <section class="c-preferences c-card" part="preferences" aria-labelledby="kb-preferences">
            <h2 class="c-card__title" id="kb-preferences">{move || t().title}</h2>
            {move || matrix(view, undo)}
            {move || choices(view, undo)}
            <p class="c-preferences__changed u-muted">{move || last_change(view)}</p>
            {toast}
        </section>
    }
    .into_any()
}

fn purpose_text(view: View, purpose: &str) -> &'static str {
    let t = &view.texts().preferences;
    match purpose {
        "service" => t.service,
        "offers" => t.offers,
        _ => t.research,
    }
}

/// A row a channel, a column a purpose.
fn matrix(view: View, undo: RwSignal<Option<Undo>>) -> AnyView {
    let t = &view.texts().preferences;
    let lang = view.lang.get();
    let row = |channel: &&'static str| {
        let name = |purpose: &&str| format!("preference.{channel}.{purpose}");
        let fields: Vec<_> = PURPOSES.iter().map(|p| view.field(&name(p))).collect();
        fields.iter().any(Option::is_some).then(|| {
            let cells = fields
                .into_iter()
                .map(|f| cell(view, f, undo))
                .collect_view();
            view! { <tr><th scope="row">{lang.channel(channel)}</th>{cells}</tr> }
        })
    };
    let heads = PURPOSES
        .iter()
        .map(|p| view! { <th scope="col">{purpose_text(view, p)}</th> });
    view! {
        <table class="c-matrix">
            <caption class="u-hidden">{t.matrix}</caption>
            <thead><tr><th scope="col">{t.channel}</th>{heads.collect_view()}</tr></thead>
            <tbody>{CHANNELS.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn answer_text(lang: Lang, value: Option<&str>) -> &'static str {
    let t = &lang.texts().common;
    match value {
        Some("yes") => t.yes,
        Some("no") => t.no,
        _ => t.unknown,
    }
}

/// One answer: a button that goes from not asked to yes, no and yes again.
fn cell(view: View, field: Option<ShownField>, undo: RwSignal<Option<Undo>>) -> AnyView {
    let Some(field) = field else {
        return view! { <td></td> }.into_any();
    };
    let lang = view.lang.get();
    let value = field.value().map(str::to_owned);
    let icon = match value.as_deref() {
        Some("yes") => "check",
        Some("no") => "x",
        _ => "minus",
    };
    let class = format!(
        "c-answer c-answer--{}",
        value.as_deref().unwrap_or("unknown")
    );
    let label = format!(
        "{}: {}",
        lang.label(&field.view.label),
        answer_text(lang, value.as_deref())
    );
    let pending = field
        .pending
        .is_some()
        .then(|| view! { <span class="c-answer__wait"></span> });
    if !field.view.writable {
        return view! {
            <td><span class=class role="img" aria-label=label.clone() title=label><Icon name=icon /></span></td>
        }
        .into_any();
    }
    let next = if value.as_deref() == Some("yes") {
        "no"
    } else {
        "yes"
    };
    let name = field.view.field.clone();
    let before = value.unwrap_or_default();
    let change = move |_| set(view, &name, next, &before, undo);
    view! {
        <td>
            <button type="button" class=class aria-label=label.clone() title=label on:click=change>
                <Icon name=icon />{pending}
            </button>
        </td>
    }
    .into_any()
}

fn set(view: View, field: &str, value: &str, before: &str, undo: RwSignal<Option<Undo>>) {
    let (field, value) = (field.to_owned(), value.to_owned());
    let back = Undo {
        field: field.clone(),
        value: before.to_owned(),
    };
    if write(view, Action::SetField { field, value }).is_some() {
        undo.set(Some(back));
    }
}

/// Everything else that is preferred: times, language, form of address, wishes, consents.
fn choices(view: View, undo: RwSignal<Option<Undo>>) -> AnyView {
    let t = &view.texts().preferences;
    let is_matrix = |f: &ShownField| {
        let rest = f.view.field.strip_prefix("preference.").unwrap_or_default();
        CHANNELS
            .iter()
            .any(|c| rest.strip_prefix(c).is_some_and(|r| r.starts_with('.')))
    };
    let group = |title: &'static str, fields: Vec<ShownField>| {
        let rows = fields
            .into_iter()
            .map(|f| choice(view, &f, undo))
            .collect::<Vec<_>>();
        (!rows.is_empty()).then(|| view! { <h3>{title}</h3><div class="c-choices">{rows}</div> })
    };
    let all = view
        .fields_under("preference.")
        .into_iter()
        .filter(|f| !is_matrix(f));
    let (personal, contact) = all.partition(|f| f.view.field.starts_with("preference.topic."));
    view! {
        {group(t.contact, contact)}
        {group(t.personal, personal)}
        {group(t.consents, view.fields_under("consent."))}
    }
    .into_any()
}

fn choice(view: View, field: &ShownField, undo: RwSignal<Option<Undo>>) -> AnyView {
    let lang = view.lang.get();
    let label = lang.label(&field.view.label);
    let name = field.view.field.clone();
    let value = field.value().unwrap_or_default().to_owned();
    let pending = field
        .pending
        .is_some()
        .then(|| view! { <PendingMark view /> });
    let why = {
        let names = vec![name.clone()];
        let trigger = ViewFn::from(move || view! { <span>{view.texts().why.why}</span> });
        view! { <Why view fields=Signal::stored(names) trigger /> }
    };
    view! {
        <label class="c-field c-choice">
            <span class="c-field__label">{label}</span>
            {input(view, field, value, name, undo)}
        </label>
        <span class="c-choice__why">{pending}{why}</span>
    }
    .into_any()
}

/// A select for options and yes or no, a text for the rest.
fn input(
    view: View,
    field: &ShownField,
    value: String,
    name: String,
    undo: RwSignal<Option<Undo>>,
) -> AnyView {
    let lang = view.lang.get();
    let before = value.clone();
    let on_change = move |event| set(view, &name, &event_target_value(&event), &before, undo);
    let disabled = !field.view.writable;
    let options: Vec<(String, String)> = match field.view.value_type {
        ValueType::Option => field
            .view
            .options
            .iter()
            .map(|o| (o.value.clone(), lang.label(&o.label)))
            .collect(),
        ValueType::Choice => ["yes", "no"]
            .map(|v| (v.to_owned(), answer_text(lang, Some(v)).to_owned()))
            .to_vec(),
        _ => {
            return view! { <input class="c-input" prop:value=value disabled=disabled on:change=on_change /> }
                .into_any();
        }
    };
    let option = |(code, text): (String, String)| {
        let selected = code == value;
        view! { <option value=code selected=selected>{text}</option> }
    };
    let none = value.is_empty();
    view! {
        <select class="c-input" disabled=disabled on:change=on_change>
            <option value="" selected=none>{lang.texts().common.unknown}</option>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// Who changed a preference last, and when.
fn last_change(view: View) -> String {
    let t = view.texts();
    let fields = view.fields_under("preference.");
    let claims = fields.iter().filter_map(|f| f.view.claims.first());
    let Some(last) = claims
        .filter(|c| c.author != Author::System)
        .max_by_key(|c| c.known_at_ms)
    else {
        return t.preferences.nobody.to_owned();
    };
    let by = if last.author == Author::Customer {
        t.why.customer
    } else {
        last.by.as_str()
    };
    fill(t.preferences.changed, by) + &near(view, last.known_at_ms)
}
