//! The panel "past": contacts, money, rhythm, last signs of life, and where it began.

use super::fact::{Basis, FactKey, FactValue, Panel, Tone};
use super::facts::{Facts, count, mean};
use super::history::History;
use super::satisfaction::{Scale, readings, satisfaction_points, score};
use super::spent::{happened, spent};
use super::usage;
use crate::model::ItemLine;
use crate::time::month_of;
use crate::vocabulary::Category;

/// Sign-ins older than this say nothing about what is normal now.
const NORM_MONTHS: i32 = 24;
/// Fewer gaps than this are no habit.
const NORM_GAPS: i64 = 3;
/// A silence shorter than this is never called long.
const QUIET_DAYS: i64 = 14;
/// Satisfaction moved when it changed by this much.
const TREND_STEP: i16 = 20;

/// Tells the facts about the past.
#[must_use]
pub fn past(facts: &Facts<'_>) -> Panel {
    let mut panel = Panel::default();
    contacts(facts, &mut panel);
    if let Some(history) = facts.history {
        spent(facts, history, &mut panel);
        rhythm(facts, history, &mut panel);
    }
    let touchpoint = |kind: &str| facts.is_touchpoint(kind);
    last(facts, &mut panel, FactKey::LastContact, touchpoint, None);
    let login = |kind: &str| facts.base(kind) == "login";
    last(
        facts,
        &mut panel,
        FactKey::LastLogin,
        login,
        norm_days(facts, login),
    );
    let used = |kind: &str| {
        let other = ["login", "account", "location"];
        facts.category(kind) == Some(Category::Usage) && !other.contains(&facts.base(kind))
    };
    last(facts, &mut panel, FactKey::LastUse, used, None);
    usage::products(facts, &mut panel);
    satisfaction(facts, &mut panel);
    if let Some(first) = facts.first {
        panel
            .push(
                FactKey::FirstContact,
                FactValue::Date(first.at_ms),
                Basis::FirstItem,
            )
            .because([first]);
    }
    panel
}

fn contacts(facts: &Facts<'_>, panel: &mut Panel) {
    let mut channels: Vec<(&str, u32)> = facts
        .channels
        .iter()
        .map(|c| (c.channel.as_str(), c.count))
        .collect();
    let mut total = channels
        .iter()
        .fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
    for line in facts
        .planned_this_month()
        .filter(|l| facts.is_touchpoint(&l.kind))
    {
        total = total.saturating_sub(1);
        if let Some((_, n)) = channels.iter_mut().find(|(slug, _)| *slug == line.channel) {
            *n = n.saturating_sub(1);
        }
    }
    if total == 0 {
        return;
    }
    // Of equals the first by name, so that every screen says the same.
    let most = channels.iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
    let channel = most.map_or(String::new(), |(slug, _)| (*slug).to_owned());
    let value = FactValue::CountMostly {
        count: total,
        channel,
    };
    panel
        .push(FactKey::Contacts, value, Basis::MonthCounts)
        .because(facts.happened().filter(|l| facts.is_touchpoint(&l.kind)));
}

/// Adds how often they order; what was called off is no order.
fn rhythm(facts: &Facts<'_>, history: &History, panel: &mut Panel) {
    let is_order = |l: &&ItemLine| facts.base(&l.kind) == "order" && happened(facts, l);
    let ordered = history.money.iter().filter(is_order);
    let mut months: Vec<i32> = ordered.map(|l| month_of(l.at_ms)).collect();
    months.sort();
    months.dedup();
    let mut gaps: Vec<i32> = months.array_windows().map(|[a, b]| b - a).collect();
    if gaps.len() < 2 {
        return;
    }
    gaps.sort();
    // Of an even number of gaps the longer of the two in the middle: rather too calm than too eager.
    let median = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    let value = FactValue::EveryMonths {
        months: u32::try_from(median).unwrap_or(0),
        times: count(months.len()),
    };
    panel
        .push(FactKey::Rhythm, value, Basis::OrderMonths)
        .because(history.money.iter().filter(is_order));
}

fn last(
    facts: &Facts<'_>,
    panel: &mut Panel,
    key: FactKey,
    is_meant: impl Fn(&str) -> bool,
    norm_days: Option<i64>,
) {
    let Some(latest) = facts.latest(is_meant) else {
        return;
    };
    let days = -facts.days_to(latest.at_ms);
    let is_long = days > QUIET_DAYS && norm_days.is_some_and(|norm| days > norm * 2);
    let value = FactValue::Ago {
        at_ms: latest.at_ms,
        days,
        norm_days,
    };
    panel
        .push(key, value, Basis::LatestItem)
        .tone(if is_long { Tone::Warn } else { Tone::Neutral })
        .because(latest.line);
}

/// Returns the mean days between two items of a sort in 24 months, from the last of the first month to the
/// latest; none without enough of them.
fn norm_days(facts: &Facts<'_>, is_meant: impl Fn(&str) -> bool) -> Option<i64> {
    let since = facts.month_now().saturating_sub(NORM_MONTHS - 1);
    let tallies = || {
        let counted = since..=facts.month_now();
        let months = facts.months.iter();
        months
            .filter(move |t| counted.contains(&t.month))
            .filter(|t| is_meant(&t.kind))
    };
    let first_month = tallies().map(|t| t.month).min()?;
    let in_first = tallies().filter(|t| t.month == first_month);
    let from_ms = in_first.map(|t| t.last_ms).max()?;
    let to_ms = tallies().map(|t| t.last_ms).max()?;
    let later = tallies().filter(|t| t.month > first_month);
    let gaps: i64 = later.map(|t| i64::from(t.count)).sum();
    let days = facts.zone.days_between(from_ms, to_ms);
    (gaps >= NORM_GAPS).then(|| ((days + gaps - 1) / gaps).max(1))
}

/// Adds the newest score on a scale, beside the one before.
fn scored(facts: &Facts<'_>, scale: Scale, panel: &mut Panel) {
    let Some(found) = score(facts, scale) else {
        return;
    };
    let (key, good, poor) = match scale {
        Scale::Nps => (FactKey::Nps, 9, 6),
        Scale::Csat => (FactKey::Csat, 4, 2),
    };
    let tone = match found.score {
        score if score >= good => Tone::Good,
        score if score <= poor => Tone::Warn,
        _ => Tone::Neutral,
    };
    let basis = match &found.item_id {
        Some(_) => Basis::Scores,
        None => Basis::Field(scale.field()),
    };
    let value = FactValue::Score {
        score: found.score,
        of: scale.best(),
        before: found.before,
    };
    panel.push(key, value, basis).tone(tone).name(found.item_id);
}

fn satisfaction(facts: &Facts<'_>, panel: &mut Panel) {
    for scale in Scale::ALL {
        scored(facts, scale, panel);
    }
    // A line of scores says more than one of moods.
    if Scale::ALL
        .iter()
        .any(|scale| readings(facts, *scale).len() > 1)
    {
        return;
    }
    let points = satisfaction_points(facts);
    let Some((last, before)) = points.split_last() else {
        return;
    };
    let sum: i64 = before.iter().map(|p| i64::from(p.mood)).sum();
    let Some(usual) = mean(sum, count(before.len()).into()) else {
        return;
    };
    let moved = i16::from(last.mood) - i16::from(usual);
    let tone = match moved {
        m if m >= TREND_STEP => Tone::Good,
        m if m <= -TREND_STEP => Tone::Warn,
        _ => Tone::Neutral,
    };
    let value = FactValue::Trend {
        from: usual,
        to: last.mood,
        points: count(points.len()),
    };
    panel
        .push(FactKey::SatisfactionTrend, value, Basis::Scores)
        .tone(tone);
    let answers = |l: &&ItemLine| facts.base(&l.kind) == "satisfaction";
    panel.because(facts.happened().filter(answers));
}
