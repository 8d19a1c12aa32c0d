//! Past, present and future.

use super::super::testing::{Customer, NOW_MS, With, euros, line, names};
use super::super::{FactKey, FactValue, Panel, Tone};
use super::super::{future, past, present, running, satisfaction_points};
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::time::DAY_MS;

fn value(panel: &Panel, key: FactKey) -> Option<&FactValue> {
    panel.find(key).map(|f| &f.value)
}

#[test]
fn contacts_are_counted_with_the_channel_most_used() {
    let mut customer = Customer::default();
    customer.tally("call", 1, 3);
    customer.tally("chat", 40, 4).channel = "app".to_owned();
    customer.tally("usage", 1, 900).channel = "device".to_owned();
    customer.tally("visit", -2, 1).channel = "field".to_owned();
    customer.upcoming = vec![ItemLine {
        channel: "field".to_owned(),
        ..line("visit", "v", 2)
    }];
    let panel = customer.see(past);
    let expected = FactValue::CountMostly {
        count: 7,
        channel: "app".to_owned(),
    };
    assert_eq!(value(&panel, FactKey::Contacts), Some(&expected));
}

#[test]
fn the_rhythm_is_the_median_of_the_months_between_orders() {
    let rhythm = |days_ago: &[i64]| {
        let orders = days_ago.iter().enumerate();
        let off = line("order", "off", -200).status(Status::Cancelled);
        let customer = Customer {
            recent: orders
                .map(|(i, days)| line("order", &format!("o{i}"), -days))
                .chain([off])
                .collect(),
            is_whole: true,
            ..Customer::default()
        };
        value(&customer.see(past), FactKey::Rhythm).cloned()
    };
    let every = |months, times| Some(FactValue::EveryMonths { months, times });
    assert_eq!(rhythm(&[]), None);
    assert_eq!(rhythm(&[10, 11, 340]), None, "two months are no rhythm");
    assert_eq!(rhythm(&[0, 335, 670, 1_005]), every(11, 4));
    assert_eq!(rhythm(&[0, 31, 400]), every(12, 3));
}

#[test]
fn a_silence_longer_than_twice_the_norm_is_marked() {
    let tone = |silence: i64, step: i64| {
        let mut customer = Customer::default();
        for i in 0..20 {
            customer.tally("login", silence + i * step, 1);
        }
        let panel = customer.see(past);
        let fact = panel.find(FactKey::LastLogin).unwrap();
        let FactValue::Ago {
            days, norm_days, ..
        } = fact.value
        else {
            panic!("{:?}", fact.value);
        };
        assert_eq!(days, silence);
        (norm_days, fact.tone)
    };
    assert_eq!(tone(34, 16), (Some(16), Tone::Warn));
    assert_eq!(tone(32, 16), (Some(16), Tone::Neutral));
    assert_eq!(
        tone(14, 5),
        (Some(5), Tone::Neutral),
        "two weeks are never long"
    );
}

#[test]
fn few_sign_ins_have_no_norm() {
    let mut customer = Customer::default();
    customer.tally("login", 90, 1);
    customer.tally("login", 60, 2);
    let panel = customer.see(past);
    let expected = FactValue::Ago {
        at_ms: NOW_MS - 60 * DAY_MS,
        days: 60,
        norm_days: None,
    };
    assert_eq!(value(&panel, FactKey::LastLogin), Some(&expected));
    assert_eq!(panel.find(FactKey::LastLogin).unwrap().tone, Tone::Neutral);
}

#[test]
fn the_last_contact_is_never_one_that_is_still_to_come() {
    let mut customer = Customer {
        recent: vec![line("visit", "coming", 2), line("call", "call", -3)],
        ..Customer::default()
    };
    customer.tally("visit", -2, 1);
    let panel = customer.see(past);
    let fact = panel.find(FactKey::LastContact).unwrap();
    let expected = FactValue::Ago {
        at_ms: NOW_MS - 3 * DAY_MS,
        days: 3,
        norm_days: None,
    };
    assert_eq!(fact.value, expected);
    assert_eq!(names(&fact.evidence), ["call"]);
}

#[test]
fn satisfaction_is_a_line_of_answers_and_its_trend() {
    let customer = Customer {
        recent: vec![
            line("satisfaction", "NPS 9", -5),
            line("satisfaction", "Enquête", -50).mood(-10),
            line("satisfaction", "Zonder antwoord", -60),
            line("satisfaction", "CSAT 4", -90),
            line("call", "NPS 1", -95),
        ],
        fields: vec![("satisfaction.nps", "9")],
        ..Customer::default()
    };
    let points = customer.see(satisfaction_points);
    let seen: Vec<_> = points.iter().map(|p| p.mood).collect();
    assert_eq!(seen, [50, -10, 70]);
    let panel = customer.see(past);
    let trend = panel.find(FactKey::SatisfactionTrend).unwrap();
    assert_eq!(
        trend.value,
        FactValue::Trend {
            from: 20,
            to: 70,
            points: 3
        }
    );
    assert_eq!(trend.tone, Tone::Good);
    assert_eq!(panel.find(FactKey::Nps).unwrap().tone, Tone::Good);
}

#[test]
fn each_scale_tells_its_newest_score_and_the_one_before() {
    let told = |fields: &[(&'static str, &'static str)], titles: &[(&str, i64)]| {
        let answers = titles
            .iter()
            .enumerate()
            .map(|(i, (title, days))| ItemLine {
                title: (*title).to_owned(),
                ..line("satisfaction", &format!("a{i}"), *days)
            });
        let customer = Customer {
            fields: fields.to_vec(),
            recent: answers.collect(),
            is_whole: true,
            ..Customer::default()
        };
        let panel = customer.see(past);
        [FactKey::Nps, FactKey::Csat].map(|key| {
            let fact = panel.find(key)?;
            match fact.value {
                FactValue::Score { score, of, before } => {
                    Some((score, of, before, fact.evidence.len()))
                }
                _ => None,
            }
        })
    };
    let answers = [
        ("NPS 8", -5),
        ("CSAT 3", -6),
        ("NPS 4", -400),
        ("CSAT 9", -2),
        ("NPS 9", 3),
    ];
    assert_eq!(
        told(&[("satisfaction.nps", "4")], &answers),
        [Some((8, 10, Some(4), 1)), Some((3, 5, None, 1))],
        "the newest answer counts, not what the profile still says"
    );
    assert_eq!(
        told(
            &[("satisfaction.csat", "4"), ("satisfaction.nps", "12")],
            &[]
        ),
        [None, Some((4, 5, None, 0))]
    );
}

#[test]
fn satisfaction_is_the_mean_of_each_month_when_answers_carry_a_mood() {
    let mut customer = Customer {
        recent: vec![line("satisfaction", "NPS 10", -5)],
        ..Customer::default()
    };
    for (days_ago, sum, count) in [(200, 80, 1), (100, 100, 2), (1, -50, 2)] {
        let tally = customer.tally("satisfaction", days_ago, count);
        (tally.mood_sum, tally.mood_count) = (sum, count);
    }
    let points = customer.see(satisfaction_points);
    let seen: Vec<_> = points.iter().map(|p| p.mood).collect();
    assert_eq!(seen, [80, 50, -25]);
    let panel = customer.see(past);
    let trend = panel.find(FactKey::SatisfactionTrend).unwrap();
    let expected = FactValue::Trend {
        from: 65,
        to: -25,
        points: 3,
    };
    assert_eq!((&trend.value, trend.tone), (&expected, Tone::Warn));
}

#[test]
fn the_mood_is_that_of_the_last_three_conversations_and_since_when_it_is_so() {
    let mood = |moods: &[i8]| {
        let recent = moods
            .iter()
            .zip(1..)
            .map(|(m, i)| line("call", &i.to_string(), -i).mood(*m));
        let recent = recent.chain([line("usage", "u", -90).mood(100)]).collect();
        let panel = Customer {
            recent,
            ..Customer::default()
        }
        .see(present);
        let fact = panel.find(FactKey::Mood)?.clone();
        let FactValue::Mood {
            average,
            count,
            since_ms,
        } = fact.value
        else {
            panic!("{:?}", fact.value);
        };
        Some((
            average,
            count,
            since_ms.map(|ms| (ms - NOW_MS) / DAY_MS),
            fact.tone,
        ))
    };
    assert_eq!(mood(&[]), None);
    assert_eq!(mood(&[-60]), Some((-60, 1, Some(-1), Tone::Danger)));
    assert_eq!(
        mood(&[-40, -30, -50, -25, 10, -90]),
        Some((-40, 3, Some(-4), Tone::Warn))
    );
    assert_eq!(mood(&[10, -80, -80]), Some((-50, 3, None, Tone::Danger)));
    assert_eq!(mood(&[100, 100, 100]), Some((100, 3, Some(-3), Tone::Good)));
    assert_eq!(
        mood(&[-100, -100, -100]),
        Some((-100, 3, Some(-3), Tone::Danger))
    );
    assert_eq!(mood(&[0, 5]), Some((3, 2, Some(-2), Tone::Neutral)));
}

#[test]
fn what_is_open_is_counted_and_named_by_the_most_pressing() {
    let customer = Customer {
        open: vec![
            line("repair", "Warmtepomp", -3)
                .status(Status::InProgress)
                .due_in(4),
            line("complaint", "Lawaai", -6).status(Status::Open),
            line("contract", "Gas", -300).status(Status::Active),
            line("order", "Thermostaat", -9).status(Status::Open),
            line("invoice", "F2", -2).status(Status::Open).euros(5_000),
            line("invoice", "F1", -9)
                .status(Status::Open)
                .euros(13_640)
                .due_in(-1),
        ],
        fields: vec![("loyalty.points", "135")],
        ..Customer::default()
    };
    let panel = customer.see(present);
    let titled = |count, title: &str, days: i64| FactValue::Titled {
        count,
        title: title.to_owned(),
        at_ms: NOW_MS + days * DAY_MS,
    };
    assert_eq!(
        value(&panel, FactKey::OpenComplaints),
        Some(&titled(1, "Lawaai", -6))
    );
    let Some(FactValue::Processes(list)) = value(&panel, FactKey::Running) else {
        panic!("{panel:?}");
    };
    let told: Vec<_> = list.iter().map(|p| (p.title.as_str(), p.status)).collect();
    let expected = [
        ("Warmtepomp", Some(Status::InProgress)),
        ("Thermostaat", Some(Status::Open)),
    ];
    assert_eq!(told, expected, "each of them, the nearest date first");
    assert_eq!(
        value(&panel, FactKey::Agreements),
        Some(&titled(1, "Gas", -300))
    );
    assert_eq!(
        value(&panel, FactKey::Loyalty),
        Some(&FactValue::Points(135))
    );
    let invoices = panel.find(FactKey::OpenInvoices).unwrap();
    let due_ms = Some(NOW_MS - DAY_MS);
    assert_eq!(
        invoices.value,
        FactValue::MoneyDue {
            money: euros(18_640),
            due_ms,
            count: 2
        }
    );
    assert_eq!(invoices.tone, Tone::Warn);
    let order: Vec<_> = customer.see(|f| running(f).iter().map(|l| l.title.clone()).collect());
    assert_eq!(order, ["Thermostaat", "Warmtepomp"]);
}

#[test]
fn the_future_tells_what_comes_nearest_first() {
    let ended = line("warranty", "Oud", -900)
        .status(Status::Active)
        .due_in(-5);
    let customer = Customer {
        upcoming: vec![
            line("debit", "Termijn januari", 36).euros(13_200),
            line("debit", "Termijn december", 5).euros(13_200),
            line("tariff_change", "Tarief 0,29 naar 0,31", 40),
            line("visit", "Monteur", 4),
            line("visit", "Afgezegd", 3).status(Status::Cancelled),
            ItemLine {
                reply_to: Some(ItemId::parse("Gas").unwrap()),
                ..line("renewal", "Verlenging gas", 99).due_in(70)
            },
        ],
        open: vec![
            line("contract", "Gas", -300)
                .status(Status::Active)
                .due_in(71),
            line("promise", "Creditering", -2)
                .status(Status::Open)
                .due_in(1)
                .euros(4_500),
            line("promise", "Te laat", -9)
                .status(Status::Open)
                .due_in(-1),
            line("warranty", "Ketel", -300)
                .status(Status::Active)
                .due_in(200),
            ended,
        ],
        ..Customer::default()
    };
    let panel = customer.see(future);
    let seen: Vec<_> = panel
        .facts
        .iter()
        .map(|f| (f.key, names(&f.evidence)[0]))
        .collect();
    let expected = [
        (FactKey::PromiseDue, "Creditering"),
        (FactKey::Visit, "Monteur"),
        (FactKey::NextDebit, "Termijn december"),
        (FactKey::TariffChange, "Tarief 0,29 naar 0,31"),
        (FactKey::Renewal, "Verlenging gas"),
        (FactKey::WarrantyEnds, "Ketel"),
    ];
    assert_eq!(seen, expected);
    let renewal = FactValue::Renewal {
        at_ms: Some(NOW_MS + 99 * DAY_MS),
        notice_ms: Some(NOW_MS + 70 * DAY_MS),
        title: "Verlenging gas".to_owned(),
    };
    assert_eq!(value(&panel, FactKey::Renewal), Some(&renewal));
    assert_eq!(panel.facts[0].tone, Tone::Warn);
}

#[test]
fn the_first_contact_is_always_told() {
    let first = Some(line("campaign_response", "first", -1_200));
    let panel = Customer {
        first,
        ..Customer::default()
    }
    .see(past);
    let fact = panel.find(FactKey::FirstContact).unwrap();
    assert_eq!(fact.value, FactValue::Date(NOW_MS - 1_200 * DAY_MS));
    assert_eq!(names(&fact.evidence), ["first"]);
}
