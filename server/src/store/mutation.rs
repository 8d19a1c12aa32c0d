//! What an operation becomes in the store: a claim, an item, or the end of a promise.
//!
//! It exists so that every adapter writes the same thing for the same operation; the adapters only keep it.
//!
//! **Invariant:** pure. The same actor, operation and clock give the same mutation.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::attachment::ATTACHMENT_PART;
use klantbeeld_core::model::{Actor, Assertion, Attachment, Author, Item, Operation, Status};
use klantbeeld_core::sync::{Written, own_source, written};
use serde_json::{Map, Value, json};

use super::rules::CLOCK_SKEW_MS;

/// What is to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mutation {
    /// A new claim about a field.
    Claim(Assertion),
    /// A new item.
    Item(Box<Item>),
    /// A promise ends.
    Settle {
        /// Which promise.
        item_id: ItemId,
        /// How it ended.
        status: Status,
        /// When.
        at_ms: i64,
    },
}

/// Returns what an operation by this actor writes when it arrives at `now_ms`.
pub(super) fn mutation(actor: &Actor, operation: &Operation, now_ms: i64) -> Mutation {
    let latest_ms = now_ms.saturating_add(CLOCK_SKEW_MS);
    let at_ms = operation.made_at_ms.min(latest_ms);
    let author = author_of(actor);
    match written(author, &operation.action, at_ms) {
        Written::Field { field, value } => Mutation::Claim(Assertion {
            // Of a form that no source gives: an author who chooses the id learns nothing of claims.
            assertion_id: format!("op:{}", operation.op_id),
            field: field.to_owned(),
            value: value.to_owned(),
            source: own_source(author).to_owned(),
            valid_from_ms: at_ms,
            known_at_ms: now_ms,
            author,
            by: actor.name.clone(),
            raw: None,
            invalid: None,
        }),
        Written::Item {
            line,
            text,
            is_shareable,
            attachment,
        } => Mutation::Item(Box::new(Item {
            line: *line,
            recorded_ms: now_ms,
            recorded_by: actor.name.clone(),
            payload: payload(text, is_shareable, attachment),
        })),
        Written::Settlement { item_id, status } => Mutation::Settle {
            item_id: item_id.clone(),
            status,
            at_ms,
        },
    }
}

fn author_of(actor: &Actor) -> Author {
    if actor.role.is_customer() {
        Author::Customer
    } else {
        Author::Employee
    }
}

fn payload(
    text: &str,
    is_shareable: Option<bool>,
    attachment: Option<&Attachment>,
) -> Map<String, Value> {
    let mut payload = Map::new();
    payload.insert("text".to_owned(), json!(text));
    if let Some(is_shareable) = is_shareable {
        payload.insert("shareable".to_owned(), json!(is_shareable));
    }
    if let Some(file) = attachment {
        payload.insert(ATTACHMENT_PART.to_owned(), json!(file));
    }
    payload
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::ids::{CustomerId, OperationId};
    use klantbeeld_core::model::{Action, Direction, Role};

    use super::*;

    const NOW_MS: i64 = 1_793_491_200_000;

    fn actor(role: &str) -> Actor {
        Actor {
            subject: "s-1".to_owned(),
            name: "Noor de Wit".to_owned(),
            role: Role::new(role),
        }
    }

    fn operation(made_at_ms: i64, action: Action) -> Operation {
        Operation {
            op_id: OperationId::parse("op-1").unwrap(),
            customer_id: CustomerId::parse("c-1").unwrap(),
            made_at_ms,
            action,
        }
    }

    fn note(text: &str) -> Action {
        Action::AddNote {
            item_id: ItemId::parse("i-1").unwrap(),
            text: text.to_owned(),
            shareable: false,
            attachment: None,
        }
    }

    fn written_item(role: &str, made_at_ms: i64, action: Action) -> Item {
        match mutation(&actor(role), &operation(made_at_ms, action), NOW_MS) {
            Mutation::Item(item) => *item,
            other => panic!("no item: {other:?}"),
        }
    }

    #[test]
    fn a_clock_that_runs_ahead_is_held_to_five_minutes() {
        let at = |made_at_ms| written_item("agent", made_at_ms, note("x")).line.at_ms;
        assert_eq!(at(NOW_MS - 1_000), NOW_MS - 1_000);
        assert_eq!(at(NOW_MS + 60_000), NOW_MS + 60_000);
        assert_eq!(at(NOW_MS + 3_600_000), NOW_MS + 300_000);
    }

    #[test]
    fn what_the_customer_says_is_marked_as_theirs() {
        let set = Action::SetField {
            field: "contact.email".to_owned(),
            value: "a@b.nl".to_owned(),
        };
        let claim = |role| match mutation(&actor(role), &operation(NOW_MS, set.clone()), NOW_MS) {
            Mutation::Claim(claim) => (claim.source, claim.author, claim.assertion_id),
            other => panic!("no claim: {other:?}"),
        };
        let own = (
            "self_service".to_owned(),
            Author::Customer,
            "op:op-1".to_owned(),
        );
        assert_eq!(claim("customer"), own);
        let ours = (
            "agent_desktop".to_owned(),
            Author::Employee,
            "op:op-1".to_owned(),
        );
        assert_eq!(claim("sales"), ours);
    }

    #[test]
    fn a_contact_gets_the_kind_of_its_channel() {
        let kind = |channel: &str| {
            let contact = Action::LogContact {
                item_id: ItemId::parse("i-1").unwrap(),
                channel: channel.to_owned(),
                direction: Direction::In,
                reason: "Vraag over factuur".to_owned(),
                note: String::new(),
                goal: String::new(),
                outcome: String::new(),
            };
            written_item("agent", NOW_MS, contact).line.kind
        };
        assert_eq!(kind("phone"), "call");
        assert_eq!(kind("store"), "visit");
        assert_eq!(kind("post"), "letter");
        assert_eq!(kind("whatsapp"), "contact");
    }

    #[test]
    fn a_long_note_is_cut_in_lists_and_whole_in_its_payload() {
        let long = format!("Eerste regel\n{}", "é".repeat(400));
        let item = written_item("agent", NOW_MS, note(&long));
        assert_eq!(item.line.title, "Eerste regel");
        assert_eq!(item.line.summary.chars().count(), 280);
        assert!(item.line.summary.ends_with('…'));
        assert_eq!(item.payload.get("text"), Some(&json!(long)));
        assert_eq!(written_item("agent", NOW_MS, note("Kort")).line.summary, "");
    }
}
