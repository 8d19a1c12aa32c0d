//! Correcting values, and the way back.

use leptos::prelude::*;

use super::world::World;
use crate::state::{Face, open, set_fields, tell_saved, undo};

/// The field that the card of these tests has; its value is the customer's id.
const NAME: &str = "person.last_name";

fn set(world: &World, value: &str) {
    assert!(set_fields(
        world.view,
        vec![(NAME.to_owned(), value.to_owned())]
    ));
    world.run();
}

/// The values that wait for the field, in the order in which they were written.
fn waiting(world: &World) -> Vec<String> {
    let pending = world.view.pending.get_untracked();
    pending.fields.into_iter().map(|f| f.value).collect()
}

#[test]
fn a_correction_shows_at_once_and_undo_writes_the_value_of_before() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    set(&world, "Jansen");
    assert_eq!(waiting(&world), ["Jansen"]);
    assert!(world.view.told.get_untracked().unwrap().has_way_back());
    undo(world.view);
    world.run();
    assert_eq!(waiting(&world), ["c-1"]);
    assert_eq!(world.view.told.get_untracked(), None);
}

#[test]
fn what_is_shown_already_is_neither_written_nor_told() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    set(&world, "c-1");
    assert_eq!(waiting(&world), [""; 0]);
    assert_eq!(world.view.told.get_untracked(), None);
}

#[test]
fn a_new_entry_is_told_without_a_way_back() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    tell_saved(world.view);
    assert!(!world.view.told.get_untracked().unwrap().has_way_back());
    undo(world.view);
    assert_eq!(waiting(&world), [""; 0]);
}

#[test]
fn the_way_back_is_not_taken_on_another_customer() {
    let world = World::new(Face::App);
    world.open_whole("c-1", 7);
    set(&world, "Jansen");
    let told = world.view.told.get_untracked().unwrap();
    open(world.view, Some(super::world::id("c-2")));
    world.run();
    let customer = world.view.customer.get_untracked();
    assert!(!told.is_about(customer.as_ref()));
    undo(world.view);
    world.run();
    assert_eq!(waiting(&world), [""; 0]);
}
