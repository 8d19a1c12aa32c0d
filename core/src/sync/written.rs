//! What an action writes: a field, a timeline entry, or the end of a promise.
//!
//! The device shows it before the server has it, and the server stores it: one function, so that nothing jumps
//! when it arrives.

use crate::ids::ItemId;
use crate::model::{Action, Attachment, Author, Direction, ItemLine, Status};

/// The channel of what was not said to anybody.
const NO_CHANNEL: &str = "system";
/// The longest title that is made of a text, in characters.
const TITLE_CHARS: usize = 100;
/// The longest summary that is made of a text, in characters.
const SUMMARY_CHARS: usize = 280;

/// What an action writes, the same on the author's device and in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written<'a> {
    /// A value of a field.
    Field {
        /// The field's name in the policy.
        field: &'a str,
        /// The new value.
        value: &'a str,
    },
    /// A new item.
    Item {
        /// Its line.
        line: Box<ItemLine>,
        /// The whole text, of which the line shows the beginning.
        text: &'a str,
        /// Whether the customer may read it, for a note.
        is_shareable: Option<bool>,
        /// The file that goes with it.
        attachment: Option<&'a Attachment>,
    },
    /// The end of a promise.
    Settlement {
        /// The promise.
        item_id: &'a ItemId,
        /// How it ended.
        status: Status,
    },
}

/// Tells what an action of this author writes at a moment.
#[must_use]
pub fn written(author: Author, action: &Action, at_ms: i64) -> Written<'_> {
    let item = |line: ItemLine, text, is_shareable| Written::Item {
        line: Box::new(line),
        text,
        is_shareable,
        attachment: None,
    };
    match action {
        Action::LogContact {
            item_id,
            channel,
            direction,
            reason,
            note,
            goal,
            outcome,
        } => {
            let kind = kind_for_channel(channel);
            let line = ItemLine {
                channel: channel.clone(),
                direction: *direction,
                summary: excerpt(note),
                reason: reason.clone(),
                goal: goal.clone(),
                outcome: outcome.clone(),
                ..said(author, item_id, at_ms, kind, reason)
            };
            item(line, note, None)
        }
        Action::AddNote {
            item_id,
            text,
            shareable,
            attachment,
        } => Written::Item {
            line: Box::new(said(author, item_id, at_ms, "note", text)),
            text,
            is_shareable: Some(*shareable),
            attachment: attachment.as_ref(),
        },
        Action::AddPromise {
            item_id,
            text,
            due_ms,
            amount,
        } => {
            let line = ItemLine {
                direction: Direction::Out,
                status: Some(Status::Open),
                due_ms: Some(*due_ms),
                amount: *amount,
                ..said(author, item_id, at_ms, "promise", text)
            };
            item(line, text, None)
        }
        Action::SetField { field, value } => Written::Field { field, value },
        Action::SettlePromise { item_id, status } => Written::Settlement {
            item_id,
            status: *status,
        },
    }
}

/// Returns the slug of the source that an author's own writes come from.
#[must_use]
pub fn own_source(author: Author) -> &'static str {
    match author {
        Author::Customer => "self_service",
        Author::Employee | Author::System => "agent_desktop",
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

/// Makes an author's own entry that says `text` and nothing more. Its first line is the title; the summary
/// says what the title does not say yet.
fn said(author: Author, item_id: &ItemId, at_ms: i64, kind: &str, text: &str) -> ItemLine {
    let text = text.trim();
    let title = cut(text.lines().next().unwrap_or_default(), TITLE_CHARS);
    let summary = if text == title {
        String::new()
    } else {
        excerpt(text)
    };
    let channel = match author {
        Author::Customer => "portal",
        Author::Employee | Author::System => NO_CHANNEL,
    };
    ItemLine {
        channel: channel.to_owned(),
        department: "service".to_owned(),
        source: own_source(author).to_owned(),
        title,
        summary,
        ..ItemLine::new(item_id.clone(), at_ms, kind)
    }
}

/// Returns as much of a text as a summary holds.
fn excerpt(text: &str) -> String {
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
