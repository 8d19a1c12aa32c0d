//! Wouter Kuipers: a leak after our maintenance, and the claim that came of it.

use crate::card;
use crate::customer::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::story::Story;

/// Electricity of two people who are at home by day.
const FOR_TWO: Meter = Meter {
    typical: 175,
    ..POWER
};

/// Tells Wouter alone; the wife is no customer.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::person("c-4402310", now_ms);
    let s = &mut story;
    card::tell(s, include_str!("kuipers.txt"));
    let random = &mut Random::new(4_402_310, 1);
    routine::usage(s, random, &FOR_TWO, 34);
    routine::usage(s, random, &GAS, 34);
    routine::debits(s, random, 34, 12_900);
    routine::invoices(s, random, "Onderhoud cv-ketel, kwartaal", (11, 3), 3_585);
    routine::logins(s, random, 362, 1, 24);
    vec![story.finish()]
}
