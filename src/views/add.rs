//! Logging a contact in three taps, a note, a promise.
//!
//! **Invariant:** what was typed stays in the customer's draft until it is saved: when the window closes,
//! when something is missing, and when another customer comes in between.

mod draft;
mod fields;

use std::time::Duration;

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::{PendingItem, PendingState};
use leptos::prelude::*;

use crate::part::part;
use crate::state::{Trouble, View};
use crate::style;
use crate::ui::{Dialog, Icon, PendingMark, Segmented, Toast, place};
pub(crate) use draft::Drafts;
use draft::{Draft, Kind};
use fields::{ContactFields, NoteFields, PromiseFields};

/// How long it is told that something was saved.
const TOLD_TIME: Duration = Duration::from_secs(8);

part! {
    /// Shows the buttons that open the window, and the window; nothing for who may not add.
    pub(super) fn add_part(view: View) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! { <AddButton view /> }.into_any()
    }
}

/// Shows the buttons that open the window, and the window; nothing for who may not add.
#[component]
pub(crate) fn AddButton(view: View) -> impl IntoView {
    let may = Memo::new(move |_| {
        view.head
            .with(|h| h.as_ref().is_some_and(|h| h.viewer.may_add))
    });
    move || {
        let customer = view.customer.get().filter(|_| may.get())?;
        Some(view! { <AddFor view customer /> })
    }
}

/// Shows one customer's buttons: another customer gets new ones, with their own draft.
#[component]
fn AddFor(view: View, customer: CustomerId) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let told = RwSignal::new(false);
    let draft = Draft::of(view, customer);
    let t = move || view.texts().add();
    let open = move |kind: Kind| {
        move |_| {
            draft.begin(view, kind);
            told.set(false);
            is_open.set(true);
        }
    };
    let title = Signal::derive(move || t().title.to_owned());
    let on_saved = Callback::new(move |()| {
        is_open.set(false);
        told.set(true);
        let end = move || {
            // The view may be gone by then.
            let _ = told.try_set(false);
        };
        set_timeout(end, TOLD_TIME);
    });
    view! {
        <div class="c-add" part="add">
            <button type="button" class="c-button c-button--primary" on:click=open(Kind::Contact)>
                <Icon name="plus" />{move || t().contact}
            </button>
            <button type="button" class="c-button" on:click=open(Kind::Note)>{move || t().note}</button>
            <button type="button" class="c-button" on:click=open(Kind::Promise)>{move || t().promise}</button>
            <Dialog view is_open title>
                {place(view, move || form_part(view, draft, on_saved))}
            </Dialog>
            <Waiting view />
            {move || told.get().then(|| saved(view, told))}
        </div>
    }
}

/// Shows what was added here and is still on its way.
#[component]
fn Waiting(view: View) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let waits = |i: &&PendingItem| i.state != PendingState::Applied;
        let line = |i: &PendingItem| (i.line.kind.clone(), i.line.title.clone());
        view.pending
            .with(|p| p.items.iter().filter(waits).map(line).collect::<Vec<_>>())
    });
    let row = move |(kind, title): (String, String)| {
        let name = view.lang.get().kind(&kind, &[]);
        view! { <li>{name}": "{title}" "<PendingMark view /></li> }
    };
    let rows = move || lines.get().into_iter().map(row).collect::<Vec<_>>();
    view! { <ul class="c-add__waiting" hidden=move || lines.with(Vec::is_empty)>{rows}</ul> }
}

/// Says that it is saved, that it waits and why, or that it was not taken.
fn saved(view: View, told: RwSignal<bool>) -> AnyView {
    let text = Signal::derive(move || {
        let t = view.texts().add();
        let (waits, refused) = view
            .outbox
            .with(|o| (o.waiting_count() > 0, o.refused().next().is_some()));
        let text = match view.trouble() {
            _ if refused => t.not_taken,
            _ if !waits => t.saved,
            Some(Trouble::SignedOut) => t.waiting_signed_out,
            Some(Trouble::Unreachable) => t.waiting,
            _ if !view.is_online.get() => t.waiting,
            _ if view.is_durable.get() => t.saved,
            _ => t.sending,
        };
        text.to_owned()
    });
    let action = Signal::derive(move || view.texts().common().close.to_owned());
    view! { <Toast text action on_action=Callback::new(move |()| told.set(false)) /> }.into_any()
}

part! {
    /// Shows the form in the window.
    pub(super) fn form_part(view: View, draft: Draft, on_saved: Callback<()>) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! { <Form view draft on_saved /> }.into_any()
    }
}

#[component]
fn Form(view: View, draft: Draft, on_saved: Callback<()>) -> impl IntoView {
    let t = move || view.texts().add();
    let options = Signal::derive(move || {
        let t = t();
        vec![
            (Kind::Contact.name(), t.contact_tab),
            (Kind::Note.name(), t.note),
            (Kind::Promise.name(), t.promise),
        ]
    });
    let value = Signal::derive(move || draft.kind.get().name());
    let choose = Callback::new(move |name: &'static str| draft.turn_to(Kind::of(name)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if draft.save(view) {
            on_saved.run(());
        }
    };
    let label = Signal::derive(move || t().kind.to_owned());
    let fields = move || match draft.kind.get() {
        Kind::Contact => view! { <ContactFields view draft /> }.into_any(),
        Kind::Note => view! { <NoteFields view draft /> }.into_any(),
        Kind::Promise => view! { <PromiseFields view draft /> }.into_any(),
    };
    view! {
        <form class="c-form" novalidate on:submit=submit>
            <Segmented label options value on_choose=choose />
            {fields}
            <div class="c-form__actions">
                <button type="submit" class="c-button c-button--primary">{move || view.texts().common().save}</button>
            </div>
        </form>
    }
}
