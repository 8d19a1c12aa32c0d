//! Where a customer stands in the buying cycle (R068), by rules that can be read.

use super::facts::Facts;
use crate::ids::ItemId;

/// A stage of the buying cycle, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// He may need something; we only know that he is there.
    Need,
    /// He looks around.
    Research,
    /// An order or a request is under way.
    Buy,
    /// He has what he bought.
    Use,
    /// An agreement can be ended soon.
    Reevaluate,
}

/// The rule that put him there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StageRule {
    /// An agreement renews, ends or must be ended within 60 days.
    NoticeNear,
    /// An order, delivery or request is under way.
    OrderRunning,
    /// At least three product views or searches in 30 days, and no order since.
    ActiveResearch,
    /// A contract, subscription or warranty runs.
    AgreementActive,
    /// He ordered in the last 24 months.
    OrderedBefore,
    /// He visited site or shop, answered a campaign or had advice in 90 days, and owns nothing.
    LookingAround,
    /// He bought once, more than 24 months ago.
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
    /// The rule that put him there.
    pub rule: StageRule,
    /// The items it rests on.
    pub evidence: Vec<ItemId>,
}

/// The stage; none for a customer without items.
#[must_use]
pub fn stage(_facts: &Facts<'_>) -> Option<StageSince> {
    None
}
