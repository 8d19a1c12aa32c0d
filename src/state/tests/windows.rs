//! Several windows of one browser have one queue: nothing is stranded with a window that closes.

use std::time::Duration;

use leptos::prelude::*;

use super::device::{Device, Mood};
use super::queue::{applied, waiting, written};
use super::world::{World, head};
use crate::api::ApiError;
use crate::state::Face;

const SECONDS: Duration = Duration::from_secs(10);

fn two_windows(has_locks: bool) -> (World, World) {
    let device = Device::new(has_locks);
    let windows = (
        World::on(Face::App, device.window()),
        World::on(Face::App, device.window()),
    );
    // Ids of two windows never meet.
    windows.1.page.ids.set(100);
    windows.0.open_whole("c-1", 7);
    windows.1.open_whole("c-1", 7);
    // The queue is taken up after the first screen.
    windows.0.page.pass(Duration::from_millis(60));
    windows.1.page.pass(Duration::from_millis(60));
    windows
}

#[test]
fn what_waits_in_a_window_that_closes_is_shown_by_another_and_sent_within_seconds() {
    let (first, other) = two_windows(true);
    let op_id = written(&first, "a");
    first.server.pushed.answer(Err(ApiError::Network));
    first.run();
    assert_eq!(waiting(&other), 1, "it says so");
    first.close();
    other.page.pass(SECONDS);
    let asked = other.server.pushed.asked();
    assert_eq!(asked[0].operations[0].op_id, op_id);
    other.server.pushed.answer_nth(0, |asked| applied(asked, 8));
    other.run();
    assert_eq!(waiting(&other), 0);
}

#[test]
fn a_window_that_is_killed_while_it_sends_is_followed_by_another_with_the_same_id() {
    let (first, other) = two_windows(true);
    let op_id = written(&first, "a");
    assert_eq!(first.server.pushed.waiting(), 1);
    other.page.pass(SECONDS);
    assert!(
        other.server.pushed.asked().is_empty(),
        "one sends at a time"
    );
    first.close();
    other.run();
    let asked = other.server.pushed.asked();
    assert_eq!(asked[0].operations[0].op_id, op_id);
}

#[test]
fn without_locks_a_window_that_is_gone_is_followed_when_its_lease_ends() {
    let (first, other) = two_windows(false);
    written(&first, "a");
    first.close();
    other.page.pass(SECONDS);
    other.page.pass(SECONDS);
    assert!(other.server.pushed.asked().is_empty(), "its lease runs");
    other.page.pass(SECONDS);
    assert_eq!(other.server.pushed.waiting(), 1);
}

#[test]
fn a_window_that_opens_later_sends_what_waits() {
    let device = Device::new(true);
    let first = World::on(Face::App, device.window());
    first.open_whole("c-1", 7);
    let op_id = written(&first, "a");
    first.server.pushed.answer(Err(ApiError::Network));
    first.close();
    let next = World::on(Face::App, device.window());
    assert!(!next.view.is_queue_known.get_untracked());
    // It is looked at after the first screen.
    next.page.pass(Duration::from_millis(60));
    assert!(next.view.is_queue_known.get_untracked());
    let asked = next.server.pushed.asked();
    assert_eq!(asked[0].operations[0].op_id, op_id);
}

#[test]
fn what_one_window_sent_the_others_read_back() {
    let (first, other) = two_windows(true);
    written(&first, "a");
    assert_eq!(waiting(&other), 1);
    first.server.pushed.answer_nth(0, |asked| applied(asked, 8));
    first.run();
    assert_eq!(waiting(&other), 0);
    assert_eq!(other.view.pending.get_untracked().fields.len(), 1);
    other.answer_open(Ok(head("c-1", 8)));
    other.server.changes.answer(Err(ApiError::Network));
    other.run();
    other.answer_blocks(8, &[]);
    assert!(other.view.pending.get_untracked().fields.is_empty());
}

#[test]
fn two_windows_that_write_at_once_send_each_write_once() {
    let (first, other) = two_windows(true);
    let (a, b) = (written(&first, "a"), written(&other, "b"));
    first.server.pushed.answer_nth(0, |asked| applied(asked, 8));
    first.run();
    let of = |world: &World| {
        let asked = world.server.pushed.asked();
        let ids = asked.iter().flat_map(|r| r.operations.iter());
        ids.map(|o| o.op_id.clone()).collect::<Vec<_>>()
    };
    assert_eq!([of(&first), of(&other)].concat(), [a, b]);
}

#[test]
fn a_device_that_refuses_or_is_silent_holds_up_no_write_and_is_told() {
    for mood in [Mood::Refuses, Mood::Silent] {
        let device = Device::new(true);
        let world = World::on(Face::App, device.window());
        world.open_whole("c-1", 7);
        world.page.pass(Duration::from_millis(60));
        device.mood.set(mood);
        written(&world, "a");
        for _ in 0..4 {
            world.page.pass(Duration::from_secs(5));
        }
        assert_eq!(world.server.pushed.waiting(), 1, "{mood:?}");
        assert!(!world.view.is_durable.get_untracked());
        world.server.pushed.answer_nth(0, |asked| applied(asked, 8));
        world.run();
        device.mood.set(Mood::Well);
        world.page.pass(SECONDS);
        world.page.pass(SECONDS);
        assert_eq!(waiting(&world), 0);
        assert!(world.view.is_durable.get_untracked());
    }
}
