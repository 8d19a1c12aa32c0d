//! What goes wrong is told to person and host at any moment, once, and heals.

use klantbeeld_core::model::Action;
use leptos::prelude::*;

use super::world::{World, head, id};
use crate::api::ApiError;
use crate::api::wire::{DetailRequest, SearchRequest};
use crate::state::{Face, Load, Trouble, heal, heal_if_needed, moment, refresh, write};

fn signed_out() -> ApiError {
    let reason = "expired".to_owned();
    ApiError::NotSignedIn { reason }
}

fn forbidden() -> ApiError {
    let owner = String::new();
    ApiError::Forbidden { owner }
}

/// Returns the names of the events since the first screen.
fn told(world: &World) -> Vec<String> {
    let events = world.page.events();
    events.into_iter().filter(|name| name != "ready").collect()
}

fn trouble(world: &World) -> Option<Trouble> {
    untrack(|| world.view.trouble())
}

#[test]
fn each_trouble_of_the_first_opening_has_an_event_of_its_own() {
    for (error, name) in [
        (signed_out(), "signed-out"),
        (forbidden(), "no-rights"),
        (ApiError::Network, "unreachable"),
        (ApiError::Unavailable, "unreachable"),
    ] {
        let world = World::new(Face::Agent);
        world.open("c-1");
        world.answer_open(Err(error));
        assert_eq!(told(&world), ["error", name]);
    }
}

#[test]
fn a_session_that_ends_while_somebody_reads_is_told_and_what_they_read_stays() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    refresh(world.view);
    world.run();
    world.answer_open(Err(signed_out()));
    assert_eq!(told(&world), ["error", "signed-out"]);
    assert_eq!(world.shown().as_deref(), Some("c-1"));
    assert_eq!(trouble(&world), Some(Trouble::SignedOut));
}

#[test]
fn a_write_that_cannot_be_sent_is_told() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    let (field, value) = ("service.note".to_owned(), "x".to_owned());
    write(world.view, Action::SetField { field, value });
    world.run();
    world.server.pushed.answer(Err(signed_out()));
    world.run();
    assert_eq!(told(&world), ["change", "error", "signed-out"]);
}

#[test]
fn a_timeline_a_detail_and_a_search_that_fail_are_told() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.answer_open(Ok(head("c-1", 7)));
    world.server.blocks.answer(Err(ApiError::Unavailable));
    world.run();
    assert_eq!(told(&world), ["error", "unreachable"]);
    let view = world.view;
    view.spawn(async move {
        let request = DetailRequest {
            customer_id: id("c-1"),
            item_id: serde_json::from_str("\"i-1\"").unwrap(),
            purpose: None,
        };
        // The hand-made server knows no item.
        let answer = view
            .ask(moment::DETAIL, |remote| remote.detail(request))
            .await;
        assert_eq!(answer.unwrap_err(), ApiError::NotFound);
        let (query, limit) = ("x".to_owned(), 8);
        let request = SearchRequest { query, limit };
        let _ = view
            .ask(moment::SEARCH, |remote| remote.search(request))
            .await;
    });
    world.run();
    assert_eq!(told(&world)[2..], ["error"]);
    world.server.searched.answer(Err(forbidden()));
    world.run();
    assert_eq!(told(&world)[3..], ["error", "no-rights"]);
}

#[test]
fn what_lasts_is_told_once_and_again_for_another_customer_or_a_new_try() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.answer_open(Err(signed_out()));
    for _ in 0..3 {
        heal_if_needed(world.view);
        world.run();
        world.answer_open(Err(signed_out()));
    }
    assert_eq!(told(&world), ["error", "signed-out"]);
    heal(world.view);
    world.run();
    world.answer_open(Err(signed_out()));
    assert_eq!(told(&world).len(), 4);
    world.open("c-2");
    world.answer_open(Err(signed_out()));
    assert_eq!(told(&world).len(), 6);
}

#[test]
fn another_token_heals_what_failed_and_disturbs_nothing_else() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.answer_open(Err(signed_out()));
    heal_if_needed(world.view);
    world.run();
    assert_eq!(world.view.load.get_untracked(), Load::Loading);
    world.answer_open(Ok(head("c-1", 7)));
    assert_eq!(world.shown().as_deref(), Some("c-1"));
    assert_eq!(trouble(&world), None);
    world.answer_blocks(7, &[]);
    let asked = world.server.opened.asked().len();
    heal_if_needed(world.view);
    world.run();
    assert_eq!(world.server.opened.asked().len(), asked);
}

#[test]
fn a_former_customer_s_trouble_says_nothing_about_the_next() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.open("c-2");
    world.answer_open(Err(forbidden()));
    assert_eq!(told(&world), Vec::<String>::new());
    world.answer_open(Ok(head("c-2", 3)));
    assert_eq!(trouble(&world), None);
}
