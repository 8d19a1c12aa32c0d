//! The other customers: drawn, not told, so that lists, search and totals have something to work on.

mod episodes;
mod face;
mod names;

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{RelationKind, Status};
use klantbeeld_core::time::DAY_MS;
use serde_json::json;

use self::episodes::{episodes_for, tell_one};
use self::face::{Face, Role};
use crate::customer::DemoCustomer;
use crate::item_builder::item;
use crate::random::Random;
use crate::routine::{self, GAS, POWER, SOLAR};
use crate::story::Story;
use crate::when::{At, local_date};

/// How many there are.
const CROWD: u64 = 185;
/// The months of which the timeline is kept in full.
const KEPT_MONTHS: i64 = 36;

/// Generates all of them.
pub(crate) fn all(seed: u64, now_ms: i64) -> Vec<DemoCustomer> {
    (0..CROWD).map(|index| one(seed, index, now_ms)).collect()
}

/// Returns the partner whom every eighth has: the next one, at the same address.
fn partner(seed: u64, index: u64) -> Option<Face> {
    let other = match index % 8 {
        0 => Face::new(seed, index + 1),
        1 => Face::new(seed, index - 1),
        _ => return None,
    };
    let mine = Face::new(seed, index);
    (mine.role == Role::Home && other.role == Role::Home && index / 8 < CROWD / 8).then_some(other)
}

fn one(seed: u64, index: u64, now_ms: i64) -> DemoCustomer {
    let r = &mut Random::new(seed, index * 2);
    let mut face = Face::new(seed, index);
    let partner = partner(seed, index);
    if let (Some(other), 1) = (&partner, index % 8) {
        face.move_in(other);
    }
    let known = match face.role {
        Role::Prospect => r.between(20, 120),
        _ => r.between(200, 2_600),
    };
    let mut story = face.story(r, known, now_ms);
    let s = &mut story;
    if let Some(other) = partner {
        s.relation(
            (&other.id(), &other.name()),
            RelationKind::Household,
            "partner",
        );
    }
    fields(s, r, face.role, known);
    let months = u32::try_from((known / 30).min(KEPT_MONTHS)).unwrap_or(0);
    if face.role == Role::Prospect {
        for days in [known, known / 2, 3] {
            let time = r.time(9, 22);
            routine::session(s, r, days, &time);
        }
    } else {
        agreement(s, r, known);
        routine::accounts(s, known, face.email());
        routines(s, r, months);
    }
    let mut over = episodes_for(face.role, false);
    for _ in 0..r.between(5, 16) {
        let days = r.between(4, known.min(KEPT_MONTHS * 30));
        tell_one(s, r, &face, &mut over, days);
    }
    let mut playing = episodes_for(face.role, true);
    if r.chance(45) {
        let days = r.between(1, 6);
        tell_one(s, r, &face, &mut playing, days);
    }
    story.finish()
}

/// Tells what is known about the relation, and what they allow.
fn fields(s: &mut Story, r: &mut Random, role: Role, known: i64) {
    let roles = match role {
        Role::Home => "klant",
        Role::Business => "klant, zakelijk",
        // What they are already says so.
        Role::Prospect => "",
    };
    if !roles.is_empty() {
        s.field("relation.roles", roles, "crm", known);
    }
    s.field(
        "person.language",
        if r.chance(94) { "nl" } else { "en" },
        "crm",
        known,
    );
    if role != Role::Prospect {
        let since = local_date(At::days_ago(known, "12:00").ms(s.now_ms())).to_string();
        let tier = r.pick(&["bronze", "bronze", "silver", "silver", "gold", "platinum"]);
        let points = r.between(0, 320).to_string();
        let value = (r.between(400, 4_800) * 100).to_string();
        s.field("relation.since", &since, "crm", known)
            .field("relation.tier", tier, "crm", known.min(300))
            .field("relation.value_minor", &value, "crm", 2)
            .field("loyalty.points", &points, "campaigns", known.min(20));
    }
    if role == Role::Home {
        s.field("household.size", &r.between(1, 5).to_string(), "crm", known);
        let year = r.between(1938, 2004);
        let born = format!("{year}-{:02}-{:02}", r.between(1, 12), r.between(1, 28));
        s.field("person.birth_date", &born, "crm", known);
    }
    if role == Role::Business {
        let owner = r.pick(&["Team Zakelijk Noord", "Team Zakelijk Zuid", "Bas Verkerk"]);
        s.field("relation.owner", owner, "crm", known.min(400));
    }
    let asked = r.between(5, known);
    for channel in ["email", "phone", "app", "post"] {
        for purpose in ["service", "offers", "research"] {
            let yes = if purpose == "service" { 92 } else { 45 };
            let choice = if r.chance(yes) { "yes" } else { "no" };
            s.said(
                &format!("preference.{channel}.{purpose}"),
                choice,
                "portal",
                asked,
            );
        }
    }
    s.said(
        "consent.profiling",
        if r.chance(70) { "yes" } else { "no" },
        "portal",
        asked,
    );
    if r.chance(40) {
        let window = r.pick(&["morning", "afternoon", "evening", "any"]);
        s.said("preference.contact_window", window, "portal", asked);
    }
}

/// Tells the contract that runs; a fixed one ends, and comes after one without an end for who was there before.
fn agreement(s: &mut Story, r: &mut Random, known: i64) {
    let (product, years) = r.pick(&[
        ("Stroom en gas · 1 jaar vast", 1),
        ("Stroom · variabel", 0),
        ("Stroom en gas · 3 jaar vast", 3),
    ]);
    let left = r.between(55, if years == 1 { 350 } else { 700 });
    let renews = r.chance(60);
    let first = At::days_ago(known, "11:00");
    if years == 0 {
        contract(s, product, first, None);
        return;
    }
    let since = known.min(years * 365 - left);
    let start = At::days_ago(since, "11:00");
    if since < known {
        let before = contract(s, "Stroom en gas · variabel", first, Some(start));
        let over = item("renewal", start).status(Status::Done);
        s.item(
            over.reply_to(&before)
                .title("Contract beëindigd · Stroom en gas, variabel")
                .summary("Overgestapt op een vaste prijs."),
        );
    }
    let end = At::in_days(years * 365 - since, "09:00");
    let running = contract(s, product, start, Some(end));
    let (what, then) = if renews {
        ("verlengt", "Loopt zonder opzeggen door.")
    } else {
        ("loopt af", "Daarna geldt het variabele tarief.")
    };
    let renewal = item("renewal", end).status(Status::Planned);
    s.item(
        renewal
            .reply_to(&running)
            .due(notice(s, end))
            .title(format!("Contract {what} · {product}"))
            .summary(then),
    );
}

/// Adds a contract; without an end it can be ended every month.
fn contract(s: &mut Story, title: &str, start: At, end: Option<At>) -> ItemId {
    let until = end.map_or_else(|| "tot opzegging".to_owned(), |end| s.day(end));
    let builder = item("contract", start).title(title).with(
        "terms",
        json!({"Ingangsdatum": s.day(start), "Einddatum": until, "Opzegtermijn": "1 maand"}),
    );
    let builder = match end {
        Some(end) if end.ms(s.now_ms()) <= s.now_ms() => builder.status(Status::Ended),
        Some(end) => builder.status(Status::Active).due(notice(s, end)),
        None => builder.status(Status::Active),
    };
    s.item(builder)
}

/// Returns the last date to give notice: a month before the end.
fn notice(s: &Story, end: At) -> At {
    At::Ms(end.ms(s.now_ms()) - 30 * DAY_MS)
}

/// Tells what comes by itself: usage, money, sign-ins.
fn routines(s: &mut Story, r: &mut Random, months: u32) {
    routine::usage(s, r, &POWER, months.min(24));
    if r.chance(60) {
        let meter = if r.chance(65) { &GAS } else { &SOLAR };
        routine::usage(s, r, meter, months.min(12));
    }
    let cents = r.between(60, 290) * 100;
    if r.chance(75) {
        routine::debits(s, r, months.min(18), cents);
        let builder = item("debit", At::in_days(r.between(2, 27), "08:00")).outbound();
        s.item(
            builder
                .status(Status::Planned)
                .title("Afschrijving termijnbedrag")
                .cents(cents)
                .with("method", "Automatische incasso"),
        );
    } else {
        routine::invoices(
            s,
            r,
            "Elektriciteit en gas, kwartaal",
            (months / 3, 3),
            cents * 3,
        );
    }
    let (from, step) = (r.between(40, 700), r.between(20, 90));
    let last = r.between(2, 60);
    routine::logins(s, r, from.min(i64::from(months) * 30), last, step);
}
