//! A computed fact: what it is about, its value, how good or bad that is, and what it rests on.

use super::evidence::MAX_EVIDENCE;
use super::stage::{Stage, StageRule};
use crate::ids::ItemId;
use crate::model::{ItemLine, Status};
use crate::money::Money;

/// How good or bad something is; the screen gives it its colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Neither.
    #[default]
    Neutral,
    /// Good to know.
    Info,
    /// Good.
    Good,
    /// Needs a look.
    Warn,
    /// Needs something done.
    Danger,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKey {
    /// Past: meetings between customer and organisation. [`FactValue::CountMostly`].
    Contacts,
    /// Past: money spent in the last three years, one fact a currency, from the whole timeline.
    /// [`FactValue::Money`].
    Spent,
    /// Past: how often they buy, from the whole timeline. [`FactValue::EveryMonths`].
    Rhythm,
    /// Past: the latest meeting. [`FactValue::Ago`].
    LastContact,
    /// Past: the latest sign-in. [`FactValue::Ago`], with a norm of their own when there is one.
    LastLogin,
    /// Past: the latest use of product, site or app. [`FactValue::Ago`].
    LastUse,
    /// Past: what they use of a product, one fact a product. [`FactValue::Use`].
    ProductUse,
    /// Past: where the journey began. [`FactValue::Date`].
    FirstContact,
    /// Past: the answer to "would you recommend us", 0 to 10. [`FactValue::Score`].
    Nps,
    /// Past: the answer to "how satisfied are you", 1 to 5. [`FactValue::Score`].
    Csat,
    /// Past: satisfaction then and now, where answers name no score. [`FactValue::Trend`].
    SatisfactionTrend,
    /// Present: how the last conversations felt. [`FactValue::Mood`].
    Mood,
    /// Present: where they stand in the buying cycle. [`FactValue::Stage`].
    Stage,
    /// Present: complaints that wait for us. [`FactValue::Titled`].
    OpenComplaints,
    /// Present: orders, repairs, requests and claims under way, one by one. [`FactValue::Processes`].
    Running,
    /// Present: invoices to pay, one fact a currency. [`FactValue::MoneyDue`].
    OpenInvoices,
    /// Present: contracts and subscriptions that run. [`FactValue::Titled`].
    Agreements,
    /// Present: loyalty points. [`FactValue::Points`].
    Loyalty,
    /// Future: the next direct debit. [`FactValue::Planned`].
    NextDebit,
    /// Future: when an agreement renews, and before when it can be ended. [`FactValue::Renewal`].
    Renewal,
    /// Future: a visit, meeting, reservation, repair or delivery. [`FactValue::Planned`].
    Visit,
    /// Future: a price changes. [`FactValue::Planned`].
    TariffChange,
    /// Future: a warranty ends. [`FactValue::Planned`].
    WarrantyEnds,
    /// Future: a promise to keep. [`FactValue::Planned`].
    PromiseDue,
}

/// What a fact says. Instants are `_ms` of UTC; days are calendar days in the viewer's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// So many, and the channel that most of them used; the channel is empty when there was none.
    CountMostly {
        /// How many.
        count: u32,
        /// The channel's slug.
        channel: String,
    },
    /// An amount.
    Money(Money),
    /// An amount that must be paid.
    MoneyDue {
        /// The sum.
        money: Money,
        /// The earliest date, when any is known.
        due_ms: Option<i64>,
        /// Of how many items.
        count: u32,
    },
    /// A moment.
    Date(i64),
    /// A moment in the past.
    Ago {
        /// When.
        at_ms: i64,
        /// How many days ago; 0 today.
        days: i64,
        /// The days between two of them that are normal for this customer; the fact's tone is
        /// [`Tone::Warn`] when it is now more than twice as long.
        norm_days: Option<i64>,
    },
    /// Every so many months, seen so many times.
    EveryMonths {
        /// The median number of months between two.
        months: u32,
        /// In how many months it happened.
        times: u32,
    },
    /// The newest score.
    Score {
        /// The score.
        score: i64,
        /// The best that the scale has.
        of: i64,
        /// The score before it.
        before: Option<i64>,
    },
    /// A score then and now, -100 to 100.
    Trend {
        /// The mean of the points before it.
        from: i8,
        /// The last of the points.
        to: i8,
        /// Of how many points.
        points: u32,
    },
    /// What was used of a product.
    Use {
        /// Its place in [`super::Facts::usage`].
        index: usize,
        /// The product.
        product: String,
        /// The unit of the amount; empty when uses are counted.
        unit: String,
        /// The latest use.
        last_ms: i64,
        /// How much in the last whole months, in thousandths.
        amount_milli: i64,
        /// In how many of them; 0 when it began in the present month.
        months: u32,
        /// The change to the same months a year before, in percent; none when too little is known of them.
        change_percent: Option<i64>,
    },
    /// How conversations felt, -100 to 100.
    Mood {
        /// The mean of the last ones.
        average: i8,
        /// Of how many, at most three.
        count: u32,
        /// Since when without a break; none when the last ones differ.
        since_ms: Option<i64>,
    },
    /// A stage and when it was entered.
    Stage {
        /// The stage.
        stage: Stage,
        /// Since when.
        since_ms: i64,
    },
    /// So many things, and the most pressing by name.
    Titled {
        /// How many.
        count: u32,
        /// The most pressing one's title.
        title: String,
        /// When it began.
        at_ms: i64,
    },
    /// What is under way, the most pressing first.
    Processes(Vec<Process>),
    /// Something planned.
    Planned {
        /// When.
        at_ms: i64,
        /// What.
        title: String,
        /// How much.
        amount: Option<Money>,
    },
    /// An agreement renews or ends.
    Renewal {
        /// When; none when only the notice date is known.
        at_ms: Option<i64>,
        /// The last date to give notice.
        notice_ms: Option<i64>,
        /// Which agreement.
        title: String,
    },
    /// Loyalty points.
    Points(i64),
}

/// Something under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// The item.
    pub item_id: ItemId,
    /// Slug of its kind, which names a masked one.
    pub kind: String,
    /// Its title; empty for a masked one.
    pub title: String,
    /// How far it is.
    pub status: Option<Status>,
    /// When it began.
    pub at_ms: i64,
    /// When it should be done, when that is known.
    pub due_ms: Option<i64>,
}

/// How a fact was computed, for whoever asks why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Items counted per month; planned ones are left out.
    MonthCounts,
    /// Payments and direct debits of 36 months, less what was paid back of them.
    Paid,
    /// Invoices of 36 months, less what was paid back of them.
    Invoiced,
    /// Orders of 36 months that went through, less what was paid back of them.
    Ordered,
    /// The median of the months between months with an order.
    OrderMonths,
    /// The latest item of its sort.
    LatestItem,
    /// The first item of all.
    FirstItem,
    /// The shown value of the field of that name.
    Field(&'static str),
    /// The mean mood of the last conversations, at most three.
    LastMoods,
    /// The use of whole months, and of as many before them.
    WholeMonths,
    /// Answers to satisfaction questions, the newest beside those before.
    Scores,
    /// Items with a status that is open or under way.
    OpenItems,
    /// Agreements with the status active.
    ActiveItems,
    /// Items planned after now.
    PlannedItems,
    /// The due date of an item.
    DueDate,
    /// A rule of the buying cycle.
    Stage(StageRule),
}

/// One computed fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub key: FactKey,
    /// What it says.
    pub value: FactValue,
    /// How good or bad.
    pub tone: Tone,
    /// The items it rests on, as far as they are at hand; at most [`MAX_EVIDENCE`].
    pub evidence: Vec<ItemId>,
    /// How it was computed.
    pub basis: Basis,
}

/// The facts of past, present or future, in the order of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    /// The facts; empty when there is nothing to tell.
    pub facts: Vec<Fact>,
}

impl Panel {
    /// Finds the first fact about something.
    #[must_use]
    pub fn find(&self, key: FactKey) -> Option<&Fact> {
        self.facts.iter().find(|f| f.key == key)
    }

    pub(super) fn push(&mut self, key: FactKey, value: FactValue, basis: Basis) -> &mut Self {
        self.facts.push(Fact {
            key,
            value,
            tone: Tone::Neutral,
            evidence: Vec::new(),
            basis,
        });
        self
    }

    pub(super) fn tone(&mut self, tone: Tone) -> &mut Self {
        if let Some(fact) = self.facts.last_mut() {
            fact.tone = tone;
        }
        self
    }

    /// Names the items that the last fact rests on, newest first.
    pub(super) fn because<'a>(&mut self, lines: impl IntoIterator<Item = &'a ItemLine>) {
        self.name(lines.into_iter().map(|l| l.item_id.clone()));
    }

    pub(super) fn name(&mut self, ids: impl IntoIterator<Item = ItemId>) {
        if let Some(fact) = self.facts.last_mut() {
            fact.evidence.extend(ids.into_iter().take(MAX_EVIDENCE));
        }
    }
}
