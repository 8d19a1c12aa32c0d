//! Customers who are told in one text each, and whose monthly usage and money come by themselves.

use crate::card;
use crate::customer::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::story::Story;

/// What comes by itself at a household.
#[derive(Debug, Clone, Copy, Default)]
struct Months {
    /// Months of usage of electricity, and a typical month in kWh; none without.
    power: (u32, i64),
    /// The same of gas, in m³.
    gas: (u32, i64),
    /// Months of direct debits, and the first in cents.
    debits: (u32, i64),
    /// The last reading, so many days ago; 0 while we still deliver.
    until: i64,
    /// Sign-ins: the first and the last so many days ago, and the days between two of them.
    logins: (i64, i64, i64),
}

/// Tells the customers of this file, household by household.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    [
        james(now_ms),
        bakery(now_ms),
        alone(now_ms),
        come_and_go(now_ms),
        postma(now_ms),
    ]
    .concat()
}

/// Tells a person, with what comes by itself.
fn person(number: u32, text: &str, months: Months, now_ms: i64) -> DemoCustomer {
    let mut story = Story::person(&format!("c-{number}"), now_ms);
    card::tell(&mut story, text);
    by_itself(&mut story, u64::from(number), months);
    story.finish()
}

fn by_itself(story: &mut Story, number: u64, months: Months) {
    let random = &mut Random::new(number, 1);
    let (power, gas) = (months.power, months.gas);
    let until = months.until;
    let meter = |typical, kind| Meter {
        typical,
        until,
        ..kind
    };
    if power.0 > 0 {
        routine::usage(story, random, &meter(power.1, POWER), power.0);
    }
    if gas.0 > 0 {
        routine::usage(story, random, &meter(gas.1, GAS), gas.0);
    }
    routine::debits(story, random, months.debits.0, months.debits.1);
    let (from, last, step) = months.logins;
    if step > 0 {
        routine::logins(story, random, from, last, step);
    }
}

/// James and Grace Whitfield, who are helped in English.
fn james(now_ms: i64) -> Vec<DemoCustomer> {
    let months = Months {
        power: (19, 210),
        gas: (19, 70),
        debits: (18, 13_100),
        logins: (560, 12, 24),
        ..Months::default()
    };
    let grace = include_str!("told/grace.txt");
    let hers = Months {
        logins: (540, 30, 55),
        ..Months::default()
    };
    vec![
        person(4_407_017, include_str!("told/james.txt"), months, now_ms),
        person(4_407_018, grace, hers, now_ms),
    ]
}

/// Tells a bakery with four shops, and the three people who speak for it.
fn bakery(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::organisation("c-4407100", now_ms);
    card::tell(&mut story, include_str!("told/bakery.txt"));
    let months = Months {
        power: (36, 21_400),
        gas: (36, 3_900),
        ..Months::default()
    };
    by_itself(&mut story, 4_407_100, months);
    let random = &mut Random::new(4_407_100, 2);
    let product = "Elektriciteit en gas, vijf aansluitingen, kwartaal";
    routine::invoices(&mut story, random, product, (11, 3), 1_284_500);
    let contact = |number, text, step| {
        let months = Months {
            logins: (420, 5, step),
            ..Months::default()
        };
        person(number, text, months, now_ms)
    };
    vec![
        story.finish(),
        contact(4_407_101, include_str!("told/ilse.txt"), 48),
        contact(4_407_102, include_str!("told/hamid.txt"), 60),
        contact(4_407_103, include_str!("told/corrie.txt"), 14),
    ]
}

/// Tells people who live alone in our records: Wil with a device that needs power, Samira who shares where
/// her car is, Bram who took that back.
fn alone(now_ms: i64) -> Vec<DemoCustomer> {
    let wil = Months {
        power: (36, 195),
        gas: (36, 60),
        debits: (36, 11_200),
        ..Months::default()
    };
    let samira = Months {
        power: (24, 310),
        debits: (24, 12_900),
        logins: (700, 1, 9),
        ..Months::default()
    };
    let bram = Months {
        power: (29, 150),
        debits: (29, 4_600),
        logins: (600, 94, 45),
        ..Months::default()
    };
    vec![
        person(4_407_321, include_str!("told/wil.txt"), wil, now_ms),
        person(4_407_610, include_str!("told/samira.txt"), samira, now_ms),
        person(4_407_633, include_str!("told/bram.txt"), bram, now_ms),
    ]
}

/// Tells Rob who left, Nina who just came, and Tom and Yara who have not bought yet.
fn come_and_go(now_ms: i64) -> Vec<DemoCustomer> {
    let rob = Months {
        power: (36, 290),
        gas: (36, 88),
        until: 40,
        logins: (900, 60, 30),
        ..Months::default()
    };
    let nina = Months {
        power: (15, 120),
        logins: (460, 2, 11),
        ..Months::default()
    };
    let prospect = |number: u32, text| {
        let mut story = Story::prospect(&format!("c-{number}"), now_ms);
        card::tell(&mut story, text);
        story.finish()
    };
    vec![
        person(4_407_745, include_str!("told/rob.txt"), rob, now_ms),
        person(4_408_340, include_str!("told/nina.txt"), nina, now_ms),
        prospect(4_409_012, include_str!("told/tom.txt")),
        prospect(4_409_044, include_str!("told/yara.txt")),
    ]
}

/// Tells Gerrit and Anneke Postma, and the daughter who may act for them.
fn postma(now_ms: i64) -> Vec<DemoCustomer> {
    let months = Months {
        power: (36, 205),
        gas: (36, 118),
        debits: (36, 15_300),
        ..Months::default()
    };
    let other = |number, text, logins| {
        let months = Months {
            logins,
            ..Months::default()
        };
        person(number, text, months, now_ms)
    };
    vec![
        person(4_408_801, include_str!("told/gerrit.txt"), months, now_ms),
        other(4_408_802, include_str!("told/anneke.txt"), (0, 0, 0)),
        other(4_408_803, include_str!("told/jitske.txt"), (240, 9, 25)),
    ]
}
