//! What every user of the generator relies on: the same data each time, whole, and all of it classified.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld_core::policy::Policy;
use klantbeeld_core::survivorship::Rule;
use klantbeeld_demo::{DemoCustomer, POLICY_TOML, generate};

/// 22 November 2026, 10:00 in the Netherlands.
const NOW_MS: i64 = 1_795_338_000_000;

fn policy() -> Policy {
    toml::from_str(POLICY_TOML).unwrap()
}

fn all() -> Vec<DemoCustomer> {
    generate(2026, NOW_MS)
}

#[test]
fn the_policy_is_whole() {
    policy().check().unwrap();
}

#[test]
fn the_same_seed_and_moment_give_the_same_data_and_another_seed_other_people() {
    assert!(all() == all());
    assert!(all() != generate(2027, NOW_MS));
}

#[test]
fn every_id_is_unique() {
    let customers = all();
    let ids: BTreeSet<_> = customers.iter().map(|c| &c.customer_id).collect();
    assert_eq!(ids.len(), customers.len());
    for c in &customers {
        let items: BTreeSet<_> = c.items.iter().map(|i| &i.line.item_id).collect();
        assert_eq!(items.len(), c.items.len(), "{}", c.customer_id);
        let claims: BTreeSet<_> = c.assertions.iter().map(|a| &a.assertion_id).collect();
        assert_eq!(claims.len(), c.assertions.len(), "{}", c.customer_id);
    }
}

#[test]
fn no_two_customers_share_a_number_an_address_of_mail_or_a_telephone() {
    let mut owners = BTreeMap::new();
    for c in &all() {
        for identity in &c.identities {
            let before = owners.insert(
                (identity.kind, identity.value.clone()),
                c.customer_id.clone(),
            );
            assert_eq!(before, None, "{}: {}", c.customer_id, identity.value);
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let customers = all();
    let ids: BTreeSet<_> = customers.iter().map(|c| &c.customer_id).collect();
    for c in &customers {
        for relation in &c.relations {
            assert!(ids.contains(&relation.customer_id), "{:?}", relation);
            assert_ne!(relation.customer_id, c.customer_id);
        }
        let items: BTreeSet<_> = c.items.iter().map(|i| &i.line.item_id).collect();
        for answered in c.items.iter().filter_map(|i| i.line.reply_to.as_ref()) {
            assert!(items.contains(answered), "{}: {answered}", c.customer_id);
        }
    }
}

#[test]
fn consent_and_preferences_follow_what_a_person_said() {
    for (name, field) in policy().field {
        let is_theirs = name.starts_with("consent.") || name.starts_with("preference.");
        assert_eq!(field.survivorship == Rule::Consent, is_theirs, "{name}");
    }
}

#[test]
fn every_field_kind_source_and_payload_part_is_in_the_policy() {
    let policy = policy();
    let mut missing = BTreeSet::new();
    for c in &all() {
        for claim in &c.assertions {
            if !policy.field.contains_key(&claim.field) {
                missing.insert(claim.field.clone());
            }
        }
        let claims = c.assertions.iter().map(|a| &a.source);
        let identities = c.identities.iter().map(|i| &i.source);
        let relations = c.relations.iter().map(|r| &r.source);
        let items = c.items.iter().map(|i| &i.line.source);
        for source in claims.chain(identities).chain(relations).chain(items) {
            if !policy.source.contains_key(source) {
                missing.insert(format!("source {source}"));
            }
        }
        for item in &c.items {
            for part in item.payload.keys() {
                if !policy.shows_payload(&item.line.kind, part) {
                    missing.insert(format!("{} {part}", item.line.kind));
                }
            }
            if !policy.kind.contains_key(&item.line.kind) {
                missing.insert(format!("kind {}", item.line.kind));
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn channels_and_departments_are_words_that_a_screen_knows() {
    use klantbeeld_core::vocabulary::{CHANNELS, DEPARTMENTS};
    for c in &all() {
        for item in &c.items {
            let line = &item.line;
            assert!(
                CHANNELS.iter().any(|w| w.slug == line.channel),
                "{}",
                line.channel
            );
            assert!(
                DEPARTMENTS.iter().any(|w| w.slug == line.department),
                "{}",
                line.department
            );
        }
    }
}

#[test]
fn every_kind_channel_department_status_and_source_occurs() {
    use klantbeeld_core::model::Status;
    use klantbeeld_core::vocabulary::{CHANNELS, DEPARTMENTS, KINDS};
    let all = all();
    let lines = || all.iter().flat_map(|c| &c.items).map(|item| &item.line);
    let kinds: BTreeSet<_> = lines().map(|l| l.kind.as_str()).collect();
    let channels: BTreeSet<_> = lines().map(|l| l.channel.as_str()).collect();
    let departments: BTreeSet<_> = lines().map(|l| l.department.as_str()).collect();
    let sources: BTreeSet<_> = lines().map(|l| l.source.as_str()).collect();
    let without = |known: Vec<&'static str>, found: &BTreeSet<&str>| {
        let missing = known.into_iter().filter(|word| !found.contains(word));
        missing.collect::<Vec<_>>()
    };
    let none: Vec<&str> = Vec::new();
    let slugs = KINDS.iter().map(|k| k.word.slug).collect();
    assert_eq!(without(slugs, &kinds), none);
    let slugs = CHANNELS.iter().map(|w| w.slug).collect();
    assert_eq!(without(slugs, &channels), none);
    let slugs = DEPARTMENTS.iter().map(|w| w.slug).collect();
    assert_eq!(without(slugs, &departments), none);
    for status in Status::ALL {
        assert!(lines().any(|l| l.status == Some(status)), "{status:?}");
    }
    for source in policy().source.keys() {
        let speaks = |c: &DemoCustomer| c.assertions.iter().any(|a| a.source == *source);
        let is_there = sources.contains(source.as_str()) || all.iter().any(speaks);
        assert!(is_there, "{source}");
    }
}

#[test]
fn nothing_is_known_before_now_and_only_plans_lie_ahead() {
    for c in &all() {
        assert!(
            c.assertions.iter().all(|a| a.known_at_ms <= NOW_MS),
            "{}",
            c.customer_id
        );
        for item in &c.items {
            let title = &item.line.title;
            assert!(!title.is_empty(), "{}", c.customer_id);
            assert!(item.recorded_ms <= NOW_MS, "{}: {title}", c.customer_id);
            if item.line.at_ms > NOW_MS {
                assert!(item.line.status.is_some(), "{}: {title}", c.customer_id);
            }
        }
    }
}

#[test]
fn there_is_a_crowd_and_one_customer_with_a_very_long_timeline() {
    let customers = all();
    assert!(customers.len() >= 185, "{}", customers.len());
    let longest = customers.iter().map(|c| c.items.len()).max().unwrap();
    assert!(longest >= 20_000, "{longest}");
    let few = customers.iter().filter(|c| c.items.len() < 8).count();
    assert!(few <= 8, "{few} have hardly anything to show");
}
