//! Agreements, documents, accounts and visits of a customer.

use super::super::testing::{NOW_MS, With, line};
use super::super::{Agreement, Dossier};
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::time::DAY_MS;
use crate::timeline::{Timeline, Zone};

fn dossier(lines: Vec<ItemLine>) -> Dossier {
    let mut timeline = Timeline::default();
    timeline.set_patch(lines);
    Dossier::of(&timeline, &Zone::utc(), &[], NOW_MS)
}

fn titles(lines: &[ItemLine]) -> Vec<&str> {
    lines.iter().map(|l| l.title.as_str()).collect()
}

#[test]
fn an_agreement_has_its_start_end_and_notice_date_and_those_that_run_come_first() {
    let renewal = ItemLine {
        reply_to: Some(ItemId::parse("gas").unwrap()),
        ..line("renewal", "renews", 99)
    };
    let all = dossier(vec![
        line("subscription", "old", -20).status(Status::Ended),
        line("contract", "gas", -400)
            .status(Status::Active)
            .due_in(68),
        renewal,
    ]);
    let told = |a: &Agreement| {
        let days = |ms: i64| (ms - NOW_MS) / DAY_MS;
        (
            a.line.title.clone(),
            days(a.line.at_ms),
            a.end_ms.map(days),
            a.notice_ms.map(days),
        )
    };
    let expected = [
        ("gas".to_owned(), -400, Some(99), Some(68)),
        ("old".to_owned(), -20, None, None),
    ];
    assert_eq!(
        all.agreements.iter().map(told).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn an_agreement_that_is_over_names_its_end_and_gives_no_notice() {
    let ended = |id: &str, days: i64| ItemLine {
        reply_to: Some(ItemId::parse(id).unwrap()),
        ..line("renewal", &format!("{id} ends"), days)
    };
    let all = dossier(vec![
        line("contract", "twice", -900).status(Status::Ended),
        ended("twice", -500),
        ended("twice", -100),
        line("contract", "dated", -800)
            .status(Status::Ended)
            .due_in(-30),
        line("contract", "unknown", -700).status(Status::Cancelled),
    ]);
    let days = |a: &Agreement| a.end_ms.map(|ms| (ms - NOW_MS) / DAY_MS);
    let told: Vec<_> = all
        .agreements
        .iter()
        .map(|a| (a.line.title.as_str(), days(a)))
        .collect();
    assert_eq!(
        told,
        [
            ("unknown", None),
            ("dated", Some(-30)),
            ("twice", Some(-100))
        ]
    );
    assert!(
        all.agreements
            .iter()
            .all(|a| a.is_over() && a.notice_ms.is_none())
    );
}

#[test]
fn every_agreement_is_told_and_whether_it_is_open_ended() {
    let many = (0..68).map(|i| line("contract", &format!("c{i}"), -i).status(Status::Active));
    let all = dossier(many.collect());
    assert_eq!(all.agreements.len(), 68);
    assert!(all.agreements.iter().all(Agreement::is_open_ended));
}

#[test]
fn an_account_tells_the_last_sign_in_over_its_channel() {
    let over = |channel: &str, line: ItemLine| ItemLine {
        channel: channel.to_owned(),
        ..line
    };
    let all = dossier(vec![
        over("web", line("account", "portal", -900)),
        over("app", line("account", "app", -100)),
        over("web", line("login", "l1", -34)),
        over("web", line("login", "l2", -50)),
        over("app", line("login", "l3", -60)),
        over("app", line("login", "ahead", 3)),
    ]);
    let told: Vec<_> = all
        .accounts
        .iter()
        .map(|a| {
            (
                a.line.title.as_str(),
                a.login_ms.map(|ms| (ms - NOW_MS) / DAY_MS),
            )
        })
        .collect();
    assert_eq!(told, [("app", Some(-60)), ("portal", Some(-34))]);
}

#[test]
fn visits_are_put_together_by_day_and_products_are_the_last_that_were_seen() {
    let mut morning = line("session", "morning", -3);
    morning.at_ms -= 4 * 3_600_000;
    let all = dossier(vec![
        line("session", "noon", -3),
        morning,
        line("session", "earlier", -9),
        line("product_view", "Pump", -3),
        line("product_view", "Panels", -1),
        line("document", "Policy", -30),
    ]);
    let days: Vec<_> = all.visit_days.iter().map(|d| titles(&d.visits)).collect();
    assert_eq!(days, [vec!["noon", "morning"], vec!["earlier"]]);
    assert_eq!(titles(&all.viewed), ["Panels", "Pump"]);
    assert_eq!(titles(&all.documents), ["Policy"]);
    assert!(!all.is_empty());
    assert!(dossier(vec![line("call", "c", -1)]).is_empty());
}
