//! Which consents a customer has given, remembered by their version: every page asks, few change it.
//!
//! **Invariant:** what is remembered is of the version that the store has now; a withdrawn consent
//! closes with the next call.

use std::collections::BTreeSet;
use std::sync::Arc;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Assertion;
use klantbeeld_core::policy::Policy;
use klantbeeld_core::survivorship::rank;
use quick_cache::sync::Cache;

/// Names of consent fields that say `yes`.
pub(super) type Grants = Arc<BTreeSet<String>>;

/// Customers that are remembered; one that is forgotten costs a query.
const MAX_CUSTOMERS: usize = 10_000;

/// Grants of the customers that were asked for last.
pub(super) struct GrantCache {
    known: Cache<(TenantId, CustomerId), (u64, Grants)>,
}

impl GrantCache {
    pub(super) fn new() -> Self {
        Self {
            known: Cache::new(MAX_CUSTOMERS),
        }
    }

    /// Returns the grants at this version, when they are known.
    pub(super) fn get(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        version: u64,
    ) -> Option<Grants> {
        let (at, grants) = self.known.get(&(tenant.clone(), customer.clone()))?;
        (at == version).then_some(grants)
    }

    /// Remembers the grants at a version.
    pub(super) fn put(
        &self,
        tenant: &TenantId,
        customer: &CustomerId,
        version: u64,
        grants: Grants,
    ) {
        self.known
            .insert((tenant.clone(), customer.clone()), (version, grants));
    }
}

/// Returns the consent fields of the policy that say `yes` by these claims.
pub(super) fn granted(policy: &Policy, assertions: &[Assertion]) -> Grants {
    let fields = policy.field.values().map(|f| &f.requires_consent);
    let kinds = policy.kind.values().map(|k| &k.requires_consent);
    let consents: BTreeSet<&String> = fields.chain(kinds).flatten().collect();
    let says_yes = |name: &str| {
        let rule = policy.field.get(name).map(|f| f.survivorship);
        let of_field = assertions.iter().filter(|a| a.field == name);
        let ranked = rank(rule.unwrap_or_default(), of_field.cloned().collect());
        ranked.first().is_some_and(|claim| claim.value == "yes")
    };
    let given = consents.into_iter().filter(|name| says_yes(name));
    Arc::new(given.cloned().collect())
}
