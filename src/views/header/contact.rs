//! How to reach the customer, each value with its source beside it.

use klantbeeld_core::model::{Identity, IdentityKind};

use super::names::names;
use crate::state::View;
use crate::ui::{Said, Value, Why};
use leptos::prelude::*;

/// The parts of an address, as one line.
const ADDRESS: [&str; 4] = [
    "contact.address",
    "contact.postcode",
    "contact.town",
    "contact.country",
];

/// Shows telephone, e-mail, address and customer numbers in one row.
#[component]
pub(super) fn ContactLine(view: View) -> impl IntoView {
    let numbers = move || {
        let all = view
            .head
            .with(|h| h.as_ref().map(|h| h.identities.clone()))
            .unwrap_or_default();
        let numbers = all
            .into_iter()
            .filter(|i| i.kind == IdentityKind::CustomerNumber);
        numbers
            .map(|identity| number(view, identity))
            .collect_view()
    };
    view! {
        <div class="c-contact" role="group" aria-label=move || view.texts().header().contact>
            <Value view fields=names(&["contact.mobile"]) scheme="tel:" />
            <Value view fields=names(&["contact.phone"]) scheme="tel:" />
            <Value view fields=names(&["contact.email"]) scheme="mailto:" />
            <Value view fields=names(&ADDRESS) join=address />
            <Value view fields=names(&["organisation.coc_number"]) join=coc_number />
            {numbers}
        </div>
    }
}

/// Returns the register's own name, which says in every language what number it is.
fn coc_number(parts: &[(&str, String)]) -> String {
    let number = parts.iter().map(|(_, text)| text.as_str());
    ["KvK"]
        .into_iter()
        .chain(number)
        .collect::<Vec<_>>()
        .join(" ")
}

/// `Lindelaan 12, 3571 AB Utrecht`; the country only where it is another one.
fn address(parts: &[(&str, String)]) -> String {
    let mut line = String::new();
    let home = ["NL", "Nederland", "Netherlands"];
    for (field, text) in parts {
        if *field == "contact.country" && home.contains(&text.as_str()) {
            continue;
        }
        if !line.is_empty() {
            let follows_code =
                *field == "contact.town" && parts.iter().any(|(f, _)| *f == "contact.postcode");
            line.push_str(if follows_code { " " } else { ", " });
        }
        line.push_str(text);
    }
    line
}

/// Shows a number that a source gave the customer.
fn number(view: View, identity: Identity) -> AnyView {
    let said = Said {
        what: view.texts().header().number.to_owned(),
        source: identity.source,
    };
    let source = StoredValue::new(said.source.clone());
    let trigger = move || source.with_value(|slug| view.source(slug));
    view! {
        <span class="c-value">
            <span class="c-value__text">{move || view.texts().header().number} " " {identity.value}</span>
            " "
            <Why view fields=Vec::new() said trigger=trigger.into() />
        </span>
    }
    .into_any()
}
