//! Who is this: the first card. Everything on it says where it
//! comes from when it is touched.

mod badges;
mod contact;
mod names;
mod relations;

use klantbeeld_core::insight::{Header as Facts, header};
use leptos::prelude::*;

use self::badges::Badges;
use self::contact::ContactLine;
use self::names::names;
pub(crate) use self::relations::Relations;
use crate::state::View;
use crate::ui::{Icon, Why};

/// The fields that the name is made of.
const NAME_FIELDS: [&str; 5] = [
    "organisation.name",
    "person.salutation",
    "person.initials",
    "person.first_name",
    "person.last_name",
];

/// Shows name, relation, contact details, pinned note, and who belongs to them.
#[component]
pub(crate) fn Header(view: View) -> impl IntoView {
    let facts = Memo::new(move |_| view.with_facts(header).unwrap_or_default());
    view! {
        <header class="c-header" part="header">
            <div class="c-header__who">
                <span class="c-avatar" aria-hidden="true">{move || avatar(&facts.get())}</span>
                <Name view facts />
                <Badges view facts />
            </div>
            <ContactLine view />
            <div class="c-header__more">
                <Pinned view facts />
                <Relations view />
            </div>
        </header>
    }
}

fn avatar(facts: &Facts) -> AnyView {
    if facts.initials.is_empty() {
        let name = if facts.is_organisation {
            "building"
        } else {
            "user"
        };
        return view! { <Icon name /> }.into_any();
    }
    facts.initials.clone().into_any()
}

#[component]
fn Name(view: View, facts: Memo<Facts>) -> impl IntoView {
    let name = move || {
        let name = facts.with(|f| f.name.clone());
        if name.is_empty() {
            view.texts().header().nameless.to_owned()
        } else {
            name
        }
    };
    // One value for equal names: a correction that is being typed goes on while the card is brought up to date.
    let fields = Memo::new(move |_| {
        let known = |name: &&str| view.value(name).is_some();
        NAME_FIELDS
            .iter()
            .filter(|n| known(n))
            .map(|n| (*n).to_owned())
            .collect::<Vec<_>>()
    });
    let trigger = || view! { <Icon name="info" /> };
    view! {
        <div class="c-header__name">
            <h1>{name}</h1>
            " "
            <Why view fields class="c-why c-why--icon" trigger=trigger.into() />
        </div>
    }
}

/// Shows the fact that somebody pinned because it helps the next contact.
#[component]
fn Pinned(view: View, facts: Memo<Facts>) -> impl IntoView {
    move || {
        let note = facts.with(|f| f.note.clone())?;
        let trigger = move || view.texts().header().pinned;
        Some(view! {
            <div class="c-header__note">
                <Icon name="pin" />
                <span>{note} " " <Why view fields=names(&["service.note"]) trigger=trigger.into() /></span>
            </div>
        })
    }
}
