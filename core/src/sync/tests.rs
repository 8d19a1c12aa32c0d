//! What the queue does, one rule a test.

use super::outbox::{Answer, BATCH_OPERATIONS, Outbox, StoreChange};
use super::overlay::PendingState;
use super::pace::{LEASE_MS, MAX_BACKOFF_MS};
use super::{Entry, EntryState, Hindrance, Refusal};
use crate::ids::{CustomerId, ItemId, OperationId};
use crate::model::{Action, Direction, Operation, Status};
use crate::money::{Currency, Money};

fn operation(op: &str, customer: &str, action: Action) -> Operation {
    Operation {
        op_id: OperationId::parse(op).unwrap(),
        customer_id: CustomerId::parse(customer).unwrap(),
        made_at_ms: 7,
        action,
    }
}

pub(super) fn set(op: &str, customer: &str, value: &str) -> Operation {
    let action = Action::SetField {
        field: "contact.email".to_owned(),
        value: value.to_owned(),
    };
    operation(op, customer, action)
}

fn promise(op: &str, item: &str) -> Operation {
    let action = Action::AddPromise {
        item_id: ItemId::parse(item).unwrap(),
        text: "€ 45 creditering\nna het derde contact".to_owned(),
        due_ms: 99,
        amount: Some(Money {
            amount_minor: 4500,
            currency: Currency::EUR,
        }),
    };
    operation(op, "a", action)
}

fn settle(op: &str, item: &str) -> Operation {
    let action = Action::SettlePromise {
        item_id: ItemId::parse(item).unwrap(),
        status: Status::Kept,
    };
    operation(op, "a", action)
}

pub(super) fn id(op: &str) -> OperationId {
    OperationId::parse(op).unwrap()
}

pub(super) fn customer(name: &str) -> CustomerId {
    CustomerId::parse(name).unwrap()
}

pub(super) fn queue(operations: impl IntoIterator<Item = Operation>) -> Outbox {
    let mut outbox = Outbox::default();
    for op in operations {
        outbox.enqueue(op);
    }
    outbox
}

pub(super) fn sent(outbox: &mut Outbox, now_ms: i64) -> Vec<String> {
    let batch = outbox.next_batch(now_ms);
    batch.iter().map(|o| o.op_id.to_string()).collect()
}

/// The answer to everything under way is lost.
pub(super) fn lost(outbox: &mut Outbox, now_ms: i64, jitter: f64) {
    let sending = |e: &&Entry| matches!(e.state, EntryState::Sending { .. });
    let ids = outbox.entries().iter().filter(sending);
    let ids: Vec<_> = ids.map(|e| e.operation.op_id.clone()).collect();
    outbox.on_no_answer(&ids, Hindrance::Network, now_ms, jitter);
}

#[test]
fn operations_go_in_order_at_most_fifty_at_a_time() {
    let mut outbox = queue((0..60).map(|i| set(&i.to_string(), "a", "x")));
    let first: Vec<String> = (0..BATCH_OPERATIONS).map(|i| i.to_string()).collect();
    assert_eq!(sent(&mut outbox, 0), first);
    assert!(sent(&mut outbox, 1).is_empty(), "an answer is awaited");
}

#[test]
fn long_texts_make_smaller_requests() {
    let long = "é".repeat(4_000);
    let mut outbox = queue((0..50).map(|i| set(&i.to_string(), "a", &long)));
    assert_eq!(sent(&mut outbox, 0).len(), 11);
}

#[test]
fn the_same_id_is_queued_once() {
    let mut outbox = queue([set("1", "a", "x")]);
    assert!(!outbox.enqueue(set("1", "a", "y")));
    assert_eq!(outbox.waiting_count(), 1);
}

#[test]
fn a_refused_operation_is_listed_and_the_later_ones_go() {
    let mut outbox = queue([set("1", "a", "x"), set("2", "a", "y"), set("3", "a", "z")]);
    outbox.next_batch(0);
    let reason = Refusal::Forbidden {
        owner: "privacy".to_owned(),
    };
    outbox.on_result(&id("1"), Answer::Refused(reason.clone()));
    lost(&mut outbox, 0, 0.0);
    assert_eq!(sent(&mut outbox, 1_000), ["2", "3"]);
    let refused: Vec<_> = outbox.refused().map(|e| e.state.clone()).collect();
    assert_eq!(refused, [EntryState::Refused { reason }]);
}

#[test]
fn a_request_refused_as_a_whole_is_halved_until_the_culprit_stands_alone() {
    let poison = 37;
    let mut outbox = queue((0..60).map(|i| set(&i.to_string(), "a", "x")));
    let mut requests = 0;
    while outbox.waiting_count() > 0 {
        let batch = outbox.next_batch(0);
        requests += 1;
        assert!(requests < 40, "it does not end");
        let ids: Vec<_> = batch.iter().map(|o| o.op_id.clone()).collect();
        if ids.contains(&id(&poison.to_string())) {
            outbox.on_batch_refused(&ids, Refusal::TooLarge);
        } else {
            for op_id in ids {
                outbox.on_result(&op_id, Answer::Applied { version: 1 });
            }
        }
    }
    let refused: Vec<_> = outbox
        .refused()
        .map(|e| e.operation.op_id.to_string())
        .collect();
    assert_eq!(refused, [poison.to_string()]);
}

#[test]
fn the_wait_doubles_from_a_second_to_a_minute_and_jitter_takes_at_most_half() {
    for (jitter, expected) in [
        (
            1.0,
            [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
        ),
        (
            0.0,
            [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
        ),
        (
            f64::NAN,
            [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
        ),
    ] {
        let mut outbox = queue([set("1", "a", "x")]);
        let mut now_ms = 0;
        for wait_ms in expected {
            assert_eq!(outbox.next_batch(now_ms).len(), 1);
            lost(&mut outbox, now_ms, jitter);
            assert_eq!(outbox.next_wake_ms(), Some(now_ms + wait_ms));
            assert!(outbox.next_batch(now_ms + wait_ms - 1).is_empty());
            now_ms += wait_ms;
        }
    }
}

#[test]
fn a_new_operation_does_not_overtake_one_of_the_same_customer_that_waits() {
    let mut outbox = queue([set("1", "a", "x")]);
    outbox.next_batch(0);
    lost(&mut outbox, 0, 1.0);
    outbox.enqueue(set("2", "a", "y"));
    outbox.enqueue(set("3", "b", "z"));
    assert_eq!(sent(&mut outbox, 10), ["3"]);
    outbox.on_result(&id("3"), Answer::Applied { version: 1 });
    assert_eq!(sent(&mut outbox, 1_000), ["1", "2"]);
}

#[test]
fn no_answer_means_sending_again_when_the_lease_ends() {
    let mut outbox = queue([set("1", "a", "x")]);
    assert_eq!(sent(&mut outbox, 0), ["1"]);
    assert_eq!(outbox.next_wake_ms(), Some(LEASE_MS));
    assert!(sent(&mut outbox, LEASE_MS - 1).is_empty());
    assert_eq!(sent(&mut outbox, LEASE_MS), ["1"]);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let day_ms = 86_400_000;
    let mut outbox = queue([set("1", "a", "x")]);
    outbox.next_batch(day_ms);
    assert_eq!(sent(&mut outbox, 0), ["1"], "a lease from tomorrow");
    lost(&mut outbox, day_ms, 1.0);
    assert_eq!(sent(&mut outbox, 0), ["1"], "a wait from tomorrow");
}

#[test]
fn the_network_coming_back_ends_every_wait() {
    let mut outbox = queue([set("1", "a", "x")]);
    outbox.next_batch(0);
    lost(&mut outbox, 0, 1.0);
    outbox.on_online();
    assert_eq!(sent(&mut outbox, 1), ["1"]);
}

#[test]
fn what_is_postponed_waits_and_holds_its_customer() {
    let mut outbox = queue([set("1", "a", "x")]);
    outbox.next_batch(0);
    outbox.on_result(
        &id("1"),
        Answer::Postponed {
            until_ms: MAX_BACKOFF_MS,
            why: Hindrance::Busy,
        },
    );
    assert!(sent(&mut outbox, MAX_BACKOFF_MS - 1).is_empty());
    assert_eq!(sent(&mut outbox, MAX_BACKOFF_MS), ["1"]);
}

#[test]
fn a_request_holds_the_writes_of_one_customer_and_the_next_one_those_of_another() {
    let operations = [("1", "a"), ("2", "b"), ("3", "a"), ("4", "c")];
    let mut outbox = queue(operations.map(|(op, customer)| set(op, customer, "x")));
    for expected in [vec!["1", "3"], vec!["2"], vec!["4"], vec![]] {
        let batch = sent(&mut outbox, 0);
        assert_eq!(batch, expected);
        for op in batch {
            outbox.on_result(&id(&op), Answer::Applied { version: 1 });
        }
    }
}

#[test]
fn a_customer_without_access_waits_with_the_reason_and_holds_up_nobody() {
    let mut outbox = queue([set("1", "a", "x"), set("2", "b", "y"), set("3", "a", "z")]);
    assert_eq!(sent(&mut outbox, 0), ["1", "3"]);
    outbox.on_no_answer(&[id("1"), id("3")], Hindrance::NoAccess, 0, 1.0);
    assert_eq!(sent(&mut outbox, 0), ["2"]);
    outbox.on_result(&id("2"), Answer::Applied { version: 1 });
    assert_eq!((outbox.waiting_count(), outbox.refused().count()), (2, 0));
    let why: Vec<_> = outbox.entries().iter().map(|e| e.hindrance).collect();
    assert_eq!(why, [Some(Hindrance::NoAccess); 2]);
    // A person may wait no longer; and what waits goes once there is access.
    outbox.discard(&id("3"));
    outbox.on_online();
    assert_eq!(sent(&mut outbox, 1), ["1"]);
    outbox.discard(&id("1"));
    assert_eq!(outbox.waiting_count(), 1, "under way");
}

#[test]
fn a_refused_operation_can_be_tried_again_as_the_last_or_given_up_and_no_other_can() {
    let mut outbox = queue([set("1", "a", "x"), set("2", "a", "y")]);
    outbox.next_batch(0);
    outbox.on_result(&id("1"), Answer::Refused(Refusal::NotFound));
    outbox.discard(&id("2"));
    outbox.retry(&id("1"));
    lost(&mut outbox, 0, 0.0);
    assert_eq!(sent(&mut outbox, 1_000), ["2", "1"]);
    outbox.on_result(&id("1"), Answer::Refused(Refusal::NotFound));
    outbox.take_changes();
    outbox.discard(&id("1"));
    assert_eq!(outbox.take_changes(), [StoreChange::Remove(id("1"))]);
    assert_eq!(outbox.refused().count(), 0);
}

#[test]
fn the_author_sees_their_last_value_until_the_view_has_read_it_back() {
    let mut outbox = queue([
        set("1", "a", "old"),
        set("2", "a", "new"),
        set("3", "b", "other"),
    ]);
    let shown = |outbox: &Outbox| {
        let fields = outbox.overlay(&customer("a")).fields;
        fields
            .into_iter()
            .map(|f| (f.value, f.state))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&outbox), [("new".to_owned(), PendingState::Waiting)]);
    outbox.next_batch(0);
    assert_eq!(shown(&outbox), [("new".to_owned(), PendingState::Sending)]);
    outbox.on_result(&id("1"), Answer::Applied { version: 4 });
    outbox.on_result(&id("2"), Answer::Applied { version: 5 });
    assert_eq!(shown(&outbox), [("new".to_owned(), PendingState::Applied)]);
    outbox.on_version(&customer("a"), 4);
    assert_eq!(shown(&outbox), [("new".to_owned(), PendingState::Applied)]);
    outbox.on_version(&customer("a"), 5);
    assert!(outbox.overlay(&customer("a")).is_empty());
}

#[test]
fn a_refused_value_is_not_shown_as_pending() {
    let mut outbox = queue([set("1", "a", "x")]);
    outbox.on_result(&id("1"), Answer::Refused(Refusal::Conflict));
    assert!(outbox.overlay(&customer("a")).is_empty());
}

#[test]
fn a_promise_made_and_kept_offline_stands_on_the_timeline_as_kept() {
    let contact = Action::LogContact {
        item_id: ItemId::parse("i2").unwrap(),
        channel: "phone".to_owned(),
        direction: Direction::In,
        reason: "Termijnbedrag te hoog".to_owned(),
        note: " Uitgelegd. ".to_owned(),
        goal: "Uitleg geven".to_owned(),
        outcome: "Begrepen".to_owned(),
    };
    let outbox = queue([
        promise("1", "i1"),
        settle("2", "i1"),
        operation("3", "a", contact),
    ]);
    let pending = outbox.overlay(&customer("a"));
    let [contact, promise] = pending.items.as_slice() else {
        panic!("two items, newest first");
    };
    assert_eq!(contact.line.title, "Termijnbedrag te hoog");
    assert_eq!(contact.line.summary, "Uitgelegd.");
    assert_eq!(
        (contact.line.channel.as_str(), contact.line.direction),
        ("phone", Direction::In)
    );
    assert_eq!(promise.line.title, "€ 45 creditering");
    assert_eq!(
        promise.line.summary,
        "€ 45 creditering\nna het derde contact"
    );
    assert_eq!(promise.line.status, Some(Status::Kept));
    assert_eq!(
        (contact.line.kind.as_str(), promise.line.kind.as_str()),
        ("call", "promise")
    );
    assert_eq!(promise.line.due_ms, Some(99));
    assert_eq!(pending.settlements.len(), 1);
}
