//! The bar at the lower edge that says what was just saved, with the way back.

use std::time::Duration;

use leptos::prelude::*;

use crate::state::{Face, Told, Trouble, View, undo};
use crate::ui::{Toast, own_words};

/// How long it is told, and can be undone by one tap.
const TOLD_TIME: Duration = Duration::from_secs(10);

/// Shows what was saved last on this customer; nothing after a while.
#[component]
pub(super) fn ToldBar(view: View) -> impl IntoView {
    Effect::new(move |_| {
        let told = view.told.get();
        if told.is_some() {
            let forget = move || {
                // The view may be gone by then, or something else told.
                if view.told.try_get_untracked() == Some(told) {
                    view.told.set(None);
                }
            };
            set_timeout(forget, TOLD_TIME);
        }
    });
    let told = Memo::new(move |_| {
        let customer = view.customer.get();
        view.told
            .get()
            .filter(|told| told.is_about(customer.as_ref()))
    });
    view! { <div class="c-told">{move || told.get().map(|told| bar(view, &told))}</div> }
}

/// Says that it is saved, that it waits and why, or that it was not taken.
fn how_far(view: View) -> &'static str {
    let t = view.texts();
    let (waits, refused) = view
        .outbox
        .with(|o| (o.waiting_count() > 0, o.refused().next().is_some()));
    let saved = if view.face == Face::Own {
        own_words(view).saved
    } else {
        t.add().saved
    };
    match view.trouble() {
        _ if refused => t.add().not_taken,
        _ if !waits => saved,
        Some(Trouble::SignedOut) => t.add().waiting_signed_out,
        Some(Trouble::Unreachable) => t.state().waiting_hint,
        _ if !view.is_online.get() => t.state().waiting_hint,
        _ if view.is_durable.get() => saved,
        _ => t.add().sending,
    }
}

fn bar(view: View, told: &Told) -> AnyView {
    let has_way_back = told.has_way_back();
    let text = Signal::derive(move || how_far(view).to_owned());
    let action = Signal::derive(move || {
        let t = view.texts().common();
        if has_way_back { t.undo } else { t.close }.to_owned()
    });
    let on_action = Callback::new(move |()| {
        if has_way_back {
            undo(view);
        } else {
            view.told.set(None);
        }
    });
    view! { <Toast text action on_action /> }.into_any()
}
