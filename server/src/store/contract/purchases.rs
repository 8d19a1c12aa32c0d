//! What models that learn from everybody are given.

use klantbeeld_core::model::{Item, Status};

use super::fixtures::{NOW_MS, euros, item, tenant, with_items};
use crate::store::ProfileStore;

fn order(id: &str, at_ms: i64, amount_minor: i64) -> Item {
    let mut order = item(id, at_ms);
    order.line.kind = "order".to_owned();
    order.line.amount = euros(amount_minor);
    order
}

pub(super) async fn purchases_of_everybody_are_those_of_the_kind_with_an_amount_and_not_called_off(
    store: &dyn ProfileStore,
) {
    let ours = tenant("ours");
    let mut called_off = order("i-3", NOW_MS - 3, 900);
    called_off.line.status = Some(Status::Cancelled);
    let mut without = order("i-4", NOW_MS - 4, 0);
    without.line.amount = None;
    let items = vec![
        order("i-1", NOW_MS - 1, 100),
        order("i-2", NOW_MS - 2, -50),
        called_off,
        without,
        item("i-5", NOW_MS - 5),
        order("i-6", NOW_MS, 700),
    ];
    let other = with_items("c-1", vec![order("i-1", NOW_MS - 9, 5)]);
    store.ingest(&tenant("theirs"), vec![other]).await.unwrap();
    let records = vec![
        with_items("c-2", items),
        with_items("c-1", vec![order("i-1", NOW_MS - 8, 30)]),
    ];
    store.ingest(&ours, records).await.unwrap();
    let found = store.list_purchases(&ours, "order", NOW_MS).await.unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|line| {
            (
                line.customer_id.as_str(),
                line.at_ms - NOW_MS,
                line.amount_minor,
            )
        })
        .collect();
    assert_eq!(found, [("c-1", -8, 30), ("c-2", -2, -50), ("c-2", -1, 100)]);
    let none = store
        .list_purchases(&ours, "invoice", NOW_MS)
        .await
        .unwrap();
    assert!(none.is_empty());
}
