//! Writing: every write goes through the queue, with network and without.

use std::rc::Rc;
use std::time::Duration;

use klantbeeld_core::ids::OperationId;
use klantbeeld_core::model::{Action, Operation};
use klantbeeld_core::sync::{Answer, Outbox, Refusal};
use leptos::prelude::*;

use super::host::{Flushing, Host};
use super::loader::refresh;
use super::view::View;
use crate::api::ApiError;
use crate::api::wire::{OperationOutcome, OperationResult, PushRequest};

/// Takes up what a former page left waiting.
pub(crate) fn start(view: View) {
    let Some(host) = view.host() else { return };
    Effect::new(move |_| {
        view.pending.with(|_| ());
        view.lay_over();
    });
    view.spawn(async move {
        let store = host.store().await;
        let entries = store.load_outbox().await;
        let is_durable = store.is_durable();
        let people = store.list_people().await;
        if view.host().is_none() {
            return;
        }
        // What was written while the store was opening is kept, after what is older.
        let early = view.outbox.with_untracked(|o| o.entries().to_vec());
        let mut outbox = Outbox::on_restart(entries);
        for entry in early {
            outbox.enqueue(entry.operation);
        }
        view.outbox.set(outbox);
        view.is_durable.set(is_durable);
        view.people.set(people);
        flush(view);
    });
}

/// Queues a write and sends it as soon as that is possible. Gives its id, to undo or to follow it.
pub(crate) fn write(view: View, action: Action) -> Option<OperationId> {
    let host = view.host()?;
    let customer_id = view.customer.get_untracked()?;
    let op_id = OperationId::parse(host.page.new_id()).ok()?;
    let made_at_ms = host.now_ms();
    let operation = Operation {
        op_id: op_id.clone(),
        customer_id,
        made_at_ms,
        action,
    };
    let (whose, what) = (operation.customer_id.clone(), name_of(&operation.action));
    view.outbox.update(|o| {
        o.enqueue(operation);
    });
    view.spawn(async move {
        let is_kept = keep(view, &host).await;
        if view.host().is_some() {
            view.is_durable
                .set(is_kept && host.store().await.is_durable());
            host.emit("change", &[("customer", whose.as_str()), ("action", what)]);
            flush(view);
        }
    });
    Some(op_id)
}

/// The name of an action for the host page, as on the wire.
fn name_of(action: &Action) -> &'static str {
    match action {
        Action::SetField { .. } => "set_field",
        Action::LogContact { .. } => "log_contact",
        Action::AddNote { .. } => "add_note",
        Action::AddPromise { .. } => "add_promise",
        Action::SettlePromise { .. } => "settle_promise",
    }
}

async fn keep(view: View, host: &Rc<Host>) -> bool {
    let changes = view
        .outbox
        .try_update_untracked(Outbox::take_changes)
        .unwrap_or_default();
    if changes.is_empty() {
        return true;
    }
    host.store().await.save_outbox(changes).await.is_ok()
}

/// Sends what is due; comes back by itself while something waits.
pub(crate) fn flush(view: View) {
    let Some(host) = view.host() else { return };
    if host.flushing.replace(Flushing::Again) != Flushing::No {
        return;
    }
    view.spawn(async move {
        while host.flushing.replace(Flushing::Once) == Flushing::Again {
            while let Some(true) = send_batch(view, &host).await {}
            // Asked again meanwhile, as when the network came back while an attempt was still failing: what that
            // attempt put off is due now.
            if host.flushing.get() == Flushing::Again {
                view.outbox.try_update(Outbox::on_online);
            }
        }
        host.flushing.set(Flushing::No);
        if view.host().is_some() {
            wake_later(view, &host);
        }
    });
}

fn wake_later(view: View, host: &Host) {
    let Some(at_ms) = view.outbox.with_untracked(Outbox::next_wake_ms) else {
        return;
    };
    let wait_ms = (at_ms - host.now_ms()).clamp(250, 60_000).unsigned_abs();
    let wait = host.page.sleep(Duration::from_millis(wait_ms));
    view.spawn(async move {
        wait.await;
        flush(view);
    });
}

/// Sends one batch. Gives whether there may be more to send now; none when the view is gone.
async fn send_batch(view: View, host: &Rc<Host>) -> Option<bool> {
    let now_ms = host.now_ms();
    let operations = view.outbox.try_update(|o| o.next_batch(now_ms))?;
    operations.first()?;
    let sent: Vec<_> = operations.iter().map(|o| o.op_id.clone()).collect();
    let request = PushRequest { operations };
    let answer = host.remote.push(request).await;
    view.host()?;
    let is_sent = answer.is_ok();
    view.outbox.update(|outbox| match answer {
        Ok(results) => take_in(outbox, results, now_ms),
        Err(error) if error.is_passing() => {
            outbox.on_transport_error(host.now_ms(), host.page.chance())
        }
        Err(error) => outbox.on_batch_refused(&sent, refusal(error)),
    });
    keep(view, host).await;
    view.host()?;
    if is_sent {
        view.is_online.set(true);
        refresh(view);
    }
    Some(is_sent)
}

fn take_in(outbox: &mut Outbox, results: Vec<OperationResult>, now_ms: i64) {
    for OperationResult { op_id, outcome } in results {
        let answer = match outcome {
            OperationOutcome::Applied { version } => Answer::Applied { version },
            OperationOutcome::Refused { error } if error.is_passing() => Answer::Postponed {
                until_ms: now_ms.saturating_add(2_000),
            },
            OperationOutcome::Refused { error } => Answer::Refused(refusal(error)),
        };
        outbox.on_result(&op_id, answer);
    }
}

fn refusal(error: ApiError) -> Refusal {
    match error {
        ApiError::Forbidden { owner } => Refusal::Forbidden { owner },
        ApiError::NotFound => Refusal::NotFound,
        ApiError::Conflict => Refusal::Conflict,
        ApiError::TooLarge => Refusal::TooLarge,
        other => Refusal::Invalid {
            message: other.to_string(),
        },
    }
}

/// Gives up a refused write.
pub(crate) fn discard(view: View, op_id: &OperationId) {
    change(view, |outbox| outbox.discard(op_id));
}

/// Sends a refused write once more.
pub(crate) fn retry(view: View, op_id: &OperationId) {
    change(view, |outbox| outbox.retry(op_id));
    flush(view);
}

fn change(view: View, work: impl FnOnce(&mut Outbox)) {
    let Some(host) = view.host() else { return };
    view.outbox.update(work);
    view.spawn(async move {
        keep(view, &host).await;
    });
}
