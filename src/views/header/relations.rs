//! Who belongs to this customer: household, contact persons, employer. A button each, which asks
//! the host to show the other, and in the app does so itself; and beside it, which source says so.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{Relation, RelationKind};

use crate::i18n::HeaderTexts;
use crate::state::{Face, View, open};
use crate::ui::{Icon, Said, Why};
use leptos::prelude::*;

/// Shows the links to other customers; nothing when there are none.
#[component]
pub(crate) fn Relations(view: View) -> impl IntoView {
    let relations = Memo::new(move |_| {
        view.head
            .with(|h| h.as_ref().map(|h| h.relations.clone()))
            .unwrap_or_default()
    });
    move || {
        let relations = relations.get();
        if relations.is_empty() {
            return None;
        }
        let items = relations
            .into_iter()
            .map(|relation| view! { <li>{link(view, relation)}</li> });
        Some(view! {
            <ul class="c-relations" aria-label=move || view.texts().header().relations>{items.collect_view()}</ul>
        })
    }
}

fn link(view: View, relation: Relation) -> AnyView {
    let t = view.texts().header();
    let what = if relation.note.is_empty() {
        kin(t, relation.kind).to_owned()
    } else {
        relation.note
    };
    let said = Said {
        what: relation.name.clone(),
        source: relation.source,
    };
    let icon = match relation.kind {
        RelationKind::WorksFor => "building",
        RelationKind::Household => "home",
        RelationKind::Contact | RelationKind::Represents => "user",
    };
    let id = relation.customer_id;
    let who = view! { <Icon name=icon />{relation.name}" "<span class="u-muted">{what}</span> };
    let who = if view.face == Face::Own {
        view! { <span class="c-relation">{who}</span> }.into_any()
    } else {
        view! { <button type="button" class="c-relation" on:click=move |_| show(view, &id)>{who}</button> }.into_any()
    };
    let trigger = move || view! { <Icon name="info" /> };
    view! {
        {who}
        <Why view fields=Vec::new() said class="c-why c-why--icon" trigger=trigger.into() />
    }
    .into_any()
}

fn kin(t: &HeaderTexts, kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Household => t.kin_household,
        RelationKind::Contact => t.kin_contact,
        RelationKind::WorksFor => t.kin_works,
        RelationKind::Represents => t.kin_represents,
    }
}

/// Tells the host; the app has no host and opens the other itself.
fn show(view: View, id: &CustomerId) {
    if let Some(host) = view.host() {
        host.emit("select", &[("customer", id.as_str())]);
    }
    if view.face == Face::App {
        open(view, Some(id.clone()));
    }
}
