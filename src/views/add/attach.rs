//! The file that goes with a note: sent as soon as it is chosen, so that saving the note never waits for it.

use klantbeeld_core::ids::CustomerId;
use web_sys::{Event, File, HtmlInputElement};

use super::draft::Draft;
use crate::api::ApiError;
use crate::api::remote::Remote;
use crate::state::{View, moment};
use crate::ui::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// What people choose from; the server decides by the content.
const ACCEPT: &str =
    "application/pdf,image/*,audio/*,text/plain,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp";

/// How far the chosen file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sending {
    No,
    Underway,
    Offline,
    TooLarge,
    Refused,
    Failed,
}

/// Asks for a file, or shows the one that is there.
#[component]
pub(super) fn AttachmentField(view: View, draft: Draft) -> impl IntoView {
    let sending = RwSignal::new(Sending::No);
    let t = move || view.texts().add();
    let choose = move |event: Event| {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let file = input.files().and_then(|files| files.get(0));
        if let (Some(file), Some(customer)) = (file, view.customer.get_untracked()) {
            send(view, draft, customer, file, sending);
        }
        // Choosing the same file again is a change too.
        input.set_value("");
    };
    let said = move || match sending.get() {
        Sending::No => "",
        Sending::Underway => t().attaching,
        Sending::Offline => t().attach_offline,
        Sending::TooLarge => t().attach_too_large,
        Sending::Refused => t().attach_refused,
        Sending::Failed => t().attach_failed,
    };
    let chosen = move || {
        let name = draft
            .attachment
            .with(|a| a.as_ref().map(|a| a.name.clone()))?;
        Some(view! {
            <p class="c-attachment">
                <Icon name="paperclip" />{name}" "
                <button type="button" class="c-button" on:click=move |_| draft.attachment.set(None)>
                    {t().attach_remove}
                </button>
            </p>
        })
    };
    let is_busy = move || sending.get() == Sending::Underway;
    view! {
        <label class="c-field" hidden=move || draft.attachment.with(Option::is_some)>
            <span class="c-field__label">{move || t().attach}</span>
            <input type="file" class="c-input" accept=ACCEPT disabled=is_busy on:change=choose />
        </label>
        {chosen}
        <span class="u-muted" role="status">{said}</span>
    }
}

fn send(view: View, draft: Draft, customer: CustomerId, file: File, sending: RwSignal<Sending>) {
    let Some(host) = view.host() else { return };
    let turn = host.turn();
    sending.set(Sending::Underway);
    view.spawn(async move {
        let question = |remote: &dyn Remote| remote.add_attachment(customer, file);
        let answer = view.ask(moment::WRITE, question).await;
        if !view.is_turn(turn) {
            return;
        }
        let end = match answer {
            Ok(attachment) => {
                // The window may be gone by then; the file is chosen again with the next note.
                let _ = draft.attachment.try_set(Some(attachment));
                Sending::No
            }
            Err(ApiError::Network) => Sending::Offline,
            Err(ApiError::TooLarge) => Sending::TooLarge,
            Err(ApiError::Invalid { .. }) => Sending::Refused,
            Err(_) => Sending::Failed,
        };
        let _ = sending.try_set(end);
    });
}
