//! The queue of this view and the one on the device: each change of it is a meeting of the two.
//!
//! **Invariant:** where the device does not answer in time the work is done all the same, on what is known here; what it
//! changed is kept by the next meeting, and [`View::is_durable`] says so meanwhile.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{Either, select};
use klantbeeld_core::sync::{Met, Outbox};
use leptos::prelude::*;

use super::host::Host;
use super::loader::refresh;
use super::view::View;
use crate::offline::{LocalStore, Meeting};

/// How long the device may take: a database that is blocked holds up no write.
const PATIENCE: Duration = Duration::from_secs(5);

/// Returns the device's store, unless it takes too long to open.
pub(super) async fn store_in_time(host: &Host) -> Option<Rc<dyn LocalStore>> {
    let store = Box::pin(host.store());
    match select(store, host.page.sleep(PATIENCE)).await {
        Either::Left((store, _)) => Some(store),
        Either::Right(_) => None,
    }
}

/// Takes in the queue as the device has it, does some work on it, and keeps what changed: in one transaction. Gives
/// what the work gave; none when the view is gone.
pub(super) async fn meet<R: 'static>(
    view: View,
    host: &Host,
    work: impl FnOnce(&mut Outbox) -> R + 'static,
) -> Option<R> {
    let work = Rc::new(Cell::new(Some(work)));
    let done = Rc::new(Cell::new(None));
    let (its_work, its_done) = (Rc::clone(&work), Rc::clone(&done));
    let meeting: Meeting = Box::new(move |stored| {
        let outcome = view.outbox.try_update_untracked(|outbox| {
            let met = outbox.meet(stored);
            let given = its_work.take().map(|work| work(outbox));
            (met, given, outbox.take_changes())
        });
        let changes = outcome.as_ref().map(|(_, _, changes)| changes.clone());
        its_done.set(outcome);
        changes.unwrap_or_default()
    });
    let is_kept = hold(view, host, meeting).await;
    let alone = || {
        view.outbox.try_update_untracked(|outbox| {
            let given = work.take().map(|work| work(outbox));
            (Met::default(), given, outbox.take_changes())
        })
    };
    let (met, given, changes) = done.take().or_else(alone)?;
    let settle = |outbox: &mut Outbox| {
        if is_kept {
            outbox.on_kept(&changes);
        } else {
            outbox.on_not_kept(&changes);
        }
    };
    if met.is_changed || !changes.is_empty() {
        view.outbox.try_update(settle)?;
    }
    let customer = view.customer.try_get_untracked()?;
    if customer.is_some_and(|c| met.sent_elsewhere.contains(&c)) {
        refresh(view);
    }
    given
}

/// Holds a meeting on the device. Gives whether the device did it.
async fn hold(view: View, host: &Host, meeting: Meeting) -> bool {
    let held = Box::pin(async {
        let store = host.store().await;
        (store.meet_outbox(meeting).await.is_ok(), store.is_durable())
    });
    let (is_kept, is_durable) = match select(held, host.page.sleep(PATIENCE)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => (false, false),
    };
    set_new(view.is_durable, is_kept && is_durable);
    if is_kept {
        set_new(view.is_queue_known, true);
    }
    is_kept
}

/// Sets what is another value than before; who follows it is not told of the same again.
fn set_new(signal: RwSignal<bool>, value: bool) {
    if signal.try_get_untracked() == Some(!value) {
        signal.set(value);
    }
}
