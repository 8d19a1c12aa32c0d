//! Keeping a loaded customer on the device, so that they open without network too.
//!
//! **Invariants:** only the first-party app keeps anything. Blocks that the device has at this version
//! are not written again. A write that fails says so in [`View::is_durable`], and disturbs nothing else.

use klantbeeld_core::finding::{FOUND_BY, keys_of};
use klantbeeld_core::insight::display_name;
use leptos::prelude::*;

use super::host::Host;
use super::view::{Face, View};
use crate::api::wire::ProfileHead;
use crate::offline::{KeptTimeline, Person};

/// Keeps card and timeline as they are now.
pub(super) async fn keep(view: View, host: &Host, turn: u64, head: &ProfileHead) {
    if view.face != Face::App {
        return;
    }
    // All of it is taken from the view before the first wait: afterwards it may show another customer.
    let timeline = view.known.get_untracked();
    let version = view.timeline_version.get_untracked();
    let is_kept = view.kept_version.get_untracked() == version;
    let person = person(view, head, host.now_ms());
    let timeline = (!is_kept && version > 0).then_some(KeptTimeline { version, timeline });
    let store = host.store().await;
    match store.save_profile(head, &person, timeline).await {
        Ok(()) if view.is_turn(turn) => view.kept_version.set(version),
        Ok(()) => {}
        Err(_) => drop(view.is_durable.try_set(false)),
    }
    let people = store.list_people().await;
    let _ = view.people.try_set(people);
}

/// Returns the card's entry in the list of people, with the words it is found by.
fn person(view: View, head: &ProfileHead, opened_ms: i64) -> Person {
    let value = |name: &str| {
        let field = head.fields.iter().find(|f| f.field == name);
        field
            .and_then(|f| f.claims.first())
            .map_or("", |c| c.value.as_str())
    };
    let name = view.with_facts(display_name).unwrap_or_default();
    let fields = FOUND_BY.iter().map(|name| value(name));
    let identities = head.identities.iter().map(|i| i.value.as_str());
    let keys = [name.as_str()].into_iter().chain(fields).chain(identities);
    let keys = keys.map(keys_of).collect::<Vec<_>>().join(" ");
    Person {
        customer_id: head.customer_id.clone(),
        name,
        detail: value("contact.town").to_owned(),
        kind: head.kind,
        keys,
        opened_ms,
    }
}
