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
    /// For consent and preferences. What a person said wins, be it the customer or an employee they told; what
    /// systems deliver is often an old answer under a new date. A withdrawal wins from a system too, unless
    /// a person spoke later; and while no person spoke, from what other systems say.
    Consent,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::MostRecent, Self::CustomerFirst, Self::Consent];
}

/// The value that withdraws.
const WITHDRAWN: &str = "no";

/// Puts the claims about one field in order: the shown one first, then the losing ones.
///
/// Equal claims are ordered by their id, so that every replica chooses the same one.
#[must_use]
pub fn rank(rule: Rule, mut claims: Vec<Assertion>) -> Vec<Assertion> {
    let first = |a: &Assertion| match rule {
        Rule::MostRecent => false,
        Rule::CustomerFirst => a.author == Author::Customer,
        Rule::Consent => is_spoken(a),
    };
    let withdraws = |a: &Assertion| rule == Rule::Consent && a.value == WITHDRAWN;
    // What cannot be so is shown only while nothing that can is known.
    let is_valid = |a: &Assertion| a.invalid.is_none();
    let place = |a: &Assertion| {
        let when = (a.known_at_ms, withdraws(a), a.valid_from_ms);
        (is_valid(a), first(a), when)
    };
    claims.sort_by(|a, b| (place(b), &b.assertion_id).cmp(&(place(a), &a.assertion_id)));
    if rule == Rule::Consent
        && let Some(at) = overruling(&claims)
    {
        let withdrawal = claims.remove(at);
        claims.insert(0, withdrawal);
    }
    claims
}

/// Returns whether a person said it, to us or to somebody of us.
fn is_spoken(claim: &Assertion) -> bool {
    claim.author != Author::System
}

/// Finds the withdrawal of a system that wins among sorted claims: the last word of its source, and no older than
/// the last word of a person.
fn overruling(claims: &[Assertion]) -> Option<usize> {
    let spoken_ms = claims.iter().find(|c| is_spoken(c)).map(|c| c.known_at_ms);
    let is_last_word = |at: usize, claim: &Assertion| {
        let newer = claims.iter().take(at);
        newer
            .filter(|c| !is_spoken(c))
            .all(|c| c.source != claim.source)
    };
    let found = claims.iter().enumerate().find(|(at, claim)| {
        !is_spoken(claim)
            && claim.value == WITHDRAWN
            && spoken_ms.is_none_or(|spoken_ms| claim.known_at_ms >= spoken_ms)
            && is_last_word(*at, claim)
    });
    found.map(|(at, _)| at)
}

/// What decided that a claim is shown and not the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decider {
    /// The customer said it themselves.
    Customer,
    /// A person said it, the customer or an employee they told, and the other is what a system delivered.
    Person,
    /// It takes consent back.
    Withdrawal,
    /// It became known later.
    Newest,
    /// Both became known at once; it holds since later.
    Since,
    /// Nothing but the order of their ids.
    Order,
    /// The other cannot be what the field says.
    Valid,
}

/// Tells what decided between two claims that stand in the order of the rule: the first place where [`rank`] found
/// them different.
#[must_use]
pub fn decider(rule: Rule, shown: &Assertion, next: &Assertion) -> Decider {
    let is_customer = |a: &Assertion| a.author == Author::Customer;
    let withdraws = |a: &Assertion| a.value == WITHDRAWN;
    let is_consent = rule == Rule::Consent;
    let only_one_withdraws = is_consent && withdraws(shown) && !withdraws(next);
    // A withdrawal of a system stands before what outranks it only because it withdraws.
    let is_lifted = !is_spoken(shown) && (is_spoken(next) || shown.known_at_ms < next.known_at_ms);
    if shown.invalid.is_none() && next.invalid.is_some() {
        Decider::Valid
    } else if rule == Rule::CustomerFirst && is_customer(shown) != is_customer(next) {
        Decider::Customer
    } else if only_one_withdraws && is_lifted {
        Decider::Withdrawal
    } else if is_consent && is_spoken(shown) != is_spoken(next) {
        Decider::Person
    } else if shown.known_at_ms != next.known_at_ms {
        Decider::Newest
    } else if only_one_withdraws {
        Decider::Withdrawal
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
            raw: None,
            invalid: None,
        }
    }

    #[test]
    fn what_cannot_be_so_is_shown_only_where_nothing_else_is_known() {
        let mut broken = claim("broken", 9, Author::Customer);
        broken.invalid = Some(crate::model::Invalid::Email);
        let older = claim("older", 1, Author::System);
        for rule in Rule::ALL {
            let ranked = rank(rule, vec![broken.clone(), older.clone()]);
            let [first, second] = ranked.as_slice() else {
                panic!("two claims")
            };
            assert_eq!(first.assertion_id, "older");
            assert_eq!(decider(rule, first, second), Decider::Valid);
        }
        assert_eq!(rank(Rule::MostRecent, vec![broken.clone()]), [broken]);
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

    fn said(author: Author, source: &str, value: &str, known_at_ms: i64) -> Assertion {
        Assertion {
            assertion_id: format!("{source}-{value}-{known_at_ms}"),
            value: value.to_owned(),
            source: source.to_owned(),
            ..claim("", known_at_ms, author)
        }
    }

    fn shown(claims: &[Assertion]) -> (String, Author) {
        let first = |claims| rank(Rule::Consent, claims).into_iter().next().unwrap();
        let forward = first(claims.to_vec());
        let backward = first(claims.iter().rev().cloned().collect());
        assert_eq!(forward, backward, "the order of arrival decides");
        (forward.value, forward.author)
    }

    #[test]
    fn an_import_that_repeats_a_yes_never_undoes_a_no_that_a_person_said() {
        for author in [Author::Customer, Author::Employee] {
            for repeated_ms in [1, 5, 9, i64::MAX] {
                let claims = [
                    said(Author::System, "crm", "yes", 1),
                    said(author, "own", "no", 5),
                    said(Author::System, "crm", "yes", repeated_ms),
                ];
                assert_eq!(shown(&claims), ("no".to_owned(), author), "{repeated_ms}");
            }
            let first_heard_later = [
                said(author, "own", "no", 5),
                said(Author::System, "crm", "yes", 9),
            ];
            assert_eq!(shown(&first_heard_later), ("no".to_owned(), author));
        }
    }

    #[test]
    fn of_what_persons_said_the_last_word_counts_whoever_heard_it() {
        let customer = |value, at| said(Author::Customer, "self_service", value, at);
        let agent = |value, at| said(Author::Employee, "agent_desktop", value, at);
        let told_an_agent = [customer("yes", 1), agent("no", 2)];
        assert_eq!(shown(&told_an_agent), ("no".to_owned(), Author::Employee));
        let changed_their_mind = [agent("no", 1), customer("yes", 2)];
        assert_eq!(
            shown(&changed_their_mind),
            ("yes".to_owned(), Author::Customer)
        );
        let at_once = [customer("yes", 1), agent("no", 1)];
        assert_eq!(shown(&at_once), ("no".to_owned(), Author::Employee));
        let taken_back = [customer("", 3), said(Author::System, "crm", "yes", 4)];
        assert_eq!(shown(&taken_back), (String::new(), Author::Customer));
    }

    #[test]
    fn a_withdrawal_of_a_system_wins_until_a_person_says_yes_or_its_source_does() {
        let system = |source, value, at| said(Author::System, source, value, at);
        let yes = said(Author::Employee, "agent_desktop", "yes", 5);
        let no = ("no".to_owned(), Author::System);
        let unsubscribed_later = [yes.clone(), system("mail", "no", 6)];
        assert_eq!(shown(&unsubscribed_later), no);
        let unsubscribed_before = [system("mail", "no", 4), yes];
        assert_eq!(
            shown(&unsubscribed_before),
            ("yes".to_owned(), Author::Employee)
        );
        let another_system = [system("mail", "no", 1), system("crm", "yes", 9)];
        assert_eq!(shown(&another_system), no);
        let subscribed_again = [system("mail", "no", 1), system("mail", "yes", 9)];
        assert_eq!(shown(&subscribed_again), ("yes".to_owned(), Author::System));
    }

    #[test]
    fn values_that_nobody_can_withdraw_follow_the_person_too() {
        let claims = [
            said(Author::Employee, "agent_desktop", "evening", 1),
            said(Author::System, "crm", "morning", 9),
        ];
        assert_eq!(shown(&claims), ("evening".to_owned(), Author::Employee));
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

    #[test]
    fn for_consent_it_is_a_person_or_a_withdrawal_that_decides() {
        let decided = |claims: Vec<Assertion>| match rank(Rule::Consent, claims).as_slice() {
            [shown, next, ..] => decider(Rule::Consent, shown, next),
            _ => panic!("two claims"),
        };
        let system = |value, at| said(Author::System, value, value, at);
        let agent = |value, at| said(Author::Employee, "agent_desktop", value, at);
        for (claims, expected) in [
            (vec![agent("no", 1), system("yes", 9)], Decider::Person),
            (vec![agent("yes", 1), system("no", 9)], Decider::Withdrawal),
            (vec![system("no", 1), system("yes", 9)], Decider::Withdrawal),
            (vec![agent("yes", 1), agent("no", 1)], Decider::Withdrawal),
            (vec![agent("yes", 2), agent("no", 1)], Decider::Newest),
        ] {
            assert_eq!(decided(claims.clone()), expected, "{claims:?}");
        }
    }
}
