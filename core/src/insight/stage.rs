//! Where a customer stands in the buying cycle, by rules that can be read.

use super::evidence::MAX_EVIDENCE;
use super::facts::{Facts, Latest, history_start_ms};
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::time::DAY_MS;

/// A stage of the buying cycle, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// They may need something; we only know that they are there.
    Need,
    /// They look around.
    Research,
    /// An order or a request is under way.
    Buy,
    /// They have what they bought.
    Use,
    /// An agreement can be ended soon.
    Reevaluate,
}

/// The rule that put them there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StageRule {
    /// An agreement renews, ends or must be ended within 60 days.
    NoticeNear,
    /// An order, a delivery or a request to sales is under way.
    OrderRunning,
    /// At least three product views or searches in 30 days, and no order since.
    ActiveResearch,
    /// A contract, subscription or warranty runs.
    AgreementActive,
    /// They ordered in the last 24 months.
    OrderedBefore,
    /// They visited site or shop, answered a campaign or had advice in 90 days, and own nothing.
    LookingAround,
    /// They bought once, more than 24 months ago.
    Lapsed,
    /// There was contact and nothing more.
    ContactOnly,
}

/// A stage, since when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageSince {
    /// The stage.
    pub stage: Stage,
    /// When it was entered.
    pub since_ms: i64,
    /// The rule that put them there.
    pub rule: StageRule,
    /// The items it rests on.
    pub evidence: Vec<ItemId>,
}

/// An agreement that can be ended this soon makes a customer compare.
const REEVALUATE_DAYS: i64 = 60;
/// Views and searches that make research, within how many days.
const RESEARCH_VIEWS: usize = 3;
const RESEARCH_DAYS: i64 = 30;
/// How long looking around is a sign of research.
const LOOKING_DAYS: i64 = 90;
/// How long something bought is taken to be in use.
const USE_DAYS: i64 = 730;
const OWNED: &[&str] = &["contract", "subscription", "warranty"];
const VIEWS: &[&str] = &["product_view", "search"];
const LOOKING: &[&str] = &[
    "product_view",
    "search",
    "session",
    "page_view",
    "campaign_response",
    "advice",
    "request",
];

/// Finds the stage by the first rule that holds, in the order of [`StageRule`], and when what the rule rests on
/// began; none for a customer without items.
#[must_use]
pub(super) fn by_rule(facts: &Facts<'_>) -> Option<StageSince> {
    let last_order = last_order(facts);
    let last_order_ms = last_order.as_ref().map(|l| l.at_ms);
    notice_near(facts)
        .or_else(|| order_running(facts))
        .or_else(|| {
            let since_ms = last_order_ms.unwrap_or(i64::MIN);
            let views = window(facts, VIEWS, RESEARCH_DAYS, since_ms);
            let enough = views.len() >= RESEARCH_VIEWS;
            enough
                .then(|| oldest(Stage::Research, StageRule::ActiveResearch, &views))
                .flatten()
        })
        .or_else(|| {
            let owned: Vec<&ItemLine> = facts.active_of(OWNED).collect();
            oldest(Stage::Use, StageRule::AgreementActive, &owned)
        })
        .or_else(|| {
            let order = last_order.filter(|l| -facts.days_to(l.at_ms) <= USE_DAYS)?;
            let lines = order.line.as_slice();
            Some(since(
                Stage::Use,
                StageRule::OrderedBefore,
                order.at_ms,
                lines,
            ))
        })
        .or_else(|| {
            let looks = window(facts, LOOKING, LOOKING_DAYS, i64::MIN);
            oldest(Stage::Research, StageRule::LookingAround, &looks)
        })
        .or_else(|| {
            let since_ms = last_order_ms?.saturating_add(USE_DAYS * DAY_MS);
            Some(since(Stage::Need, StageRule::Lapsed, since_ms, &[]))
        })
        .or_else(|| {
            let since_ms = history_start_ms(facts)?;
            let lines = facts.first.as_slice();
            Some(since(Stage::Need, StageRule::ContactOnly, since_ms, lines))
        })
}

/// Returns the nearest date on which an agreement renews or must be ended, entered 60 days before it.
fn notice_near(facts: &Facts<'_>) -> Option<StageSince> {
    let near = |at_ms: &i64| (0..=REEVALUATE_DAYS).contains(&facts.days_to(*at_ms));
    let nearest = facts.notices().into_iter().filter_map(|line| {
        let planned_ms = Some(line.at_ms).filter(|at_ms| *at_ms > facts.now_ms);
        let dates = [line.due_ms, planned_ms];
        let date_ms = dates.into_iter().flatten().filter(near).min()?;
        Some((date_ms, line))
    });
    let (date_ms, line) = nearest.min_by_key(|(date_ms, _)| *date_ms)?;
    let since_ms = date_ms
        .saturating_sub(REEVALUATE_DAYS * DAY_MS)
        .min(facts.now_ms);
    Some(since(
        Stage::Reevaluate,
        StageRule::NoticeNear,
        since_ms,
        &[line],
    ))
}

/// Returns the latest order that was not called off. Tallies count those too, so a moment that is known to be
/// of one says nothing.
fn last_order<'a>(facts: &Facts<'a>) -> Option<Latest<'a>> {
    let is_order = |l: &&ItemLine| facts.base(&l.kind) == "order";
    let is_off = |l: &&ItemLine| matches!(l.status, Some(Status::Cancelled | Status::Rejected));
    let orders = || facts.happened().filter(is_order);
    let line = orders().filter(|l| !is_off(l)).max_by_key(|l| l.at_ms);
    let called_off = |at_ms: i64| orders().any(|l| l.at_ms == at_ms && is_off(&l));
    let tallied = facts
        .months
        .iter()
        .filter(|t| facts.base(&t.kind) == "order");
    let known = tallied
        .map(|t| t.last_ms)
        .filter(|at_ms| *at_ms <= facts.now_ms && !called_off(*at_ms));
    let at_ms = known.max().max(line.map(|l| l.at_ms))?;
    Some(Latest {
        at_ms,
        line: line.filter(|l| l.at_ms == at_ms),
    })
}

fn order_running(facts: &Facts<'_>) -> Option<StageSince> {
    let orders = facts.open_of(&["order", "delivery"]);
    let requests = facts
        .open_of(&["request"])
        .filter(|l| l.department == "sales");
    let lines: Vec<&ItemLine> = orders.chain(requests).collect();
    oldest(Stage::Buy, StageRule::OrderRunning, &lines)
}

/// Returns the newest items of some kinds, not older than so many days and later than a moment.
fn window<'a>(facts: &Facts<'a>, kinds: &[&str], days: i64, after_ms: i64) -> Vec<&'a ItemLine> {
    let is_meant = |l: &&ItemLine| {
        l.at_ms > after_ms
            && -facts.days_to(l.at_ms) <= days
            && kinds.contains(&facts.base(&l.kind))
    };
    facts.happened().filter(is_meant).collect()
}

fn oldest(stage: Stage, rule: StageRule, lines: &[&ItemLine]) -> Option<StageSince> {
    let since_ms = lines.iter().map(|l| l.at_ms).min()?;
    Some(since(stage, rule, since_ms, lines))
}

fn since(stage: Stage, rule: StageRule, since_ms: i64, lines: &[&ItemLine]) -> StageSince {
    StageSince {
        stage,
        since_ms,
        rule,
        evidence: lines
            .iter()
            .take(MAX_EVIDENCE)
            .map(|l| l.item_id.clone())
            .collect(),
    }
}
