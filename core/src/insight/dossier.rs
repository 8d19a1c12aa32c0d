//! What the organisation and the customer have between them: agreements, documents, accounts, visits to
//! site and app, products looked at.
//!
//! **Invariant:** everything comes from lines of the timeline, so it is there without network, and what a
//! viewer may not see on the timeline is not here either.

use std::collections::BTreeMap;

use crate::model::{ItemLine, Status};
use crate::timeline::{Timeline, Zone};
use crate::vocabulary::{CustomKind, kinds_like};

/// The newest so many of what nobody counts; agreements are all told.
const MOST: usize = 50;
/// Visits that are put together by day.
const MOST_VISITS: usize = 300;

/// A contract or subscription with its term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The agreement; `at_ms` is its start.
    pub line: ItemLine,
    /// When the term ends, renews or ended, when that is known.
    pub end_ms: Option<i64>,
    /// The last date to give notice, when there is one and the agreement runs.
    pub notice_ms: Option<i64>,
}

impl Agreement {
    /// Returns whether it is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        use Status::{Cancelled, Ended, Rejected};
        matches!(self.line.status, Some(Ended | Cancelled | Rejected))
    }

    /// Returns whether it runs until somebody ends it.
    #[must_use]
    pub fn is_open_ended(&self) -> bool {
        self.line.status == Some(Status::Active) && self.end_ms.is_none()
    }
}

/// An online account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub line: ItemLine,
    /// The latest sign-in over the account's channel, when one is known.
    pub login_ms: Option<i64>,
}

/// The visits of one day to site or app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitDay {
    /// The visits, newest first; never empty.
    pub visits: Vec<ItemLine>,
}

/// All of it; each list is empty when there is nothing to tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// Those that run first, then the newest.
    pub agreements: Vec<Agreement>,
    /// Newest first.
    pub documents: Vec<ItemLine>,
    /// Newest first.
    pub accounts: Vec<Account>,
    /// Newest first.
    pub visit_days: Vec<VisitDay>,
    /// Products looked at, newest first.
    pub viewed: Vec<ItemLine>,
}

impl Dossier {
    /// Puts it together from the lines that are at hand.
    #[must_use]
    pub fn of(timeline: &Timeline, zone: &Zone, custom: &[CustomKind], now_ms: i64) -> Self {
        let newest = |bases: &[&str], limit: usize| {
            timeline.newest_of_kinds(&kinds_like(bases, custom), limit)
        };
        Self {
            agreements: agreements(
                newest(&["contract", "subscription"], usize::MAX),
                &newest(&["renewal"], usize::MAX),
            ),
            documents: newest(&["document"], MOST),
            accounts: accounts(
                newest(&["account"], MOST),
                &newest(&["login"], MOST),
                now_ms,
            ),
            visit_days: visit_days(newest(&["session"], MOST_VISITS), zone),
            viewed: newest(&["product_view"], MOST),
        }
    }

    /// Returns whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn agreements(lines: Vec<ItemLine>, renewals: &[ItemLine]) -> Vec<Agreement> {
    // Newest first: of what renewed more than once the last end counts.
    let mut ends: BTreeMap<&str, i64> = BTreeMap::new();
    for renewal in renewals {
        if let Some(id) = &renewal.reply_to {
            ends.entry(id.as_str()).or_insert(renewal.at_ms);
        }
    }
    let mut agreements: Vec<Agreement> = lines
        .into_iter()
        .map(|line| {
            let mut agreement = Agreement {
                end_ms: ends.get(line.item_id.as_str()).copied(),
                notice_ms: line.due_ms,
                line,
            };
            if agreement.is_over() {
                // The date of one that is over is its end; notice is no longer given.
                let due_ms = agreement.notice_ms.take();
                agreement.end_ms = agreement.end_ms.or(due_ms);
            }
            agreement
        })
        .collect();
    let runs = |a: &Agreement| a.line.status == Some(Status::Active);
    agreements.sort_by_key(|a| !runs(a));
    agreements
}

fn accounts(lines: Vec<ItemLine>, logins: &[ItemLine], now_ms: i64) -> Vec<Account> {
    let past = logins.iter().filter(|l| l.at_ms <= now_ms);
    let latest = |channel: &str| past.clone().find(|l| l.channel == channel);
    lines
        .into_iter()
        .map(|line| Account {
            login_ms: latest(&line.channel).map(|l| l.at_ms),
            line,
        })
        .collect()
}

fn visit_days(visits: Vec<ItemLine>, zone: &Zone) -> Vec<VisitDay> {
    let mut days: Vec<VisitDay> = Vec::new();
    for visit in visits {
        let date = zone.date(visit.at_ms);
        match days.last_mut() {
            Some(last)
                if last
                    .visits
                    .first()
                    .is_some_and(|v| zone.date(v.at_ms) == date) =>
            {
                last.visits.push(visit);
            }
            _ => days.push(VisitDay {
                visits: vec![visit],
            }),
        }
    }
    days
}
