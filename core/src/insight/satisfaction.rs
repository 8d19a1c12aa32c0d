//! Satisfaction over time, for a sparkline.

use super::facts::{Facts, mean};
use crate::ids::ItemId;
use crate::model::ItemLine;

/// On which scale a customer answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// "Would you recommend us", 0 to 10.
    Nps,
    /// "How satisfied are you", 1 to 5.
    Csat,
}

impl Scale {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Nps, Self::Csat];

    /// Returns the best score.
    #[must_use]
    pub fn best(self) -> i64 {
        match self {
            Self::Nps => 10,
            Self::Csat => 5,
        }
    }

    /// Returns the field in which a profile keeps the score.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Nps => "satisfaction.nps",
            Self::Csat => "satisfaction.csat",
        }
    }
}

/// The newest score on a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The score.
    pub score: i64,
    /// The one before it, when one is known.
    pub before: Option<i64>,
    /// The answer that it was read from; none when the profile says it.
    pub item_id: Option<ItemId>,
}

/// Finds the newest score: that of the newest answer, or the profile's own when that is newer or no answer names
/// one.
#[must_use]
pub fn score(facts: &Facts<'_>, scale: Scale) -> Option<Score> {
    let answers = readings(facts, scale);
    let own = facts
        .number(scale.field())
        .filter(|own| (0..=scale.best()).contains(own));
    let since_ms = facts.history.and_then(|h| match scale {
        Scale::Nps => h.nps_since_ms,
        Scale::Csat => h.csat_since_ms,
    });
    let Some((newest, older)) = answers.split_last() else {
        return own.map(|score| Score {
            score,
            before: None,
            item_id: None,
        });
    };
    let is_newer = |own: &i64| {
        *own != newest.score
            && since_ms.is_some_and(|ms| facts.zone.days_between(newest.at_ms, ms) > 0)
    };
    if let Some(score) = own.filter(is_newer) {
        return Some(Score {
            score,
            before: Some(newest.score),
            item_id: None,
        });
    }
    Some(Score {
        score: newest.score,
        before: older.last().map(|r| r.score),
        item_id: Some(newest.item_id.clone()),
    })
}

/// A score that an answer names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at_ms: i64,
    /// The score on its scale.
    pub score: i64,
    /// The answer.
    pub item_id: ItemId,
}

/// Returns the scores that answers name on a scale, oldest first; of the whole timeline when it is at hand.
#[must_use]
pub fn readings(facts: &Facts<'_>, scale: Scale) -> Vec<Reading> {
    let all = facts.history.map_or(facts.recent, |h| h.answers.as_slice());
    let is_answer =
        |l: &&ItemLine| l.at_ms <= facts.now_ms && facts.base(&l.kind) == "satisfaction";
    let read = |line: &ItemLine| {
        let (_, score) = read_score(&line.title).filter(|(found, _)| *found == scale)?;
        Some(Reading {
            at_ms: line.at_ms,
            score: score.into(),
            item_id: line.item_id.clone(),
        })
    };
    let mut readings: Vec<Reading> = all.iter().filter(is_answer).filter_map(read).collect();
    readings.sort_by(|a, b| (a.at_ms, &a.item_id).cmp(&(b.at_ms, &b.item_id)));
    readings
}

/// How satisfied the customer was at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScorePoint {
    /// When.
    pub at_ms: i64,
    /// How satisfied, -100 to 100: one scale for all, so that answers can stand in one line.
    pub mood: i8,
}

/// Returns how satisfied the customer was, oldest first.
///
/// The mean of each month's answers, so that every viewer sees the same however many items are at hand;
/// where answers carry no mood, those among the newest items whose title names a score.
#[must_use]
pub fn satisfaction_points(facts: &Facts<'_>) -> Vec<ScorePoint> {
    let answers = |kind: &str| facts.base(kind) == "satisfaction";
    let months = facts.months.iter().filter(|t| answers(&t.kind));
    let mut points: Vec<ScorePoint> = months
        .filter_map(|month| {
            Some(ScorePoint {
                at_ms: month.last_ms,
                mood: mean(month.mood_sum.into(), month.mood_count.into())?,
            })
        })
        .collect();
    if points.is_empty() {
        let scored = facts.happened().filter(|l| answers(&l.kind));
        points = scored
            .filter_map(|line| {
                let mood = line.mood.or_else(|| read_score(&line.title).map(as_mood))?;
                let at_ms = line.at_ms;
                Some(ScorePoint { at_ms, mood })
            })
            .collect();
    }
    points.sort_by_key(|p| p.at_ms);
    points
}

/// Reads the number after the scale's name, when it lies on the scale.
fn read_score(title: &str) -> Option<(Scale, i8)> {
    let mut words = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let scale = words.find_map(|word| match word {
        "NPS" => Some(Scale::Nps),
        "CSAT" => Some(Scale::Csat),
        _ => None,
    })?;
    let number: i8 = words.find_map(|word| word.parse().ok())?;
    let range = match scale {
        Scale::Nps => 0..=10,
        Scale::Csat => 1..=5,
    };
    range.contains(&number).then_some((scale, number))
}

fn as_mood((scale, score): (Scale, i8)) -> i8 {
    match scale {
        // Up to 6 is a detractor, from 9 a promoter (Reichheld, "The One Number You Need to Grow").
        Scale::Nps if score <= 6 => -100 + score * 13,
        Scale::Nps if score <= 8 => (score - 7) * 20,
        Scale::Nps => 70 + (score - 9) * 30,
        Scale::Csat => (score - 3) * 50,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_read_from_a_title_and_only_on_its_scale() {
        let cases = [
            ("NPS 8", Some((Scale::Nps, 8))),
            ("Na het gesprek: NPS: 10 (promotor)", Some((Scale::Nps, 10))),
            ("CSAT 4 van 5", Some((Scale::Csat, 4))),
            ("NPS 11", None),
            ("CSAT 0", None),
            ("Tevredenheid 8", None),
            ("8 NPS", None),
            ("NPS", None),
            ("", None),
        ];
        for (title, expected) in cases {
            assert_eq!(read_score(title), expected, "{title}");
        }
    }

    #[test]
    fn both_scales_reach_from_bad_to_good() {
        assert_eq!(as_mood((Scale::Nps, 0)), -100);
        assert_eq!(as_mood((Scale::Nps, 6)), -22);
        assert_eq!(as_mood((Scale::Nps, 7)), 0);
        assert_eq!(as_mood((Scale::Nps, 10)), 100);
        assert_eq!(as_mood((Scale::Csat, 1)), -100);
        assert_eq!(as_mood((Scale::Csat, 5)), 100);
    }
}
