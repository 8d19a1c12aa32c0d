//! Which of several claims about a field is shown, and why: nothing is overwritten, one is chosen.

use serde::{Deserialize, Serialize};

use crate::model::{Assertion, Author};

/// How the shown value is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// What we learned last wins.
    #[default]
    MostRecent,
    /// What the customer said themselves wins; among equals, what we learned last.
    CustomerFirst,
}

/// Puts the claims about one field in order: the shown one first, then the losing ones.
///
/// Equal claims are ordered by their id, so that every replica chooses the same one.
#[must_use]
pub fn rank(rule: Rule, mut claims: Vec<Assertion>) -> Vec<Assertion> {
    let customer = |a: &Assertion| rule == Rule::CustomerFirst && a.author == Author::Customer;
    claims.sort_by(|a, b| {
        (customer(b), b.known_at_ms, b.valid_from_ms, &b.assertion_id).cmp(&(
            customer(a),
            a.known_at_ms,
            a.valid_from_ms,
            &a.assertion_id,
        ))
    });
    claims
}

/// What decided that a claim is shown and not the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    /// The customer said it themselves.
    Customer,
    /// It became known later.
    Newest,
    /// Both became known at once; it holds since later.
    Since,
    /// Nothing but the order of their ids.
    Order,
}

/// Tells what decided between two claims that stand in the order of the rule: the first place where [`rank`] found
/// them different.
#[must_use]
pub fn decider(rule: Rule, shown: &Assertion, next: &Assertion) -> Decider {
    let is_customer = |a: &Assertion| a.author == Author::Customer;
    if rule == Rule::CustomerFirst && is_customer(shown) != is_customer(next) {
        Decider::Customer
    } else if shown.known_at_ms != next.known_at_ms {
        Decider::Newest
    } else if shown.valid_from_ms != next.valid_from_ms {
        Decider::Since
    } else {
        Decider::Order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(id: &str, known_at_ms: i64, author: Author) -> Assertion {
        Assertion {
            assertion_id: id.to_owned(),
            field: "contact.email".to_owned(),
            value: id.to_owned(),
            source: "crm".to_owned(),
            valid_from_ms: 0,
            known_at_ms,
            author,
            by: String::new(),
        }
    }

    fn order(rule: Rule, claims: Vec<Assertion>) -> Vec<String> {
        rank(rule, claims)
            .into_iter()
            .map(|a| a.assertion_id)
            .collect()
    }

    #[test]
    fn the_newest_claim_wins_unless_the_customer_spoke() {
        let claims = || {
            vec![
                claim("own", 1, Author::Customer),
                claim("crm", 2, Author::System),
            ]
        };
        assert_eq!(order(Rule::MostRecent, claims()), ["crm", "own"]);
        assert_eq!(order(Rule::CustomerFirst, claims()), ["own", "crm"]);
    }

    #[test]
    fn equal_claims_have_one_order_whatever_order_they_came_in() {
        let a = || claim("a", 1, Author::System);
        let b = || claim("b", 1, Author::System);
        assert_eq!(order(Rule::MostRecent, vec![a(), b()]), ["b", "a"]);
        assert_eq!(order(Rule::MostRecent, vec![b(), a()]), ["b", "a"]);
    }

    #[test]
    fn the_rule_that_is_named_is_the_one_that_decided() {
        let decided = |rule, claims: Vec<Assertion>| match rank(rule, claims).as_slice() {
            [shown, next, ..] => decider(rule, shown, next),
            _ => panic!("two claims"),
        };
        let own = || claim("own", 1, Author::Customer);
        let older = claim("crm", 0, Author::System);
        let newer = claim("crm", 2, Author::System);
        let same = claim("web", 1, Author::Customer);
        let later = Assertion {
            valid_from_ms: 5,
            ..claim("web", 1, Author::Customer)
        };
        for (rule, other, expected) in [
            (Rule::CustomerFirst, older.clone(), Decider::Customer),
            (Rule::CustomerFirst, newer.clone(), Decider::Customer),
            (Rule::MostRecent, older, Decider::Newest),
            (Rule::MostRecent, newer, Decider::Newest),
            (Rule::CustomerFirst, same, Decider::Order),
            (Rule::MostRecent, later, Decider::Since),
        ] {
            assert_eq!(
                decided(rule, vec![own(), other.clone()]),
                expected,
                "{other:?}"
            );
        }
    }
}
