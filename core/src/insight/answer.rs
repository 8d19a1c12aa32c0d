//! Which messages wait for an answer.

use crate::model::{Direction, ItemLine, Status};
use crate::vocabulary::{Category, CustomKind, find_kind};

/// Talks that are over when they are over.
const SPOKEN: &[&str] = &["call", "visit", "meeting"];

/// Returns whether an item is something that we said or sent, which may have been answered.
#[must_use]
pub fn is_sent(line: &ItemLine, custom: &[CustomKind]) -> bool {
    let category = find_kind(&line.kind, custom).map(|k| k.category);
    line.direction == Direction::Out && category.is_some_and(Category::may_be_answered)
}

/// What became of something that we sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The customer answered.
    Answered,
    /// They may still answer, and have not.
    Unanswered,
    /// Nobody waits for an answer: it was spoken, is one itself, or is not sent yet.
    NotExpected,
}

/// Returns what became of an item that we said or sent; none for every other.
#[must_use]
pub fn answer(
    line: &ItemLine,
    custom: &[CustomKind],
    now_ms: i64,
    is_answered: bool,
) -> Option<Answer> {
    if !is_sent(line, custom) {
        None
    } else if is_answered {
        Some(Answer::Answered)
    } else if awaits_answer(line, custom, now_ms) {
        Some(Answer::Unanswered)
    } else {
        Some(Answer::NotExpected)
    }
}

/// Returns whether "no answer" says something of an item: a message that we sent, that is no answer itself,
/// and that is not still to be sent.
#[must_use]
pub fn awaits_answer(line: &ItemLine, custom: &[CustomKind], now_ms: i64) -> bool {
    let is_spoken = find_kind(&line.kind, custom).is_some_and(|k| SPOKEN.contains(&k.word.slug));
    let is_to_come =
        line.at_ms > now_ms || matches!(line.status, Some(Status::Planned | Status::Cancelled));
    is_sent(line, custom) && !is_spoken && !is_to_come && line.reply_to.is_none()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{NOW_MS, With, line};
    use super::*;
    use crate::ids::ItemId;

    #[test]
    fn only_a_message_that_we_sent_and_that_is_no_answer_waits_for_one() {
        let sent = |kind: &str, days: i64| ItemLine {
            direction: Direction::Out,
            ..line(kind, "m", days)
        };
        let waits = |line: &ItemLine| awaits_answer(line, &[], NOW_MS);
        assert!(waits(&sent("email", -1)));
        assert!(waits(&sent("campaign", -1)));
        assert!(
            !waits(&line("email", "in", -1)),
            "it came from the customer"
        );
        assert!(!waits(&sent("call", -1)), "we spoke with each other");
        assert!(!waits(&sent("email", 2)), "it is still to be sent");
        assert!(!waits(&sent("email", -1).status(Status::Cancelled)));
        assert!(!waits(&sent("invoice", -1)));
        assert!(!waits(&sent("unheard_of", -1)));
        let answer = ItemLine {
            reply_to: Some(ItemId::parse("question").unwrap()),
            ..sent("email", -1)
        };
        assert!(!waits(&answer));
    }

    #[test]
    fn what_we_sent_is_answered_unanswered_or_needs_no_answer() {
        let sent = |kind: &str| ItemLine {
            direction: Direction::Out,
            ..line(kind, "m", -1)
        };
        let told = |line: &ItemLine, is_answered| answer(line, &[], NOW_MS, is_answered);
        assert_eq!(told(&sent("email"), true), Some(Answer::Answered));
        assert_eq!(told(&sent("email"), false), Some(Answer::Unanswered));
        assert_eq!(told(&sent("call"), false), Some(Answer::NotExpected));
        assert_eq!(
            told(&sent("call"), true),
            Some(Answer::Answered),
            "they called back"
        );
        assert_eq!(told(&sent("invoice"), false), None);
        assert_eq!(told(&line("email", "in", -1), true), None);
    }
}
