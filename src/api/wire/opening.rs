//! What is asked for one by one, because it is much or because its opening is written down: an item, a file of it,
//! the value of a masked field.

use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::model::{Item, ItemLine, Status};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Claim;

/// Asks for one item with its payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetailRequest {
    /// Whose item.
    pub customer_id: CustomerId,
    /// Which item.
    pub item_id: ItemId,
    /// What it is opened for; required for masked kinds.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// Asks for a file of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentRequest {
    /// Whose item.
    pub customer_id: CustomerId,
    /// Which item.
    pub item_id: ItemId,
    /// Which of its files.
    pub sha256: String,
    /// What it is opened for; required for masked kinds.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// Asks for the value of a masked field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevealRequest {
    /// Whose field.
    pub customer_id: CustomerId,
    /// The field's name in the policy.
    pub field: String,
    /// What it is opened for; without it the answer names the purposes that open it.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// The value of a masked field, opened once and for nobody to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedField {
    /// The field's name in the policy.
    pub field: String,
    /// The claim that holds; of those that lost nothing is said.
    pub claim: Claim,
}

/// How an item's status went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusChange {
    /// The status it got.
    pub status: Status,
    /// When.
    pub at_ms: i64,
    /// By whom.
    pub by: String,
}

/// An item with the parts of its payload that the policy names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedItem {
    /// What lists show of it.
    pub line: ItemLine,
    /// When the source recorded it.
    pub recorded_ms: i64,
    /// Who recorded it, as shown.
    pub recorded_by: String,
    /// What only this kind has.
    pub payload: Map<String, Value>,
}

impl From<Item> for OpenedItem {
    fn from(item: Item) -> Self {
        let Item {
            line,
            recorded_ms,
            recorded_by,
            payload,
        } = item;
        Self {
            line,
            recorded_ms,
            recorded_by,
            payload,
        }
    }
}

/// An item that was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemDetail {
    /// The item.
    pub item: OpenedItem,
    /// What it answers.
    pub question: Option<ItemLine>,
    /// What answered it, oldest first.
    pub answers: Vec<ItemLine>,
    /// How its status went, oldest first.
    pub history: Vec<StatusChange>,
    /// What it was before its source told it otherwise, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerItem>,
}

/// What an item was before its source told it otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormerItem {
    /// Since when it is otherwise.
    pub until_ms: i64,
    /// Who told so.
    pub by: String,
    /// The item until then.
    pub item: OpenedItem,
}
