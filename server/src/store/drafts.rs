//! What an operation becomes in the store: a claim, an item, or the end of a promise.
//!
//! It exists so that every adapter writes the same thing for the same operation; the adapters only keep it.
//!
//! **Invariant:** pure. The same actor, operation and clock give the same draft.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{
    Action, Actor, Assertion, Author, Direction, Item, ItemLine, Operation, Status,
};
use klantbeeld_core::money::Money;
use klantbeeld_core::sync::{OWN_SOURCE, excerpt, kind_for_channel, said};
use serde_json::{Map, Value, json};

use super::rules::CLOCK_SKEW_MS;

/// What is to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Draft {
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

/// What an operation by this actor writes when it arrives at `now_ms`.
pub(super) fn draft(actor: &Actor, operation: &Operation, now_ms: i64) -> Draft {
    let latest_ms = now_ms.saturating_add(CLOCK_SKEW_MS);
    let at_ms = operation.made_at_ms.min(latest_ms);
    let item = |line: ItemLine, payload: Map<String, Value>| {
        Draft::Item(Box::new(Item {
            line: ItemLine { at_ms, ..line },
            recorded_ms: now_ms,
            recorded_by: actor.name.clone(),
            payload,
        }))
    };
    match &operation.action {
        Action::SetField { field, value } => Draft::Claim(Assertion {
            assertion_id: operation.op_id.as_str().to_owned(),
            valid_from_ms: at_ms,
            known_at_ms: now_ms,
            ..claim(actor, field, value)
        }),
        Action::LogContact {
            item_id,
            channel,
            direction,
            reason,
            note,
            goal,
            outcome,
        } => {
            let line = ItemLine {
                channel: channel.clone(),
                direction: *direction,
                summary: excerpt(note),
                reason: reason.clone(),
                goal: goal.clone(),
                outcome: outcome.clone(),
                ..blank(actor, item_id, kind_for_channel(channel), reason)
            };
            item(line, payload([("text", json!(note))]))
        }
        Action::AddNote {
            item_id,
            text,
            shareable,
        } => item(
            blank(actor, item_id, "note", text),
            payload([("text", json!(text)), ("shareable", json!(shareable))]),
        ),
        Action::AddPromise {
            item_id,
            text,
            due_ms,
            amount,
        } => {
            let line = promise(blank(actor, item_id, "promise", text), *due_ms, *amount);
            item(line, payload([("text", json!(text))]))
        }
        Action::SettlePromise { item_id, status } => Draft::Settle {
            item_id: item_id.clone(),
            status: *status,
            at_ms,
        },
    }
}

/// A claim by this actor, at no moment yet.
fn claim(actor: &Actor, field: &str, value: &str) -> Assertion {
    Assertion {
        assertion_id: String::new(),
        field: field.to_owned(),
        value: value.to_owned(),
        source: source_of(actor).to_owned(),
        valid_from_ms: 0,
        known_at_ms: 0,
        author: author_of(actor),
        by: actor.name.clone(),
    }
}

fn promise(line: ItemLine, due_ms: i64, amount: Option<Money>) -> ItemLine {
    ItemLine {
        direction: Direction::Out,
        status: Some(Status::Open),
        due_ms: Some(due_ms),
        amount,
        ..line
    }
}

/// An item by this actor that says `text` and nothing more, at no moment yet.
fn blank(actor: &Actor, item_id: &ItemId, kind: &str, text: &str) -> ItemLine {
    let line = said(item_id, 0, kind, text);
    if !actor.role.is_customer() {
        return line;
    }
    ItemLine {
        channel: "portal".to_owned(),
        source: source_of(actor).to_owned(),
        ..line
    }
}

fn source_of(actor: &Actor) -> &'static str {
    if actor.role.is_customer() {
        "self_service"
    } else {
        OWN_SOURCE
    }
}

fn author_of(actor: &Actor) -> Author {
    if actor.role.is_customer() {
        Author::Customer
    } else {
        Author::Employee
    }
}

fn payload<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::ids::{CustomerId, OperationId};
    use klantbeeld_core::model::Role;

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
        }
    }

    fn drafted_item(role: &str, made_at_ms: i64, action: Action) -> Item {
        match draft(&actor(role), &operation(made_at_ms, action), NOW_MS) {
            Draft::Item(item) => *item,
            other => panic!("no item: {other:?}"),
        }
    }

    #[test]
    fn a_clock_that_runs_ahead_is_held_to_five_minutes() {
        let at = |made_at_ms| drafted_item("agent", made_at_ms, note("x")).line.at_ms;
        assert_eq!(at(NOW_MS - 1_000), NOW_MS - 1_000);
        assert_eq!(at(NOW_MS + 60_000), NOW_MS + 60_000);
        assert_eq!(at(NOW_MS + 3_600_000), NOW_MS + 300_000);
    }

    #[test]
    fn what_the_customer_says_is_marked_as_his() {
        let set = Action::SetField {
            field: "contact.email".to_owned(),
            value: "a@b.nl".to_owned(),
        };
        let claim = |role| match draft(&actor(role), &operation(NOW_MS, set.clone()), NOW_MS) {
            Draft::Claim(claim) => (claim.source, claim.author, claim.assertion_id),
            other => panic!("no claim: {other:?}"),
        };
        let own = (
            "self_service".to_owned(),
            Author::Customer,
            "op-1".to_owned(),
        );
        assert_eq!(claim("customer"), own);
        let ours = (
            "agent_desktop".to_owned(),
            Author::Employee,
            "op-1".to_owned(),
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
            drafted_item("agent", NOW_MS, contact).line.kind
        };
        assert_eq!(kind("phone"), "call");
        assert_eq!(kind("store"), "visit");
        assert_eq!(kind("post"), "letter");
        assert_eq!(kind("whatsapp"), "contact");
    }

    #[test]
    fn a_long_note_is_cut_in_lists_and_whole_in_its_payload() {
        let long = format!("Eerste regel\n{}", "é".repeat(400));
        let item = drafted_item("agent", NOW_MS, note(&long));
        assert_eq!(item.line.title, "Eerste regel");
        assert_eq!(item.line.summary.chars().count(), 280);
        assert!(item.line.summary.ends_with('…'));
        assert_eq!(item.payload.get("text"), Some(&json!(long)));
        assert_eq!(drafted_item("agent", NOW_MS, note("Kort")).line.summary, "");
    }
}
