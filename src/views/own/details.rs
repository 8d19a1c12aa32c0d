//! The customer's own details, each with its source, corrected in place.

use klantbeeld_core::model::Action;
use klantbeeld_core::policy::ValueType;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::i18n::SelfTexts;
use crate::state::{ShownField, View, write};
use crate::ui::Value;
use leptos::prelude::*;

/// The fields that come first in their group, in this order; the others follow in the policy's.
const FIRST: [&str; 12] = [
    "organisation.name",
    "person.salutation",
    "person.initials",
    "person.first_name",
    "person.last_name",
    "contact.email",
    "contact.mobile",
    "contact.phone",
    "contact.address",
    "contact.postcode",
    "contact.town",
    "contact.country",
];

/// Shows the customer's details in three groups.
#[component]
pub(super) fn Details(view: View) -> impl IntoView {
    view! {
        <section class="c-card c-own__details" aria-labelledby="kb-own">
            <h2 class="c-card__title" id="kb-own">{move || view.texts().own().title}</h2>
            {group(view, |t| t.reach, &["contact."])}
            {group(view, |t| t.who, &["person.", "organisation.", "household."])}
            {group(view, |t| t.relation, &["relation.", "loyalty.", "satisfaction.", "finance."])}
        </section>
    }
}

fn group(
    view: View,
    title: fn(&SelfTexts) -> &'static str,
    prefixes: &'static [&'static str],
) -> AnyView {
    let names = Memo::new(move |_| {
        let fields = prefixes.iter().flat_map(|p| view.fields_under(p));
        let shown = fields.filter(|f| f.value().is_some() || f.view.writable);
        let mut names: Vec<String> = shown.map(|f| f.view.field).collect();
        names.sort_by_key(|name| FIRST.iter().position(|f| f == name).unwrap_or(FIRST.len()));
        names
    });
    let rows = move || {
        names
            .get()
            .into_iter()
            .map(|name| row(view, name))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="c-own__group" hidden=move || names.with(Vec::is_empty)>
            <h3>{move || title(view.texts().own())}</h3>
            <dl>{rows}</dl>
        </div>
    }
    .into_any()
}

/// How far the correcting of one value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Reading,
    Editing,
    /// Read again after editing: the button takes the focus back.
    Returned {
        is_saved: bool,
    },
}

/// Shows one value with its source, and a button where they may correct it.
fn row(view: View, name: String) -> AnyView {
    let name = StoredValue::new(name);
    let field = Memo::new(move |_| view.field(&name.get_value()));
    let stage = RwSignal::new(Stage::Reading);
    let label = move || field.with(|f| f.as_ref().map(|f| view.lang.get().label(&f.view.label)));
    let may_write = Memo::new(move |_| field.with(|f| f.as_ref().is_some_and(|f| f.view.writable)));
    let is_unknown =
        Memo::new(move |_| field.with(|f| f.as_ref().is_none_or(|f| f.value().is_none())));
    let button = NodeRef::<leptos::html::Button>::new();
    Effect::new(move |_| {
        if let (Some(button), Stage::Returned { .. }) = (button.get(), stage.get()) {
            focus(&button);
        }
    });
    let read = move || {
        let edit = may_write.get().then(|| {
            view! {
                <button type="button" class="c-button c-button--quiet" node_ref=button on:click=move |_| stage.set(Stage::Editing)>
                    {move || view.texts().own().edit}<span class="u-hidden">" "{label}</span>
                </button>
            }
        });
        view! {
            <span class="c-own__value">
                <Value view fields=vec![name.get_value()] />
                <span class="u-muted" hidden=move || !is_unknown.get()>{move || view.texts().own().unknown}</span>
            </span>
            {edit}
        }
    };
    let is_editing = Memo::new(move |_| stage.get() == Stage::Editing);
    let content = move || match (is_editing.get(), field.get_untracked()) {
        (true, Some(field)) => edit(view, field, stage),
        _ => read().into_any(),
    };
    let saved = move || match stage.get() {
        Stage::Returned { is_saved: true } if view.is_online.get() => view.texts().own().saved,
        Stage::Returned { is_saved: true } => view.texts().state().waiting_hint,
        _ => "",
    };
    view! {
        <div class="c-own__field">
            <dt>{label}</dt>
            <dd>{content}<p class="c-own__saved" role="status">{saved}</p></dd>
        </div>
    }
    .into_any()
}

fn focus(element: &HtmlElement) {
    // An element that left the page meanwhile cannot take the focus, and need not.
    let _ = element.focus();
}

/// Returns what is wrong with what was typed; the server checks it again.
fn problem(t: &'static SelfTexts, field: &ShownField, text: &str) -> Option<&'static str> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_email = |text: &str| {
        let parts = text.split_once('@');
        parts.is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !text.contains(' ')
        })
    };
    let is_postcode = |text: &str| {
        let plain: String = text.chars().filter(|c| *c != ' ').collect();
        plain.len() == 6
            && plain.chars().enumerate().all(|(i, c)| {
                if i < 4 {
                    c.is_ascii_digit()
                } else {
                    c.is_ascii_alphabetic()
                }
            })
    };
    match (field.view.field.as_str(), field.view.value_type) {
        ("person.last_name" | "organisation.name", _) if text.is_empty() => Some(t.empty),
        _ if text.is_empty() => None,
        ("contact.postcode", _) if digits == 4 && !is_postcode(text) => Some(t.bad_postcode),
        (_, ValueType::Email) if !is_email(text) => Some(t.bad_email),
        (_, ValueType::Phone) if !(8..=15).contains(&digits) => Some(t.bad_phone),
        (_, ValueType::Number) if text.parse::<i64>().is_err() => Some(t.bad_number),
        _ => None,
    }
}

/// Shows the input of one value, with save and cancel; what is wrong stands below it.
fn edit(view: View, shown: ShownField, stage: RwSignal<Stage>) -> AnyView {
    let text = RwSignal::new(shown.value().unwrap_or_default().to_owned());
    let wrong = RwSignal::new(None::<&'static str>);
    let form = NodeRef::<leptos::html::Form>::new();
    Effect::new(move |_| {
        let input = form
            .get()
            .and_then(|f| f.query_selector(".c-input").ok().flatten());
        if let Some(input) = input.as_ref().map(JsCast::unchecked_ref::<HtmlElement>) {
            focus(input);
        }
    });
    let input = input(view, &shown, text, wrong);
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let value = text.get_untracked().trim().to_owned();
        let found = problem(untrack(|| view.texts().own()), &shown, &value);
        wrong.set(found);
        let is_new = shown.value().unwrap_or_default() != value;
        let field = shown.view.field.clone();
        if found.is_none() && (!is_new || write(view, Action::SetField { field, value }).is_some())
        {
            stage.set(Stage::Returned { is_saved: is_new });
        }
    };
    let cancel = move || stage.set(Stage::Returned { is_saved: false });
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            cancel();
        }
    };
    view! {
        <form class="c-own__edit" novalidate node_ref=form on:submit=save on:keydown=on_key>
            {input}
            <button type="submit" class="c-button c-button--primary">{move || view.texts().common().save}</button>
            <button type="button" class="c-button" on:click=move |_| cancel()>{move || view.texts().common().cancel}</button>
            <p class="c-form__error" role="alert">{move || wrong.get()}</p>
        </form>
    }.into_any()
}

fn input(
    view: View,
    shown: &ShownField,
    text: RwSignal<String>,
    wrong: RwSignal<Option<&'static str>>,
) -> AnyView {
    let lang = view.lang.get_untracked();
    let label = lang.label(&shown.view.label);
    let is_wrong = move || wrong.get().is_some().then_some("true");
    let kind = match shown.view.value_type {
        ValueType::Email => "email",
        ValueType::Phone => "tel",
        ValueType::Date => "date",
        _ => "text",
    };
    if shown.view.options.is_empty() {
        return view! {
            <input class="c-input" type=kind aria-label=label maxlength="400" prop:value=move || text.get()
                aria-invalid=is_wrong on:input=move |event| text.set(event_target_value(&event)) />
        }.into_any();
    }
    let now = shown.value().unwrap_or_default();
    let option = |o: &klantbeeld_core::policy::FieldOption| {
        let is_now = o.value == now;
        view! { <option value=o.value.clone() prop:selected=is_now>{lang.label(&o.label)}</option> }
    };
    let options = shown.view.options.iter().map(option).collect_view();
    view! {
        <select class="c-input" aria-label=label on:change=move |event| text.set(event_target_value(&event))>
            {now.is_empty().then(|| view! { <option value=""></option> })}
            {options}
        </select>
    }.into_any()
}
