//! The fields of the card: what the policy names for the caller, with every claim about it.
//!
//! **Invariant:** of a masked field no claim goes out, here or in any other exit but `reveal`.

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld::api::wire::{Claim, FieldView, Hidden, HiddenReason};
use klantbeeld_core::model::{Assertion, Profile};
use klantbeeld_core::policy::FieldPolicy;
use klantbeeld_core::survivorship::{decider, rank};

use super::lens::{Access, Lens};
use super::summary::by_kind;

/// Claims by field, in any order.
type ByField<'p> = BTreeMap<&'p str, Vec<&'p Assertion>>;

fn by_field(profile: &Profile) -> ByField<'_> {
    let mut fields = ByField::new();
    for assertion in &profile.assertions {
        fields.entry(&assertion.field).or_default().push(assertion);
    }
    fields
}

/// Returns whether a policy field only governs identifiers or links, which are shown in lists of their own.
fn is_list_only(name: &str) -> bool {
    name.starts_with("identity.")
        || matches!(
            name,
            "relation.household"
                | "relation.contact"
                | "relation.works_for"
                | "relation.represents"
        )
}

/// Returns the fields that this caller sees.
pub(super) fn views(lens: &Lens<'_>, profile: &Profile) -> Vec<FieldView> {
    let known = by_field(profile);
    let is_there = |name: &String| lens.field(name).is_there();
    let fields = lens.service.policy.field.iter();
    fields
        .filter(|(name, _)| is_there(name))
        .filter(|(name, _)| known.contains_key(name.as_str()) || !is_list_only(name))
        .map(|(name, field)| {
            let claims = known.get(name.as_str()).map(Vec::as_slice);
            view(lens, name, field, claims.unwrap_or_default())
        })
        .collect()
}

fn view(lens: &Lens<'_>, name: &str, field: &FieldPolicy, claims: &[&Assertion]) -> FieldView {
    let role = lens.caller.role();
    let is_masked = lens.field(name) == Access::Masked;
    let ranked = if is_masked {
        Vec::new()
    } else {
        rank(field.survivorship, owned(claims))
    };
    FieldView {
        field: name.to_owned(),
        label: field.label.clone(),
        class: field.class,
        owner: field.owner.clone(),
        cadence: field.cadence.clone(),
        value_type: field.value_type,
        options: field.options.clone(),
        writable: lens.service.policy.may_write_field(role, name),
        masked: is_masked && holding(lens, field, claims).is_some(),
        chosen_by: match ranked.as_slice() {
            [first, second, ..] => Some(decider(field.survivorship, first, second)),
            _ => None,
        },
        claims: ranked.into_iter().map(|a| claim(lens, a)).collect(),
    }
}

/// Returns the claim that holds; none when there is none, or the value was taken away.
fn holding(lens: &Lens<'_>, field: &FieldPolicy, claims: &[&Assertion]) -> Option<Claim> {
    let ranked = rank(field.survivorship, owned(claims));
    let first = ranked.into_iter().next();
    first
        .filter(|claim| !claim.value.is_empty())
        .map(|a| claim(lens, a))
}

/// Returns the claim of a field that holds, masked or not: for who has asked whether it may go out.
pub(super) fn held(lens: &Lens<'_>, profile: &Profile, name: &str) -> Option<Claim> {
    let field = lens.service.policy.field.get(name)?;
    let claims = profile.assertions.iter().filter(|a| a.field == name);
    holding(lens, field, &claims.collect::<Vec<_>>())
}

fn owned(claims: &[&Assertion]) -> Vec<Assertion> {
    claims.iter().map(|a| (*a).clone()).collect()
}

/// Returns a claim as it goes out, with the source if the policy names it.
fn claim(lens: &Lens<'_>, a: Assertion) -> Claim {
    Claim {
        value: a.value,
        by: lens.author(a.by, &a.source),
        source: lens.source(a.source),
        valid_from_ms: a.valid_from_ms,
        known_at_ms: a.known_at_ms,
        author: a.author,
        raw: a.raw,
        invalid: a.invalid,
    }
}

/// Returns the shown value of a field, when this caller may see it and it has one.
pub(super) fn value(lens: &Lens<'_>, profile: &Profile, name: &str) -> Option<String> {
    if lens.field(name) != Access::Seen {
        return None;
    }
    held(lens, profile, name).map(|claim| claim.value)
}

/// Returns how many fields and kinds there are of this customer that the caller does not see, by reason and
/// by the department to ask. What the policy does not name is not even counted.
pub(super) fn hidden(lens: &Lens<'_>, profile: &Profile) -> Vec<Hidden> {
    let policy = &lens.service.policy;
    let fields = by_field(profile)
        .into_keys()
        .filter_map(|name| Some((lens.field(name), policy.field.get(name)?.owner.clone())))
        .collect::<Vec<_>>();
    let slugs: BTreeSet<_> = by_kind(&profile.months).map(|group| group.kind).collect();
    let kinds = slugs
        .into_iter()
        .filter_map(|slug| Some((lens.kind(slug), policy.kind.get(slug)?.owner.clone())));
    let mut counts = BTreeMap::<(bool, String), u32>::new();
    for (access, owner) in fields.into_iter().chain(kinds) {
        if let Access::Hidden(reason) = access {
            let consent = reason == HiddenReason::Consent;
            *counts.entry((consent, owner)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((consent, owner), count)| Hidden {
            reason: if consent {
                HiddenReason::Consent
            } else {
                HiddenReason::Role
            },
            count,
            owner,
        })
        .collect()
}
