//! Marijke van der Veen-Jansen: a loyal customer with an open complaint, the first one to look at;
//! and the three others of her household.

mod ahead;
mod noise;
mod profile;

use klantbeeld_core::model::{IdentityKind, RelationKind};

use crate::customer::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER};
use crate::script;
use crate::story::Story;

const MARIJKE: (&str, &str) = ("c-4401882", "Marijke van der Veen-Jansen");
const PIETER: (&str, &str) = ("c-4401883", "Pieter van der Veen");
const FENNA: (&str, &str) = ("c-4401884", "Fenna van der Veen");
const DAAN: (&str, &str) = ("c-4401885", "Daan van der Veen");

/// Gas of a house with a hybrid heat pump.
const LITTLE_GAS: Meter = Meter { typical: 22, ..GAS };

/// Tells the household, Marijke first.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    vec![marijke(now_ms), pieter(now_ms), fenna(now_ms), daan(now_ms)]
}

fn marijke(now_ms: i64) -> DemoCustomer {
    let mut story = Story::person(MARIJKE.0, now_ms);
    let s = &mut story;
    profile::tell(s);
    s.relation(PIETER, RelationKind::Household, "partner")
        .relation(FENNA, RelationKind::Household, "dochter")
        .relation(DAAN, RelationKind::Household, "zoon");
    script::tell(s, include_str!("marijke/history.txt"));
    script::tell(s, include_str!("marijke/recent.txt"));
    script::tell(s, include_str!("marijke/app.txt"));
    script::tell(s, include_str!("marijke/app_second.txt"));
    script::tell(s, include_str!("marijke/app_third.txt"));
    noise::tell(s);
    ahead::tell(s);
    let random = &mut Random::new(4_401_882, 1);
    routine::usage(s, random, &POWER, 36);
    routine::usage(s, random, &LITTLE_GAS, 36);
    routine::debits(s, random, 36, 12_300);
    routine::invoices(s, random, "Onderhoud warmtepomp, kwartaal", (12, 3), 5_440);
    routine::logins(s, random, 700, 34, 13);
    story.finish()
}

/// Tells somebody of the same address, and what Marijke is to them.
fn housemate(id: &str, name: [&str; 3], (born, role): (&str, &str), now_ms: i64) -> Story {
    let mut story = Story::person(id, now_ms);
    let [salutation, initials, first_name] = name;
    story
        .field("person.salutation", salutation, "crm", 1_400)
        .field("person.initials", initials, "crm", 1_400)
        .field("person.first_name", first_name, "crm", 1_400)
        .field("person.last_name", "van der Veen", "crm", 1_400)
        .field("person.birth_date", born, "crm", 1_400)
        .field("contact.address", "Lindelaan 12", "billing", 61)
        .field("contact.postcode", "3571 AB", "billing", 61)
        .field("contact.town", "Utrecht", "billing", 61)
        .field("household.size", "4", "crm", 900)
        .relation(MARIJKE, RelationKind::Household, role)
        .identity(
            IdentityKind::CustomerNumber,
            id.trim_start_matches("c-"),
            "crm",
        );
    story
}

fn pieter(now_ms: i64) -> DemoCustomer {
    let mut story = housemate(
        PIETER.0,
        ["dhr.", "P.", "Pieter"],
        ("1982-02-03", "partner"),
        now_ms,
    );
    story
        .field("contact.mobile", "+31613572468", "crm", 700)
        .said("contact.email", "pieter@voorbeeld.nl", "portal", 400)
        .field("relation.roles", "medebewoner, gemachtigde", "crm", 1_400)
        .field("relation.since", "2021-02-22", "crm", 1_400)
        .said("preference.contact_window", "morning", "portal", 400)
        .said("preference.phone.service", "yes", "portal", 400)
        .said("preference.phone.offers", "no", "portal", 400)
        .relation(FENNA, RelationKind::Household, "dochter")
        .relation(DAAN, RelationKind::Household, "zoon")
        .identity(IdentityKind::Phone, "+31613572468", "crm")
        .identity(IdentityKind::Email, "pieter@voorbeeld.nl", "portal");
    script::tell(&mut story, include_str!("marijke/pieter.txt"));
    routine::logins(&mut story, &mut Random::new(4_401_883, 1), 380, 9, 40);
    story.finish()
}

fn fenna(now_ms: i64) -> DemoCustomer {
    let mut story = housemate(
        FENNA.0,
        ["mevr.", "F.", "Fenna"],
        ("2008-09-12", "moeder"),
        now_ms,
    );
    story
        .said("contact.email", "fenna@voorbeeld.nl", "portal", 120)
        .field("relation.roles", "medebewoner", "crm", 120)
        .relation(PIETER, RelationKind::Household, "vader")
        .relation(DAAN, RelationKind::Household, "broer")
        .identity(IdentityKind::Email, "fenna@voorbeeld.nl", "portal");
    script::tell(&mut story, include_str!("marijke/fenna.txt"));
    story.finish()
}

fn daan(now_ms: i64) -> DemoCustomer {
    let mut story = housemate(
        DAAN.0,
        ["dhr.", "D.", "Daan"],
        ("2012-05-30", "moeder"),
        now_ms,
    );
    story
        .field("relation.roles", "medebewoner", "crm", 1_400)
        .relation(PIETER, RelationKind::Household, "vader")
        .relation(FENNA, RelationKind::Household, "zus");
    story.finish()
}
