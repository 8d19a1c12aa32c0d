//! An action as it travels: one flat object whose `type` says which of the other parts must be there.
//!
//! Written out instead of serde's tagged enum, which buffers every value in a tree of its own: that
//! alone costs the widget 15 kB of its first load.
//!
//! **Invariant:** a part that the type does not have is refused, like an unknown one.

use serde::{Deserialize, Serialize};

use super::item::{Direction, Status};
use super::operation::Action;
use crate::ids::ItemId;
use crate::json::FromJson;
use crate::money::Money;

/// Which action it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
enum ActionType {
    SetField,
    LogContact,
    AddNote,
    AddPromise,
    SettlePromise,
}

/// Every part that an action can have.
#[derive(Debug, Clone, Serialize, Deserialize, FromJson)]
#[serde(deny_unknown_fields)]
pub(super) struct ActionWire {
    #[serde(rename = "type")]
    action: ActionType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item_id: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    goal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shareable: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

/// Why an object is no action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// A part that this type needs is missing.
    #[error("missing field `{0}`")]
    Missing(&'static str),
    /// A part that this type does not have.
    #[error("a field that does not belong to this type of action")]
    Excess,
}

fn need<T>(part: &mut Option<T>, name: &'static str) -> Result<T, ActionError> {
    part.take().ok_or(ActionError::Missing(name))
}

impl ActionWire {
    fn of(action: ActionType) -> Self {
        Self {
            action,
            field: None,
            value: None,
            item_id: None,
            channel: None,
            direction: None,
            reason: None,
            note: None,
            goal: None,
            outcome: None,
            text: None,
            shareable: None,
            due_ms: None,
            amount: None,
            status: None,
        }
    }

    fn is_spent(&self) -> bool {
        self.field.is_none()
            && self.value.is_none()
            && self.item_id.is_none()
            && self.channel.is_none()
            && self.direction.is_none()
            && self.reason.is_none()
            && self.note.is_none()
            && self.goal.is_none()
            && self.outcome.is_none()
            && self.text.is_none()
            && self.shareable.is_none()
            && self.due_ms.is_none()
            && self.amount.is_none()
            && self.status.is_none()
    }
}

impl TryFrom<ActionWire> for Action {
    type Error = ActionError;

    fn try_from(mut w: ActionWire) -> Result<Self, ActionError> {
        let action = match w.action {
            ActionType::SetField => Self::SetField {
                field: need(&mut w.field, "field")?,
                value: need(&mut w.value, "value")?,
            },
            ActionType::LogContact => Self::LogContact {
                item_id: need(&mut w.item_id, "item_id")?,
                channel: need(&mut w.channel, "channel")?,
                direction: need(&mut w.direction, "direction")?,
                reason: need(&mut w.reason, "reason")?,
                note: need(&mut w.note, "note")?,
                goal: w.goal.take().unwrap_or_default(),
                outcome: w.outcome.take().unwrap_or_default(),
            },
            ActionType::AddNote => Self::AddNote {
                item_id: need(&mut w.item_id, "item_id")?,
                text: need(&mut w.text, "text")?,
                shareable: need(&mut w.shareable, "shareable")?,
            },
            ActionType::AddPromise => Self::AddPromise {
                item_id: need(&mut w.item_id, "item_id")?,
                text: need(&mut w.text, "text")?,
                due_ms: need(&mut w.due_ms, "due_ms")?,
                amount: w.amount.take(),
            },
            ActionType::SettlePromise => Self::SettlePromise {
                item_id: need(&mut w.item_id, "item_id")?,
                status: need(&mut w.status, "status")?,
            },
        };
        if w.is_spent() {
            Ok(action)
        } else {
            Err(ActionError::Excess)
        }
    }
}

impl From<Action> for ActionWire {
    fn from(action: Action) -> Self {
        match action {
            Action::SetField { field, value } => Self {
                field: Some(field),
                value: Some(value),
                ..Self::of(ActionType::SetField)
            },
            Action::LogContact {
                item_id,
                channel,
                direction,
                reason,
                note,
                goal,
                outcome,
            } => Self {
                item_id: Some(item_id),
                channel: Some(channel),
                direction: Some(direction),
                reason: Some(reason),
                note: Some(note),
                goal: Some(goal).filter(|text| !text.is_empty()),
                outcome: Some(outcome).filter(|text| !text.is_empty()),
                ..Self::of(ActionType::LogContact)
            },
            Action::AddNote {
                item_id,
                text,
                shareable,
            } => Self {
                item_id: Some(item_id),
                text: Some(text),
                shareable: Some(shareable),
                ..Self::of(ActionType::AddNote)
            },
            Action::AddPromise {
                item_id,
                text,
                due_ms,
                amount,
            } => Self {
                item_id: Some(item_id),
                text: Some(text),
                due_ms: Some(due_ms),
                amount,
                ..Self::of(ActionType::AddPromise)
            },
            Action::SettlePromise { item_id, status } => Self {
                item_id: Some(item_id),
                status: Some(status),
                ..Self::of(ActionType::SettlePromise)
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_part_of_another_type_is_refused_and_so_is_a_missing_one() {
        let excess = r#"{"type":"set_field","field":"a","value":"b","shareable":true}"#;
        let missing = r#"{"type":"set_field","field":"a"}"#;
        for json in [excess, missing] {
            assert!(serde_json::from_str::<Action>(json).is_err(), "{json}");
        }
    }
}
