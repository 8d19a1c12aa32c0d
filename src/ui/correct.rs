//! Correcting values in place: the form, what is wrong with what was typed, and the button that opens it under the
//! origin of a value.
//!
//! A correction is a write like any other: it waits without network, shows at once, and can be undone. Who may not
//! write a field is offered nothing; the server checks right and value again.

use klantbeeld_core::policy::{FieldOption, ValueType};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::address::own_words;
use crate::i18n::{Lang, SelfTexts};
use crate::state::{FieldValue, ShownField, View, set_fields};
use leptos::prelude::*;

/// The fact that is pinned on the card.
pub(crate) const NOTE_FIELD: &str = "service.note";
/// The longest text in one line of a form; a pinned fact may have several.
const LINE_CHARS: &str = "400";
const NOTE_CHARS: &str = "4000";

/// Shows the buttons that correct values or take a pinned fact off; nothing for who may not write them. It stands
/// in a popover, which ends with the correction.
#[component]
pub(crate) fn Correct(
    view: View,
    fields: Vec<String>,
    /// Whether the form stands there at once.
    #[prop(optional)]
    begins: bool,
) -> impl IntoView {
    let may = |name: &String| untrack(|| view.field(name)).is_some_and(|f| f.view.writable);
    let fields: Vec<String> = fields.into_iter().filter(may).collect();
    let is_editing = RwSignal::new(begins);
    let place = NodeRef::<leptos::html::Div>::new();
    let end = Callback::new(move |_| close_popover(place));
    let is_pinned = fields.iter().any(|f| f == NOTE_FIELD) && !begins;
    let edit = move || {
        // The button goes with the focus that it has, and the popover would close: it waits in the place of both.
        if let Some(place) = place.get_untracked() {
            let _ = place.focus();
        }
        is_editing.set(true);
    };
    let unpin = move |_| {
        close_popover(place);
        set_fields(view, vec![(NOTE_FIELD.to_owned(), String::new())]);
    };
    let content = move || {
        let fields = fields.clone();
        if is_editing.get() {
            return view! { <CorrectForm view fields on_end=end /> }.into_any();
        }
        let edit = (!fields.is_empty()).then(|| {
            view! {
                <button type="button" class="c-button" on:click=move |_| edit()>
                    {move || own_words(view).edit}
                </button>
            }
        });
        let off = is_pinned.then(|| {
            view! { <button type="button" class="c-button" on:click=unpin>{move || view.texts().more().unpin}</button> }
        });
        view! { {edit}{off} }.into_any()
    };
    view! { <div class="c-correct" tabindex="-1" node_ref=place>{content}</div> }
}

/// Closes the popover around an element, which gives the focus back to its button.
fn close_popover(place: NodeRef<leptos::html::Div>) {
    let around = place.try_get_untracked().flatten();
    let around = around.and_then(|e| e.closest(".c-pop").ok().flatten());
    let button = around.and_then(|e: Element| e.query_selector("button").ok().flatten());
    if let Some(button) = button.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>) {
        button.click();
    }
}

/// One value while it is typed.
#[derive(Clone)]
struct Typed {
    shown: ShownField,
    text: RwSignal<String>,
    wrong: RwSignal<Option<&'static str>>,
}

impl Typed {
    /// Returns the value to write; none when something is wrong with it, which then stands below it.
    fn checked(&self, t: &'static SelfTexts) -> Option<FieldValue> {
        let value = self.text.get_untracked().trim().to_owned();
        let found = problem(t, &self.shown, &value);
        self.wrong.set(found);
        found
            .is_none()
            .then(|| (self.shown.view.field.clone(), value))
    }
}

/// Shows the inputs of one or more values, with save and cancel, which both end it.
#[component]
pub(crate) fn CorrectForm(
    view: View,
    fields: Vec<String>,
    on_end: Callback<()>,
    #[prop(default = "c-form")] class: &'static str,
) -> impl IntoView {
    let known = fields
        .iter()
        .filter_map(|name| untrack(|| view.field(name)));
    let typed: Vec<Typed> = known
        .map(|shown| Typed {
            text: RwSignal::new(shown.value().unwrap_or_default().to_owned()),
            wrong: RwSignal::new(None),
            shown,
        })
        .collect();
    let form = NodeRef::<leptos::html::Form>::new();
    Effect::new(move |_| {
        let form = form.get();
        let input = form.and_then(|f| f.query_selector(".c-input").ok().flatten());
        if let Some(input) = input.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>) {
            // An element that left the page meanwhile cannot take the focus, and need not.
            let _ = input.focus();
        }
    });
    let rows = typed.iter().map(|typed| row(view, typed)).collect_view();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let t = untrack(|| own_words(view));
        let checked: Vec<Option<FieldValue>> = typed.iter().map(|typed| typed.checked(t)).collect();
        let Some(values) = checked.into_iter().collect::<Option<Vec<_>>>() else {
            return;
        };
        // First, as the place where it stands may be made anew with the value.
        on_end.run(());
        set_fields(view, values);
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            on_end.run(());
        }
    };
    view! {
        <form class=class novalidate node_ref=form on:submit=save on:keydown=on_key>
            {rows}
            <div class="c-correct__ends">
                <button type="submit" class="c-button c-button--primary">{move || view.texts().common().save}</button>
                <button type="button" class="c-button" on:click=move |_| on_end.run(())>{move || view.texts().common().cancel}</button>
            </div>
        </form>
    }
}

fn row(view: View, typed: &Typed) -> AnyView {
    let wrong = typed.wrong;
    let label = view.lang.get_untracked().label(&typed.shown.view.label);
    view! {
        <label class="c-field">
            <span class="c-field__label">{label}</span>
            {input(view.lang.get_untracked(), typed)}
            <span class="c-form__error" role="alert">{move || wrong.get()}</span>
        </label>
    }
    .into_any()
}

fn input(lang: Lang, typed: &Typed) -> AnyView {
    let Typed { shown, text, wrong } = typed.clone();
    let options = options(lang, &shown);
    if !options.is_empty() {
        let now = shown.value().unwrap_or_default().to_owned();
        let option = |(value, label): (String, String)| {
            let is_now = value == now;
            view! { <option value=value prop:selected=is_now>{label}</option> }
        };
        let options = options.into_iter().map(option).collect_view();
        return view! {
            <select class="c-input" on:change=move |event| text.set(event_target_value(&event))>
                {now.is_empty().then(|| view! { <option value=""></option> })}
                {options}
            </select>
        }
        .into_any();
    }
    let is_wrong = move || wrong.get().is_some().then_some("true");
    if shown.view.field == NOTE_FIELD {
        return view! {
            <textarea class="c-input" rows="3" maxlength=NOTE_CHARS prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))></textarea>
        }
        .into_any();
    }
    let kind = match shown.view.value_type {
        ValueType::Email => "email",
        ValueType::Phone => "tel",
        ValueType::Date => "date",
        _ => "text",
    };
    view! {
        <input class="c-input" type=kind maxlength=LINE_CHARS autocomplete="off" prop:value=move || text.get()
            aria-invalid=is_wrong on:input=move |event| text.set(event_target_value(&event)) />
    }
    .into_any()
}

/// Returns what a value is chosen from, with the words for it; nothing when it is typed.
fn options(lang: Lang, shown: &ShownField) -> Vec<(String, String)> {
    if shown.view.value_type == ValueType::Choice {
        let t = lang.texts().common();
        return vec![
            ("yes".to_owned(), t.yes.to_owned()),
            ("no".to_owned(), t.no.to_owned()),
        ];
    }
    let option = |o: &FieldOption| (o.value.clone(), lang.label(&o.label));
    shown.view.options.iter().map(option).collect()
}

/// Returns what is wrong with what was typed; the server checks it again.
fn problem(t: &'static SelfTexts, field: &ShownField, text: &str) -> Option<&'static str> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
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

fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '))
}

fn is_postcode(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    let (digits, letters) = plain.split_at_checked(4).unwrap_or_default();
    letters.len() == 2
        && digits.bytes().all(|b| b.is_ascii_digit())
        && letters.bytes().all(|b| b.is_ascii_alphabetic())
}
