//! Ad Willemsen: a complaint that ended well, promises kept and broken, and letters back and forth.
//!
//! Three systems each have an address of their own for one customer: what provenance is for.

use crate::card;
use crate::customer::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::story::Story;

/// One man and a dog.
const POWER_FOR_ONE: Meter = Meter {
    typical: 120,
    ..POWER
};
const GAS_FOR_ONE: Meter = Meter { typical: 68, ..GAS };

/// Tells Ad alone.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::person("c-4402510", now_ms);
    let s = &mut story;
    card::tell(s, include_str!("willemsen.txt"));
    let random = &mut Random::new(4_402_510, 1);
    routine::usage(s, random, &POWER_FOR_ONE, 36);
    routine::usage(s, random, &GAS_FOR_ONE, 36);
    routine::debits(s, random, 36, 11_000);
    vec![story.finish()]
}
