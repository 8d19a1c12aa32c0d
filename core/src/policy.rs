//! The policy: which field, kind of item and part of a payload reaches whom, and who answers for it.
//!
//! **Invariant:** what the policy does not name reaches nobody. There is no default that grants.

mod check;
mod error;
mod source;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use error::PolicyError;
pub use source::{Origin, SourcePolicy};

use crate::model::Role;
use crate::survivorship::Rule;
use crate::vocabulary::{CustomKind, Label};

/// What sort of data a field holds, by the AVG (GDPR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Who somebody is and how to reach them.
    Identity,
    /// What they bought, use and agreed.
    Relation,
    /// Money.
    Financial,
    /// What they did and how they felt.
    Behaviour,
    /// Special categories of article 9, such as health.
    Special,
    /// Where they are.
    Location,
}

impl DataClass {
    /// Returns whether data of this class is masked wherever it stands, in a field or in an item.
    #[must_use]
    pub fn is_always_masked(self) -> bool {
        self == Self::Special
    }
}

/// How a field's value is entered and shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// Free text of one line.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// `YYYY-MM-DD`.
    Date,
    /// `yes`, `no` or empty for not asked.
    Choice,
    /// One of the field's options.
    Option,
    /// A whole number.
    Number,
}

/// A field of the profile, as the policy file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldPolicy {
    /// Its name on screen.
    pub label: Label,
    /// What sort of data it is.
    pub class: DataClass,
    /// The department that answers for it.
    pub owner: String,
    /// How often it is brought up to date.
    pub cadence: String,
    /// What it may be used for; names of `[purpose]`.
    pub purposes: Vec<String>,
    /// How long it is kept after the relation ends.
    pub retention: String,
    /// Roles that may see it.
    pub read: Vec<String>,
    /// Roles that may change it.
    #[serde(default)]
    pub write: Vec<String>,
    /// How it is entered and shown.
    #[serde(default, rename = "type")]
    pub value_type: ValueType,
    /// The values of a [`ValueType::Option`].
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// Which claim is shown.
    #[serde(default)]
    pub survivorship: Rule,
    /// Shown masked: that there is a value, not which. Fields of special data are, whatever stands here.
    #[serde(default)]
    pub masked: bool,
    /// Shown only while this field says `yes`.
    #[serde(default)]
    pub requires_consent: Option<String>,
}

/// One value of a field with options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// The value in data.
    pub value: String,
    /// Its name on screen.
    pub label: Label,
}

/// A kind of item: who may see it and which parts of its payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindPolicy {
    /// What sort of data it is.
    pub class: DataClass,
    /// The department that answers for it.
    pub owner: String,
    /// What it may be used for.
    pub purposes: Vec<String>,
    /// How long it is kept.
    pub retention: String,
    /// Roles that may see it.
    pub read: Vec<String>,
    /// Names of the payload's parts that go with it; others stay in the store.
    #[serde(default)]
    pub payload: Vec<String>,
    /// Shown masked; opening needs a purpose and is logged. Kinds of special data are, whatever stands here.
    #[serde(default)]
    pub masked: bool,
    /// Who reads items of this kind that are about money; whoever reads the kind, if left out.
    #[serde(default)]
    pub money: Option<MoneyPolicy>,
    /// Shown only while this field says `yes`.
    #[serde(default)]
    pub requires_consent: Option<String>,
    /// For a kind that is not built in: the built-in one that it behaves like.
    #[serde(default)]
    pub base: Option<String>,
    /// For a kind that is not built in: its name on screen.
    #[serde(default)]
    pub label: Option<Label>,
}

/// Who reads the texts and amounts of items that are about money, among those of a kind that is not.
///
/// An item is about money when it has an amount, or is the owner's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyPolicy {
    /// The department that keeps the money, and is to be asked.
    pub owner: String,
    /// Roles that read them; others see that there is an item, when, and of which kind.
    pub read: Vec<String>,
}

/// A role and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolePolicy {
    /// Its name on screen.
    pub label: Label,
    /// Panels in the order of the screen; the organisation decides what the view contains.
    #[serde(default)]
    pub panels: Vec<String>,
    /// Whether the role may log contacts and add notes and promises.
    #[serde(default)]
    pub may_add: bool,
    /// Whether the role looks after the data: sources, and messages that were refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_steward: bool,
    /// For which purposes the role opens things; empty: for all those of what is opened.
    #[serde(default)]
    pub purposes: Vec<String>,
}

/// The whole policy of one organisation, as read from `policy.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its version, shown to who asks.
    pub version: String,
    /// The zone of the organisation's clock, such as `Europe/Amsterdam`: what day something is on screen. Without
    /// it that is the zone of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Purposes of use.
    pub purpose: BTreeMap<String, Label>,
    /// Roles.
    pub role: BTreeMap<String, RolePolicy>,
    /// Source systems.
    pub source: BTreeMap<String, SourcePolicy>,
    /// Fields of the profile.
    pub field: BTreeMap<String, FieldPolicy>,
    /// Kinds of item.
    pub kind: BTreeMap<String, KindPolicy>,
    /// Built-in kinds that the organisation does not use: said, so that none is forgotten. They reach nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unused_kinds: Vec<String>,
    /// Fields and kinds that are kept and reach nobody, on purpose: their names, or a beginning such as `trait.*`.
    #[serde(default)]
    pub withheld: Vec<String>,
}

impl Policy {
    /// Returns whether a role may see a field. Consent is judged apart, with the profile at hand.
    #[must_use]
    pub fn may_read_field(&self, role: &Role, field: &str) -> bool {
        self.field.get(field).is_some_and(|f| names(&f.read, role))
    }

    /// Returns whether a role may change a field; who may not see it may not change it.
    #[must_use]
    pub fn may_write_field(&self, role: &Role, field: &str) -> bool {
        self.may_read_field(role, field)
            && self.field.get(field).is_some_and(|f| names(&f.write, role))
    }

    /// Returns whether a role may see items of a kind at all, be it masked.
    #[must_use]
    pub fn may_read_kind(&self, role: &Role, kind: &str) -> bool {
        self.kind.get(kind).is_some_and(|k| names(&k.read, role))
    }

    /// Returns whether items of a kind are shown masked.
    #[must_use]
    pub fn masks_kind(&self, kind: &str) -> bool {
        let of = self.kind.get(kind);
        of.is_none_or(|k| k.masked || k.class.is_always_masked())
    }

    /// Returns whether a field is shown masked.
    #[must_use]
    pub fn masks_field(&self, field: &str) -> bool {
        let of = self.field.get(field);
        of.is_none_or(|f| f.masked || f.class.is_always_masked())
    }

    /// Returns the rule for items about money of this kind, when there is one and it keeps them from the role.
    #[must_use]
    pub fn money_kept_from(&self, role: &Role, kind: &str) -> Option<&MoneyPolicy> {
        let rule = self.kind.get(kind)?.money.as_ref()?;
        (!names(&rule.read, role)).then_some(rule)
    }

    /// Returns whether a part of the payload goes with items of a kind.
    #[must_use]
    pub fn shows_payload(&self, kind: &str, part: &str) -> bool {
        self.kind
            .get(kind)
            .is_some_and(|k| k.payload.iter().any(|p| p == part))
    }

    /// Returns whether a role may log contacts and add notes and promises.
    #[must_use]
    pub fn may_add(&self, role: &Role) -> bool {
        self.role.get(role.as_str()).is_some_and(|r| r.may_add)
    }

    /// Returns whether it is said of a field or kind that it reaches nobody.
    #[must_use]
    pub fn withholds(&self, name: &str) -> bool {
        self.withheld
            .iter()
            .any(|said| match said.strip_suffix('*') {
                Some(beginning) => name.starts_with(beginning),
                None => said == name,
            })
    }

    /// Returns whether a role may open things for a purpose.
    #[must_use]
    pub fn may_use(&self, role: &Role, purpose: &str) -> bool {
        self.role
            .get(role.as_str())
            .is_some_and(|r| r.purposes.is_empty() || r.purposes.iter().any(|p| p == purpose))
    }

    /// Returns the kinds that the organisation added.
    #[must_use]
    pub fn custom_kinds(&self) -> Vec<CustomKind> {
        self.kind
            .iter()
            .filter_map(|(slug, k)| {
                let (base, label) = (k.base.clone()?, k.label.clone()?);
                Some(CustomKind {
                    slug: slug.clone(),
                    base,
                    label,
                })
            })
            .collect()
    }
}

fn names(roles: &[String], role: &Role) -> bool {
    roles.iter().any(|r| r == role.as_str())
}
