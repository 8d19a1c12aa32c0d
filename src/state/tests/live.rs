//! A view follows its customer: by the stream, and without one.

use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc;
use leptos::prelude::*;

use super::world::{World, blocks, head, id, line};
use crate::api::ApiError;
use crate::api::live::{LiveEnd, LiveEvent};
use crate::api::remote::LiveStream;
use crate::api::wire::Changes;
use crate::state::{Face, start_live};

const MOMENT: Duration = Duration::from_millis(200);

/// A view of a customer that follows, with what its stream is going to say.
fn following() -> (
    World,
    mpsc::UnboundedSender<Result<Option<LiveEvent>, ApiError>>,
) {
    let world = World::new(Face::Agent);
    world.owner.with(|| start_live(world.view));
    world.open_whole("c-1", 7);
    world.page.pass(MOMENT);
    world.page.pass(MOMENT);
    let says = stream_of(&world);
    (world, says)
}

/// Answers the question for a stream.
fn stream_of(world: &World) -> mpsc::UnboundedSender<Result<Option<LiveEvent>, ApiError>> {
    let (says, said) = mpsc::unbounded();
    let stream: LiveStream = said.boxed_local();
    world.server.live.answer(Ok(stream));
    world.run();
    says
}

fn change(customer: &str, version: u64) -> Result<Option<LiveEvent>, ApiError> {
    Ok(Some(LiveEvent::Change {
        customer_id: id(customer),
        version,
    }))
}

/// Answers for a card and what changed, as often as the view asks.
fn answer_with(world: &World, version: u64, item: &str) {
    world.answer_open(Ok(head("c-1", version)));
    world.server.changes.answer(Ok(Changes {
        version,
        items: vec![line("c-1", item)],
        reload: false,
        more: false,
    }));
    world.run();
    // It is kept after the paint, and told then.
    world.page.pass(MOMENT);
}

#[test]
fn a_word_about_another_version_brings_what_changed_and_marks_it_for_a_moment() {
    let (world, says) = following();
    let asked = world.server.live.asked();
    assert_eq!((asked[0].watched[0].version, &asked[0].boot), (7, &None));
    says.unbounded_send(change("c-1", 8)).unwrap();
    world.run();
    answer_with(&world, 8, "i-2");
    assert_eq!(world.titles().len(), 2);
    let marked = world.view.marked.get_untracked();
    assert_eq!(marked[0].as_str(), "i-2");
    assert_eq!(world.view.spoken.get_untracked(), "Nieuw: c-1 i-2");
    world.page.pass(Duration::from_secs(7));
    assert!(world.view.marked.get_untracked().is_empty());
    assert_eq!(world.view.spoken.get_untracked(), "");
}

#[test]
fn a_word_about_what_is_known_or_about_somebody_else_asks_nothing() {
    let (world, says) = following();
    let before = world.server.opened.asked().len();
    for word in [change("c-1", 7), change("c-2", 9), Ok(None)] {
        says.unbounded_send(word).unwrap();
    }
    world.run();
    assert_eq!(world.server.opened.asked().len(), before);
}

#[test]
fn what_comes_while_it_is_fetched_is_fetched_once_more_and_not_for_each_word() {
    let (world, says) = following();
    let before = world.server.opened.asked().len();
    for version in 8..40 {
        says.unbounded_send(change("c-1", version)).unwrap();
        world.run();
    }
    assert_eq!(world.server.opened.asked().len(), before + 1);
    answer_with(&world, 30, "i-2");
    world.page.pass(MOMENT);
    assert_eq!(world.server.opened.asked().len(), before + 2);
    answer_with(&world, 39, "i-3");
    world.page.pass(MOMENT);
    assert_eq!(world.server.opened.asked().len(), before + 2);
}

#[test]
fn a_hidden_view_asks_when_it_is_seen_again() {
    let (world, says) = following();
    let before = world.server.opened.asked().len();
    world.page.is_hidden.set(true);
    says.unbounded_send(change("c-1", 8)).unwrap();
    world.run();
    assert_eq!(world.server.opened.asked().len(), before);
    world.page.is_hidden.set(false);
    assert!(crate::state::catch_up_if_behind(world.view));
    world.run();
    answer_with(&world, 8, "i-2");
    assert!(!crate::state::catch_up_if_behind(world.view));
}

#[test]
fn a_stream_that_ends_is_taken_up_from_the_version_that_is_shown_and_the_same_life_of_the_server() {
    let (world, says) = following();
    let boot = "b-1".to_owned();
    says.unbounded_send(Ok(Some(LiveEvent::Hello { boot: boot.clone() })))
        .unwrap();
    says.unbounded_send(change("c-1", 8)).unwrap();
    world.run();
    answer_with(&world, 8, "i-2");
    let reason = LiveEnd::TokenExpired;
    says.unbounded_send(Ok(Some(LiveEvent::End { reason })))
        .unwrap();
    world.run();
    world.page.pass(Duration::from_secs(1));
    let asked = world.server.live.asked();
    let last = asked.last().unwrap();
    assert_eq!((asked.len(), last.watched[0].version), (2, 8));
    assert_eq!(last.boot, Some(boot));
}

#[test]
fn a_server_without_a_stream_is_asked_every_half_minute_and_for_a_stream_seldom() {
    let world = World::new(Face::Agent);
    world.owner.with(|| start_live(world.view));
    world.open_whole("c-1", 7);
    world.page.pass(MOMENT);
    world.page.pass(MOMENT);
    world.server.live.answer(Err(ApiError::NotFound));
    world.run();
    for n in 1..=4 {
        world.page.pass(Duration::from_secs(30));
        assert_eq!(world.server.changes.asked().len(), n);
        world.server.changes.answer(Ok(Changes {
            version: 7,
            items: Vec::new(),
            reload: false,
            more: false,
        }));
        world.run();
    }
    assert_eq!(world.server.live.asked().len(), 1);
    world.page.pass(Duration::from_secs(300));
    world.page.pass(MOMENT);
    assert_eq!(world.server.live.asked().len(), 2);
}

#[test]
fn a_stream_that_says_nothing_is_given_up_and_the_server_asked() {
    let (world, _says) = following();
    world.page.pass(Duration::from_secs(30));
    world.page.pass(Duration::from_secs(11));
    world.page.pass(Duration::from_secs(30));
    assert!(!world.server.changes.asked().is_empty());
    world.page.pass(Duration::from_secs(60));
    assert_eq!(world.server.live.asked().len(), 1, "not again at once");
}

#[test]
fn another_customer_is_followed_instead_and_nothing_of_the_former_is_fetched() {
    let (world, says) = following();
    world.open("c-2");
    world.answer_open(Ok(head("c-2", 3)));
    world
        .server
        .blocks
        .answer(Ok(blocks(3, &[line("c-2", "i-1")])));
    world.page.pass(MOMENT);
    let asked = world.server.live.asked();
    let last = asked.last().unwrap();
    assert_eq!(last.watched.len(), 1);
    assert_eq!(last.watched[0].customer_id, id("c-2"));
    let opened = world.server.opened.asked().len();
    // The former stream is gone, whatever it still says.
    let _ = says.unbounded_send(change("c-1", 99));
    world.run();
    assert_eq!(world.server.opened.asked().len(), opened);
}
