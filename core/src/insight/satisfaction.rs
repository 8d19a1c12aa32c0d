//! Satisfaction over time, for a sparkline (R025).

use super::facts::Facts;
use crate::ids::ItemId;
use crate::letters;
use crate::list::Gather;

/// On which scale a customer answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// "Would you recommend us", 0 to 10.
    Nps,
    /// "How satisfied are you", 1 to 5.
    Csat,
}

/// One answer of the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorePoint {
    /// When.
    pub at_ms: i64,
    /// How satisfied, -100 to 100: one scale for all, so that answers can stand in one line.
    pub mood: i8,
    /// The answer on its own scale, when the item's title names it (`NPS 8`, `CSAT 4`).
    pub score: Option<(Scale, i8)>,
    /// The item.
    pub item_id: ItemId,
}

/// The answers among the newest items, oldest first. An item without mood and score is no answer.
#[must_use]
pub fn satisfaction_points(facts: &Facts<'_>) -> Vec<ScorePoint> {
    let answers = facts
        .happened()
        .filter(|l| facts.base(&l.kind) == "satisfaction");
    let mut points: Vec<ScorePoint> = answers
        .filter_map(|line| {
            let score = read_score(&line.title);
            Some(ScorePoint {
                at_ms: line.at_ms,
                mood: line.mood.or_else(|| score.map(as_mood))?,
                score,
                item_id: line.item_id.clone(),
            })
        })
        .gather();
    crate::order::sort_by_key(&mut points, |p| p.at_ms);
    points
}

/// The number after the scale's name, when it lies on the scale.
fn read_score(title: &str) -> Option<(Scale, i8)> {
    let mut words = title
        .split(|c: char| !letters::is_of_word(c))
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
        Scale::Nps => (score - 5) * 20,
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
        assert_eq!(as_mood((Scale::Nps, 10)), 100);
        assert_eq!(as_mood((Scale::Csat, 1)), -100);
        assert_eq!(as_mood((Scale::Csat, 5)), 100);
    }
}
