//! The value of a computed fact in the words of the screen.

use std::cmp::Ordering;

use klantbeeld_core::insight::{Fact, FactKey, FactValue};
use klantbeeld_core::time::DAY_MS;

use leptos::prelude::*;

use crate::i18n::{Lang, fill, format};
use crate::state::View;
use crate::ui::{days, near, short_date};
use crate::views::words;

/// Until when the number of days says more than the date.
const COUNTED_DAYS: i64 = 60;
/// The change in satisfaction that counts as one, -100 to 100.
const STEP: i16 = 20;
/// The change in the use of a product that counts as one.
const STEADY_PERCENT: i64 = 5;

/// Returns what a fact says. Tracks language, clock and zone.
pub(super) fn text(view: View, fact: &Fact) -> String {
    let lang = view.lang.get();
    let t = lang.texts().ball();
    match &fact.value {
        FactValue::CountMostly { count, channel } => mostly(lang, *count, channel),
        FactValue::Money(money) => format::money(lang, *money),
        FactValue::MoneyDue { money, due_ms, .. } => {
            let sum = format::money(lang, *money);
            let now_ms = view.now_ms.get();
            let is_late = |at_ms: &i64| view.zone.with(|z| z.days_between(now_ms, *at_ms) < 0);
            match due_ms {
                Some(at_ms) if is_late(at_ms) => {
                    fill(&fill(t.overdue, &sum), &short_date(view, *at_ms))
                }
                Some(at_ms) => fill(&fill(t.due, &sum), &short_date(view, *at_ms)),
                None => sum,
            }
        }
        FactValue::Date(at_ms) => format::day(lang, *at_ms),
        FactValue::Ago { at_ms, days, .. } => ago(view, *at_ms, *days),
        FactValue::EveryMonths { months: 1, .. } => t.one_month.to_owned(),
        FactValue::EveryMonths { months, .. } => fill(t.months, &months.to_string()),
        FactValue::Score { score, of, before } => scored(lang, *score, *of, *before),
        FactValue::Trend { from, to, .. } => trend(lang, *from, *to).to_owned(),
        FactValue::Use { .. } => use_of(view, &fact.value),
        FactValue::Mood {
            average, since_ms, ..
        } => {
            let word = words::mood(lang, *average);
            let since = since_ms.map(|at_ms| short_date(view, at_ms));
            since.map_or_else(|| word.to_owned(), |date| fill(&fill(t.since, word), &date))
        }
        FactValue::Stage { stage, since_ms } => {
            let word = words::capital(words::stage(lang, *stage));
            fill(&fill(t.since, &word), &short_date(view, *since_ms))
        }
        FactValue::Titled { count, title, .. } => titled(lang, *count, title),
        FactValue::Processes(list) => match list.len() {
            1 => t.one_running.to_owned(),
            more => fill(t.count_running, &more.to_string()),
        },
        FactValue::Planned {
            at_ms,
            title,
            amount,
        } => {
            // Of a debit the sum matters, of everything else what it is.
            let sum = amount.filter(|_| fact.key == FactKey::NextDebit);
            let what =
                sum.map_or_else(|| shown(lang, title).to_owned(), |a| format::money(lang, a));
            let has_time = fact.key == FactKey::Visit;
            [moment(view, *at_ms, has_time), what].join(" · ")
        }
        FactValue::Renewal {
            at_ms,
            notice_ms,
            title,
        } => renewal(view, *at_ms, *notice_ms, title),
        FactValue::Points(points) => format::number(lang, *points),
    }
}

fn mostly(lang: Lang, count: u32, channel: &str) -> String {
    let number = format::number(lang, count.into());
    if channel.is_empty() {
        return number;
    }
    let name = lang.channel(channel);
    let is_name = name.chars().skip(1).any(char::is_uppercase);
    let name = if is_name { name } else { name.to_lowercase() };
    fill(&fill(lang.texts().ball().mostly, &number), &name)
}

fn ago(view: View, at_ms: i64, count: i64) -> String {
    let lang = view.lang.get();
    if (7..=COUNTED_DAYS).contains(&count) {
        return fill(lang.texts().ball().days_ago, &days(lang, count));
    }
    near(view, at_ms)
}

fn trend(lang: Lang, from: i8, to: i8) -> &'static str {
    let t = lang.texts().ball();
    match i16::from(to) - i16::from(from) {
        moved if moved >= STEP => t.rises,
        moved if moved <= -STEP => t.falls,
        _ => t.steady,
    }
}

/// `8 van 10 · stijgt, eerst 4`; without what was before when there is nothing.
fn scored(lang: Lang, score: i64, of: i64, before: Option<i64>) -> String {
    let t = lang.texts().ball();
    let now = fill(&fill(t.score, &score.to_string()), &of.to_string());
    let Some(before) = before else { return now };
    let way = match score.cmp(&before) {
        Ordering::Greater => t.rises,
        Ordering::Less => t.falls,
        Ordering::Equal => return [&now, t.steady].join(" · "),
    };
    let since = fill(t.score_before, &before.to_string());
    [now, [way, &since].join(", ")].join(" · ")
}

/// Returns how much of a product, how it went, and when last.
fn use_of(view: View, value: &FactValue) -> String {
    let FactValue::Use {
        unit,
        last_ms,
        amount_milli,
        months,
        change_percent,
        ..
    } = value
    else {
        return String::new();
    };
    let lang = view.lang.get();
    let much = (*months > 0).then(|| used(lang, unit, *amount_milli, *months));
    let moved = match change_percent {
        Some(percent) => Some(changed(lang, *percent)),
        None => much
            .as_ref()
            .map(|_| lang.texts().ball().no_year.to_owned()),
    };
    let last = fill(lang.texts().ball().last_used, &short_date(view, *last_ms));
    let parts: Vec<String> = [much, moved, Some(last)].into_iter().flatten().collect();
    parts.join(" · ")
}

/// `3.120 kWh in 12 mnd`.
fn used(lang: Lang, unit: &str, amount_milli: i64, months: u32) -> String {
    let t = lang.texts().ball();
    let amount = match amount_milli {
        1_000 if unit.is_empty() => t.one_time.to_owned(),
        _ if unit.is_empty() => fill(t.times, &format::thousandths(lang, amount_milli)),
        _ => [&format::thousandths(lang, amount_milli), unit].join("\u{a0}"),
    };
    let time = fill(t.months_short, &months.to_string());
    fill(&fill(t.used_in, &amount), &time)
}

/// `6 % minder`; a change too small to speak of is none.
fn changed(lang: Lang, percent: i64) -> String {
    let t = lang.texts().ball();
    match percent {
        STEADY_PERCENT.. => fill(t.more, &format::number(lang, percent)),
        _ if percent <= -STEADY_PERCENT => fill(t.less, &format::number(lang, -percent)),
        _ => t.as_before.to_owned(),
    }
}

/// Returns a title; of a masked item that it is masked.
fn shown(lang: Lang, title: &str) -> &str {
    if title.is_empty() {
        lang.texts().ball().masked
    } else {
        title
    }
}

fn titled(lang: Lang, count: u32, title: &str) -> String {
    let title = shown(lang, title);
    match count.saturating_sub(1) {
        0 => title.to_owned(),
        more => fill(
            &fill(lang.texts().ball().and_more, title),
            &more.to_string(),
        ),
    }
}

/// Returns the date, or today or tomorrow; with the time of day where that matters and is known.
fn moment(view: View, at_ms: i64, has_time: bool) -> String {
    let now_ms = view.now_ms.get();
    let days = view.zone.with(|zone| zone.days_between(now_ms, at_ms));
    let is_near = (0..=1).contains(&days);
    let date = if is_near {
        near(view, at_ms)
    } else {
        short_date(view, at_ms)
    };
    let local = view.zone.with(|z| at_ms.saturating_add(z.offset_ms(at_ms)));
    let in_day = local.rem_euclid(DAY_MS);
    let lang = view.lang.get();
    // What is planned for a day stands at its first moment, here or in UTC.
    if !has_time || in_day == 0 || at_ms.rem_euclid(DAY_MS) == 0 {
        date
    } else {
        fill(
            &fill(lang.texts().ball().at_time, &date),
            &format::time(lang, at_ms),
        )
    }
}

fn renewal(view: View, at_ms: Option<i64>, notice_ms: Option<i64>, title: &str) -> String {
    let t = view.texts().ball();
    let notice = notice_ms.map(|at_ms| fill(t.notice_before, &short_date(view, at_ms)));
    let date = at_ms.map(|at_ms| short_date(view, at_ms));
    let parts: Vec<String> = [date, notice].into_iter().flatten().collect();
    if parts.is_empty() {
        shown(view.lang.get(), title).to_owned()
    } else {
        parts.join(" · ")
    }
}
