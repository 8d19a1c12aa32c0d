//! What a person said about consent, and exports that keep repeating the old answer.

use futures::executor::block_on;
use klantbeeld_core::ids::OperationId;
use klantbeeld_core::model::{Action, Actor, Author, Operation, Role};
use klantbeeld_core::policy::Policy;
use klantbeeld_core::survivorship::rank;
use klantbeeld_server::ingest::{Format, Mapping};
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;

use crate::harness::{customer, file, import, profile, tenant};

const FIELD: &str = "preference.email.offers";

/// Before the first clock of the imports, so that each of their stamps is newer than what was said.
const SAID_MS: i64 = 1_771_000_000_000;

fn mapping(known_at: &str) -> Format {
    let text = format!(
        r#"
        source = "crm"
        [csv]
        delimiter = ";"
        [customer]
        id = "crm-{{number}}"
        kind = "person"
        {known_at}
        [[field]]
        column = "street"
        field = "contact.address"
        [[field]]
        column = "newsletter"
        field = "{FIELD}"
        values = {{ J = "yes", N = "no" }}
        "#
    );
    Format::Table(Box::new(Mapping::parse(&text, &[]).unwrap()))
}

/// What a field shows by the demo's policy, and whose word that is.
fn shown(store: &MemoryProfileStore, id: &str, field: &str) -> (String, Author) {
    let policy = std::fs::read_to_string(file("demo/policy.toml")).unwrap();
    let policy: Policy = toml::from_str(&policy).unwrap();
    let mut claims = profile(store, id).unwrap().assertions;
    claims.retain(|claim| claim.field == field);
    let first = rank(policy.field[field].survivorship, claims)
        .into_iter()
        .next();
    first.map(|claim| (claim.value, claim.author)).unwrap()
}

fn say(store: &MemoryProfileStore, role: &str, id: &str, value: &str) {
    let actor = Actor {
        subject: "s".to_owned(),
        name: "Noor".to_owned(),
        role: Role::new(role),
    };
    let operation = Operation {
        op_id: OperationId::parse(format!("{role}-{id}-{value}")).unwrap(),
        customer_id: customer(id),
        made_at_ms: SAID_MS,
        action: Action::SetField {
            field: FIELD.to_owned(),
            value: value.to_owned(),
        },
    };
    block_on(store.apply(&tenant(), &actor, &operation, SAID_MS)).unwrap();
}

#[test]
fn an_export_that_says_yes_again_signs_nobody_up_who_said_no() {
    let stamped = r#"known_at = { column = "changed", format = "%Y-%m-%d %H:%M" }"#;
    for known_at in [stamped, ""] {
        let store = MemoryProfileStore::new();
        let header = "number;street;newsletter;changed";
        let rows = |street: &str, third: &str, changed: &str| {
            let row = |n, answer: &str| format!("{n};{street};{answer};{changed}\n");
            format!("{header}\n{}{}{}", row(1, "J"), row(2, "J"), row(3, third))
        };
        let old = rows("Oude Weg 1", "", "2025-11-01 09:00");
        import(&store, &mapping(stamped), old.as_bytes());
        assert_eq!(
            shown(&store, "crm-1", FIELD),
            ("yes".to_owned(), Author::System)
        );
        for (role, id) in [
            ("customer", "crm-1"),
            ("agent", "crm-2"),
            ("agent", "crm-3"),
        ] {
            say(&store, role, id, "no");
        }
        let new = rows("Nieuwe Weg 1", "J", "2026-11-01 09:00");
        let (report, _) = import(&store, &mapping(known_at), new.as_bytes());
        assert!(report.stored >= 6, "the yes is kept as a claim: {report:?}");
        for (id, author) in [
            ("crm-1", Author::Customer),
            ("crm-2", Author::Employee),
            ("crm-3", Author::Employee),
        ] {
            assert_eq!(shown(&store, id, FIELD), ("no".to_owned(), author), "{id}");
            let street = shown(&store, id, "contact.address").0;
            assert_eq!(street, "Nieuwe Weg 1", "{id}");
        }
    }
}

#[test]
fn an_export_that_says_no_withdraws_what_was_said_before_it() {
    let store = MemoryProfileStore::new();
    let export = |answer: &str| format!("number;street;newsletter\n1;Weg 1;{answer}\n");
    import(&store, &mapping(""), export("J").as_bytes());
    say(&store, "agent", "crm-1", "yes");
    import(&store, &mapping(""), export("N").as_bytes());
    assert_eq!(
        shown(&store, "crm-1", FIELD),
        ("no".to_owned(), Author::System)
    );
}
