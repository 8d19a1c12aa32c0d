//! What a caller waits for inside the server, policy included: head, page, and the whole timeline in
//! blocks, plain and compressed, made and kept.
//!
//! `cargo bench -p klantbeeld-server --bench service`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a benchmark that cannot run should stop, and says what it measured"
)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use futures::StreamExt as _;
use klantbeeld::api::backend::Backend;
use klantbeeld::api::wire::{OpenRequest, PageRequest};
use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Direction, Item, ItemLine, Role};
use klantbeeld_core::policy::Policy;
use klantbeeld_server::auth::{Caller, Scope};
use klantbeeld_server::service::{Service, Session};
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use klantbeeld_server::store::{CustomerRecord, ProfileStore, Said};
use serde_json::Map;
use tokio::runtime::Runtime;

const NOW_MS: i64 = 1_793_491_200_000;
const KINDS: [&str; 5] = ["call", "email", "chat", "order", "usage"];
const WORDS: [&str; 8] = [
    "vraag",
    "over",
    "de",
    "jaarnota",
    "meterstand",
    "monteur",
    "levering",
    "teruggebeld",
];

fn text(seed: u64, words: u64) -> String {
    let word = |n: u64| {
        let place = (seed.wrapping_mul(2_654_435_761).wrapping_add(n * 40_503) >> 7) % 8;
        WORDS.get(usize::try_from(place).unwrap()).unwrap()
    };
    (0..words).map(|n| *word(n)).collect::<Vec<_>>().join(" ")
}

fn item(n: u64) -> Item {
    let at_ms = NOW_MS - i64::try_from(n).unwrap() * 947_000;
    let kind = KINDS.get(usize::try_from(n % 5).unwrap()).unwrap();
    Item {
        line: ItemLine {
            channel: "phone".to_owned(),
            direction: Direction::In,
            department: "service".to_owned(),
            source: "crm".to_owned(),
            title: text(n, 5),
            summary: text(n + 1, 14),
            reason: text(n + 2, 3),
            mood: Some(10),
            ..ItemLine::new(
                ItemId::parse(format!("telephony-{n:010}")).unwrap(),
                at_ms,
                kind,
            )
        },
        recorded_ms: at_ms,
        recorded_by: "Sven de Boer".to_owned(),
        payload: Map::new(),
    }
}

fn record(id: &str, items: u64) -> CustomerRecord {
    CustomerRecord {
        customer_id: CustomerId::parse(id).unwrap(),
        said: Said::Once,
        kind: None,
        assertions: Vec::new(),
        identities: Vec::new(),
        relations: Vec::new(),
        items: (0..items).map(item).collect(),
    }
}

/// A service with its store; `cache_bytes` of 0 keeps nothing.
fn session(store: Arc<dyn ProfileStore>, cache_bytes: usize) -> Arc<Session> {
    let policy: Policy = toml::from_str(include_str!("../tests/http/policy.toml")).unwrap();
    let service = Service::new(store, Arc::new(policy), Arc::new(|| NOW_MS), cache_bytes);
    let caller = Caller {
        tenant: TenantId::parse("t").unwrap(),
        actor: Actor {
            subject: "agent-7".to_owned(),
            name: "Sanne Bakker".to_owned(),
            role: Role::new("agent"),
        },
        scope: Scope::All,
        purpose: None,
        expires_at_ms: i64::MAX,
    };
    Arc::new(Session::new(Arc::new(service), caller).unwrap())
}

async fn blocks(session: &Session, customer: &CustomerId, gzip: bool) -> usize {
    let mut stream = session.blocks(customer, gzip).await.unwrap().stream;
    let mut bytes = 0;
    while let Some(part) = stream.next().await {
        bytes += part.unwrap().len();
    }
    bytes
}

fn service(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let store = Arc::new(SqliteProfileStore::open(&folder.path().join("bench.sqlite")).unwrap());
    let tenant = TenantId::parse("t").unwrap();
    let records = vec![record("busy", 20_000), record("huge", 100_000)];
    runtime.block_on(store.ingest(&tenant, records)).unwrap();
    let (cold, warm) = (session(store.clone(), 0), session(store, 64 << 20));
    let busy = CustomerId::parse("busy").unwrap();
    let huge = CustomerId::parse("huge").unwrap();

    c.bench_function("head with 50 items of 20,000", |b| {
        b.to_async(&runtime).iter(|| {
            let customer_id = busy.clone();
            let request = OpenRequest {
                customer_id,
                page_size: 50,
            };
            let open = cold.clone().open(request);
            async move { black_box(open.await.unwrap()) }
        });
    });
    c.bench_function("page of 50 of 20,000", |b| {
        b.to_async(&runtime).iter(|| {
            let request = PageRequest {
                customer_id: busy.clone(),
                cursor: None,
                limit: 50,
                kinds: Vec::new(),
                channels: Vec::new(),
                text: String::new(),
            };
            let page = cold.clone().page(request);
            async move { black_box(page.await.unwrap()) }
        });
    });
    let mut group = c.benchmark_group("100,000 items in blocks");
    group.sample_size(10);
    for (name, session, gzip) in [
        ("plain", &cold, false),
        ("gzip", &cold, true),
        ("plain, kept", &warm, false),
        ("gzip, kept", &warm, true),
    ] {
        let bytes = runtime.block_on(blocks(session, &huge, gzip));
        eprintln!("{name}: {bytes} bytes");
        group.bench_function(name, |b| {
            b.to_async(&runtime).iter(|| blocks(session, &huge, gzip));
        });
    }
    group.finish();
}

criterion_group!(benches, service);
criterion_main!(benches);
