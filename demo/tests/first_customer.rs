//! The customer that is shown first fills every part of the view, on any day that is today.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use klantbeeld_core::insight::{
    AlertKind, ContactContext, FactKey, FactValue, Facts, Stage, Tone, alerts, contact_reason,
    future, header, past, present,
};
use klantbeeld_core::model::{
    ChannelTally, ItemLine, MonthTally, ProductMonth, ProductUse, Status, Use,
};
use klantbeeld_core::time::{DAY_MS, month_of};
use klantbeeld_core::timeline::Zone;
use klantbeeld_core::vocabulary::find_kind;
use klantbeeld_demo::{DemoCustomer, generate};

/// 22 November 2026, 16:00 in the Netherlands.
const NOW_MS: i64 = 1_795_359_600_000;

fn marijke(now_ms: i64) -> DemoCustomer {
    let mut all = generate(2026, now_ms).into_iter();
    all.find(|c| c.customer_id.as_str() == "c-4401882").unwrap()
}

fn months(lines: &[ItemLine]) -> Vec<MonthTally> {
    let mut months: BTreeMap<_, MonthTally> = BTreeMap::new();
    for l in lines {
        let key = (
            month_of(l.at_ms),
            &l.kind,
            &l.channel,
            &l.source,
            l.amount.is_some(),
        );
        let tally = months.entry(key).or_insert_with(|| MonthTally {
            month: month_of(l.at_ms),
            kind: l.kind.clone(),
            channel: l.channel.clone(),
            source: l.source.clone(),
            count: 0,
            amount_minor: 0,
            currency: l.amount.map_or(String::new(), |m| m.currency.to_string()),
            last_ms: 0,
            mood_sum: 0,
            mood_count: 0,
        });
        tally.count += 1;
        tally.amount_minor += l.amount.map_or(0, |m| m.amount_minor);
        tally.last_ms = tally.last_ms.max(l.at_ms);
        tally.mood_sum += i32::from(l.mood.unwrap_or(0));
        tally.mood_count += u32::from(l.mood.is_some());
    }
    months.into_values().collect()
}

/// Returns the products as the server tells of them.
fn usage(customer: &DemoCustomer) -> Vec<ProductUse> {
    let months = customer.items.iter().filter_map(|item| {
        let used = Use::of(&item.line, &item.payload)?;
        Some(ProductMonth {
            month: month_of(item.line.at_ms),
            kind: item.line.kind.clone(),
            product: used.product,
            unit: used.unit,
            uses: 1,
            quantity_milli: used.quantity_milli,
            last_ms: item.line.at_ms,
        })
    });
    ProductUse::all(&months.collect::<Vec<_>>(), 9)
}

/// Meetings per channel until this month, as the server counts them.
fn channels(months: &[MonthTally], month_now: i32) -> Vec<ChannelTally> {
    let meets = |t: &&MonthTally| find_kind(&t.kind, &[]).is_some_and(|k| k.touchpoint);
    let past = months.iter().filter(|t| t.month <= month_now);
    let mut counts = BTreeMap::<&str, u32>::new();
    for tally in past.filter(meets) {
        *counts.entry(&tally.channel).or_default() += tally.count;
    }
    let tally = |(channel, count): (&str, u32)| ChannelTally {
        channel: channel.to_owned(),
        count,
    };
    counts.into_iter().map(tally).collect()
}

/// Lets a test see Marijke as insight does.
fn see<T>(now_ms: i64, look: impl FnOnce(&Facts<'_>) -> T) -> T {
    let customer = marijke(now_ms);
    let field = |name: &str| {
        let claims = customer.assertions.iter().filter(|a| a.field == name);
        claims
            .max_by_key(|a| a.known_at_ms)
            .map(|a| a.value.as_str())
    };
    let mut recent: Vec<ItemLine> = customer.items.iter().map(|i| i.line.clone()).collect();
    recent.sort_by_key(|l| std::cmp::Reverse(l.at_ms));
    let months = months(&recent);
    let channels = channels(&months, month_of(now_ms));
    let is_open = |l: &&ItemLine| l.status.is_some_and(|s| s.is_open() || s == Status::Active);
    let open: Vec<ItemLine> = recent.iter().filter(is_open).cloned().collect();
    let coming = recent.iter().rev().filter(|l| l.at_ms > now_ms);
    let upcoming: Vec<ItemLine> = coming.cloned().collect();
    look(&Facts {
        now_ms,
        zone: &Zone::utc(),
        fields: &field,
        months: &months,
        channels: &channels,
        usage: &usage(&customer),
        open: &open,
        upcoming: &upcoming,
        recent: &recent,
        first: recent.last(),
        history: None,
        custom: &[],
    })
}

#[test]
fn each_of_her_products_tells_the_last_use_and_how_it_went() {
    let facts = see(NOW_MS, past).facts;
    let products: Vec<_> = facts
        .iter()
        .filter_map(|fact| match &fact.value {
            FactValue::Use {
                product,
                unit,
                months: 12,
                change_percent: Some(_),
                amount_milli: 1_000..,
                ..
            } => Some((product.as_str(), unit.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(products, [("Elektriciteit", "kWh"), ("Gas", "m³")]);
}

#[test]
fn three_things_must_be_known_the_complaint_the_promise_and_why_she_calls() {
    let host = ContactContext {
        channel: "phone".to_owned(),
        reason: "termijnbedrag".to_owned(),
    };
    let (list, about) = see(NOW_MS, |f| (alerts(f), contact_reason(f, &host)));
    let kinds: Vec<_> = list.iter().take(2).map(|a| (a.kind, a.days)).collect();
    let expected = [(AlertKind::ComplaintOpen, 6), (AlertKind::PromiseDue, 1)];
    assert_eq!(kinds, expected, "{list:#?}");
    assert_eq!(about.map(|a| a.count), Some(3));
}

#[test]
fn she_is_a_gold_customer_who_uses_what_she_has_and_is_not_happy() {
    see(NOW_MS, |f| {
        let header = header(f);
        assert_eq!(header.name, "mevr. M. (Marijke) van der Veen-Jansen");
        assert_eq!(
            (header.tier.as_deref(), header.household),
            (Some("gold"), Some(4))
        );
        assert_eq!(header.stage.map(|s| s.stage), Some(Stage::Use));
        let contacts = past(f)
            .facts
            .into_iter()
            .find(|x| x.key == FactKey::Contacts);
        let Some(FactValue::CountMostly { count, channel }) = contacts.map(|x| x.value) else {
            panic!("no contacts");
        };
        assert!(count > 100 && channel == "app", "{count} mostly {channel}");
        for panel in [past(f), present(f), future(f)] {
            assert!(panel.facts.len() >= 5, "{panel:?}");
        }
        assert_eq!(
            present(f).facts.first().map(|fact| fact.tone),
            Some(Tone::Danger)
        );
    });
}

#[test]
fn the_story_holds_at_any_hour_of_any_day_of_a_year() {
    for week in (0..53).step_by(4) {
        let now_ms = NOW_MS + week * 7 * DAY_MS + week * 3_600_000;
        let (kinds, future) = see(now_ms, |f| {
            let kinds: Vec<_> = alerts(f).into_iter().map(|a| a.kind).collect();
            (kinds, future(f).facts.len())
        });
        assert_eq!(
            kinds.first(),
            Some(&AlertKind::ComplaintOpen),
            "week {week}"
        );
        assert!(kinds.contains(&AlertKind::PromiseDue), "week {week}");
        assert!(future >= 5, "week {week}");
    }
}
