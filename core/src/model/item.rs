//! An entry on the timeline: a typed core that every kind shares, and a free payload.
//!
//! [`ItemLine`] is what lists show and filters read; [`Item`] adds the payload that opens in place.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::summary_from::SummaryFrom;
use crate::ids::ItemId;
use crate::money::Money;

/// Which way an interaction went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the customer to us.
    In,
    /// From us to the customer.
    Out,
    /// Nobody addressed anybody: a meter reading, an internal note.
    #[default]
    None,
}

/// How far something is; one list for orders, complaints, promises, claims and processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits for somebody.
    Open,
    /// Somebody works on it.
    InProgress,
    /// Agreed for a later date.
    Planned,
    /// Finished as meant.
    Done,
    /// A promise that was kept.
    Kept,
    /// A promise that was not kept.
    Broken,
    /// Called off.
    Cancelled,
    /// Runs now: a contract, a subscription, a warranty.
    Active,
    /// Ran out or was ended.
    Ended,
    /// Turned down.
    Rejected,
}

impl Status {
    /// All of them, in the order of their code in item blocks.
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::InProgress,
        Self::Planned,
        Self::Done,
        Self::Kept,
        Self::Broken,
        Self::Cancelled,
        Self::Active,
        Self::Ended,
        Self::Rejected,
    ];

    /// Returns whether somebody still has to do something.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

/// What a list shows of an item, and what search and filters read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemLine {
    /// Unique for one customer.
    pub item_id: ItemId,
    /// When it happened or is planned to happen.
    pub at_ms: i64,
    /// Slug of the kind, built in or configured.
    pub kind: String,
    /// Slug of the channel.
    pub channel: String,
    /// Which way it went.
    #[serde(default)]
    pub direction: Direction,
    /// Slug of the department that owns it: `service`, `sales`, `marketing`, `social`, ...
    pub department: String,
    /// Slug of the source system.
    pub source: String,
    /// How far it is, for kinds that have a course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// One line.
    pub title: String,
    /// At most three lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// From which part of its payload the summary was made; none for one that a source gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary_from: Option<SummaryFrom>,
    /// Why the customer called, wrote or bought.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The goal this contact serves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub goal: String,
    /// What came of the goal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub outcome: String,
    /// How the customer felt, -100 (bad) to 100 (good).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<i8>,
    /// The money it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// When it is due or ends: a promise, an invoice, a notice date, a warranty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_ms: Option<i64>,
    /// The item that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<ItemId>,
}

impl ItemLine {
    /// Makes a line of a kind at a moment that says nothing more yet; `..` takes the rest from it.
    #[must_use]
    pub fn new(item_id: ItemId, at_ms: i64, kind: &str) -> Self {
        Self {
            item_id,
            at_ms,
            kind: kind.to_owned(),
            channel: String::new(),
            direction: Direction::None,
            department: String::new(),
            source: String::new(),
            status: None,
            title: String::new(),
            summary: String::new(),
            summary_from: None,
            reason: String::new(),
            goal: String::new(),
            outcome: String::new(),
            mood: None,
            amount: None,
            due_ms: None,
            reply_to: None,
        }
    }
}

/// An item with all that can be opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The shared core.
    #[serde(flatten)]
    pub line: ItemLine,
    /// When the source recorded it; later than `at_ms` for late news.
    pub recorded_ms: i64,
    /// Who recorded it, as shown.
    pub recorded_by: String,
    /// What only this kind has: transcript, order lines, letter, meter values. The policy names what
    /// of it may be shown; the rest stays in the store.
    #[serde(default)]
    pub payload: Map<String, Value>,
}
