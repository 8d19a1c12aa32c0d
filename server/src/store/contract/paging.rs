//! Pages by cursor visit every item once, whatever happens between them.

use klantbeeld_core::model::ItemLine;

use super::fixtures::{NOW_MS, customer, item, item_id, purchase, put, tenant, with_items};
use crate::store::{Cursor, ProfileStore};

async fn page(store: &dyn ProfileStore, after: Option<Cursor>, limit: usize) -> Vec<ItemLine> {
    let (tenant, customer) = (tenant("t"), customer("c-1"));
    let page = store.list_items(&tenant, &customer, after, limit).await;
    page.unwrap()
}

fn cursor_after(lines: &[ItemLine]) -> Option<Cursor> {
    lines.last().map(|line| Cursor {
        at_ms: line.at_ms,
        item_id: line.item_id.clone(),
    })
}

pub(super) async fn every_item_comes_once_whatever_the_page_size(store: &dyn ProfileStore) {
    let at = |n: i64| match n {
        0 => i64::MIN,
        1 => i64::MAX,
        2 => -1,
        n => NOW_MS - n / 7,
    };
    let items = (0..60).map(|n| item(&format!("i-{n}"), at(n))).collect();
    put(store, vec![with_items("c-1", items)]).await;
    let all = page(store, None, 1_000).await;
    assert_eq!(all.len(), 60);
    let order = |line: &ItemLine| std::cmp::Reverse((line.at_ms, line.item_id.clone()));
    assert!(all.is_sorted_by_key(order));
    for size in [1, 7, 59, 60, 61, 300] {
        let mut visited = Vec::new();
        let mut cursor = None;
        loop {
            let lines = page(store, cursor, size).await;
            assert!(lines.len() <= size);
            cursor = cursor_after(&lines);
            visited.extend(lines);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(visited, all, "pages of {size}");
    }
}

pub(super) async fn items_added_between_pages_neither_repeat_nor_hide_others(
    store: &dyn ProfileStore,
) {
    let items = (10..30).map(|n| item(&format!("i-{n}"), NOW_MS)).collect();
    put(store, vec![with_items("c-1", items)]).await;
    let mut visited = Vec::new();
    let mut cursor = None;
    for round in 0.. {
        let lines = page(store, cursor, 4).await;
        cursor = cursor_after(&lines);
        visited.extend(lines.into_iter().map(|line| line.item_id.to_string()));
        if cursor.is_none() {
            break;
        }
        let newer = item(&format!("newer-{round}"), NOW_MS + 1 + round);
        let same_moment = item(&format!("z-{round}"), NOW_MS);
        put(store, vec![with_items("c-1", vec![newer, same_moment])]).await;
    }
    let expected: Vec<_> = (10..30).rev().map(|n| format!("i-{n}")).collect();
    assert_eq!(visited, expected);
}

pub(super) async fn an_item_comes_back_with_its_payload(store: &dyn ProfileStore) {
    let mut full = purchase("i-1", NOW_MS, -1_250);
    full.line.due_ms = Some(NOW_MS + 1);
    full.line.reply_to = Some(item_id("i-0"));
    full.line.title = "<b>’; DROP TABLE item; -- \u{202e}".to_owned();
    full.payload = item("x", 0).payload;
    let items = vec![full.clone(), item("i-2", NOW_MS)];
    put(store, vec![with_items("c-1", items)]).await;
    let (tenant, customer) = (tenant("t"), customer("c-1"));
    let get = |id: &str| {
        let (tenant, customer, id) = (tenant.clone(), customer.clone(), item_id(id));
        async move { store.get_item(&tenant, &customer, &id).await.unwrap() }
    };
    assert_eq!(get("i-1").await, Some(full.clone()));
    assert_eq!(get("i-2").await, Some(item("i-2", NOW_MS)));
    assert_eq!(get("i-3").await, None);
    assert_eq!(page(store, None, 9).await.pop(), Some(full.line));
}

pub(super) async fn answers_come_oldest_first(store: &dyn ProfileStore) {
    let answer = |id: &str, at_ms| {
        let mut item = item(id, at_ms);
        item.line.reply_to = Some(item_id("question"));
        item
    };
    let items = vec![
        item("question", NOW_MS),
        answer("late", NOW_MS + 9),
        answer("early", NOW_MS + 1),
        item("other", NOW_MS + 5),
    ];
    put(store, vec![with_items("c-1", items)]).await;
    let answers = store
        .list_answers(&tenant("t"), &customer("c-1"), &item_id("question"))
        .await
        .unwrap();
    let ids: Vec<_> = answers.iter().map(|line| line.item_id.as_str()).collect();
    assert_eq!(ids, ["early", "late"]);
}
