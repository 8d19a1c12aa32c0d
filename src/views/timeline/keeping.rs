//! The line that somebody reads stays where it is, whatever comes in above it.

use std::sync::Arc;

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::timeline::{Entry, Filter, Timeline};
use leptos::html::Div;
use leptos::prelude::*;

use super::model::Model;
use crate::state::View;

/// A line in sight, and how far below the upper edge it stands.
struct Anchor {
    item_id: ItemId,
    below_px: i64,
    timeline: Arc<Timeline>,
    filter: Filter,
}

/// Scrolls by as much as came in above, unless the newest line is in sight: who is there wants to see what comes.
pub(super) fn keep_place(view: View, model: Model, scroller: NodeRef<Div>) {
    Effect::new(move |before: Option<Option<Anchor>>| {
        let timeline = view.timeline.get();
        let filter = view.filter.get();
        let mut scroll_px = model.scroll_px.get();
        if scroll_px == 0 {
            return None;
        }
        let is_other = |a: &Anchor| !Arc::ptr_eq(&a.timeline, &timeline) && a.filter == filter;
        if let Some(anchor) = before.flatten().filter(is_other)
            && let Some(top_px) = top_of(model, &timeline, &anchor.item_id)
            && let Ok(kept_px) = u32::try_from(i64::from(top_px) - anchor.below_px)
            && kept_px != scroll_px
            && let Some(list) = scroller.get_untracked()
        {
            // The canvas gets its new height in this turn, and only then there is room.
            request_animation_frame(move || {
                list.set_scroll_top(i32::try_from(kept_px).unwrap_or(i32::MAX));
            });
            model.scroll_px.set(kept_px);
            scroll_px = kept_px;
        }
        anchor_at(model, scroll_px, timeline, filter)
    });
}

fn top_of(model: Model, timeline: &Timeline, item_id: &ItemId) -> Option<u32> {
    let row = timeline.find(item_id.as_str())?;
    let place = model
        .shown
        .with_untracked(|shown| shown.0.iter().position(|r| *r == row))?;
    let place = u32::try_from(place).ok()?;
    Some(model.layout.with_untracked(|layout| layout.top_of(place)))
}

/// Returns the first line whose top is in sight.
fn anchor_at(
    model: Model,
    scroll_px: u32,
    timeline: Arc<Timeline>,
    filter: Filter,
) -> Option<Anchor> {
    let lines = |(top_px, entry): &(u32, Entry)| match entry {
        Entry::Line(place) if *top_px >= scroll_px => Some((*top_px, *place)),
        _ => None,
    };
    let (top_px, place) = model
        .window
        .with_untracked(|window| window.iter().find_map(lines))?;
    let row = model
        .shown
        .with_untracked(|shown| shown.0.get(place as usize).copied())?;
    Some(Anchor {
        item_id: timeline.line(row)?.item_id,
        below_px: i64::from(top_px) - i64::from(scroll_px),
        timeline,
        filter,
    })
}
