//! A profile holds what was put, counted and sorted.

use std::collections::BTreeMap;

use klantbeeld_core::model::{CustomerKind, IdentityKind, Item, ItemLine, Status};
use klantbeeld_core::time::month_of;
use serde_json::{Value, json};

use super::fixtures::{
    DAY_MS, NOW_MS, claim, customer, empty, identity, item, load, purchase, put, relation, tenant,
    with_items,
};
use crate::store::{Cursor, CustomerRecord, ProfileStore};

pub(super) async fn tallies_equal_a_recount(store: &dyn ProfileStore) {
    let (tenant, id) = (tenant("t"), customer("c-1"));
    for batch in 0..5 {
        let items = (0..40).map(|n| {
            let at_ms = NOW_MS - (n * 7 + batch) * DAY_MS;
            match n % 3 {
                0 => item(&format!("i-{n}"), at_ms),
                1 => purchase(&format!("b-{batch}-{n}"), at_ms, n * 10 - 50),
                _ => item(&format!("b-{batch}-{n}"), at_ms),
            }
        });
        put(store, vec![with_items("c-1", items.collect())]).await;
    }
    let lines = store.list_items(&tenant, &id, None, 1_000).await.unwrap();
    let mut expected = BTreeMap::new();
    for line in &lines {
        let key = (month_of(line.at_ms), line.kind.clone(), line.source.clone());
        let (count, amount, last_ms, mood) = expected.entry(key).or_insert((0, 0, i64::MIN, 0));
        *count += 1;
        *amount += line.amount.map_or(0, |money| money.amount_minor);
        *last_ms = line.at_ms.max(*last_ms);
        *mood += line.mood.map_or(0, i32::from);
    }
    let months = load(store, "c-1", 10).await.months;
    let found: BTreeMap<_, _> = months
        .iter()
        .map(|t| {
            let key = (t.month, t.kind.clone(), t.source.clone());
            (key, (t.count, t.amount_minor, t.last_ms, t.mood_sum))
        })
        .collect();
    assert_eq!(found, expected);
    assert!(months.is_sorted_by_key(|tally| (tally.month, tally.kind.clone())));
    assert!(
        months
            .iter()
            .all(|t| t.currency.is_empty() == (t.kind == "call"))
    );
    assert!(
        months
            .iter()
            .all(|t| t.mood_count == if t.kind == "call" { t.count } else { 0 })
    );
}

pub(super) async fn shared_items_are_listed_and_counted_apart(store: &dyn ProfileStore) {
    let kinds = ["note".to_owned()];
    let note = |n: i64, is_shared: Value| {
        let mut note = item(&format!("n-{n:02}"), NOW_MS - n * DAY_MS);
        note.line.kind = "note".to_owned();
        note.payload.insert("shareable".to_owned(), is_shared);
        note
    };
    let calls = (0..3).map(|n| item(&format!("c-{n}"), NOW_MS - n * 10 * DAY_MS));
    let unshared = [json!(false), json!("true"), json!(1)].into_iter().cycle();
    let closed = (0..20).zip(unshared).map(|(n, mark)| note(n, mark));
    let open = [20, 21, 60].map(|n| note(n, json!(true)));
    let items = calls.chain(closed).chain(open).collect();
    put(store, vec![with_items("c-1", items)]).await;
    let page = |after, limit| {
        let (tenant, id, kinds) = (tenant("t"), customer("c-1"), &kinds);
        async move {
            let lines = store.list_shared_items(&tenant, &id, kinds, after, limit);
            lines.await.unwrap()
        }
    };
    let ids = |lines: &[ItemLine]| {
        let ids = lines.iter().map(|line| line.item_id.to_string());
        ids.collect::<Vec<_>>()
    };
    let all = ["c-0", "c-1", "n-20", "c-2", "n-21", "n-60"];
    let first = page(None, 4).await;
    assert_eq!(ids(&first), all[..4]);
    let last = first.last().unwrap();
    let after = Cursor {
        at_ms: last.at_ms,
        item_id: last.item_id.clone(),
    };
    assert_eq!(ids(&page(Some(after), 9).await), all[4..]);
    let tallies = load(store, "c-1", 9).await.shared;
    let counted = tallies
        .iter()
        .map(|t| (t.kind.as_str(), t.count, t.last_ms));
    let months: BTreeMap<i32, ()> = [20, 21, 60]
        .map(|n| (month_of(NOW_MS - n * DAY_MS), ()))
        .into();
    assert_eq!(tallies.len(), months.len());
    assert_eq!(counted.clone().map(|t| t.1).sum::<u32>(), 3);
    assert!(counted.clone().all(|t| t.0 == "note"));
    let latest_ms = counted.map(|t| t.2).max();
    assert_eq!(latest_ms, Some(NOW_MS - 20 * DAY_MS));
}

pub(super) async fn the_use_of_products_is_counted_by_month(store: &dyn ProfileStore) {
    let used = |id: &str, days_ago: i64, payload: Value| {
        let mut item = item(id, NOW_MS - days_ago * DAY_MS);
        item.line.kind = "usage".to_owned();
        item.payload = payload.as_object().cloned().unwrap();
        item
    };
    let gas = |quantity: f64| json!({"product": "Gas", "quantity": quantity, "unit": "m³"});
    let first = vec![
        used("g-1", 1, gas(70.5)),
        used("g-2", 2, gas(0.25)),
        used("old", 37 * 31, gas(1.0)),
        used("ahead", -40, gas(1.0)),
    ];
    put(store, vec![with_items("c-1", first.clone())]).await;
    let second = vec![
        used("g-3", 3, gas(2.0)),
        used("a-1", 3, json!({"product": "App"})),
        used("none", 3, json!({"meter": 7})),
    ];
    put(store, vec![with_items("c-1", [first, second].concat())]).await;
    let usage = load(store, "c-1", 10).await.usage;
    let told: Vec<_> = usage
        .iter()
        .map(|u| {
            (
                u.product.as_str(),
                u.unit.as_str(),
                u.uses,
                u.quantity_milli,
            )
        })
        .collect();
    assert_eq!(told, [("App", "", 1, 0), ("Gas", "m³", 3, 72_750)]);
    let month = month_of(NOW_MS - DAY_MS);
    assert!(usage.iter().all(|u| u.month == month && u.kind == "usage"));
    assert_eq!(usage[1].last_ms, NOW_MS - DAY_MS);
}

pub(super) async fn a_profile_comes_back_as_it_went_in(store: &dyn ProfileStore) {
    let record = CustomerRecord {
        kind: Some(CustomerKind::Organisation),
        assertions: vec![
            claim("a-1", "organisation.name", "Van Dam & Zn."),
            claim("a-2", "contact.email", ""),
        ],
        identities: vec![
            identity(IdentityKind::CustomerNumber, "4711"),
            identity(IdentityKind::Email, "info@vandam.example"),
        ],
        relations: vec![relation("c-2"), relation("c-3")],
        ..empty("c-1")
    };
    put(store, vec![record.clone()]).await;
    let profile = load(store, "c-1", 10).await;
    assert_eq!(profile.kind, CustomerKind::Organisation);
    assert_eq!(profile.assertions, record.assertions);
    assert_eq!(profile.identities, record.identities);
    assert_eq!(profile.relations, record.relations);
    assert_eq!((profile.first, profile.months.len()), (None, 0));
}

pub(super) async fn what_runs_is_open_and_what_lies_ahead_is_upcoming(store: &dyn ProfileStore) {
    let with = |id: &str, days: i64, status: Option<Status>| {
        let mut item = item(id, NOW_MS + days * DAY_MS);
        item.line.status = status;
        item
    };
    let mut just_ahead = with("just-ahead", 0, Some(Status::Open));
    just_ahead.line.at_ms += 60_000;
    let items: Vec<Item> = vec![
        with("oldest", -900, None),
        with("contract", -500, Some(Status::Active)),
        with("ended", -400, Some(Status::Ended)),
        with("complaint", -3, Some(Status::InProgress)),
        with("settled", -2, Some(Status::Kept)),
        just_ahead,
        with("debit", 5, Some(Status::Planned)),
        with("renewal", 40, None),
        with("visit", 2, Some(Status::Open)),
    ];
    put(store, vec![with_items("c-1", items)]).await;
    let ids = |lines: &[ItemLine]| {
        lines
            .iter()
            .map(|l| l.item_id.to_string())
            .collect::<Vec<_>>()
    };
    let all = load(store, "c-1", 10).await;
    assert_eq!(ids(&all.open), ["just-ahead", "complaint", "contract"]);
    assert_eq!(ids(&all.upcoming), ["visit", "debit", "renewal"]);
    assert_eq!(all.first.unwrap().item_id.as_str(), "oldest");
    let few = load(store, "c-1", 1).await;
    assert_eq!(ids(&few.open), ["just-ahead"]);
    assert_eq!(ids(&few.upcoming), ["visit"]);
}

pub(super) async fn an_unknown_customer_is_none(store: &dyn ProfileStore) {
    let (tenant, id) = (tenant("t"), customer("nobody"));
    let profile = store.load_profile(&tenant, &id, NOW_MS, 10).await.unwrap();
    assert!(profile.is_none());
    assert_eq!(store.version(&tenant, &id).await.unwrap(), None);
    assert_eq!(store.changes_since(&tenant, &id, 0, 9).await.unwrap(), None);
    let items = store.list_items(&tenant, &id, None, 10).await.unwrap();
    assert!(items.is_empty());
    store.ready().await.unwrap();
}
