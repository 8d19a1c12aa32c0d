//! A write, as an agent, a rep or a customer makes it: named by its author, so it can be sent twice.
//!
//! The same type is queued without network and sent with it; there is one write path.

use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::item::{Direction, Status};
use crate::ids::{CustomerId, ItemId, OperationId};
use crate::money::Money;
use crate::time::is_plausible;

/// The longest text a person can enter in one field, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// What is written. On the wire one flat object, `{"type": "set_field", "field": ..., "value": ...}`, in which
/// a part that the type does not have is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// A preference or a corrected value.
    SetField {
        /// The field's name in the policy.
        field: String,
        /// The new value; empty takes it away.
        value: String,
    },
    /// A contact that just took place.
    LogContact {
        /// The new item's id.
        item_id: ItemId,
        /// Slug of the channel.
        channel: String,
        /// Who took the initiative.
        direction: Direction,
        /// Why.
        reason: String,
        /// What was said, may be empty.
        note: String,
        /// What the contact was to bring about, may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        goal: String,
        /// What came of it, may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        outcome: String,
    },
    /// Something to remember.
    AddNote {
        /// The new item's id.
        item_id: ItemId,
        /// The note.
        text: String,
        /// Whether the customer may read it.
        shareable: bool,
        /// A file that goes with it; its content was sent before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attachment: Option<Attachment>,
    },
    /// A promise to the customer.
    AddPromise {
        /// The new item's id.
        item_id: ItemId,
        /// What was promised.
        text: String,
        /// Before when.
        due_ms: i64,
        /// How much, for a credit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Money>,
    },
    /// How a promise ended.
    SettlePromise {
        /// The promise.
        item_id: ItemId,
        /// `kept`, `broken` or `cancelled`.
        status: Status,
    },
}

/// Why an operation cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OperationError {
    /// A text that must be there is empty.
    #[error("`{0}` cannot be empty")]
    Empty(&'static str),
    /// A text is too long.
    #[error("`{0}` has at most {MAX_TEXT_CHARS} characters")]
    TooLong(&'static str),
    /// A promise can only end as kept, broken or cancelled.
    #[error("a promise ends as kept, broken or cancelled")]
    NotAnEnd,
    /// An amount that is not above zero.
    #[error("an amount is above zero")]
    Amount,
    /// A file without a name or a hash.
    #[error("an attachment has a name of one line and the hash of its content")]
    Attachment,
    /// A moment that no calendar has.
    #[error("the date is out of range")]
    Date,
}

/// A named write to one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Made by the author; the server applies each id once.
    pub op_id: OperationId,
    /// Whose profile it goes to.
    pub customer_id: CustomerId,
    /// When the author made it, by their own clock.
    pub made_at_ms: i64,
    /// What it does.
    pub action: Action,
}

impl Operation {
    /// Checks all that can be known without the store.
    ///
    /// # Errors
    /// Says which part is wrong; a server answers it as a client's error.
    pub fn validate(&self) -> Result<(), OperationError> {
        match &self.action {
            Action::SetField { field, value } => {
                text("field", field, true)?;
                text("value", value, false)
            }
            Action::LogContact {
                channel,
                reason,
                note,
                goal,
                outcome,
                ..
            } => {
                text("channel", channel, true)?;
                text("reason", reason, true)?;
                text("goal", goal, false)?;
                text("outcome", outcome, false)?;
                text("note", note, false)
            }
            Action::AddNote {
                text: note,
                attachment,
                ..
            } => {
                text("text", note, true)?;
                match attachment {
                    Some(file) if !file.is_well_formed() => Err(OperationError::Attachment),
                    _ => Ok(()),
                }
            }
            Action::AddPromise {
                text: promise,
                due_ms,
                amount,
                ..
            } => {
                text("text", promise, true)?;
                if !is_plausible(*due_ms) {
                    return Err(OperationError::Date);
                }
                match amount {
                    Some(money) if money.amount_minor <= 0 => Err(OperationError::Amount),
                    _ => Ok(()),
                }
            }
            Action::SettlePromise { status, .. } => match status {
                Status::Kept | Status::Broken | Status::Cancelled => Ok(()),
                _ => Err(OperationError::NotAnEnd),
            },
        }?;
        if is_plausible(self.made_at_ms) {
            Ok(())
        } else {
            Err(OperationError::Date)
        }
    }
}

fn text(name: &'static str, value: &str, required: bool) -> Result<(), OperationError> {
    if required && value.trim().is_empty() {
        Err(OperationError::Empty(name))
    } else if value.chars().nth(MAX_TEXT_CHARS).is_some() {
        Err(OperationError::TooLong(name))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(action: Action) -> Operation {
        Operation {
            op_id: OperationId::parse("op-1").unwrap(),
            customer_id: CustomerId::parse("c-1").unwrap(),
            made_at_ms: 1_793_491_200_000,
            action,
        }
    }

    #[test]
    fn a_promise_needs_a_text_a_real_date_and_a_positive_amount() {
        let promise = |text: &str, due_ms, amount_minor| {
            operation(Action::AddPromise {
                item_id: ItemId::parse("i").unwrap(),
                text: text.to_owned(),
                due_ms,
                amount: Some(Money {
                    amount_minor,
                    currency: crate::money::Currency::EUR,
                }),
            })
            .validate()
        };
        assert_eq!(promise("€ 45 terug", 1_793_491_200_000, 4500), Ok(()));
        assert_eq!(promise(" ", 0, 1), Err(OperationError::Empty("text")));
        assert_eq!(promise("x", i64::MAX, 1), Err(OperationError::Date));
        assert_eq!(promise("x", 0, 0), Err(OperationError::Amount));
    }

    #[test]
    fn an_action_travels_as_one_flat_object_and_comes_back() {
        let promise = Action::AddPromise {
            item_id: ItemId::parse("i").unwrap(),
            text: "€ 45 terug".to_owned(),
            due_ms: 1,
            amount: None,
        };
        let json = serde_json::to_string(&promise).unwrap();
        assert_eq!(
            json,
            r#"{"type":"add_promise","item_id":"i","text":"€ 45 terug","due_ms":1}"#
        );
        assert_eq!(serde_json::from_str::<Action>(&json).unwrap(), promise);
    }

    #[test]
    fn a_goal_and_an_outcome_that_are_empty_are_left_out() {
        let contact = |goal: &str, outcome: &str| Action::LogContact {
            item_id: ItemId::parse("i").unwrap(),
            channel: "phone".to_owned(),
            direction: Direction::In,
            reason: "Storing".to_owned(),
            note: String::new(),
            goal: goal.to_owned(),
            outcome: outcome.to_owned(),
        };
        let short = r#"{"type":"log_contact","item_id":"i","channel":"phone","direction":"in","reason":"Storing","note":""}"#;
        let full = r#"{"type":"log_contact","item_id":"i","channel":"phone","direction":"in","reason":"Storing","note":"","goal":"g","outcome":"o"}"#;
        for (action, json) in [(contact("", ""), short), (contact("g", "o"), full)] {
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action);
        }
    }

    #[test]
    fn a_part_of_another_type_is_refused_and_so_is_a_missing_or_unknown_one() {
        for json in [
            r#"{"type":"set_field","field":"a","value":"b","shareable":true}"#,
            r#"{"type":"set_field","field":"a","value":"b","tenant":"x"}"#,
            r#"{"type":"set_field","field":"a"}"#,
            r#"{"type":"add_note","item_id":"","text":"t","shareable":true}"#,
            r#"{"type":"sing"}"#,
            r#"{"field":"a","value":"b"}"#,
        ] {
            assert!(serde_json::from_str::<Action>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_promise_cannot_end_as_open() {
        let item_id = ItemId::parse("i").unwrap();
        let end = operation(Action::SettlePromise {
            item_id,
            status: Status::Open,
        });
        assert_eq!(end.validate(), Err(OperationError::NotAnEnd));
    }
}
