//! Keeping and sending the queue of writes.

use std::time::Duration;

use klantbeeld_core::sync::{Answer, Outbox, Refusal};
use leptos::prelude::*;

use super::host::{Flushing, Host};
use super::loader::refresh;
use super::trouble::moment;
use super::view::View;
use crate::api::ApiError;
use crate::api::wire::{OperationOutcome, OperationResult, PushRequest};
use crate::part::task;

task! {
    /// Takes up what a former page left waiting, and sends it.
    pub(super) fn take_up_part(view: View) -> (), in later {
        take_up(view)
    }
}

task! {
    /// Keeps what changed in the queue.
    pub(super) fn keep_part(view: View) -> (), in later {
        async move {
            if let Some(host) = view.host() {
                keep(view, &host).await;
            }
        }
    }
}

task! {
    /// Sends what is due; comes back by itself while something waits.
    pub(super) fn flush_part(view: View) -> (), in later {
        flush(view)
    }
}

async fn take_up(view: View) {
    let Some(host) = view.host() else { return };
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
    flush(view).await;
}

/// Keeps what changed in the queue, and tells whether it survives the page.
async fn keep(view: View, host: &Host) {
    let changes = view
        .outbox
        .try_update_untracked(Outbox::take_changes)
        .unwrap_or_default();
    if changes.is_empty() {
        return;
    }
    let store = host.store().await;
    let is_saved = store.save_outbox(changes).await.is_ok();
    let _ = view.is_durable.try_set(is_saved && store.is_durable());
}

async fn flush(view: View) {
    let Some(host) = view.host() else { return };
    if host.flushing.replace(Flushing::Again) != Flushing::No {
        return;
    }
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
}

fn wake_later(view: View, host: &Host) {
    let Some(at_ms) = view.outbox.with_untracked(Outbox::next_wake_ms) else {
        return;
    };
    let wait_ms = (at_ms - host.now_ms()).clamp(250, 60_000).unsigned_abs();
    let wait = host.page.sleep(Duration::from_millis(wait_ms));
    view.spawn(async move {
        wait.await;
        flush(view).await;
    });
}

/// Sends one batch. Gives whether there may be more to send now; none when the view is gone.
async fn send_batch(view: View, host: &Host) -> Option<bool> {
    let now_ms = host.now_ms();
    let operations = view.outbox.try_update(|o| o.next_batch(now_ms))?;
    operations.first()?;
    let sent: Vec<_> = operations.iter().map(|o| o.op_id.clone()).collect();
    let request = PushRequest { operations };
    let answer = view.ask(moment::WRITE, |remote| remote.push(request)).await;
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
