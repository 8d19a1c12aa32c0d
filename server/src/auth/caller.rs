//! Who calls, once their token is believed.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{Actor, Role};

/// Which customers a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every customer of the tenant.
    All,
    /// These.
    Only(BTreeSet<CustomerId>),
}

/// Who calls, for which tenant, about whom, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The organisation.
    pub tenant: TenantId,
    /// The person and their role.
    pub actor: Actor,
    /// Whom they may see.
    pub scope: Scope,
    /// The only purpose that they may state, when the token names one.
    pub purpose: Option<String>,
    /// When their token ends, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

impl Caller {
    /// Returns whether this customer is in the caller's scope.
    #[must_use]
    pub fn may_see(&self, customer: &CustomerId) -> bool {
        match &self.scope {
            Scope::All => true,
            Scope::Only(customers) => customers.contains(customer),
        }
    }

    /// Returns the caller's role.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.actor.role
    }
}
