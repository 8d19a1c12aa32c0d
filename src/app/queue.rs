//! What waits to be sent, and what the server did not take, in sight and in the user's hand.

use klantbeeld_core::model::Action;
use klantbeeld_core::sync::{Entry, EntryState, Hindrance, Outbox, Refusal};

use crate::i18n::{fill, format};
use crate::state::{View, discard, flush, retry};
use crate::ui::{Icon, Popover, claim_text};
use leptos::prelude::*;

/// Shows the queue as a button with its count; opened, every write with what can be done.
#[component]
pub(crate) fn Queue(view: View) -> impl IntoView {
    let waiting = Memo::new(move |_| view.outbox.with(Outbox::waiting_count));
    let refused = Memo::new(move |_| view.outbox.with(|o| o.refused().count()));
    let label = Signal::derive(move || view.texts().queue().title.to_owned());
    let is_known = view.is_queue_known;
    let text = move || {
        let t = view.texts().queue();
        match (waiting.get(), refused.get()) {
            (0, 0) if is_known.get() => t.empty.to_owned(),
            (0, 0) => t.checking.to_owned(),
            (0, _) => t.attention.to_owned(),
            (n, _) => fill(t.count, &n.to_string()),
        }
    };
    let class = move || match (waiting.get(), refused.get()) {
        (0, 0) if is_known.get() => "c-badge c-badge--ok",
        (0, 0) => "c-badge",
        (_, 0) => "c-badge c-badge--warn",
        _ => "c-badge c-badge--danger",
    };
    let trigger =
        ViewFn::from(move || view! { <span class=class><Icon name="send" />{text}</span> });
    view! {
        <div class="c-queue">
            <Popover label class="c-queue__button" trigger>
                <h2>{move || view.texts().queue().title}</h2>
                {move || entries(view)}
            </Popover>
        </div>
    }
}

fn entries(view: View) -> AnyView {
    let t = view.texts().queue();
    let all = view.outbox.with(|o| o.entries().to_vec());
    if all.is_empty() {
        let is_known = view.is_queue_known.get();
        let text = if is_known { t.empty } else { t.checking };
        return view! { <p>{text}</p> }.into_any();
    }
    let send = move |_| {
        view.outbox.update(Outbox::on_online);
        flush(view);
    };
    let rows = all.into_iter().map(|e| entry(view, &e)).collect_view();
    view! {
        <ul class="c-queue__list">{rows}</ul>
        <button type="button" class="c-button" on:click=send><Icon name="send" />{t.send_now}</button>
    }.into_any()
}

fn entry(view: View, entry: &Entry) -> AnyView {
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
        EntryState::Waiting | EntryState::Sending { .. } => {
            hindrance(view, entry.hindrance).to_owned()
        }
    };
    let (again, away) = (entry.operation.op_id.clone(), entry.operation.op_id.clone());
    let retry = entry.is_refused().then(|| {
        view! { <button type="button" class="c-button" on:click=move |_| retry(view, &again)>{t.common().retry}</button> }
    });
    let discard = entry.may_be_given_up().then(|| {
        view! { <button type="button" class="c-button" on:click=move |_| discard(view, &away)>{t.queue().discard}</button> }
    });
    view! {
        <li>
            <strong>{what}</strong>
            <span class="u-muted">{name}" · "{when}</span>
            <span>{state}</span>
            {retry}
            {discard}
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

fn hindrance(view: View, hindrance: Option<Hindrance>) -> &'static str {
    let t = view.texts();
    match hindrance {
        None => t.state().waiting,
        Some(Hindrance::Network) => t.state().waiting_hint,
        Some(Hindrance::SignedOut) => t.queue().signed_out,
        Some(Hindrance::NoAccess) => t.queue().no_access,
        Some(Hindrance::Busy) => t.queue().busy,
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
