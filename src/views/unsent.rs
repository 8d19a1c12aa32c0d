//! Writes that are not at the server: what the app's queue holds, and what an embedded view says of those that the
//! server did not take. Without this they would be gone without a word.

use klantbeeld_core::model::Action;
use klantbeeld_core::sync::{Entry, EntryState, Refusal};
use leptos::prelude::*;

use crate::i18n::{fill, format};
use crate::state::{Face, Trouble, View, discard, heal, retry};
use crate::ui::{Toast, claim_text};

/// Shows what the server did not take, with what can be done.
#[component]
pub(super) fn Unsent(view: View) -> impl IntoView {
    let refused = Memo::new(move |_| {
        view.outbox
            .with(|o| o.refused().cloned().collect::<Vec<_>>())
    });
    let rows = move || {
        let lines = refused.get().into_iter().map(|e| write_line(view, &e));
        lines.collect_view()
    };
    // The app has a queue of its own.
    let is_shown = move || view.face != Face::App && !refused.with(Vec::is_empty);
    move || {
        is_shown().then(|| {
            view! {
                <section class="c-notice c-notice--danger c-unsent" role="alert">
                    <strong>{move || view.texts().state().refused}</strong>
                    <ul>{rows}</ul>
                </section>
            }
        })
    }
}

/// Says what keeps the server from answering while there is something to read all the same. Without network the line
/// of the foot says it already.
#[component]
pub(super) fn TroubleBar(view: View) -> impl IntoView {
    move || trouble(view)
}

fn trouble(view: View) -> Option<AnyView> {
    let t = view.texts().state();
    let (text, hint) = match view.trouble()? {
        Trouble::SignedOut => (t.signed_out, t.signed_out_hint),
        Trouble::Unreachable if view.is_online.get() => (t.unavailable, t.unavailable_hint),
        // What was refused says so in its own place.
        Trouble::Unreachable | Trouble::NoRights => return None,
    };
    let text = Signal::stored(format!("{text} {hint}"));
    let action = Signal::stored(view.texts().common().retry.to_owned());
    let on_action = Callback::new(move |()| heal(view));
    Some(view! { <Toast text action on_action /> }.into_any())
}

/// Shows a write as a line of a list: what, for whom and when, how far it is, and what can be done.
pub(crate) fn write_line(view: View, entry: &Entry) -> AnyView {
    let t = view.texts();
    let what = what(view, &entry.operation.action);
    let customer = &entry.operation.customer_id;
    let name = view.people.with(|people| {
        let person = people.iter().find(|p| p.customer_id == *customer);
        person.map_or_else(|| customer.as_str().to_owned(), |p| p.name.clone())
    });
    let when = format::moment(view.lang.get(), entry.operation.made_at_ms);
    let state = match &entry.state {
        EntryState::Refused { reason } => refusal(view, reason),
        EntryState::Waiting | EntryState::Sending { .. } => t.state().waiting.to_owned(),
    };
    let op_id = entry.operation.op_id.clone();
    let buttons = entry.is_refused().then(|| {
        let (again, away) = (op_id.clone(), op_id);
        view! {
            <button type="button" class="c-button" on:click=move |_| retry(view, &again)>{t.common().retry}</button>
            <button type="button" class="c-button" on:click=move |_| discard(view, &away)>{t.app().discard}</button>
        }
    });
    view! {
        <li>
            <strong>{what}</strong>
            <span class="u-muted">{name}" · "{when}</span>
            <span>{state}</span>
            {buttons}
        </li>
    }
    .into_any()
}

fn what(view: View, action: &Action) -> String {
    let t = view.texts();
    match action {
        Action::SetField { field, value } => {
            let lang = view.lang.get();
            let known = view.field(field);
            let label = known.as_ref().map(|f| lang.label(&f.view.label));
            let shown = known.and_then(|f| claim_text(lang, &f.view, value));
            let shown = shown.unwrap_or_else(|| value.clone());
            format!("{}: {shown}", label.unwrap_or_else(|| field.clone()))
        }
        Action::LogContact { reason, .. } => format!("{}: {reason}", t.add().contact_tab),
        Action::AddNote { text, .. } => format!("{}: {text}", t.add().note),
        Action::AddPromise { text, .. } => format!("{}: {text}", t.add().promise),
        Action::SettlePromise { .. } => t.add().promise.to_owned(),
    }
}

fn refusal(view: View, reason: &Refusal) -> String {
    let t = view.texts();
    match reason {
        Refusal::Forbidden { owner } => {
            fill(t.state().forbidden_hint, &view.lang.get().department(owner))
        }
        Refusal::NotFound => t.state().not_found.to_owned(),
        Refusal::Invalid { .. } | Refusal::Conflict | Refusal::TooLarge => {
            t.state().refused.to_owned()
        }
    }
}
