//! Joost van Loon: a prospect who compares, visits the showroom and waits for a quotation.

use crate::card;
use crate::customer::DemoCustomer;
use crate::story::Story;

/// Tells Joost alone, for whom nothing comes by itself.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::prospect("c-4402410", now_ms);
    card::tell(&mut story, include_str!("vanloon.txt"));
    vec![story.finish()]
}
