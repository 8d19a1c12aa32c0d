//! The bar at the lower edge that says what was just saved, with the way back.

use std::time::Duration;

use leptos::prelude::*;

use crate::state::{Face, Told, View, undo};
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

fn bar(view: View, told: &Told) -> AnyView {
    let has_way_back = told.has_way_back();
    let text = Signal::derive(move || {
        let t = view.texts();
        match (view.is_online.get(), view.face) {
            (false, _) => t.state().waiting_hint,
            (true, Face::Own) => own_words(view).saved,
            (true, _) => t.add().saved,
        }
        .to_owned()
    });
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
