//! What the data holds and the policy does not classify.
//!
//! It reaches nobody, for there is no default that grants; but nobody decided so. So a server does not start on
//! it, and `stats` counts it.

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld_core::policy::Policy;
use serde::Serialize;

use crate::store::{StoreStats, UsedNames};

/// Names in one sentence; more are counted.
const MOST_NAMES: usize = 20;

/// Data that the policy neither classifies nor withholds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the store holds what the policy does not classify: {0}. Give each a [field.\"...\"] or [kind....] \
     with its class, or name it under `withheld` when it is to reach nobody"
)]
pub struct Unclassified(String);

/// Refuses data that the policy neither classifies nor withholds.
///
/// # Errors
/// There is some: its names, and what to do.
pub fn check(policy: &Policy, used: &UsedNames) -> Result<(), Unclassified> {
    let fields = undecided(policy, &used.fields, |name| policy.field.contains_key(name));
    let kinds = undecided(policy, &used.kinds, |name| policy.kind.contains_key(name));
    let parts = [("fields", fields), ("kinds", kinds)];
    let told: Vec<_> = parts
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("the {what} {}", listed(names)))
        .collect();
    if told.is_empty() {
        Ok(())
    } else {
        Err(Unclassified(told.join(", and ")))
    }
}

fn undecided<'n>(
    policy: &Policy,
    names: &'n BTreeSet<String>,
    is_classified: impl Fn(&str) -> bool,
) -> Vec<&'n str> {
    let names = names.iter().map(String::as_str);
    names
        .filter(|name| !is_classified(name) && !policy.withholds(name))
        .collect()
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names
        .iter()
        .take(MOST_NAMES)
        .map(|n| format!("`{n}`"))
        .collect();
    let rest = names.len().saturating_sub(MOST_NAMES);
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    quoted.join(", ") + &more
}

/// How much there is of what has no class, withheld or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnclassifiedCounts {
    /// Claims per field.
    pub fields: BTreeMap<String, u64>,
    /// Items per kind.
    pub kinds: BTreeMap<String, u64>,
}

impl UnclassifiedCounts {
    /// Counts what the policy does not classify.
    #[must_use]
    pub fn of(policy: &Policy, stats: &StoreStats) -> Self {
        let without = |counts: &BTreeMap<String, u64>, is_classified: &dyn Fn(&str) -> bool| {
            let counts = counts.iter().filter(|(name, _)| !is_classified(name));
            counts.map(|(name, n)| (name.clone(), *n)).collect()
        };
        Self {
            fields: without(&stats.claims_by_field, &|n| policy.field.contains_key(n)),
            kinds: without(&stats.items_by_kind, &|n| policy.kind.contains_key(n)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DEFAULT_POLICY;

    fn used(fields: &[&str], kinds: &[&str]) -> UsedNames {
        let set = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        UsedNames {
            fields: set(fields),
            kinds: set(kinds),
        }
    }

    #[test]
    fn what_nobody_decided_about_is_named_with_what_to_do() {
        let policy: Policy = toml::from_str(DEFAULT_POLICY).unwrap();
        check(&policy, &used(&["contact.email", "trait.plan"], &["call"])).unwrap();
        let refused = check(&policy, &used(&["shoe.size", "contact.email"], &["call"]));
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("the fields `shoe.size`. Give each"), "{said}");
        assert!(said.contains("`withheld`"), "{said}");
        let refused = check(&policy, &used(&["shoe.size"], &["spying"]));
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains("`shoe.size`, and the kinds `spying`"),
            "{said}"
        );
        let many: Vec<String> = (0..25).map(|n| format!("x.{n:02}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let said = check(&policy, &used(&many, &[])).unwrap_err().to_string();
        assert!(said.contains("`x.19` and 5 more"), "{said}");
    }

    #[test]
    fn what_is_withheld_is_counted_and_stops_nobody() {
        let mut policy: Policy = toml::from_str(DEFAULT_POLICY).unwrap();
        policy.withheld = vec!["shoe.size".to_owned()];
        check(&policy, &used(&["shoe.size"], &[])).unwrap();
        assert!(check(&policy, &used(&["shoe.sizes", "trait.plan"], &[])).is_err());
        let counts = |name: &str| BTreeMap::from([(name.to_owned(), 3)]);
        let stats = StoreStats {
            claims_by_field: counts("shoe.size"),
            items_by_kind: counts("call"),
            ..StoreStats::default()
        };
        let counted = UnclassifiedCounts::of(&policy, &stats);
        assert_eq!(counted.fields, counts("shoe.size"));
        assert!(counted.kinds.is_empty());
    }
}
