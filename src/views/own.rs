//! The customer's own page: what is known about him, in plain words, and where he corrects it.
//!
//! The same parts as the employee sees, with the customer's rights: the server decides what is in them.

use klantbeeld_core::insight::display_name;
use klantbeeld_core::model::{Action, ItemLine};
use klantbeeld_core::policy::ValueType;
use leptos::prelude::*;

use super::foot::Foot;
use super::preferences::Preferences;
use super::promises::Promises;
use super::states::LoadState;
use super::timeline::Timeline;
use crate::i18n::{fill, format};
use crate::state::{Load, ShownField, View, write};
use crate::ui::{Value, near};

/// The customer's own page.
#[component]
pub(crate) fn OwnPage(view: View) -> impl IntoView {
    let is_ready = Memo::new(move |_| view.load.get() == Load::Ready);
    let t = move || &view.texts().own;
    let name = move || view.with_facts(display_name).unwrap_or_default();
    move || {
        if !is_ready.get() {
            return view! { <LoadState view /> }.into_any();
        }
        view! {
            <div class="c-own">
                <header class="c-own__head">
                    <h1>{move || fill(t().hello, &name())}</h1>
                    <p>{move || t().intro}</p>
                </header>
                <section class="c-card" aria-labelledby="kb-own">
                    <h2 class="c-card__title" id="kb-own">{move || t().title}</h2>
                    <Details view />
                </section>
                <Planned view />
                <Promises view />
                <Preferences view />
                <Timeline view />
                <Foot view />
            </div>
        }
        .into_any()
    }
}

/// His details, each with its source, and a button where he may correct it.
#[component]
fn Details(view: View) -> impl IntoView {
    let names = Memo::new(move |_| {
        let prefixes = [
            "person.",
            "contact.",
            "organisation.",
            "relation.",
            "household.",
            "loyalty.",
        ];
        let fields = prefixes.iter().flat_map(|p| view.fields_under(p));
        let shown = fields.filter(|f| f.value().is_some() || f.view.writable);
        shown.map(|f| f.view.field).collect::<Vec<_>>()
    });
    let rows = move || {
        names
            .get()
            .into_iter()
            .map(|name| view! { <OwnField view name /> })
            .collect_view()
    };
    view! { <dl class="c-own__fields">{rows}</dl> }.into_any()
}

/// What is wrong with what was typed; the server checks it again.
fn problem(view: View, field: &ShownField, text: &str) -> Option<&'static str> {
    let t = &view.texts().own;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_email = |text: &str| {
        text.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    match field.view.value_type {
        _ if text.is_empty() => Some(t.empty),
        ValueType::Email if !is_email(text) => Some(t.bad_email),
        ValueType::Phone if !(8..=15).contains(&digits) => Some(t.bad_phone),
        _ => None,
    }
}

#[component]
fn OwnField(view: View, name: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let field = Memo::new(move |_| view.field(&name.get_value()));
    let is_editing = RwSignal::new(false);
    let label = move || field.with(|f| f.as_ref().map(|f| view.lang.get().label(&f.view.label)));
    let may_write = move || field.with(|f| f.as_ref().is_some_and(|f| f.view.writable));
    let content = move || {
        if is_editing.get() {
            return view! { <Edit view field is_editing /> }.into_any();
        }
        let known = field.with(|f| f.as_ref().is_some_and(|f| f.value().is_some()));
        view! {
            {known.then(|| view! { <Value view fields=vec![name.get_value()] /> })}
            {may_write().then(|| {
                let about = label().unwrap_or_default();
                view! {
                    <button type="button" class="c-button c-button--quiet" on:click=move |_| is_editing.set(true)>
                        {view.texts().own.edit}<span class="u-hidden">" "{about}</span>
                    </button>
                }
            })}
        }
        .into_any()
    };
    view! { <div class="c-own__field"><dt>{label}</dt><dd>{content}</dd></div> }.into_any()
}

/// The input of one value, with save and cancel; what is wrong stands below it.
#[component]
fn Edit(view: View, field: Memo<Option<ShownField>>, is_editing: RwSignal<bool>) -> impl IntoView {
    let Some(shown) = field.get_untracked() else {
        return ().into_any();
    };
    let text = RwSignal::new(shown.value().unwrap_or_default().to_owned());
    let wrong = RwSignal::new(None::<&'static str>);
    let lang = view.lang.get_untracked();
    let label = lang.label(&shown.view.label);
    let hint = fill(view.texts().own.owner, &lang.department(&shown.view.owner));
    let name = shown.view.field.clone();
    let options = shown.view.options.clone();
    let kind = match shown.view.value_type {
        ValueType::Email => "email",
        ValueType::Phone => "tel",
        ValueType::Date => "date",
        _ => "text",
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let value = text.get_untracked().trim().to_owned();
        let found = problem(view, &shown, &value);
        wrong.set(found);
        if found.is_none()
            && write(
                view,
                Action::SetField {
                    field: name.clone(),
                    value,
                },
            )
            .is_some()
        {
            is_editing.set(false);
        }
    };
    let input = if options.is_empty() {
        view! {
            <input class="c-input" type=kind aria-label=label autofocus prop:value=move || text.get()
                aria-invalid=move || wrong.get().is_some().then_some("true")
                on:input=move |event| text.set(event_target_value(&event)) />
        }
        .into_any()
    } else {
        let choice = move |o: klantbeeld_core::policy::FieldOption| {
            let selected = text.with_untracked(|t| *t == o.value);
            view! { <option value=o.value selected=selected>{lang.label(&o.label)}</option> }
        };
        let choices = options.into_iter().map(choice).collect_view();
        view! {
            <select class="c-input" aria-label=label on:change=move |event| text.set(event_target_value(&event))>
                <option value=""></option>
                {choices}
            </select>
        }
        .into_any()
    };
    view! {
        <form class="c-own__edit" novalidate on:submit=save>
            {input}
            <button type="submit" class="c-button c-button--primary">{view.texts().common.save}</button>
            <button type="button" class="c-button" on:click=move |_| is_editing.set(false)>
                {view.texts().common.cancel}
            </button>
            <p class="c-form__error" role="alert">{move || wrong.get()}</p>
            <p class="u-muted">{hint}</p>
        </form>
    }
    .into_any()
}

/// What is planned, nearest first.
#[component]
fn Planned(view: View) -> impl IntoView {
    let row = move |line: &ItemLine| {
        let amount = line.amount.map(|m| format::money(view.lang.get(), m));
        let (title, when) = (line.title.clone(), near(view, line.at_ms));
        view! { <li class="c-own__planned"><span>{title}" "{amount}</span><span class="u-muted">{when}</span></li> }
    };
    let list = move || {
        let lines = view
            .head
            .with(|h| h.as_ref().map(|h| h.upcoming.clone()))
            .unwrap_or_default();
        if lines.is_empty() {
            view! { <p class="u-muted">{view.texts().own.nothing_planned}</p> }.into_any()
        } else {
            view! { <ul>{lines.iter().take(8).map(row).collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <section class="c-card c-own__future" aria-labelledby="kb-planned">
            <h2 class="c-card__title" id="kb-planned">{move || view.texts().own.planned}</h2>
            {list}
        </section>
    }
    .into_any()
}
