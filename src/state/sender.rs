//! Keeping and sending the queue of writes, which is one for all windows of a browser.
//!
//! **Invariants:** the queue on the device is the truth, and each change of it is made in one transaction that sees all
//! of it. Who sends has the device's turn, and asks for a token of the customer whose writes these are. A device or a
//! server that does not answer holds up nobody for good.

use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, select};
use futures::stream::LocalBoxStream;
use futures::{FutureExt, StreamExt};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Operation;
use klantbeeld_core::sync::{LEASE_MS, Outbox};
use leptos::prelude::*;

use super::answers::take_in;
use super::device_queue::{meet, store_in_time};
use super::host::{Flushing, Host};
use super::loader::refresh;
use super::trouble::moment;
use super::view::View;
use crate::api::ApiError;
use crate::api::remote::Remote;
use crate::api::wire::{OperationResult, PushRequest};
use crate::offline::Turn;
use crate::part::task;

/// How often the queue on the device is looked at although nobody said that it changed: a window that is killed says
/// nothing.
const LOOK: Duration = Duration::from_secs(10);

task! {
    /// Takes up what waits on this device, and sends it; follows what other windows do with it.
    pub(super) fn take_up_part(view: View) -> (), in later {
        take_up(view)
    }
}

task! {
    /// Keeps what changed in the queue.
    pub(super) fn keep_part(view: View) -> (), in later {
        async move {
            if let Some(host) = view.host() {
                meet(view, &host, |_| ()).await;
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
    host.shares_queue.set(store.is_durable());
    // Somebody is there again: what waited long is tried now.
    meet(view, &host, Outbox::on_online).await;
    follow(view, &host, store.changes_elsewhere());
    let people = store.list_people().await;
    let _ = view.people.try_set(people);
    flush(view).await;
}

/// Looks at the queue whenever another window has changed it.
fn follow(view: View, host: &Rc<Host>, mut changes: LocalBoxStream<'static, ()>) {
    let host = Rc::clone(host);
    view.spawn(async move {
        while changes.next().await.is_some() {
            if meet(view, &host, |_| ()).await.is_none() {
                return;
            }
            wake_later(view, &host);
        }
    });
}

async fn flush(view: View) {
    let Some(host) = view.host() else { return };
    if host.flushing.replace(Flushing::Again) != Flushing::No {
        return;
    }
    while host.flushing.replace(Flushing::Once) == Flushing::Again {
        send_all(view, &host).await;
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

/// Comes back when something is due, and now and then where another window may have written something.
fn wake_later(view: View, host: &Rc<Host>) {
    let due_ms = view.outbox.with_untracked(Outbox::next_wake_ms);
    let due = due_ms.map(|at_ms| at_ms.saturating_sub(host.now_ms()).clamp(250, 60_000));
    let due = due.map(|ms| Duration::from_millis(ms.unsigned_abs()));
    let look = host.shares_queue.get().then_some(LOOK);
    let Some(time) = due.into_iter().chain(look).min() else {
        return;
    };
    host.wait.set(host.wait.get() + 1);
    let (wait, host) = (host.wait.get(), Rc::clone(host));
    view.spawn(async move {
        host.page.sleep(time).await;
        let is_last = host.wait.get() == wait;
        if is_last && host.flushing.get() == Flushing::No {
            flush(view).await;
        }
    });
}

/// Sends all that is due, a customer at a time. One who cannot be reached holds up no other.
async fn send_all(view: View, host: &Host) {
    meet(view, host, |_| ()).await;
    let waits = |o: &Outbox| o.waiting_count() > 0;
    if view.outbox.try_with_untracked(waits) != Some(true) {
        return;
    }
    let turn = match store_in_time(host).await {
        Some(store) => store.turn().await,
        None => Turn {
            is_alone: false,
            _held: None,
        },
    };
    let mut takes_over = turn.is_alone;
    while send_batch(view, host, takes_over).await == Some(true) {
        takes_over = false;
    }
}

/// Sends writes of one customer. Gives whether there may be more to send now; none when the view is gone.
async fn send_batch(view: View, host: &Host, takes_over: bool) -> Option<bool> {
    let now_ms = host.now_ms();
    let claim = move |outbox: &mut Outbox| {
        if takes_over {
            outbox.take_over();
        }
        outbox.next_batch(now_ms)
    };
    let operations = meet(view, host, claim).await?;
    let whose = match operations.first() {
        Some(first) => first.customer_id.clone(),
        None => return Some(false),
    };
    let answer = push(view, host, &whose, operations.clone()).await;
    view.host()?;
    let is_answered = answer.is_ok();
    let (now_ms, chance) = (host.now_ms(), host.page.chance());
    view.outbox
        .update(|outbox| take_in(outbox, &operations, answer, now_ms, chance));
    meet(view, host, |_| ()).await?;
    if is_answered {
        if !view.is_online.get_untracked() {
            view.is_online.set(true);
        }
        if view.customer.with_untracked(|c| c.as_ref() == Some(&whose)) {
            refresh(view);
        }
    }
    Some(true)
}

/// Asks the server, no longer than others leave these writes alone. What keeps it from answering about another
/// customer than the one on screen is told in the queue alone.
async fn push(
    view: View,
    host: &Host,
    whose: &CustomerId,
    operations: Vec<Operation>,
) -> Result<Vec<OperationResult>, ApiError> {
    let request = PushRequest { operations };
    let is_shown = view.customer.with_untracked(|c| c.as_ref() == Some(whose));
    let answer = if is_shown {
        let question = move |remote: &dyn Remote| remote.push(request);
        view.ask(moment::WRITE, question).boxed_local()
    } else {
        host.remote.push(request)
    };
    let late = host
        .page
        .sleep(Duration::from_millis(LEASE_MS.unsigned_abs()));
    match select(answer, late).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(ApiError::Network),
    }
}
