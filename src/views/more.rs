//! The fields that the policy names and that stand nowhere else in the view: known ones, and those that can
//! be filled in.

use klantbeeld_core::model::CustomerKind;
use leptos::prelude::*;

use crate::state::{ShownField, View};
use crate::ui::{Correct, NOTE_FIELD, Popover, Value};

/// What the header, the crystal ball and the badges show.
const PLACED: [&str; 22] = [
    "organisation.name",
    "organisation.coc_number",
    "person.salutation",
    "person.initials",
    "person.first_name",
    "person.last_name",
    "person.language",
    "person.form_of_address",
    "contact.mobile",
    "contact.phone",
    "contact.email",
    "contact.address",
    "contact.postcode",
    "contact.town",
    "contact.country",
    "relation.roles",
    "relation.since",
    "relation.tier",
    "relation.value_minor",
    "relation.owner",
    "household.size",
    NOTE_FIELD,
];
/// Facts of the crystal ball.
const IN_BALL: [&str; 2] = ["loyalty.points", "satisfaction.nps"];
/// What the preferences show.
const IN_PREFERENCES: [&str; 2] = ["preference.", "consent."];

/// Returns whether a field has no other place: it says something that stands nowhere, or could be filled in.
fn belongs_here(field: &ShownField, kind: CustomerKind) -> bool {
    let name = field.view.field.as_str();
    if IN_PREFERENCES.iter().any(|prefix| name.starts_with(prefix)) || IN_BALL.contains(&name) {
        return false;
    }
    // The fact that is pinned has a button of its own where it can be filled in.
    let is_unknown = field.value().is_none();
    let of_others = match kind {
        CustomerKind::Organisation => "person.",
        CustomerKind::Person | CustomerKind::Prospect => "organisation.",
    };
    let has_place = name == NOTE_FIELD || name.starts_with(of_others);
    let is_open = is_unknown && field.view.writable && !has_place;
    // What is masked has a place of its own.
    !field.view.masked && (is_open || (!is_unknown && !PLACED.contains(&name)))
}

/// Shows them; nothing when there are none.
#[component]
pub(super) fn More(view: View) -> impl IntoView {
    let names = Memo::new(move |_| {
        let kind = view
            .head
            .with(|h| h.as_ref().map(|h| h.kind))
            .unwrap_or_default();
        let all = view.fields_under("").into_iter();
        let here = all.filter(|field| belongs_here(field, kind));
        here.map(|f| f.view.field).collect::<Vec<_>>()
    });
    let rows = move || {
        let names = names.get().into_iter();
        names.map(|name| row(view, name)).collect::<Vec<_>>()
    };
    view! {
        <section class="c-more c-card" part="more" aria-labelledby="kb-more" hidden=move || names.with(Vec::is_empty)>
            <h2 class="c-card__title" id="kb-more">{move || view.texts().more().title}</h2>
            <dl class="c-more__fields">{rows}</dl>
        </section>
    }
}

fn row(view: View, name: String) -> AnyView {
    let name = StoredValue::new(name);
    let field = Memo::new(move |_| view.field(&name.get_value()));
    let label = move || field.with(|f| f.as_ref().map(|f| view.lang.get().label(&f.view.label)));
    let is_unknown =
        Memo::new(move |_| field.with(|f| f.as_ref().is_none_or(|f| f.value().is_none())));
    let content = move || {
        if is_unknown.get() {
            unknown(view, name)
        } else {
            view! { <Value view fields=vec![name.get_value()] /> }.into_any()
        }
    };
    view! { <div class="c-more__field"><dt>{label}</dt><dd>{content}</dd></div> }.into_any()
}

/// Shows a way to fill it in.
fn unknown(view: View, name: StoredValue<String>) -> AnyView {
    let t = move || view.texts().more();
    let label = Signal::derive(move || {
        let field = view.field(&name.get_value());
        field
            .map(|f| view.lang.get().label(&f.view.label))
            .unwrap_or_default()
    });
    view! {
        <span class="u-muted">{move || view.texts().own().unknown}</span>
        " "
        <Popover label class="c-why" trigger=(move || t().fill_in).into()>
            <Correct view fields=vec![name.get_value()] begins=true />
        </Popover>
    }
    .into_any()
}
