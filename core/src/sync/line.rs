//! The timeline entry that a write makes, on the author's device before the server has it.
//!
//! **Invariant:** it reads like the entry that the server makes of the same operation, so that nothing
//! jumps when it arrives.

use crate::ids::ItemId;
use crate::model::{Action, Direction, ItemLine, Operation, Status};

/// The slug of the source that an employee's own writes come from.
pub const OWN_SOURCE: &str = "agent_desktop";
/// The channel of what was not said to anybody.
const NO_CHANNEL: &str = "system";
/// The longest title that is made of a text, in characters.
const TITLE_CHARS: usize = 100;
/// The longest summary that is made of a text, in characters.
const SUMMARY_CHARS: usize = 280;

/// Makes the timeline entry of an employee's operation; none for one that adds none.
#[must_use]
pub fn line_of(operation: &Operation) -> Option<ItemLine> {
    let at_ms = operation.made_at_ms;
    match &operation.action {
        Action::LogContact {
            item_id,
            channel,
            direction,
            reason,
            note,
            goal,
            outcome,
        } => Some(ItemLine {
            channel: channel.clone(),
            direction: *direction,
            summary: excerpt(note),
            reason: reason.clone(),
            goal: goal.clone(),
            outcome: outcome.clone(),
            ..said(item_id, at_ms, kind_for_channel(channel), reason)
        }),
        Action::AddNote { item_id, text, .. } => Some(said(item_id, at_ms, "note", text)),
        Action::AddPromise {
            item_id,
            text,
            due_ms,
            amount,
        } => Some(ItemLine {
            direction: Direction::Out,
            status: Some(Status::Open),
            due_ms: Some(*due_ms),
            amount: *amount,
            ..said(item_id, at_ms, "promise", text)
        }),
        Action::SetField { .. } | Action::SettlePromise { .. } => None,
    }
}

/// Returns the kind of a contact by the channel that it used.
#[must_use]
pub fn kind_for_channel(channel: &str) -> &'static str {
    match channel {
        "phone" => "call",
        "email" => "email",
        "chat" => "chat",
        "sms" => "sms",
        "social" => "social",
        "field" | "store" => "visit",
        "post" => "letter",
        _ => "contact",
    }
}

/// Makes an employee's own entry that says `text` and nothing more. Its first line is the title; the summary
/// says what the title does not say yet.
#[must_use]
pub fn said(item_id: &ItemId, at_ms: i64, kind: &str, text: &str) -> ItemLine {
    let text = text.trim();
    let title = cut(text.lines().next().unwrap_or_default(), TITLE_CHARS);
    let summary = if text == title {
        String::new()
    } else {
        excerpt(text)
    };
    ItemLine {
        item_id: item_id.clone(),
        at_ms,
        kind: kind.to_owned(),
        channel: NO_CHANNEL.to_owned(),
        direction: Direction::None,
        department: "service".to_owned(),
        source: OWN_SOURCE.to_owned(),
        status: None,
        title,
        summary,
        reason: String::new(),
        goal: String::new(),
        outcome: String::new(),
        mood: None,
        amount: None,
        due_ms: None,
        reply_to: None,
    }
}

/// Returns as much of a text as a summary holds.
#[must_use]
pub fn excerpt(text: &str) -> String {
    cut(text.trim(), SUMMARY_CHARS)
}

/// Cuts a text to so many characters; an ellipsis stands for the rest.
fn cut(text: &str, chars: usize) -> String {
    if text.chars().nth(chars).is_none() {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(chars.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_a_whole_character() {
        assert_eq!(cut("één", 3), "één");
        assert_eq!(cut("één twee", 5), "één…");
        assert_eq!(cut("", 5), "");
    }

    #[test]
    fn a_contact_has_the_kind_of_its_channel() {
        assert_eq!(kind_for_channel("phone"), "call");
        assert_eq!(kind_for_channel("whatsapp"), "contact");
    }
}
