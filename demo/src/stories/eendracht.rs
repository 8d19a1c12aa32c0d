//! Woningstichting De Eendracht: an organisation with contracts for whole blocks, a renovation under
//! way in steps, and three contact persons, of whom the first is told in full.

use crate::card;
use crate::customer::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::story::Story;

/// The stairwells, lifts and galleries of 412 homes.
const GALLERIES: Meter = Meter {
    typical: 8_400,
    ..POWER
};
/// Two boiler houses that heat three blocks.
const BOILERS: Meter = Meter {
    typical: 21_500,
    ..GAS
};

/// Tells the organisation and the people who speak for it.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let person = |id, text| {
        let mut story = Story::person(id, now_ms);
        card::tell(&mut story, text);
        story
    };
    let mut ingrid = person("c-4402101", include_str!("eendracht/ingrid.txt"));
    routine::logins(&mut ingrid, &mut Random::new(4_402_101, 1), 360, 6, 26);
    let mehmet = person("c-4402102", include_str!("eendracht/mehmet.txt"));
    let sanne = person("c-4402103", include_str!("eendracht/sanne.txt"));
    let people = [ingrid, mehmet, sanne].map(Story::finish);
    [vec![organisation(now_ms)], people.to_vec()].concat()
}

fn organisation(now_ms: i64) -> DemoCustomer {
    let mut story = Story::organisation("c-4402100", now_ms);
    let s = &mut story;
    card::tell(s, include_str!("eendracht/organisation.txt"));
    let random = &mut Random::new(4_402_100, 1);
    routine::usage(s, random, &GALLERIES, 36);
    routine::usage(s, random, &BOILERS, 36);
    let product = "Stroom en warmte, drie complexen";
    routine::invoices(s, random, product, (35, 1), 2_184_000);
    story.finish()
}
