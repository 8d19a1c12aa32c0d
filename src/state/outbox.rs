//! Writing: every write goes through the queue, with network and without.

use std::time::Duration;

use klantbeeld_core::ids::{ItemId, OperationId};
use klantbeeld_core::model::{Action, Operation};
use klantbeeld_core::sync::Outbox;
use leptos::prelude::*;

use super::sender::{flush_part, keep_part, take_up_part};
use super::view::View;

/// How long to wait for a part of the program that did not come.
const PART_RETRY: Duration = Duration::from_secs(5);

/// Takes up what a former page left waiting.
pub(crate) fn start(view: View) {
    Effect::new(move |_| {
        view.pending.track();
        view.lay_over();
    });
    view.after_first_screen(move || {
        view.spawn(async move {
            // Without the part nothing is lost: what waits on the device is taken up at the next start.
            let _ = take_up_part(view).await;
        });
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
    let whose = operation.customer_id.clone();
    let (what, item) = told_of(&operation.action);
    let item = item.cloned();
    view.outbox.update(|o| {
        o.enqueue(operation);
    });
    view.spawn(async move {
        if keep_part(view).await.is_err() {
            let _ = view.is_durable.try_set(false);
        }
        let mut told = vec![("customer", whose.as_str()), ("action", what)];
        told.extend(item.as_ref().map(|id| ("item", id.as_str())));
        host.emit("change", &told);
        flush(view);
    });
    Some(op_id)
}

/// Returns what the host page is told of an action: its name as on the wire, and the item that it is about.
fn told_of(action: &Action) -> (&'static str, Option<&ItemId>) {
    match action {
        Action::SetField { .. } => ("set_field", None),
        Action::LogContact { item_id, .. } => ("log_contact", Some(item_id)),
        Action::AddNote { item_id, .. } => ("add_note", Some(item_id)),
        Action::AddPromise { item_id, .. } => ("add_promise", Some(item_id)),
        Action::SettlePromise { item_id, .. } => ("settle_promise", Some(item_id)),
    }
}

/// Sends what is due; comes back by itself while something waits.
pub(crate) fn flush(view: View) {
    view.spawn(async move {
        if flush_part(view).await.is_err()
            && let Some(host) = view.host()
        {
            host.page.sleep(PART_RETRY).await;
            flush(view);
        }
    });
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
    view.outbox.update(work);
    view.spawn(async move {
        if keep_part(view).await.is_err() {
            let _ = view.is_durable.try_set(false);
        }
    });
}
