//! Everything else that is preferred: times, language, form of address, wishes, consents; a row each.

use klantbeeld_core::policy::ValueType;

use super::matrix::{CHANNELS, answer_text};
use crate::i18n::{Lang, PreferenceTexts};
use crate::state::{ShownField, View, set_fields};
use crate::ui::{PendingMark, Why, shown_text, source_badge};
use leptos::prelude::*;

/// Shows the fields of a group, under its title; nothing when the viewer may see none of them.
#[component]
pub(super) fn Choices(
    view: View,
    title: fn(&PreferenceTexts) -> &'static str,
    prefix: &'static str,
) -> impl IntoView {
    let names = Memo::new(move |_| {
        let under = view.fields_under(prefix).into_iter();
        let mine = under.filter(|f| is_mine(prefix, &f.view.field));
        mine.map(|f| f.view.field).collect::<Vec<_>>()
    });
    let rows = move || {
        names
            .get()
            .into_iter()
            .map(|n| choice(view, n))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="c-choices" hidden=move || names.with(Vec::is_empty)>
            <h3>{move || title(view.texts().preferences())}</h3>
            {rows}
        </div>
    }
}

/// Returns whether a field belongs to the group: the table and the wishes are groups of their own.
fn is_mine(prefix: &str, field: &str) -> bool {
    let rest = field.strip_prefix(prefix).unwrap_or(field);
    let (first, is_nested) = rest
        .split_once('.')
        .map_or((rest, false), |(first, _)| (first, true));
    !is_nested || (first != "topic" && !CHANNELS.contains(&first))
}

fn choice(view: View, name: String) -> AnyView {
    let name = StoredValue::new(name);
    let field = Memo::new(move |_| view.field(&name.get_value()));
    let label = move || field.with(|f| f.as_ref().map(|f| view.lang.get().label(&f.view.label)));
    // What decides which control stands here; the value does not, so typing goes on undisturbed.
    let shape = Memo::new(move |_| {
        field.with(|f| {
            f.as_ref()
                .map(|f| (f.view.writable, f.view.value_type, f.view.options.clone()))
        })
    });
    let control = move || {
        let lang = view.lang.get();
        let (writable, value_type, _) = shape.get()?;
        Some(match (writable, value_type) {
            (false, _) => fixed(lang, field),
            (true, ValueType::Option | ValueType::Choice) => select(view, lang, field),
            (true, _) => text(view, field),
        })
    };
    let badge = move || {
        field.with(|f| {
            f.as_ref()
                .map(|f| source_badge(view, f))
                .unwrap_or_default()
        })
    };
    let is_pending =
        Memo::new(move |_| field.with(|f| f.as_ref().is_some_and(|f| f.pending.is_some())));
    let origin = move || {
        if is_pending.get() {
            return Some(view! { <PendingMark view /> }.into_any());
        }
        let is_known = field.with(|f| f.as_ref().is_some_and(|f| !f.view.claims.is_empty()));
        is_known
            .then(|| view! { <Why view fields=Signal::derive(move || vec![name.get_value()]) trigger=badge.into() /> }.into_any())
    };
    view! {
        <label class="c-choice"><span class="c-choice__label">{label}</span>{control}</label>
        <div class="c-choice__origin">{origin}</div>
    }
    .into_any()
}

fn value(field: Memo<Option<ShownField>>) -> String {
    field
        .with(|f| f.as_ref().and_then(|f| f.value().map(str::to_owned)))
        .unwrap_or_default()
}

/// Shows a value that this viewer may only read.
fn fixed(lang: Lang, field: Memo<Option<ShownField>>) -> AnyView {
    let text = move || {
        let known = field.with(|f| f.as_ref().and_then(|f| shown_text(lang, f)));
        known.unwrap_or_else(|| lang.texts().common().unknown.to_owned())
    };
    view! { <span class="c-choice__fixed">{text}</span> }.into_any()
}

fn text(view: View, field: Memo<Option<ShownField>>) -> AnyView {
    let change = move |event| {
        if let Some(name) = field.with_untracked(|f| f.as_ref().map(|f| f.view.field.clone())) {
            set_fields(
                view,
                vec![(name, event_target_value(&event).trim().to_owned())],
            );
        }
    };
    view! { <input class="c-input" maxlength="4000" prop:value=move || value(field) on:change=change /> }.into_any()
}

/// Shows a list of the field's options, or of yes and no, with "not asked yet" before them.
fn select(view: View, lang: Lang, field: Memo<Option<ShownField>>) -> AnyView {
    let Some(shown) = field.get_untracked() else {
        return ().into_any();
    };
    let mut options = vec![(String::new(), lang.texts().common().unknown.to_owned())];
    if shown.view.value_type == ValueType::Choice {
        options
            .extend(["yes", "no"].map(|v| (v.to_owned(), answer_text(lang, Some(v)).to_owned())));
    } else {
        options.extend(
            shown
                .view
                .options
                .iter()
                .map(|o| (o.value.clone(), lang.label(&o.label))),
        );
    }
    let option = |(code, text): (String, String)| {
        let mine = code.clone();
        view! { <option value=code prop:selected=move || value(field) == mine>{text}</option> }
    };
    let options = options.into_iter().map(option).collect_view();
    let name = shown.view.field;
    let change = move |event| {
        set_fields(view, vec![(name.clone(), event_target_value(&event))]);
    };
    view! { <select class="c-input" on:change=change>{options}</select> }.into_any()
}
