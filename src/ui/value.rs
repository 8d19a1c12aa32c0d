//! The value of a field on screen, with its source beside it and its origin one tap away.

use klantbeeld_core::model::Author;

use super::field_text::shown_text;
use super::icon::Icon;
use super::time::short_age;
use super::why::Why;
use crate::state::{Face, ShownField, View};
use leptos::prelude::*;

/// `CRM · 3 d` of a field's shown claim; empty when there is none.
pub(crate) fn source_badge(view: View, field: &ShownField) -> String {
    match field.view.claims.first() {
        Some(claim) => {
            let is_own = view.face == Face::Own && claim.author == Author::Customer;
            let from = if is_own {
                view.texts().common().own_source.to_owned()
            } else {
                view.source(&claim.source)
            };
            [from, short_age(view, claim.known_at_ms)].join(" · ")
        }
        None => String::new(),
    }
}

/// Shows values of one or more fields in a row, with the source of the first as the "why?" button, and a
/// mark while a change of them waits to be sent. Nothing at all when there is no value to show.
#[component]
pub(crate) fn Value(
    view: View,
    /// The fields' names, in the order of the screen.
    #[prop(into)]
    fields: Vec<String>,
    /// Makes one text of the values, each with its field's name.
    #[prop(default = in_a_row)]
    join: fn(&[(&str, String)]) -> String,
    /// `mailto:` or `tel:`, to make a link of a value that can be right.
    #[prop(default = "")]
    scheme: &'static str,
) -> impl IntoView {
    let names = StoredValue::new(fields);
    let shown = Memo::new(move |_| {
        let all = names.get_value();
        let known = all.iter().filter_map(|name| view.field(name));
        known
            .filter(|field| field.value().is_some())
            .collect::<Vec<_>>()
    });
    move || {
        let fields = shown.get();
        let first = fields.first().cloned()?;
        let lang = view.lang.get();
        let texts = fields
            .iter()
            .filter_map(|f| Some((f.view.field.as_str(), shown_text(lang, f)?)));
        let text = join(&texts.collect::<Vec<_>>());
        let is_odd = fields.iter().any(looks_invalid);
        let value = if scheme.is_empty() || is_odd {
            view! { <span class="c-value__text">{text}</span> }.into_any()
        } else {
            let href = format!("{scheme}{}", first.value().unwrap_or_default());
            view! { <a class="c-value__text" href=href>{text}</a> }.into_any()
        };
        let is_pending = fields.iter().any(|f| f.pending.is_some());
        let odd = is_odd.then(|| {
            view! { <span class="c-value__odd">{view.texts().why().odd}</span>" " }
        });
        Some(
            view! { <span class="c-value">{value}" "{odd}{origin_or_wait(view, names, is_pending)}</span> },
        )
    }
}

/// Returns whether the value on screen is one that cannot be right: it is shown as such, and nobody dials it.
fn looks_invalid(field: &ShownField) -> bool {
    let shown = field.view.claims.first();
    field.pending.is_none() && shown.is_some_and(|claim| claim.invalid.is_some())
}

/// Returns the values one after the other.
fn in_a_row(values: &[(&str, String)]) -> String {
    let texts: Vec<&str> = values.iter().map(|(_, text)| text.as_str()).collect();
    texts.join(" ")
}

fn origin_or_wait(view: View, names: StoredValue<Vec<String>>, is_pending: bool) -> AnyView {
    let badge = move || {
        let known = |name: &String| view.field(name).filter(|f| f.value().is_some());
        let first = names.with_value(|n| n.iter().find_map(known));
        let text = first
            .map(|field| source_badge(view, &field))
            .unwrap_or_default();
        if text.is_empty() {
            view.texts().why().why.to_owned()
        } else {
            text
        }
    };
    let mark = is_pending.then(|| view! { <PendingMark view /> });
    view! {
        <Why view fields=Signal::derive(move || names.get_value()) trigger=badge.into() />
        {mark}
    }
    .into_any()
}

/// "Waiting to be sent", beside what was written here and is not at the server yet.
#[component]
pub(crate) fn PendingMark(view: View) -> impl IntoView {
    view! {
        <span class="c-pending" title=move || view.texts().state().waiting_hint>
            <Icon name="clock" />
            {move || view.texts().state().waiting}
        </span>
    }
}
