//! What the device keeps, and what is shown of it.

use std::time::Duration;

use klantbeeld_core::ids::CustomerId;
use leptos::prelude::*;

use super::world::{World, head, id, line};
use crate::api::ApiError;
use crate::state::{Face, Load, open};

/// The first screen is painted before anything is kept.
const PAINTED: Duration = Duration::from_millis(100);

fn kept_version(world: &World, customer: &CustomerId) -> Option<u64> {
    let host = world.view.host().unwrap();
    let kept = async { host.store().await.load_timeline(customer).await };
    futures::executor::block_on(kept).map(|kept| kept.version)
}

fn people(world: &World) -> Vec<String> {
    let people = world.view.people.get_untracked();
    people.into_iter().map(|person| person.name).collect()
}

#[test]
fn the_app_keeps_card_timeline_and_name_after_the_first_screen() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    assert_eq!(kept_version(&world, &id("c-1")), None);
    world.page.pass(PAINTED);
    assert_eq!(kept_version(&world, &id("c-1")), Some(7));
    assert_eq!(people(&world), ["c-1"]);
}

#[test]
fn an_embedded_view_keeps_nothing() {
    for face in [Face::Agent, Face::Own] {
        let world = World::new(face);
        world.open_whole("c-1", 7);
        world.page.pass(PAINTED);
        assert_eq!(kept_version(&world, &id("c-1")), None);
        assert!(people(&world).is_empty());
    }
}

#[test]
fn what_is_kept_is_shown_before_the_server_answers_and_without_network_it_stays() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    world.page.pass(PAINTED);
    open(world.view, None);
    world.open("c-1");
    assert_eq!(world.view.load.get_untracked(), Load::Ready);
    assert!(world.view.is_stale.get_untracked());
    assert_eq!(world.titles(), ["c-1 i-1"]);
    world.answer_open(Err(ApiError::Network));
    assert_eq!(world.titles(), ["c-1 i-1"]);
}

#[test]
fn a_timeline_that_the_device_has_is_not_fetched_again() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    world.page.pass(PAINTED);
    let fetched = world.server.blocks.asked().len();
    world.open("c-1");
    world.answer_open(Ok(head("c-1", 7)));
    assert_eq!(world.server.blocks.asked().len(), fetched);
    assert!(!world.view.is_stale.get_untracked());
}

#[test]
fn what_is_kept_is_of_the_customer_who_was_loaded_also_when_another_is_on_screen_by_then() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    world.open("c-2");
    world.page.pass(PAINTED);
    assert_eq!(kept_version(&world, &id("c-1")), None);
    world.answer_open(Ok(head("c-2", 3)));
    world.answer_blocks(3, &[line("c-2", "i-1")]);
    world.page.pass(PAINTED);
    assert_eq!(people(&world), ["c-2"]);
}
