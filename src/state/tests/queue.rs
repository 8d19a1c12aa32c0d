//! Every write goes through the queue, with network and without.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use klantbeeld_core::ids::{ItemId, OperationId};
use klantbeeld_core::model::Action;
use klantbeeld_core::sync::Hindrance;
use leptos::prelude::*;

use super::world::{World, head, id};
use crate::api::ApiError;
use crate::api::wire::{OperationOutcome, OperationResult, PushRequest};
use crate::state::{Face, discard, flush, retry, write};

pub(super) fn note(text: &str) -> Action {
    Action::SetField {
        field: "service.note".to_owned(),
        value: text.to_owned(),
    }
}

pub(super) fn written(world: &World, text: &str) -> OperationId {
    let op_id = write(world.view, note(text)).unwrap();
    world.run();
    op_id
}

pub(super) fn applied(
    request: &PushRequest,
    version: u64,
) -> Result<Vec<OperationResult>, ApiError> {
    let results = request.operations.iter().map(|operation| OperationResult {
        op_id: operation.op_id.clone(),
        outcome: OperationOutcome::Applied { version },
    });
    Ok(results.collect())
}

pub(super) fn waiting(world: &World) -> usize {
    world.view.outbox.with_untracked(|o| o.waiting_count())
}

async fn kept(world: &World) -> usize {
    let store = world.view.host().unwrap().store().await;
    let count = Rc::new(Cell::new(0));
    let counted = Rc::clone(&count);
    let meeting = Box::new(move |entries: Vec<_>| {
        counted.set(entries.len());
        Vec::new()
    });
    store.meet_outbox(meeting).await.unwrap();
    count.get()
}

/// Answers the oldest request: the server refuses all of it for this reason.
fn refuse(world: &World, error: &ApiError) {
    world.server.pushed.answer_nth(0, |asked| {
        let results = asked.operations.iter().map(|operation| OperationResult {
            op_id: operation.op_id.clone(),
            outcome: OperationOutcome::Refused {
                error: error.clone(),
            },
        });
        Ok(results.collect())
    });
    world.run();
}

fn hindrances(world: &World) -> Vec<Option<Hindrance>> {
    world
        .view
        .outbox
        .with_untracked(|o| o.entries().iter().map(|e| e.hindrance).collect())
}

#[test]
fn the_host_is_told_which_item_was_written() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    let action = Action::AddNote {
        item_id: ItemId::parse("n-1").unwrap(),
        text: "belt graag 's ochtends".to_owned(),
        shareable: false,
        attachment: None,
    };
    write(world.view, action).unwrap();
    written(&world, "een veld");
    let told = world.page.told();
    assert!(
        told.contains(&"change customer=c-1 action=add_note item=n-1".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"change customer=c-1 action=set_field".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_write_is_on_screen_and_kept_at_once_and_leaves_the_queue_when_its_version_is_read() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    written(&world, "belt graag 's ochtends");
    let pending = world.view.pending.get_untracked();
    assert_eq!(pending.fields.len(), 1);
    assert_eq!(futures::executor::block_on(kept(&world)), 1);
    assert!(world.page.events().contains(&"change".to_owned()));
    world.server.pushed.answer_nth(0, |asked| applied(asked, 8));
    world.run();
    assert_eq!(waiting(&world), 0);
    // It stays on screen until the card that holds it has been read.
    assert_eq!(world.view.pending.get_untracked().fields.len(), 1);
    world.answer_open(Ok(head("c-1", 8)));
    world.server.changes.answer(Err(ApiError::Network));
    world.run();
    world.answer_blocks(8, &[]);
    assert!(world.view.pending.get_untracked().fields.is_empty());
    assert_eq!(futures::executor::block_on(kept(&world)), 0);
}

#[test]
fn without_network_a_write_waits_and_goes_out_by_itself() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    written(&world, "a");
    world.server.pushed.answer(Err(ApiError::Network));
    world.run();
    assert_eq!((waiting(&world), world.server.pushed.waiting()), (1, 0));
    world.page.pass(Duration::from_secs(120));
    assert_eq!(world.server.pushed.waiting(), 1);
}

#[test]
fn what_is_written_while_something_is_sent_goes_out_next() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    let first = written(&world, "a");
    let second = written(&world, "b");
    assert_eq!(world.server.pushed.asked().len(), 1);
    world.server.pushed.answer_nth(0, |asked| applied(asked, 8));
    world.run();
    let sent: Vec<_> = world
        .server
        .pushed
        .asked()
        .iter()
        .flat_map(|request| request.operations.iter().map(|o| o.op_id.clone()))
        .collect();
    assert_eq!(sent, [first, second]);
}

#[test]
fn a_refused_write_stays_with_its_reason_until_it_is_given_up_or_sent_again() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    let op_id = written(&world, "a");
    let owner = "privacy".to_owned();
    refuse(&world, &ApiError::Forbidden { owner });
    assert_eq!(world.view.outbox.with_untracked(|o| o.refused().count()), 1);
    retry(world.view, &op_id);
    world.run();
    assert_eq!(world.server.pushed.waiting(), 1);
    world.server.pushed.answer(Err(ApiError::Conflict));
    world.run();
    discard(world.view, &op_id);
    world.run();
    assert!(world.view.outbox.with_untracked(|o| o.entries().is_empty()));
    assert_eq!(futures::executor::block_on(kept(&world)), 0);
}

#[test]
fn a_write_belongs_to_the_customer_it_was_made_for() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    written(&world, "a");
    world.open_whole("c-2", 3);
    assert!(world.view.pending.get_untracked().fields.is_empty());
    let request = &world.server.pushed.asked()[0];
    assert_eq!(request.operations[0].customer_id, id("c-1"));
}

#[test]
fn each_customer_has_a_request_of_their_own_and_one_without_a_token_holds_up_nobody() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    written(&world, "a");
    world.server.pushed.answer(Err(ApiError::Network));
    world.run();
    world.open_whole("c-2", 3);
    written(&world, "b");
    world.page.pass(Duration::from_secs(2));
    let no_rights = ApiError::Forbidden {
        owner: String::new(),
    };
    world.server.pushed.answer(Err(no_rights));
    world.run();
    world.server.pushed.answer_nth(0, |asked| applied(asked, 4));
    world.run();
    let asked = world.server.pushed.asked();
    let customers = asked.iter().map(|r| r.operations[0].customer_id.clone());
    let mut customers: Vec<_> = customers.collect();
    customers.dedup();
    assert!(asked.iter().all(|r| r.operations.len() == 1));
    assert!(customers.contains(&id("c-1")) && customers.contains(&id("c-2")));
    assert_eq!(hindrances(&world), [Some(Hindrance::NoAccess)]);
    // Once there is a token again, it goes out: by hand at once, and by itself.
    world.view.outbox.update(|o| o.on_online());
    flush(world.view);
    world.run();
    world.server.pushed.answer_nth(0, |asked| applied(asked, 8));
    world.run();
    assert_eq!(waiting(&world), 0);
}

#[test]
fn a_customer_whom_the_server_does_not_show_now_waits_and_is_not_refused() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    // The queue is taken up after the first screen.
    world.page.pass(Duration::from_millis(60));
    let op_id = written(&world, "a");
    refuse(&world, &ApiError::NotFound);
    assert_eq!(hindrances(&world), [Some(Hindrance::NoAccess)]);
    assert_eq!(world.view.outbox.with_untracked(|o| o.refused().count()), 0);
    world.page.pass(Duration::from_secs(61));
    assert_eq!(world.server.pushed.waiting(), 1, "by itself");
    refuse(&world, &ApiError::NotFound);
    discard(world.view, &op_id);
    world.run();
    assert_eq!(futures::executor::block_on(kept(&world)), 0);
}

#[test]
fn a_server_that_never_answers_is_asked_again_with_the_same_id() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    let op_id = written(&world, "a");
    world.page.pass(Duration::from_secs(30));
    world.page.pass(Duration::from_secs(2));
    let asked = world.server.pushed.asked();
    let ids: Vec<_> = asked
        .iter()
        .map(|r| r.operations[0].op_id.clone())
        .collect();
    assert_eq!(ids, [op_id.clone(), op_id]);
}
