//! What travels between widget and server. Snapshot tests pin its JSON.
//!
//! Domain types that cross unchanged (items, operations, tallies) are the core's own.

mod opening;

use klantbeeld_core::ids::{CustomerId, OperationId};
use klantbeeld_core::model::{
    Author, ChannelTally, CustomerKind, Identity, IdentityKind, Invalid, ItemLine, Months,
    Operation, ProductUse, Relation, Role,
};
use klantbeeld_core::policy::{DataClass, FieldOption, ValueType};
use klantbeeld_core::survivorship::Decider;
use klantbeeld_core::vocabulary::{CustomKind, Label};
use serde::{Deserialize, Serialize};

use super::ApiError;
pub use opening::{
    AttachmentRequest, DetailRequest, FormerItem, ItemDetail, OpenedItem, RevealRequest,
    RevealedField, StatusChange,
};

/// Asks for the card and the first page of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    /// Whose profile.
    pub customer_id: CustomerId,
    /// How many items the first page has, 1 to 200.
    pub page_size: u16,
}

/// Who is looking, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The token's subject.
    pub subject: String,
    /// Their name as shown.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The role's name on screen.
    pub role_label: Label,
    /// The panels that their organisation gives this role, in order; empty means all.
    pub panels: Vec<String>,
    /// Whether they may log contacts and add notes and promises.
    pub may_add: bool,
}

/// One claim about a field: the value with where it came from and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The value as text.
    pub value: String,
    /// The source's slug.
    pub source: String,
    /// Since when it holds.
    pub valid_from_ms: i64,
    /// Since when we know it.
    pub known_at_ms: i64,
    /// What kind of author.
    pub author: Author,
    /// The author's name.
    pub by: String,
    /// How it was written, where the value is another form of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Why it cannot be what its field says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid: Option<Invalid>,
}

/// A field that this viewer may see, with what the policy says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// The field's name in the policy.
    pub field: String,
    /// Its name on screen.
    pub label: Label,
    /// What sort of data it is.
    pub class: DataClass,
    /// The department that answers for it.
    pub owner: String,
    /// How often it is brought up to date.
    pub cadence: String,
    /// How it is entered.
    #[serde(rename = "type")]
    pub value_type: ValueType,
    /// The values of an option field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Whether this viewer may change it.
    pub writable: bool,
    /// Whether something is known that is not said here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub masked: bool,
    /// The shown claim first, then the losing ones. Empty: nothing is known yet, or it is masked.
    pub claims: Vec<Claim>,
    /// What decided between the first two claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<Decider>,
}

/// A system that delivered something about this customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    /// Its slug.
    pub slug: String,
    /// Its name on screen.
    pub label: Label,
    /// What type of system it is.
    pub system: String,
    /// The latest it delivered.
    pub last_ms: i64,
}

/// Why something is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenReason {
    /// The role has no right to it.
    Role,
    /// The customer gave no consent.
    Consent,
}

/// How much is not shown, and whom to ask. Never says what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// Why.
    pub reason: HiddenReason,
    /// How many fields and kinds of item.
    pub count: u32,
    /// The department to ask.
    pub owner: String,
}

/// A page of items, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPage {
    /// The items.
    pub items: Vec<ItemLine>,
    /// Give it back for the next page; none at the end.
    pub next: Option<String>,
}

/// Card and first page: all that the first screen needs, in one round trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileHead {
    /// Who.
    pub customer_id: CustomerId,
    /// What they are.
    pub kind: CustomerKind,
    /// The version that this is.
    pub version: u64,
    /// When the server made it.
    pub as_of_ms: i64,
    /// Who is looking.
    pub viewer: Viewer,
    /// The fields that the viewer may see.
    pub fields: Vec<FieldView>,
    /// The customer's identifiers that the viewer may see.
    pub identities: Vec<Identity>,
    /// Household, contacts, employer.
    pub relations: Vec<Relation>,
    /// Visible items counted per month and kind; channel and source are empty.
    pub months: Months,
    /// Meetings counted per channel, up to and including the present month.
    pub channels: Vec<ChannelTally>,
    /// The products that the customer uses, the latest used first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usage: Vec<ProductUse>,
    /// What is open or runs now, newest first.
    pub open: Vec<ItemLine>,
    /// What is planned, nearest first.
    pub upcoming: Vec<ItemLine>,
    /// The first contact of all.
    pub first: Option<ItemLine>,
    /// The newest items, planned ones included.
    pub page: ItemPage,
    /// How many items there are to see.
    pub total: u64,
    /// The systems behind them.
    pub sources: Vec<SourceView>,
    /// Kinds that the organisation added.
    pub custom_kinds: Vec<CustomKind>,
    /// The zone of the organisation's clock, by its IANA name; none for that of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// What is not shown.
    pub hidden: Vec<Hidden>,
}

/// Asks for a page of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRequest {
    /// Whose timeline.
    pub customer_id: CustomerId,
    /// From [`ItemPage::next`]; none for the newest.
    pub cursor: Option<String>,
    /// How many, 1 to 200.
    pub limit: u16,
    /// Only these kinds; empty means all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Only these channels; empty means all.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Only items that hold all words of this text, in any order; empty means all.
    #[serde(default)]
    pub text: String,
}

/// Asks who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// A name, number, e-mail address, telephone number or postcode.
    pub query: String,
    /// How many at most, 1 to 50.
    pub limit: u16,
}

/// What in the profile answered the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// An identifier, exactly.
    Identity(IdentityKind),
    /// The name or address.
    Name,
}

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Who.
    pub customer_id: CustomerId,
    /// Their name.
    pub name: String,
    /// Town or whatever tells them from others of that name.
    pub detail: String,
    /// What they are.
    pub kind: CustomerKind,
    /// What answered.
    pub matched_by: MatchedBy,
    /// Whether it was theirs before, and they have another now. Those come last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub former: bool,
}

/// Writes to send, in order; at most 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushRequest {
    /// The writes.
    pub operations: Vec<Operation>,
}

/// What became of one write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OperationOutcome {
    /// Done and durable, now or at an earlier sending.
    Applied {
        /// The customer's version that it made.
        version: u64,
    },
    /// Not done, and never will be as it is.
    Refused {
        /// Why.
        error: ApiError,
    },
}

/// What became of one write, by its id. On the wire `{"op_id", "version"}` or `{"op_id", "error"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationResult {
    /// Which write.
    pub op_id: OperationId,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: OperationOutcome,
}

/// Asks what happened since a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangesRequest {
    /// To whom.
    pub customer_id: CustomerId,
    /// The version that the caller has.
    pub since: u64,
}

/// What happened since a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The version now.
    pub version: u64,
    /// New or changed items, newest first.
    pub items: Vec<ItemLine>,
    /// Whether fields, relations or more items than fit changed, so that the head must be fetched again.
    pub reload: bool,
    /// Whether items are missing here, or are no longer this caller's to see, so that the timeline must be
    /// fetched again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
}
