//! What of a customer decides about the rest: the consents they gave, and the kinds of item they have.
//! Remembered by their version: every page asks, few change it.
//!
//! **Invariant:** what is remembered is of the version that the store has now; a withdrawn consent
//! closes with the next call.

use std::collections::BTreeSet;
use std::sync::Arc;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{Assertion, Profile};
use klantbeeld_core::policy::Policy;
use klantbeeld_core::survivorship::rank;
use quick_cache::sync::Cache;

/// What decides about the rest of a customer.
#[derive(Debug)]
pub(super) struct Known {
    /// Names of consent fields that say `yes`.
    pub(super) consents: BTreeSet<String>,
    /// Slugs of the kinds of which there are items.
    pub(super) kinds: BTreeSet<String>,
}

/// The same, shared.
pub(super) type Grants = Arc<Known>;

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

/// Returns what decides, by a profile that is at hand.
pub(super) fn granted(policy: &Policy, profile: &Profile) -> Grants {
    let kinds: BTreeSet<&str> = profile.months.iter().map(|t| t.kind.as_str()).collect();
    Arc::new(Known {
        consents: consents(policy, &profile.assertions),
        kinds: kinds.into_iter().map(str::to_owned).collect(),
    })
}

/// Returns the consent fields of the policy that say `yes` by these claims.
fn consents(policy: &Policy, assertions: &[Assertion]) -> BTreeSet<String> {
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
    given.cloned().collect()
}
