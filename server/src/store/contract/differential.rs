//! Random scripts give the same answers on every adapter as on the memory store.

use std::collections::BTreeSet;
use std::fmt::Debug;

use klantbeeld_core::model::{
    Action, CustomerKind, Direction, IdentityKind, Item, Operation, Status,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;

use super::fixtures::{
    DAY_MS, NOW_MS, actor, claim, customer, empty, euros, identity, item, item_id, operation,
    purchase, relation, tenant,
};
use super::{postgres, sqlite};
use crate::store::memory::MemoryProfileStore;
use crate::store::{AccessEntry, Cursor, CustomerRecord, Opened, ProfileStore, Said, StoreError};

const SCRIPTS: u64 = 60;
const STEPS: usize = 50;

/// Makes steps from few ids and times, so that they collide.
struct Script(StdRng);

impl Script {
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from.choose(&mut self.0).unwrap().clone()
    }

    fn id(&mut self, letter: char, most: u32) -> String {
        format!("{letter}-{}", self.0.random_range(0..most))
    }

    fn item(&mut self) -> Item {
        let id = self.id('i', 25);
        let at_ms = NOW_MS + self.0.random_range(-40..4) * DAY_MS / 2;
        let mut item = if self.0.random() {
            item(&id, at_ms)
        } else {
            purchase(&id, at_ms, self.0.random_range(-500..5_000))
        };
        item.line.kind = self.pick(&["call", "promise", "order", "usage"]).to_owned();
        item.line.source = self
            .pick(&["till", "till", "till", "agent_desktop"])
            .to_owned();
        if self.0.random() {
            let product = self.pick(&["Gas", "App"]);
            item.payload.insert("product".to_owned(), product.into());
        }
        item.line.status = match self.0.random_range(0..14) {
            n @ 0..10 => Status::ALL.get(n).copied(),
            _ => None,
        };
        if self.0.random() {
            let is_shared = self.pick(&[json!(true), json!(false), json!("true")]);
            item.payload.insert("shareable".to_owned(), is_shared);
        }
        if self.0.random() {
            item.line.reply_to = Some(item_id(&self.id('i', 25)));
        }
        item
    }

    fn record(&mut self) -> CustomerRecord {
        let mut record = empty(&self.id('c', 4));
        let at_ms = NOW_MS + self.0.random_range(0..6);
        record.said = self.pick(&[Said::Once, Said::Received(at_ms), Said::At(at_ms)]);
        record.kind = self.pick(&[
            None,
            Some(CustomerKind::Person),
            Some(CustomerKind::Prospect),
        ]);
        for _ in 0..self.0.random_range(0..4) {
            record.items.push(self.item());
        }
        if self.0.random() {
            let field = self.pick(&["person.last_name", "contact.town", "health.notes"]);
            let name = self.pick(&["Jansen", "Björn", "Sørensen", "", "De Jong"]);
            let mut claim = claim(&self.id('a', 12), field, name);
            claim.known_at_ms += self.0.random_range(0..3);
            record.assertions.push(claim);
        }
        if self.0.random() {
            let kind = self.pick(&[IdentityKind::Email, IdentityKind::Phone]);
            let value = self.id('v', 4);
            record.identities.push(identity(kind, &value));
        }
        if self.0.random() {
            let other = self.id('c', 4);
            record.relations.push(relation(&other));
        }
        record
    }

    fn operation(&mut self) -> Operation {
        let id = item_id(&self.id('i', 25));
        let action = match self.0.random_range(0..5) {
            0 => Action::SetField {
                field: self.pick(&["person.last_name", "contact.email"]).to_owned(),
                value: self.pick(&["Pietersen", "", "Jansen"]).to_owned(),
            },
            1 => Action::LogContact {
                item_id: id,
                channel: self.pick(&["phone", "store", "app"]).to_owned(),
                direction: Direction::In,
                reason: "vraag".to_owned(),
                note: String::new(),
                goal: String::new(),
                outcome: String::new(),
            },
            2 => Action::AddPromise {
                item_id: id,
                text: "bellen\nmorgen".to_owned(),
                due_ms: NOW_MS + DAY_MS,
                amount: self.pick(&[None, euros(100), euros(i64::MAX)]),
            },
            _ => Action::SettlePromise {
                item_id: id,
                status: self.pick(&[Status::Kept, Status::Broken]),
            },
        };
        let mut operation = operation(&self.id('o', 30), &self.id('c', 5), action);
        operation.made_at_ms += self.0.random_range(-5..5) * DAY_MS;
        operation
    }
}

fn same<T: Debug>(left: &Result<T, StoreError>, right: &Result<T, StoreError>, step: &str) {
    assert_eq!(format!("{left:?}"), format!("{right:?}"), "{step}");
}

/// Calls both stores with the same and compares what they say.
macro_rules! both {
    ($stores:expr, $step:expr, $call:ident($($argument:expr),*)) => {{
        let (memory, other) = $stores;
        let expected = memory.$call($($argument),*).await;
        same(&other.$call($($argument),*).await, &expected, $step);
        expected
    }};
}

type Stores<'a> = (&'a dyn ProfileStore, &'a dyn ProfileStore);

async fn write(stores: Stores<'_>, script: &mut Script, step: &str) {
    let tenant = tenant(script.pick(&["t-1", "t-2"]));
    match script.0.random_range(0..8) {
        0..3 => {
            let records: Vec<_> = (0..script.0.random_range(1..4))
                .map(|_| script.record())
                .collect();
            let _ = both!(stores, step, preview(&tenant, records.clone()));
            let _ = both!(stores, step, ingest(&tenant, records.clone()));
        }
        3..7 => {
            let operation = script.operation();
            let by = actor(script.pick(&["agent", "customer"]));
            let _ = both!(stores, step, apply(&tenant, &by, &operation, NOW_MS));
        }
        _ => {
            let entry = AccessEntry {
                customer_id: customer(&script.id('c', 4)),
                opened: Opened::Field(script.id('f', 3)),
                actor: actor("agent"),
                purpose: script.id('p', 99),
                at_ms: NOW_MS + script.0.random_range(0..3),
            };
            let _ = both!(stores, step, log_access(&tenant, entry.clone()));
        }
    }
}

/// Asks everything that can be asked about every customer and item.
async fn compare(stores: Stores<'_>, script: &mut Script, step: &str) {
    for tenant in ["t-1", "t-2"].map(tenant) {
        for id in (0..5).map(|n| customer(&format!("c-{n}"))) {
            let limit = script.0.random_range(1..8);
            let since = script.0.random_range(0..12);
            let cursor = Cursor {
                at_ms: NOW_MS - script.0.random_range(0..20) * DAY_MS,
                item_id: item_id(&script.id('i', 25)),
            };
            let _ = both!(stores, step, load_profile(&tenant, &id, NOW_MS, limit));
            let _ = both!(stores, step, list_items(&tenant, &id, None, limit));
            let _ = both!(
                stores,
                step,
                list_items(&tenant, &id, Some(cursor.clone()), 999)
            );
            let kinds = ["call".to_owned(), "order".to_owned()];
            let kinds = kinds.get(script.0.random_range(0..2)..).unwrap();
            for after in [None, Some(cursor)] {
                let _ = both!(
                    stores,
                    step,
                    list_shared_items(&tenant, &id, kinds, after.clone(), limit)
                );
            }
            let _ = both!(stores, step, changes_since(&tenant, &id, since, limit));
            let _ = both!(stores, step, version(&tenant, &id));
            let _ = both!(stores, step, list_access(&tenant, &id, limit));
            for item in (0..25).map(|n| item_id(&format!("i-{n}"))) {
                let _ = both!(stores, step, get_item(&tenant, &id, &item));
                let _ = both!(stores, step, list_answers(&tenant, &id, &item));
                let _ = both!(stores, step, list_status_changes(&tenant, &id, &item));
                let _ = both!(stores, step, list_revisions(&tenant, &id, &item));
            }
        }
        let values = ["v-1", "v-0", "v-3", "pietersen", "jansen"].map(str::to_owned);
        let few = BTreeSet::from([customer("c-1"), customer("c-3")]);
        let few = Some(&few);
        let _ = both!(stores, step, find_by_identity(&tenant, few, &values, 3));
        let _ = both!(stores, step, find_by_statement(&tenant, None, &values, 3));
        let _ = both!(stores, step, find_by_statement(&tenant, few, &values, 1));
        let cards = (0..5)
            .map(|n| customer(&format!("c-{n}")))
            .collect::<Vec<_>>();
        let _ = both!(stores, step, load_cards(&tenant, cards.clone()));
        let _ = both!(stores, step, find_by_identity(&tenant, None, &values, 3));
        for query in ["j", "jan", "bjorn", "so", "de jo", "x", ""] {
            let _ = both!(stores, step, search_names(&tenant, None, query, 3));
            let _ = both!(stores, step, search_names(&tenant, few, query, 3));
        }
    }
}

async fn compare_stats(stores: Stores<'_>, step: &str) {
    for tenant in ["t-1", "t-2"].map(tenant) {
        let _ = both!(stores, step, used_names(&tenant));
        let (memory, other) = stores;
        let expected = memory.stats(&tenant).await.unwrap();
        let mut found = other.stats(&tenant).await.unwrap();
        found.size_bytes = expected.size_bytes;
        assert_eq!(found, expected, "{step}");
    }
}

/// Runs one script on both stores and compares what they say to all questions.
pub(super) async fn play(seed: u64, other: &dyn ProfileStore) {
    let memory = MemoryProfileStore::new();
    let stores: Stores<'_> = (&memory, other);
    let mut script = Script(StdRng::seed_from_u64(seed));
    for step in 0..STEPS {
        write(stores, &mut script, &format!("seed {seed} step {step}")).await;
    }
    let end = format!("seed {seed} end");
    compare(stores, &mut script, &end).await;
    compare_stats(stores, &end).await;
}

#[tokio::test]
async fn sqlite_answers_random_scripts_as_memory_does() {
    for seed in 0..SCRIPTS {
        play(seed, &sqlite().store).await;
    }
}

#[tokio::test]
async fn postgres_answers_random_scripts_as_memory_does() {
    for seed in 0..SCRIPTS / 3 {
        let Some(fixture) = postgres::fresh().await else {
            return;
        };
        play(seed, &fixture.store).await;
    }
}
