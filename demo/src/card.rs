//! Who a customer is, told as plain text above their items, so that one file tells all of them.
//!
//! A line is one of:
//! - `source days field value`: a system delivered it so many days ago;
//! - `said source days field value`: the customer gave it; `by Name days field value`: an employee did;
//! - `allow source days channel service offers research`: yes or no for each of the three purposes;
//! - `id kind value source`: an identifier, normalised already;
//! - `with kind customer_id Name | note`: a link to another customer.
//!
//! An underscore in an employee's name is a space. From the first `@` on, the text is a [`script`].
//!
//! **Invariant:** a line that cannot be read stops every test (debug assertion), and is left out else.

use serde_json::Value;
use serde_json::from_value;

use crate::script;
use crate::story::Story;

/// The purposes of an `allow` line, in its order.
const PURPOSES: [&str; 3] = ["service", "offers", "research"];

/// Adds the card and the items of a text to a story.
pub(crate) fn tell(story: &mut Story, text: &str) {
    let card = text.split("\n@ ").next().unwrap_or_default();
    let lines = card.lines().map(str::trim);
    for line in lines.filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let told = add(story, line);
        debug_assert!(told.is_some(), "not a line of a card: {line}");
    }
    script::tell(story, text);
}

fn add(story: &mut Story, line: &str) -> Option<()> {
    let (word, rest) = line.split_once(' ')?;
    match word {
        "said" => {
            let (source, rest) = rest.split_once(' ')?;
            let (days, field, value) = claim(rest)?;
            story.said(field, value, source, days);
        }
        "by" => {
            let (name, rest) = rest.split_once(' ')?;
            let (days, field, value) = claim(rest)?;
            story.entered(field, value, &name.replace('_', " "), days);
        }
        "allow" => {
            let (source, rest) = rest.split_once(' ')?;
            let (days, channel, choices) = claim(rest)?;
            for (purpose, choice) in PURPOSES.iter().zip(choices.split(' ')) {
                let field = format!("preference.{channel}.{purpose}");
                story.said(&field, choice, source, days);
            }
        }
        "id" => {
            let (kind, rest) = rest.split_once(' ')?;
            let (value, source) = rest.rsplit_once(' ')?;
            story.identity(from_value(Value::from(kind)).ok()?, value, source);
        }
        "with" => {
            let (kind, rest) = rest.split_once(' ')?;
            let (id, rest) = rest.split_once(' ')?;
            let (name, note) = rest.split_once(" | ")?;
            story.relation((id, name), from_value(Value::from(kind)).ok()?, note);
        }
        source => {
            let (days, field, value) = claim(rest)?;
            story.field(field, value, source, days);
        }
    }
    Some(())
}

/// Reads `days field value`.
fn claim(text: &str) -> Option<(i64, &str, &str)> {
    let (days, rest) = text.split_once(' ')?;
    let (field, value) = rest.split_once(' ')?;
    Some((days.parse().ok()?, field, value))
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::model::{Author, IdentityKind, RelationKind};

    use super::tell;
    use crate::story::Story;

    #[test]
    fn a_text_tells_who_somebody_is_and_then_what_happened() {
        let mut story = Story::person("c-1", 1_795_338_000_000);
        tell(
            &mut story,
            "# Ans\ncrm 9 person.last_name de Wit\nby Bo_Smit 8 service.note Bel na 18:00\n\
             allow portal 3 email yes no no\nid phone +31612345678 crm\n\
             with works_for c-2 Bakkerij De Korf | inkoper\n\n@ note 3 09:10\n= Notitie\n",
        );
        let told = story.finish();
        let claims: Vec<_> = told
            .assertions
            .iter()
            .map(|a| (a.author, a.value.as_str()))
            .collect();
        assert_eq!(claims.first(), Some(&(Author::System, "de Wit")));
        assert_eq!(claims.get(1), Some(&(Author::Employee, "Bel na 18:00")));
        assert_eq!(told.assertions[1].by, "Bo Smit");
        assert_eq!(told.assertions[2].field, "preference.email.service");
        assert_eq!(told.assertions[4].value, "no");
        assert_eq!(told.identities[0].kind, IdentityKind::Phone);
        assert_eq!(told.relations[0].kind, RelationKind::WorksFor);
        assert_eq!(told.relations[0].note, "inkoper");
        assert_eq!(told.items.len(), 1);
    }

    #[test]
    #[should_panic(expected = "not a line of a card")]
    fn a_line_without_a_number_of_days_is_not_passed_over() {
        tell(
            &mut Story::person("c-1", 0),
            "crm person.last_name de Wit\n",
        );
    }
}
