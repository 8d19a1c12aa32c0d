//! A write, as an agent, a rep or a customer makes it: named by its author, so it can be sent twice.
//!
//! The same type is queued without network and sent with it; there is one write path.

use serde::{Deserialize, Serialize};

use super::action_wire::ActionWire;
use super::item::{Direction, Status};
use crate::ids::{CustomerId, ItemId, OperationId};
use crate::json::FromJson;
use crate::money::Money;

/// The longest text a person can enter in one field, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// What is written. On the wire `{"type": "set_field", ...}`, see [`action_wire`](super::action_wire).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(try_from = "ActionWire", into = "ActionWire")]
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
        goal: String,
        /// What came of it, may be empty.
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
    /// A moment that no calendar has.
    #[error("the date is out of range")]
    Date,
}

/// A named write to one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Made by the author; the server applies each id once.
    pub op_id: OperationId,
    /// Whose profile it goes to.
    pub customer_id: CustomerId,
    /// When the author made it, by his own clock.
    pub made_at_ms: i64,
    /// What it does.
    pub action: Action,
}

/// Dates from 1900 to 2200: outside of it somebody mistyped.
const DATE_RANGE_MS: std::ops::Range<i64> = -2_208_988_800_000..7_258_118_400_000;

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
            Action::AddNote { text: note, .. } => text("text", note, true),
            Action::AddPromise {
                text: promise,
                due_ms,
                amount,
                ..
            } => {
                text("text", promise, true)?;
                if !DATE_RANGE_MS.contains(due_ms) {
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
        if DATE_RANGE_MS.contains(&self.made_at_ms) {
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
    fn unknown_fields_are_refused() {
        let json = r#"{"type":"set_field","field":"a","value":"b","tenant":"x"}"#;
        assert!(serde_json::from_str::<Action>(json).is_err());
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
