//! What is on screen while a customer is loaded.

use leptos::prelude::*;

use super::world::{World, head, id, line};
use crate::api::ApiError;
use crate::api::wire::Changes;
use crate::state::{Face, Load, Tail, refresh};

#[test]
fn the_first_answer_shows_the_customer_and_the_blocks_complete_the_timeline() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    assert_eq!(world.view.load.get_untracked(), Load::Loading);
    world.answer_open(Ok(head("c-1", 7)));
    assert_eq!(world.view.load.get_untracked(), Load::Ready);
    assert_eq!(world.titles(), ["c-1 i-1"]);
    assert_eq!(world.view.tail.get_untracked(), Tail::Partial);
    world.answer_blocks(7, &[line("c-1", "i-1"), line("c-1", "i-0")]);
    assert_eq!(world.view.tail.get_untracked(), Tail::Complete);
    assert_eq!(world.titles().len(), 2);
    assert_eq!(world.page.events(), ["ready"]);
}

#[test]
fn a_customer_who_cannot_be_had_is_told_to_person_and_host() {
    for error in [ApiError::NotFound, ApiError::Network, ApiError::Unavailable] {
        let world = World::new(Face::Agent);
        world.open("c-1");
        world.answer_open(Err(error.clone()));
        assert_eq!(world.view.load.get_untracked(), Load::Failed(error));
        assert_eq!(
            world.page.events().first().map(String::as_str),
            Some("error")
        );
    }
}

#[test]
fn without_network_what_is_on_screen_stays_and_is_marked_as_old() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    refresh(world.view);
    world.run();
    world.answer_open(Err(ApiError::Network));
    assert_eq!(world.shown().as_deref(), Some("c-1"));
    assert!(world.view.is_stale.get_untracked());
}

#[test]
fn who_may_not_see_the_customer_any_more_sees_nothing_of_them() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    refresh(world.view);
    world.run();
    let owner = "service".to_owned();
    world.answer_open(Err(ApiError::Forbidden { owner }));
    assert_eq!(world.shown(), None);
    assert!(matches!(world.view.load.get_untracked(), Load::Failed(_)));
}

#[test]
fn a_timeline_that_breaks_off_says_so_and_keeps_the_first_page() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.answer_open(Ok(head("c-1", 7)));
    world.server.blocks.answer(Err(ApiError::Network));
    world.run();
    assert_eq!(world.view.tail.get_untracked(), Tail::Failed);
    assert_eq!(world.titles(), ["c-1 i-1"]);
}

#[test]
fn what_changed_is_laid_over_the_blocks() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    refresh(world.view);
    world.run();
    world.answer_open(Ok(head("c-1", 8)));
    assert_eq!(world.server.changes.asked().len(), 1);
    world.server.changes.answer(Ok(Changes {
        version: 8,
        items: vec![line("c-1", "i-2")],
        reload: false,
    }));
    world.run();
    assert_eq!(world.titles().len(), 2);
    assert_eq!(world.view.timeline_version.get_untracked(), 8);
}

#[test]
fn blocks_are_asked_for_the_customer_who_was_opened() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.answer_open(Ok(head("c-1", 7)));
    assert_eq!(world.server.blocks.asked(), [id("c-1")]);
}
