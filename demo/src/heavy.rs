//! One customer with more than 20,000 items: a school with a meter that reports every hour.
//!
//! It exists to show and to measure that a long timeline is as fast as a short one.

use klantbeeld_core::model::IdentityKind;
use serde_json::json;

use crate::customer::DemoCustomer;
use crate::item_builder::item;
use crate::random::Random;
use crate::routine;
use crate::script;
use crate::story::Story;
use crate::when::At;

const HOUR_MS: i64 = 3_600_000;
/// Hours that are metered: two years and four months.
const HOURS: i64 = 20_400;

const FIELDS: [(&str, &str, &str); 14] = [
    ("organisation.name", "Scholengroep De Vuurtoren", "crm"),
    ("organisation.coc_number", "41180022", "crm"),
    ("organisation.branch", "Onderwijs", "crm"),
    ("contact.email", "energie@devuurtoren.voorbeeld.nl", "crm"),
    ("contact.phone", "+31223612345", "crm"),
    ("contact.address", "Havenkade 40", "billing"),
    ("contact.postcode", "1781 AB", "billing"),
    ("contact.town", "Den Helder", "billing"),
    ("contact.country", "Nederland", "crm"),
    ("relation.roles", "klant, zakelijk", "crm"),
    ("relation.since", "2016-08-01", "crm"),
    ("relation.tier", "platinum", "crm"),
    ("relation.value_minor", "6120000", "crm"),
    ("relation.owner", "Bas Verkerk", "crm"),
];

/// Tells the school.
pub(crate) fn tell(seed: u64, now_ms: i64) -> DemoCustomer {
    let mut story = Story::organisation("c-4400020", now_ms);
    let (s, r) = (&mut story, &mut Random::new(seed, 4_400_020));
    for (field, value, source) in FIELDS {
        s.field(field, value, source, 1_100);
    }
    s.entered(
        "service.note",
        "Storing tijdens examens: altijd met spoed.",
        "Bas Verkerk",
        400,
    )
    .identity(IdentityKind::CustomerNumber, "4400020", "crm")
    .identity(
        IdentityKind::Email,
        "energie@devuurtoren.voorbeeld.nl",
        "crm",
    )
    .identity(IdentityKind::Phone, "+31223612345", "crm");
    routine::accounts(s, 860, "energie@devuurtoren.voorbeeld.nl");
    script::tell(s, include_str!("heavy/school.txt"));
    routine::invoices(s, r, "Stroom zakelijk, maand", (30, 1), 412_600);
    metering(s, r);
    routine::logins(s, r, 850, 1, 4);
    story.finish()
}

/// Adds a reading for every whole hour, the latest within the last hour.
fn metering(s: &mut Story, r: &mut Random) {
    let latest_ms = s.now_ms() - s.now_ms().rem_euclid(HOUR_MS);
    let mut total = 0;
    for hour in 0..HOURS {
        let at_ms = latest_ms - (HOURS - hour) * HOUR_MS;
        let of_day = at_ms.div_euclid(HOUR_MS).rem_euclid(24);
        let at_school = (6..17).contains(&of_day);
        let used = if at_school {
            r.between(38, 92)
        } else {
            r.between(6, 14)
        };
        total += used;
        s.item(
            item("meter", At::Ms(at_ms))
                .title(format!("Uurverbruik · {used} kWh"))
                .with("product", "Elektriciteit")
                .with("quantity", used)
                .with("unit", "kWh")
                .with(
                    "meter",
                    json!({"Stand": format!("{} kWh", routine::grouped(total))}),
                ),
        );
    }
}
