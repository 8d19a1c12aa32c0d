//! How long the store takes for what a screen waits for, and whether that grows with the organisation.
//!
//! `cargo bench -p klantbeeld-server --bench store`. With `KLANTBEELD_BENCH_LARGE` set also among a
//! million other customers, which takes minutes to fill. The goal: a page of 50 of the customer with
//! 20,000 items in at most 150 µs, whatever the number of others.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should stop"
)]

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use klantbeeld_core::ids::{CustomerId, ItemId, OperationId, TenantId};
use klantbeeld_core::model::{
    Action, Actor, Assertion, Author, Direction, Identity, IdentityKind, Item, ItemLine, Operation,
    Role,
};
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use klantbeeld_server::store::{Cursor, CustomerRecord, ProfileStore, Said};
use serde_json::json;
use tokio::runtime::Runtime;

const NOW_MS: i64 = 1_793_491_200_000;
const ITEMS: u64 = 20_000;
const KINDS: [&str; 6] = ["call", "email", "chat", "order", "invoice", "usage"];
const CHANNELS: [&str; 4] = ["phone", "email", "web", "app"];
const NAMES: [&str; 8] = [
    "Jansen", "de Vries", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Özdemir",
];
const TOWNS: [&str; 5] = ["Utrecht", "Zeist", "Amersfoort", "Ede", "Nieuwegein"];

/// A filled store in a folder that goes away with it.
struct Filled {
    store: SqliteProfileStore,
    runtime: Runtime,
    tenant: TenantId,
    busy: CustomerId,
    _folder: tempfile::TempDir,
}

fn pick<'a>(from: &[&'a str], n: u64) -> &'a str {
    let place = usize::try_from(n).unwrap_or_default() % from.len();
    from.get(place).copied().unwrap_or_default()
}

fn item(n: u64) -> Item {
    let at_ms = NOW_MS - i64::try_from(n).unwrap() * 4_700_000;
    let amount = n.is_multiple_of(3).then_some(Money {
        amount_minor: 1_177,
        currency: Currency::EUR,
    });
    let payload = json!({ "text": "Goedemiddag, ik bel over mijn jaarnota. ".repeat(4) });
    Item {
        line: ItemLine {
            channel: pick(&CHANNELS, n).to_owned(),
            direction: Direction::In,
            department: "service".to_owned(),
            source: "telephony".to_owned(),
            title: "Vraag over de jaarnota van 2026".to_owned(),
            summary: "Klant begrijpt het verschil met vorig jaar niet en vraagt om uitleg."
                .to_owned(),
            reason: "factuur".to_owned(),
            goal: "uitleg".to_owned(),
            outcome: "begrepen".to_owned(),
            mood: Some(-20),
            amount,
            ..ItemLine::new(
                ItemId::parse(format!("telephony-{n:010}")).unwrap(),
                at_ms,
                pick(&KINDS, n),
            )
        },
        recorded_ms: at_ms,
        recorded_by: "Noor de Wit".to_owned(),
        payload: payload.as_object().cloned().unwrap_or_default(),
    }
}

fn other(n: u64) -> CustomerRecord {
    let claim = |id: &str, field: &str, value: &str| Assertion {
        assertion_id: id.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        source: "crm".to_owned(),
        valid_from_ms: NOW_MS,
        known_at_ms: NOW_MS,
        author: Author::System,
        by: "CRM".to_owned(),
        raw: None,
        invalid: None,
    };
    CustomerRecord {
        customer_id: CustomerId::parse(format!("customer-{n:08}")).unwrap(),
        said: Said::Once,
        kind: None,
        assertions: vec![
            claim("1", "person.last_name", pick(&NAMES, n / 3)),
            claim("2", "contact.town", pick(&TOWNS, n / 7)),
            claim(
                "3",
                "contact.postcode",
                &format!("{} AB", 1_000 + n % 9_000),
            ),
        ],
        identities: vec![Identity {
            kind: IdentityKind::Email,
            value: format!("klant{n}@example.nl"),
            source: "crm".to_owned(),
        }],
        relations: Vec::new(),
        items: vec![item(n)],
    }
}

fn filled(others: u64) -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteProfileStore::open(&folder.path().join("bench.db")).unwrap();
    let runtime = Runtime::new().unwrap();
    let tenant = TenantId::parse("bench").unwrap();
    let busy = CustomerId::parse("customer-00000500-busy").unwrap();
    let put = |records| runtime.block_on(store.ingest(&tenant, records)).unwrap();
    for first in (0..others).step_by(4_096) {
        let last = others.min(first + 4_096);
        put((first..last).map(other).collect());
    }
    for first in (0..ITEMS).step_by(4_000) {
        put(vec![CustomerRecord {
            customer_id: busy.clone(),
            items: (first..first + 4_000).map(item).collect(),
            ..other(0)
        }]);
    }
    Filled {
        store,
        runtime,
        tenant,
        busy,
        _folder: folder,
    }
}

fn reads(criterion: &mut Criterion) {
    let mut sizes = vec![1_000, 100_000];
    if std::env::var_os("KLANTBEELD_BENCH_LARGE").is_some() {
        sizes.push(1_000_000);
    }
    for others in sizes {
        let f = filled(others);
        let mut group = criterion.benchmark_group("sqlite");
        let cursor = Cursor {
            at_ms: NOW_MS - 9_000 * 4_700_000,
            item_id: ItemId::parse("x").unwrap(),
        };
        for (name, after) in [
            ("first_page_of_50", None),
            ("middle_page_of_50", Some(cursor)),
        ] {
            group.bench_function(BenchmarkId::new(name, others), |b| {
                b.iter(|| {
                    let page = f.store.list_items(&f.tenant, &f.busy, after.clone(), 50);
                    let lines = f.runtime.block_on(page).unwrap();
                    assert_eq!(lines.len(), 50);
                    black_box(lines)
                });
            });
        }
        group.bench_function(BenchmarkId::new("load_profile", others), |b| {
            b.iter(|| {
                let profile = f.store.load_profile(&f.tenant, &f.busy, NOW_MS, 50);
                black_box(f.runtime.block_on(profile).unwrap().unwrap())
            });
        });
        let small = CustomerId::parse("customer-00000700").unwrap();
        group.bench_function(BenchmarkId::new("load_small_profile", others), |b| {
            b.iter(|| {
                let profile = f.store.load_profile(&f.tenant, &small, NOW_MS, 50);
                black_box(f.runtime.block_on(profile).unwrap().unwrap())
            });
        });
        for query in ["b", "ozd", "vries ut"] {
            group.bench_function(BenchmarkId::new(format!("search {query}"), others), |b| {
                b.iter(|| {
                    let found = f.store.search_names(&f.tenant, None, query, 20);
                    black_box(f.runtime.block_on(found).unwrap())
                });
            });
        }
        group.finish();
    }
}

fn scan(criterion: &mut Criterion) {
    let f = filled(1_000);
    let mut group = criterion.benchmark_group("sqlite");
    group
        .throughput(Throughput::Elements(ITEMS))
        .sample_size(20);
    group.bench_function("all_items_in_pages_of_4096", |b| {
        b.iter(|| {
            let (mut after, mut seen) = (None, 0);
            loop {
                let page = f.store.list_items(&f.tenant, &f.busy, after, 4_096);
                let lines = f.runtime.block_on(page).unwrap();
                seen += lines.len() as u64;
                match lines.into_iter().next_back() {
                    Some(line) => {
                        after = Some(Cursor {
                            at_ms: line.at_ms,
                            item_id: line.item_id,
                        });
                    }
                    None => break,
                }
            }
            assert_eq!(seen, ITEMS);
        });
    });
}

fn writes(criterion: &mut Criterion) {
    let f = filled(1_000);
    let count = AtomicU64::new(0);
    let actor = Actor {
        subject: "u-1".to_owned(),
        name: "Noor de Wit".to_owned(),
        role: Role::new("agent"),
    };
    let mut group = criterion.benchmark_group("sqlite");
    group.bench_function("append_a_note", |b| {
        b.iter(|| {
            let n = count.fetch_add(1, Ordering::Relaxed);
            let operation = Operation {
                op_id: OperationId::parse(format!("op-{n}")).unwrap(),
                customer_id: f.busy.clone(),
                made_at_ms: NOW_MS,
                action: Action::AddNote {
                    item_id: ItemId::parse(format!("note-{n}")).unwrap(),
                    text: "Belt liever na vijven".to_owned(),
                    shareable: false,
                    attachment: None,
                },
            };
            let applied = f.store.apply(&f.tenant, &actor, &operation, NOW_MS);
            black_box(f.runtime.block_on(applied).unwrap())
        });
    });
    group
        .throughput(Throughput::Elements(4_096))
        .sample_size(10);
    group.bench_function("ingest_4096_customers", |b| {
        b.iter(|| {
            let first = 10_000_000 + count.fetch_add(4_096, Ordering::Relaxed);
            let records = (first..first + 4_096).map(other).collect();
            let report = f.runtime.block_on(f.store.ingest(&f.tenant, records));
            assert_eq!(report.unwrap().duplicates, 0);
        });
    });
}

criterion_group!(benches, reads, scan, writes);
criterion_main!(benches);
