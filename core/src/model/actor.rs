//! Who looks or writes: a person with a role, for one tenant.

use serde::{Deserialize, Serialize};

/// A role as the policy names it: `agent`, `sales`, `finance`, `customer`, ...
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Role(String);

impl Role {
    /// The role of a person who looks at their own profile.
    pub const CUSTOMER: &'static str = "customer";

    /// Makes a role of its name in the policy.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Returns the name in the policy.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether this is the customer themselves.
    #[must_use]
    pub fn is_customer(&self) -> bool {
        self.0 == Self::CUSTOMER
    }
}

/// Who does something, as the token says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The subject of the token: an employee's or a customer's account.
    pub subject: String,
    /// The name to show beside what they wrote.
    pub name: String,
    /// The role they have now.
    pub role: Role,
}
