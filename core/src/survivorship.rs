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
}
