//! Bilal el Amrani: a mechanic is on the way now, to a houseboat that no map knows.
//!
//! Bilal agreed to share where they are, and only today's places are kept.

use klantbeeld_core::model::Status;

use crate::card;
use crate::customer::DemoCustomer;
use crate::item_builder::item;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::story::Story;
use crate::when::At;

const MINUTE_MS: i64 = 60_000;
const BERTH: &str = "Steiger 3, Hemkade, Zaandam";
/// Gas of a boat: small, and cold from below.
const AFLOAT: Meter = Meter { typical: 80, ..GAS };

/// Tells Bilal alone.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::person("c-4402710", now_ms);
    let s = &mut story;
    card::tell(s, include_str!("bilal.txt"));
    on_the_way(s);
    let random = &mut Random::new(4_402_710, 1);
    routine::usage(s, random, &POWER, 36);
    routine::usage(s, random, &AFLOAT, 36);
    routine::debits(s, random, 36, 13_200);
    routine::logins(s, random, 360, 0, 12);
    vec![story.finish()]
}

/// Tells the last hour and the next half, in minutes from now, whatever the hour is.
fn on_the_way(s: &mut Story) {
    let now_ms = s.now_ms();
    let at = |minutes: i64| At::Ms(now_ms + minutes * MINUTE_MS);
    s.item(
        item("sms", at(-40))
            .outbound()
            .source("planning")
            .department("field")
            .title("Sms · Stefan komt nu naar je toe")
            .summary("Met de vraag om de locatie te delen.")
            .reason("Storing")
            .goal("De boot vinden")
            .outcome("Locatie gedeeld na vijf minuten")
            .with(
                "text",
                "Stefan komt nu naar je toe. Deel je locatie in de app, dan vindt hij je boot.",
            ),
    );
    s.item(
        item("location", at(-35))
            .inbound()
            .title("Bilal deelt zijn locatie met de monteur")
            .summary("Tot de monteur klaar is. Morgen is dit gewist.")
            .with("place", BERTH),
    );
    s.item(
        item("location", at(-8))
            .title("Monteur Stefan · bij station Zaandam")
            .summary("Nog 25 minuten rijden.")
            .with("place", "Station Zaandam"),
    );
    s.item(
        item("visit", at(25))
            .outbound()
            .recorded(at(-8))
            .by("Stefan")
            .status(Status::Planned)
            .title("Monteur is onderweg · Ventilator cv-ketel")
            .summary("Stefan belt als hij bij de kade is. Hij heeft een ventilator bij zich.")
            .reason("Storing")
            .goal("Verwarming terug")
            .with("place", BERTH),
    );
}
