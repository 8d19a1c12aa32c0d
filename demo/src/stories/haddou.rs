//! Nadia Haddou: leaving for a better price, with a rented boiler that stays.

use crate::card;
use crate::customer::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::story::Story;

/// The last reading, days ago.
const LEFT: i64 = 19;

/// Tells Nadia alone; the others of her home are no customers.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::person("c-4402610", now_ms);
    let s = &mut story;
    card::tell(s, include_str!("haddou.txt"));
    let random = &mut Random::new(4_402_610, 1);
    routine::usage(
        s,
        random,
        &Meter {
            until: LEFT,
            ..POWER
        },
        35,
    );
    routine::usage(s, random, &Meter { until: LEFT, ..GAS }, 35);
    routine::debits(s, random, 35, 15_200);
    routine::logins(s, random, 364, 6, 9);
    vec![story.finish()]
}
