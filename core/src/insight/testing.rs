//! Hand-made customers for the tests of insight.

use super::facts::Facts;
use super::history::History;
use crate::ids::ItemId;
use crate::model::{ChannelTally, ItemLine, MonthTally, ProductUse, Status};
use crate::money::{Currency, Money};
use crate::time::{DAY_MS, month_of};
use crate::timeline::{Timeline, Zone};
use crate::vocabulary::find_kind;

/// Sunday 22 November 2026, 14:00 UTC.
pub(super) const NOW_MS: i64 = 1_795_356_000_000;

/// A customer in the making.
pub(super) struct Customer {
    pub(super) now_ms: i64,
    pub(super) zone: Zone,
    pub(super) fields: Vec<(&'static str, &'static str)>,
    pub(super) months: Vec<MonthTally>,
    pub(super) usage: Vec<ProductUse>,
    pub(super) open: Vec<ItemLine>,
    pub(super) upcoming: Vec<ItemLine>,
    pub(super) recent: Vec<ItemLine>,
    pub(super) first: Option<ItemLine>,
    /// Whether the newest items are all of them.
    pub(super) is_whole: bool,
}

impl Default for Customer {
    fn default() -> Self {
        Self {
            now_ms: NOW_MS,
            zone: Zone::utc(),
            fields: Vec::new(),
            months: Vec::new(),
            usage: Vec::new(),
            open: Vec::new(),
            upcoming: Vec::new(),
            recent: Vec::new(),
            first: None,
            is_whole: false,
        }
    }
}

impl Customer {
    /// Lets a test look at the customer as insight does.
    pub(super) fn see<T>(&self, look: impl FnOnce(&Facts<'_>) -> T) -> T {
        let field = |name: &str| {
            let found = self.fields.iter().find(|(field, _)| *field == name);
            found.map(|(_, value)| *value)
        };
        let month = month_of(self.now_ms);
        let meets = |t: &&MonthTally| find_kind(&t.kind, &[]).is_some_and(|k| k.touchpoint);
        let past = self
            .months
            .iter()
            .filter(|t| t.month <= month)
            .filter(meets);
        let mut channels: Vec<ChannelTally> = Vec::new();
        for tally in past {
            match channels.iter_mut().find(|c| c.channel == tally.channel) {
                Some(sum) => sum.count += tally.count,
                None => channels.push(ChannelTally {
                    channel: tally.channel.clone(),
                    count: tally.count,
                }),
            }
        }
        let mut timeline = Timeline::default();
        timeline.set_patch(self.recent.clone());
        let history = self.is_whole.then(|| History::of(&timeline, &[]));
        look(&Facts {
            now_ms: self.now_ms,
            zone: &self.zone,
            fields: &field,
            months: &self.months,
            channels: &channels,
            usage: &self.usage,
            open: &self.open,
            upcoming: &self.upcoming,
            recent: &self.recent,
            first: self.first.as_ref(),
            history: history.as_ref(),
            custom: &[],
        })
    }

    pub(super) fn tally(&mut self, kind: &str, days_ago: i64, count: u32) -> &mut MonthTally {
        let last_ms = self.now_ms - days_ago * DAY_MS;
        self.months.push(MonthTally {
            month: month_of(last_ms),
            kind: kind.to_owned(),
            channel: "phone".to_owned(),
            source: "crm".to_owned(),
            count,
            amount_minor: 0,
            currency: String::new(),
            last_ms,
            mood_sum: 0,
            mood_count: 0,
        });
        self.months.last_mut().unwrap()
    }
}

/// Makes an item so many days from [`NOW_MS`] (negative: ago); its id is its title.
pub(crate) fn line(kind: &str, title: &str, days: i64) -> ItemLine {
    ItemLine {
        channel: "phone".to_owned(),
        department: "service".to_owned(),
        source: "crm".to_owned(),
        title: title.to_owned(),
        ..ItemLine::new(ItemId::parse(title).unwrap(), NOW_MS + days * DAY_MS, kind)
    }
}

/// Short ways to say what an item has.
pub(super) trait With: Sized {
    fn status(self, status: Status) -> Self;
    fn due_in(self, days: i64) -> Self;
    fn euros(self, amount_minor: i64) -> Self;
    fn mood(self, mood: i8) -> Self;
}

impl With for ItemLine {
    fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }
    fn due_in(mut self, days: i64) -> Self {
        self.due_ms = Some(NOW_MS + days * DAY_MS);
        self
    }
    fn euros(mut self, amount_minor: i64) -> Self {
        self.amount = Some(euros(amount_minor));
        self
    }
    fn mood(mut self, mood: i8) -> Self {
        self.mood = Some(mood);
        self
    }
}

pub(super) fn euros(amount_minor: i64) -> Money {
    Money {
        amount_minor,
        currency: Currency::EUR,
    }
}

/// Returns the ids as text.
pub(super) fn names(ids: &[ItemId]) -> Vec<&str> {
    ids.iter().map(ItemId::as_str).collect()
}
