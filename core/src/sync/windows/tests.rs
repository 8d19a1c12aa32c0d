//! Several windows of one device, with the store that they share.

use std::collections::BTreeMap;

use super::super::outbox::{Answer, Outbox, StoreChange};
use super::super::tests::{customer, id, lost, queue, sent, set};
use super::super::{Entry, Refusal};
use super::Met;
use crate::ids::OperationId;
use crate::model::Operation;

/// What a device keeps, as one transaction after the other leaves it.
#[derive(Default)]
struct Store(BTreeMap<OperationId, Entry>);

impl Store {
    /// Lets a window meet the store, do something, and keep what it changed.
    fn meet<R>(&mut self, outbox: &mut Outbox, work: impl FnOnce(&mut Outbox) -> R) -> (Met, R) {
        let met = outbox.meet(self.0.values().cloned().collect());
        let done = work(outbox);
        let changes = outbox.take_changes();
        for change in &changes {
            match change {
                StoreChange::Put(e) => {
                    drop(self.0.insert(e.operation.op_id.clone(), (**e).clone()))
                }
                StoreChange::Remove(op_id) => drop(self.0.remove(op_id)),
            }
        }
        outbox.on_kept(&changes);
        (met, done)
    }

    /// Makes windows that all know of these operations, which the first one wrote.
    fn with_windows<const N: usize>(operations: Vec<Operation>) -> (Self, [Outbox; N]) {
        let mut store = Self::default();
        let mut windows = std::array::from_fn(|_| Outbox::default());
        if let Some(first) = windows.first_mut() {
            *first = queue(operations);
        }
        for window in &mut windows {
            store.meet(window, |_| ());
        }
        (store, windows)
    }
}

#[test]
fn a_restart_finds_the_queue_in_order_and_sends_what_was_under_way_again() {
    let operations = vec![set("2", "a", "x"), set("1", "a", "y"), set("3", "a", "z")];
    let (mut store, [mut former]) = Store::with_windows(operations);
    store.meet(&mut former, |o| {
        o.next_batch(0);
        o.on_result(&id("3"), Answer::Refused(Refusal::Conflict));
    });
    drop(former);
    let mut outbox = Outbox::default();
    let (_, batch) = store.meet(&mut outbox, |o| {
        o.take_over();
        sent(o, 1)
    });
    assert_eq!(batch, ["2", "1"]);
    assert_eq!(outbox.refused().count(), 1);
    outbox.enqueue(set("4", "b", "x"));
    assert_eq!(outbox.entries().last().unwrap().seq, 3);
}

#[test]
fn what_one_window_writes_the_others_know_and_send_when_it_is_gone() {
    let (mut store, [mut first, mut other]) = Store::with_windows(vec![]);
    store.meet(&mut first, |o| o.enqueue(set("1", "a", "x")));
    assert_eq!(other.waiting_count(), 0);
    let (met, _) = store.meet(&mut other, |_| ());
    assert!(met.is_changed && met.sent_elsewhere.is_empty());
    // It closes in the middle of sending.
    store.meet(&mut first, |o| o.next_batch(0));
    drop(first);
    let (_, batch) = store.meet(&mut other, |o| sent(o, 1));
    assert!(batch.is_empty(), "its lease runs, for all that is known");
    let (_, batch) = store.meet(&mut other, |o| {
        o.take_over();
        sent(o, 1)
    });
    assert_eq!(batch, ["1"]);
    let (met, ()) = store.meet(&mut other, |o| {
        o.on_result(&id("1"), Answer::Applied { version: 2 })
    });
    assert!(met.sent_elsewhere.is_empty() && store.0.is_empty());
}

#[test]
fn what_another_window_sent_stays_in_sight_until_it_is_read_back_and_what_it_gave_up_goes() {
    let operations = vec![set("1", "a", "x"), set("2", "b", "y")];
    let (mut store, [mut first, mut other]) = Store::with_windows(operations);
    store.meet(&mut first, |o| {
        o.on_result(&id("1"), Answer::Applied { version: 4 });
        o.on_result(&id("2"), Answer::Refused(Refusal::Conflict));
    });
    let (met, ()) = store.meet(&mut other, |_| ());
    assert_eq!(met.sent_elsewhere, [customer("a")]);
    assert_eq!(other.refused().count(), 1);
    assert_eq!(other.overlay(&customer("a")).fields.len(), 1);
    other.on_version(&customer("a"), 4);
    assert!(other.overlay(&customer("a")).is_empty());
    store.meet(&mut first, |o| o.discard(&id("2")));
    let (met, ()) = store.meet(&mut other, |_| ());
    assert!(met.is_changed && met.sent_elsewhere.is_empty());
    assert!(other.entries().is_empty());
}

#[test]
fn windows_that_write_at_once_have_one_order() {
    let (mut store, [mut first, mut other]) = Store::with_windows(vec![set("0", "a", "x")]);
    first.enqueue(set("2", "a", "x"));
    other.enqueue(set("1", "a", "y"));
    store.meet(&mut first, |_| ());
    store.meet(&mut other, |_| ());
    store.meet(&mut first, |_| ());
    for window in [&mut first, &mut other] {
        let places = window
            .entries()
            .iter()
            .map(|e| (e.seq, e.operation.op_id.to_string()));
        let expected = [
            (0, "0".to_owned()),
            (1, "2".to_owned()),
            (2, "1".to_owned()),
        ];
        assert_eq!(places.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn what_the_device_does_not_keep_is_not_taken_for_sent_and_is_kept_later() {
    let mut store = Store::default();
    let mut outbox = queue([set("1", "a", "x")]);
    outbox.meet(Vec::new());
    let changes = outbox.take_changes();
    outbox.on_not_kept(&changes);
    assert!(!outbox.meet(Vec::new()).is_changed);
    assert_eq!(outbox.waiting_count(), 1);
    store.meet(&mut outbox, |_| ());
    assert_eq!(store.0.len(), 1);
}

#[test]
fn who_tried_more_often_knows_more() {
    let (mut store, [mut first, mut other]) = Store::with_windows(vec![set("1", "a", "x")]);
    store.meet(&mut first, |o| o.next_batch(0));
    store.meet(&mut first, |o| lost(o, 0, 1.0));
    // The other only knows that the network is back, of an entry as it was before.
    other.enqueue(set("2", "b", "y"));
    other.on_online();
    store.meet(&mut first, |o| o.next_batch(1_000));
    store.meet(&mut other, |_| ());
    let attempts: Vec<_> = other.entries().iter().map(|e| e.attempts).collect();
    assert_eq!(attempts, [2, 0]);
}
