//! What every adapter of [`IntakeStore`] does; each runs the whole suite.

use klantbeeld_core::ids::TenantId;

use super::memory::MemoryIntakeStore;
use super::sqlite::SqliteIntakeStore;
use super::{
    Arrival, Asked, ENTRY_LIFE_MS, Entry, EntryState, IntakeStore, KEY_LIFE_MS, MAX_TEXT_BYTES,
    MAX_WAITING, MessageKey, Refused, Settled, SourceTally,
};

fn tenant() -> TenantId {
    TenantId::parse("acme").unwrap()
}

fn taken(source: &str, id: &str, at_ms: i64) -> Arrival {
    Arrival {
        source: source.to_owned(),
        key: MessageKey::new(&tenant(), source, id),
        at_ms,
        refused: None,
    }
}

fn refused(source: &str, id: &str, at_ms: i64, code: &str) -> Arrival {
    Arrival {
        refused: Some(Refused {
            way: "segment".to_owned(),
            code: code.to_owned(),
            reason: format!("because of {code}"),
            text: format!("the text of {id}"),
        }),
        ..taken(source, id, at_ms)
    }
}

fn all() -> Asked {
    Asked {
        limit: 100,
        ..Asked::default()
    }
}

async fn tally(store: &dyn IntakeStore, source: &str) -> SourceTally {
    let tallies = store.tallies(&tenant()).await.unwrap();
    let found = tallies.into_iter().find(|t| t.source == source);
    found.unwrap_or_default()
}

async fn texts(store: &dyn IntakeStore, asked: Asked) -> Vec<String> {
    let entries = store.list_entries(&tenant(), asked).await.unwrap();
    let id = |e: Entry| e.text.replace("the text of ", "");
    entries.into_iter().map(id).collect()
}

async fn a_message_counts_once_however_often_it_comes(store: &dyn IntakeStore) {
    let both = vec![taken("shop", "a", 10), taken("shop", "a", 11)];
    assert_eq!(store.note(&tenant(), both).await.unwrap(), [true, false]);
    let again = vec![taken("shop", "a", 30), taken("crm", "a", 20)];
    assert_eq!(store.note(&tenant(), again).await.unwrap(), [false, true]);
    let keys = ["a", "b"].map(|id| MessageKey::new(&tenant(), "shop", id));
    let known = store.knows(&tenant(), keys.to_vec()).await.unwrap();
    assert_eq!(known, [true, false]);
    let shop = tally(store, "shop").await;
    assert_eq!((shop.accepted, shop.repeated, shop.refused), (1, 2, 0));
    assert_eq!((shop.first_ms, shop.last_ms), (10, 30));
    assert_eq!(shop.last_accepted_ms, Some(30));
    assert_eq!(tally(store, "crm").await.accepted, 1);
    let other = TenantId::parse("other").unwrap();
    assert_eq!(store.tallies(&other).await.unwrap(), []);
}

async fn a_refused_message_waits_once_with_its_reason(store: &dyn IntakeStore) {
    let twice = vec![
        refused("shop", "a", 10, "shape"),
        refused("shop", "a", 20, "shape"),
    ];
    assert_eq!(store.note(&tenant(), twice).await.unwrap(), [true, false]);
    let shop = tally(store, "shop").await;
    assert_eq!((shop.refused, shop.repeated, shop.waiting), (1, 1, 1));
    assert_eq!((shop.last_ms, shop.last_accepted_ms), (20, None));
    let entries = store.list_entries(&tenant(), all()).await.unwrap();
    let [entry] = entries.as_slice() else {
        panic!("one entry: {entries:?}")
    };
    assert_eq!(
        (entry.source.as_str(), entry.code.as_str(), entry.at_ms),
        ("shop", "shape", 10)
    );
    assert_eq!(
        (entry.text.as_str(), entry.is_cut),
        ("the text of a", false)
    );
    let same = store.get_entry(&tenant(), entry.id).await.unwrap();
    assert_eq!(same.as_ref(), Some(entry));
    let other = TenantId::parse("other").unwrap();
    assert_eq!(store.get_entry(&other, entry.id).await.unwrap(), None);
}

async fn entries_are_listed_by_source_reason_and_cursor(store: &dyn IntakeStore) {
    let arrivals = vec![
        refused("shop", "1", 1, "shape"),
        refused("crm", "2", 2, "shape"),
        refused("shop", "3", 3, "time"),
        refused("shop", "4", 4, "shape"),
    ];
    store.note(&tenant(), arrivals).await.unwrap();
    assert_eq!(texts(store, all()).await, ["4", "3", "2", "1"]);
    let of_shop = Asked {
        source: Some("shop".to_owned()),
        ..all()
    };
    assert_eq!(texts(store, of_shop.clone()).await, ["4", "3", "1"]);
    let of_shape = Asked {
        code: Some("shape".to_owned()),
        ..of_shop
    };
    assert_eq!(texts(store, of_shape).await, ["4", "1"]);
    let first = Asked { limit: 2, ..all() };
    let page = store.list_entries(&tenant(), first.clone()).await.unwrap();
    let next = Asked {
        before: page.last().map(|e| e.id),
        ..first
    };
    assert_eq!(texts(store, next).await, ["2", "1"]);
}

async fn an_entry_is_judged_once(store: &dyn IntakeStore) {
    let arrivals = vec![refused("shop", "a", 1, "shape")];
    store.note(&tenant(), arrivals).await.unwrap();
    let entries = store.list_entries(&tenant(), all()).await.unwrap();
    let id = entries.first().unwrap().id;
    let settled = |reason: &str| Settled {
        by: "Noor".to_owned(),
        reason: reason.to_owned(),
        at_ms: 5,
    };
    let judge = async |state, reason| {
        let tenant = tenant();
        let judged = store.settle(&tenant, id, state, settled(reason));
        judged.await.unwrap()
    };
    assert!(judge(EntryState::Discarded, "a test").await);
    assert!(!judge(EntryState::Replayed, "too late").await);
    assert_eq!(texts(store, all()).await, [""; 0]);
    let entry = store.get_entry(&tenant(), id).await.unwrap().unwrap();
    assert_eq!(entry.state, EntryState::Discarded);
    assert_eq!(entry.settled, Some(settled("a test")));
    let with_settled = Asked {
        with_settled: true,
        ..all()
    };
    assert_eq!(texts(store, with_settled).await, ["a"]);
    assert_eq!(tally(store, "shop").await.waiting, 0);
}

async fn a_message_that_is_taken_in_later_waits_no_longer(store: &dyn IntakeStore) {
    let note = async |arrival| store.note(&tenant(), vec![arrival]).await.unwrap();
    note(refused("shop", "a", 1, "shape")).await;
    assert_eq!(note(taken("shop", "a", 2)).await, [true]);
    let shop = tally(store, "shop").await;
    assert_eq!((shop.waiting, shop.accepted, shop.refused), (0, 1, 1));
}

async fn a_long_message_is_kept_cut_and_whole_characters_stay(store: &dyn IntakeStore) {
    let mut long = refused("shop", "a", 1, "too_long");
    if let Some(refused) = &mut long.refused {
        refused.text = format!("x{}", "é".repeat(MAX_TEXT_BYTES));
    }
    store.note(&tenant(), vec![long]).await.unwrap();
    let entries = store.list_entries(&tenant(), all()).await.unwrap();
    let entry = entries.first().unwrap();
    assert!(entry.is_cut);
    assert!((MAX_TEXT_BYTES - 1..=MAX_TEXT_BYTES).contains(&entry.text.len()));
}

async fn what_is_old_is_forgotten(store: &dyn IntakeStore) {
    let arrivals = vec![
        taken("shop", "old", 0),
        taken("shop", "new", KEY_LIFE_MS),
        refused("shop", "was", 0, "shape"),
        refused("shop", "is", ENTRY_LIFE_MS, "shape"),
    ];
    store.note(&tenant(), arrivals).await.unwrap();
    let gone = store.forget_old(&tenant(), ENTRY_LIFE_MS + 1).await;
    assert_eq!(gone.unwrap(), 1);
    assert_eq!(texts(store, all()).await, ["is"]);
    let again = vec![taken("shop", "old", ENTRY_LIFE_MS + 2)];
    assert_eq!(store.note(&tenant(), again).await.unwrap(), [true]);
}

async fn too_many_entries_of_one_source_push_out_its_oldest(store: &dyn IntakeStore) {
    let many = (0..=MAX_WAITING).map(|n| refused("shop", &n.to_string(), 1, "shape"));
    let mut arrivals = vec![refused("crm", "x", 0, "shape")];
    arrivals.extend(many);
    store.note(&tenant(), arrivals).await.unwrap();
    let shop = tally(store, "shop").await;
    assert_eq!((shop.waiting, shop.dropped), (MAX_WAITING, 1));
    assert_eq!(shop.refused, MAX_WAITING + 1);
    assert_eq!(tally(store, "crm").await.waiting, 1);
}

macro_rules! suite {
    ($($test:ident)*) => {
        mod memory {
            $(#[tokio::test]
            async fn $test() {
                super::$test(&super::MemoryIntakeStore::default()).await;
            })*
        }
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("intake.sqlite");
                super::$test(&super::SqliteIntakeStore::open(&path).unwrap()).await;
            })*
        }
    };
}

suite! {
    a_message_counts_once_however_often_it_comes
    a_refused_message_waits_once_with_its_reason
    entries_are_listed_by_source_reason_and_cursor
    an_entry_is_judged_once
    a_message_that_is_taken_in_later_waits_no_longer
    a_long_message_is_kept_cut_and_whole_characters_stay
    what_is_old_is_forgotten
    too_many_entries_of_one_source_push_out_its_oldest
}

#[tokio::test]
async fn what_was_noted_is_there_after_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("intake.sqlite");
    let first = SqliteIntakeStore::open(&path).unwrap();
    first
        .note(&tenant(), vec![taken("shop", "a", 1)])
        .await
        .unwrap();
    drop(first);
    let second = SqliteIntakeStore::open(&path).unwrap();
    let again = vec![taken("shop", "a", 2)];
    assert_eq!(second.note(&tenant(), again).await.unwrap(), [false]);
    assert_eq!(tally(&second, "shop").await.accepted, 1);
}
