//! One customer's answer never lands in another customer's view.

use leptos::prelude::*;
use proptest::prelude::*;

use super::world::{World, blocks, head, line};
use crate::api::ApiError;
use crate::state::{Face, Load, open, refresh};

#[test]
fn an_answer_that_comes_after_the_switch_is_dropped() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.open("c-2");
    world.server.opened.answer_nth(1, |_| Ok(head("c-2", 1)));
    world.run();
    world.server.opened.answer_nth(0, |_| Ok(head("c-1", 9)));
    world.run();
    assert_eq!(world.shown().as_deref(), Some("c-2"));
    assert_eq!(world.titles(), ["c-2 i-1"]);
}

#[test]
fn an_error_of_the_former_customer_does_not_touch_the_present_one() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.open("c-2");
    world.server.opened.answer_nth(1, |_| Ok(head("c-2", 1)));
    world
        .server
        .opened
        .answer_nth(0, |_| Err(ApiError::NotFound));
    world.run();
    assert_eq!(world.view.load.get_untracked(), Load::Ready);
    assert_eq!(world.page.events(), ["ready"]);
}

#[test]
fn everything_of_the_former_customer_is_gone_at_once() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    open(world.view, None);
    assert_eq!(world.shown(), None);
    assert!(world.titles().is_empty());
    assert_eq!(world.view.load.get_untracked(), Load::Nobody);
}

#[test]
fn a_refresh_that_ends_after_the_switch_is_dropped() {
    let world = World::new(Face::Agent);
    world.open_whole("c-1", 7);
    refresh(world.view);
    world.run();
    world.open("c-2");
    world.answer_open(Ok(head("c-1", 8)));
    assert_eq!(world.shown(), None);
    world.answer_open(Ok(head("c-2", 1)));
    assert_eq!(world.shown().as_deref(), Some("c-2"));
}

#[test]
fn tasks_end_with_the_view() {
    let world = World::new(Face::Agent);
    world.open("c-1");
    world.owner.cleanup();
    world.server.opened.answer(Ok(head("c-1", 7)));
    world.run();
    assert!(world.page.events().is_empty());
}

proptest! {
    /// Switches and answers in any order, late and mixed: nothing of another customer is ever on screen.
    #[test]
    fn no_foreign_value_is_ever_shown(steps in prop::collection::vec((0u8..3, 0usize..8), 1..60)) {
        let world = World::new(Face::Agent);
        let mut wanted = String::new();
        for (what, which) in steps {
            match what {
                0 => {
                    wanted = format!("c-{which}");
                    world.open(&wanted);
                }
                1 => answer_a_card(&world, which),
                _ => answer_a_timeline(&world, which),
            }
            prop_assert!(world.shown().is_none_or(|shown| shown == wanted));
            prop_assert!(world.titles().iter().all(|title| title.starts_with(&wanted)));
        }
    }
}

fn answer_a_card(world: &World, which: usize) {
    let cards = &world.server.opened;
    if cards.waiting() > 0 {
        cards.answer_nth(which % cards.waiting(), |asked| {
            Ok(head(asked.customer_id.as_str(), 1))
        });
        world.run();
    }
}

fn answer_a_timeline(world: &World, which: usize) {
    let timelines = &world.server.blocks;
    if timelines.waiting() > 0 {
        timelines.answer_nth(which % timelines.waiting(), |customer| {
            Ok(blocks(1, &[line(customer.as_str(), "i-1")]))
        });
        world.run();
    }
}
