//! The customer's own details, each with its source, corrected in place.

use web_sys::HtmlElement;

use crate::i18n::SelfTexts;
use crate::state::View;
use crate::ui::{CorrectForm, Value, own_words};
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
            <h2 class="c-card__title" id="kb-own">{move || own_words(view).title}</h2>
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
            <h3>{move || title(own_words(view))}</h3>
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
    Returned,
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
        if let (Some(button), Stage::Returned) = (button.get(), stage.get()) {
            focus(&button);
        }
    });
    let read = move || {
        let edit = may_write.get().then(|| {
            view! {
                <button type="button" class="c-button c-button--quiet" node_ref=button on:click=move |_| stage.set(Stage::Editing)>
                    {move || own_words(view).edit}<span class="u-hidden">" "{label}</span>
                </button>
            }
        });
        view! {
            <span class="c-own__value">
                <Value view fields=vec![name.get_value()] />
                <span class="u-muted" hidden=move || !is_unknown.get()>{move || own_words(view).unknown}</span>
            </span>
            {edit}
        }
    };
    let is_editing = Memo::new(move |_| stage.get() == Stage::Editing);
    let end = Callback::new(move |_| stage.set(Stage::Returned));
    let content = move || {
        if is_editing.get() {
            let fields = vec![name.get_value()];
            return view! { <CorrectForm view fields on_end=end class="c-own__edit" /> }.into_any();
        }
        read().into_any()
    };
    view! {
        <div class="c-own__field">
            <dt>{label}</dt>
            <dd>{content}</dd>
        </div>
    }
    .into_any()
}

fn focus(element: &HtmlElement) {
    // An element that left the page meanwhile cannot take the focus, and need not.
    let _ = element.focus();
}
