//! What a viewer wants to see of a timeline, and what is counted beside each choice.

use std::collections::BTreeMap;

use crate::model::Direction;
use crate::vocabulary::Category;

/// How the customer felt, in three steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Below -20.
    Negative,
    /// Between.
    Neutral,
    /// Above 20.
    Positive,
}

impl Mood {
    /// Returns the step of a mood from -100 to 100.
    #[must_use]
    pub fn of(mood: i8) -> Self {
        match mood {
            ..-20 => Self::Negative,
            -20..=20 => Self::Neutral,
            _ => Self::Positive,
        }
    }
}

/// What the viewer wants to see; empty parts let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that all stand in title, summary, reason, goal or outcome, in any order.
    pub text: String,
    /// A group of kinds.
    pub category: Option<Category>,
    /// Slug of a kind.
    pub kind: Option<String>,
    /// Slug of a channel.
    pub channel: Option<String>,
    /// Slug of a department.
    pub department: Option<String>,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// How the customer felt.
    pub mood: Option<Mood>,
    /// Not before.
    pub from_ms: Option<i64>,
    /// Not at or after; with the present moment it leaves planned items out.
    pub until_ms: Option<i64>,
}

/// How many lines each choice would show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that pass every filter.
    pub matching: u32,
    /// Per group of kinds, in the order of [`Category::ALL`]; last, all groups together.
    pub categories: [u32; 9],
    /// Per kind.
    pub kinds: BTreeMap<String, u32>,
    /// Per channel.
    pub channels: BTreeMap<String, u32>,
    /// Per department.
    pub departments: BTreeMap<String, u32>,
    /// None, in, out.
    pub directions: [u32; 3],
    /// Negative, neutral, positive.
    pub moods: [u32; 3],
}
