//! Customers told as plain text: who somebody is, what comes by itself, and then what happened.
//!
//! A file holds one household or organisation. `% person c-1` (or `organisation`, `prospect`) starts
//! a customer. Lines before his first item say who he is; ` | ` parts what stands on a line:
//! `crm 820 | field value | field value` is what a source delivered so many days ago; `portal! 40 | …`
//! what the customer said there himself; `by Sven 6 | …` what an employee entered;
//! `prefs portal 51 | email yes yes no` a channel's choices for service, offers and research;
//! `ids crm | customer_number 1 | phone +31…`; `with c-2 | household | name | a word of explanation`;
//! `usage power 36 260`, `debits 36 12300`, `invoices 12 3 5440 product`, `logins 700 34 13`,
//! in the order of [`crate::routine`]'s parameters. Items follow as in [`crate::script`].
//!
//! **Invariant:** a line that cannot be read stops every test (debug assertion), and is left out else.

use klantbeeld_core::model::{IdentityKind, RelationKind};
use serde_json::Value;

use crate::DemoCustomer;
use crate::random::Random;
use crate::routine::{self, GAS, Meter, POWER, SOLAR};
use crate::script;
use crate::story::Story;

/// The purposes in the order of a `prefs` line.
const PURPOSES: [&str; 3] = ["service", "offers", "research"];

/// The customers of a file, in its order.
pub(super) fn tell(text: &str, now_ms: i64) -> Vec<DemoCustomer> {
    let customers = text.split("\n% ").skip(1);
    customers.filter_map(|told| one(told, now_ms)).collect()
}

fn one(told: &str, now_ms: i64) -> Option<DemoCustomer> {
    let (head, rest) = told.split_once('\n').unwrap_or((told, ""));
    let Some(mut story) = start(head, now_ms) else {
        debug_assert!(false, "not a customer: {head}");
        return None;
    };
    let items_at = rest.find("\n@ ").unwrap_or(rest.len());
    let (sheet, items) = rest.split_at_checked(items_at).unwrap_or((rest, ""));
    // Each customer's routine has its own numbers, drawn from his id.
    let number = head.bytes().fold(7, |n: u64, b| {
        n.wrapping_mul(31).wrapping_add(u64::from(b))
    });
    let random = &mut Random::new(number, 3);
    script::tell(&mut story, items);
    let lines = sheet.lines().map(str::trim);
    for line in lines.filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let is_read = line_of(&mut story, random, line).is_some();
        debug_assert!(is_read, "not a line of a customer: {line}");
    }
    Some(story.finish())
}

fn start(head: &str, now_ms: i64) -> Option<Story> {
    let (kind, id) = head.trim().split_once(' ')?;
    match kind {
        "person" => Some(Story::person(id, now_ms)),
        "organisation" => Some(Story::organisation(id, now_ms)),
        "prospect" => Some(Story::prospect(id, now_ms)),
        _ => None,
    }
}

fn line_of(story: &mut Story, random: &mut Random, line: &str) -> Option<()> {
    let mut parts = line.split(" | ").map(str::trim);
    let head: Vec<&str> = parts.next()?.split(' ').collect();
    match head.as_slice() {
        ["ids", source] => parts.try_for_each(|part| {
            let (kind, value) = part.split_once(' ')?;
            story.identity(identity_kind(kind)?, value, source);
            Some(())
        }),
        ["with", id] => {
            let (kind, name, note) = (parts.next()?, parts.next()?, parts.next()?);
            story.relation((id, name), relation_kind(kind)?, note);
            Some(())
        }
        ["prefs", source, days] => {
            let days = days.parse().ok()?;
            parts.try_for_each(|part| choices(story, source, days, part))
        }
        ["by", name, days] => {
            let days = days.parse().ok()?;
            parts.try_for_each(|part| {
                let (field, value) = part.split_once(' ')?;
                story.entered(field, value, name, days);
                Some(())
            })
        }
        ["usage" | "debits" | "invoices" | "logins", ..] => by_itself(story, random, &head),
        [source, days] => {
            let days = days.parse().ok()?;
            parts.try_for_each(|part| {
                let (field, value) = part.split_once(' ')?;
                match source.strip_suffix('!') {
                    Some(source) => story.said(field, value, source, days),
                    None => story.field(field, value, source, days),
                };
                Some(())
            })
        }
        _ => None,
    }
}

fn choices(story: &mut Story, source: &str, days: i64, part: &str) -> Option<()> {
    let mut words = part.split(' ');
    let channel = words.next()?;
    for purpose in PURPOSES {
        let field = format!("preference.{channel}.{purpose}");
        story.said(&field, words.next()?, source, days);
    }
    Some(())
}

fn by_itself(story: &mut Story, random: &mut Random, words: &[&str]) -> Option<()> {
    match words {
        ["usage", meter, months, typical] => {
            let meter = match *meter {
                "power" => POWER,
                "gas" => GAS,
                "solar" => SOLAR,
                _ => return None,
            };
            let typical = typical.parse().ok()?;
            let meter = Meter { typical, ..meter };
            routine::usage(story, random, &meter, months.parse().ok()?);
        }
        ["debits", months, cents] => {
            routine::debits(story, random, months.parse().ok()?, cents.parse().ok()?);
        }
        ["invoices", count, step, cents, product @ ..] => {
            let times = (count.parse().ok()?, step.parse().ok()?);
            let cents = cents.parse().ok()?;
            routine::invoices(story, random, &product.join(" "), times, cents);
        }
        ["logins", from, last, step] => {
            let (from, last) = (from.parse().ok()?, last.parse().ok()?);
            routine::logins(story, random, from, last, step.parse().ok()?);
        }
        _ => return None,
    }
    Some(())
}

fn identity_kind(slug: &str) -> Option<IdentityKind> {
    serde_json::from_value(Value::from(slug)).ok()
}

fn relation_kind(slug: &str) -> Option<RelationKind> {
    serde_json::from_value(Value::from(slug)).ok()
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::model::{Author, CustomerKind, RelationKind};

    use super::tell;

    const NOW_MS: i64 = 1_795_338_000_000;

    #[test]
    fn a_sheet_becomes_customers_with_fields_links_and_items() {
        let text = "# A pair.\n% person c-1\ncrm 9 | person.first_name An | person.last_name de Wit\n\
                    portal! 3 | contact.email an@voorbeeld.nl\nprefs portal 3 | email yes no no\n\
                    ids crm | customer_number 1\nwith c-2 | household | Bo de Wit | partner\n\
                    by Sven 2 | service.note Bel aan de achterdeur\ndebits 3 1000\n\
                    \n@ note 3 09:10\n= Notitie\n\n% prospect c-2\ncrm 9 | person.first_name Bo\n";
        let told = tell(text, NOW_MS);
        let [an, bo] = told.as_slice() else {
            panic!("two customers");
        };
        assert_eq!(
            (an.kind, bo.kind),
            (CustomerKind::Person, CustomerKind::Prospect)
        );
        let values: Vec<_> = an.assertions.iter().map(|a| a.value.as_str()).collect();
        let note = "Bel aan de achterdeur";
        let expected = ["An", "de Wit", "an@voorbeeld.nl", "yes", "no", "no", note];
        assert_eq!(values, expected);
        assert_eq!(an.assertions[2].author, Author::Customer);
        assert_eq!(an.assertions[6].by, "Sven");
        assert_eq!(an.relations[0].kind, RelationKind::Household);
        let kinds: Vec<_> = an.items.iter().map(|i| i.line.kind.as_str()).collect();
        assert_eq!(kinds, ["note", "debit", "debit", "debit"]);
    }

    #[test]
    #[should_panic(expected = "not a line of a customer")]
    fn a_line_that_says_nothing_known_is_not_passed_over() {
        tell("\n% person c-1\nwith c-2 | cousin | Bo | neef\n", NOW_MS);
    }
}
