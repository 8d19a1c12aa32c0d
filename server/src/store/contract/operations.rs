//! An operation is applied once, or refused for a reason.

use klantbeeld_core::model::{Action, Author, Status};

use super::fixtures::{
    DAY_MS, NOW_MS, actor, customer, empty, euros, item, item_id, load, note, operation, put,
    tenant, version, with_items,
};
use crate::store::{Applied, ProfileStore, StoreError};

async fn apply(
    store: &dyn ProfileStore,
    op_id: &str,
    action: Action,
) -> Result<Applied, StoreError> {
    let operation = operation(op_id, "c-1", action);
    store
        .apply(&tenant("t"), &actor("agent"), &operation, NOW_MS)
        .await
}

fn promise(id: &str) -> Action {
    Action::AddPromise {
        item_id: item_id(id),
        text: "€ 45 terug".to_owned(),
        due_ms: NOW_MS + DAY_MS,
        amount: euros(4_500),
    }
}

fn settle(id: &str, status: Status) -> Action {
    Action::SettlePromise {
        item_id: item_id(id),
        status,
    }
}

pub(super) async fn an_operation_that_is_sent_twice_is_applied_once(store: &dyn ProfileStore) {
    put(store, vec![empty("c-1")]).await;
    let first = apply(store, "op-1", note("n-1", "Belt liever na vijven")).await;
    let done = |repeated| Applied {
        version: 2,
        repeated,
    };
    assert_eq!(first.unwrap(), done(false));
    apply(store, "op-2", note("n-2", "Tweede")).await.unwrap();
    let again = apply(store, "op-1", note("n-1", "Belt liever na vijven")).await;
    assert_eq!(again.unwrap(), done(true));
    assert_eq!(version(store, "c-1").await, 3);
    assert_eq!(store.stats(&tenant("t")).await.unwrap().items, 2);
}

pub(super) async fn an_operation_id_with_another_content_is_refused(store: &dyn ProfileStore) {
    put(store, vec![empty("c-1")]).await;
    apply(store, "op-1", note("n-1", "a")).await.unwrap();
    let other = apply(store, "op-1", note("n-2", "b")).await;
    assert!(
        matches!(other, Err(StoreError::OperationReused)),
        "{other:?}"
    );
    assert_eq!(version(store, "c-1").await, 2);
}

pub(super) async fn nothing_is_written_to_an_unknown_customer(store: &dyn ProfileStore) {
    let refused = apply(store, "op-1", note("n-1", "a")).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(version(store, "c-1").await, 0);
    put(store, vec![empty("c-1")]).await;
    let later = apply(store, "op-1", note("n-1", "a")).await.unwrap();
    assert!(!later.repeated);
}

pub(super) async fn a_correction_adds_a_claim_by_its_author(store: &dyn ProfileStore) {
    put(store, vec![empty("c-1")]).await;
    let correct = operation(
        "op-1",
        "c-1",
        Action::SetField {
            field: "contact.email".to_owned(),
            value: "noor@example.nl".to_owned(),
        },
    );
    store
        .apply(&tenant("t"), &actor("customer"), &correct, NOW_MS + 5)
        .await
        .unwrap();
    let profile = load(store, "c-1", 1).await;
    let claim = profile.assertions.first().unwrap();
    assert_eq!(claim.assertion_id, "op:op-1");
    assert_eq!(claim.value, "noor@example.nl");
    assert_eq!(claim.source, "self_service");
    assert_eq!(claim.author, Author::Customer);
    assert_eq!(
        (claim.valid_from_ms, claim.known_at_ms),
        (NOW_MS, NOW_MS + 5)
    );
    let changes = store
        .changes_since(&tenant("t"), &customer("c-1"), 1, 9)
        .await
        .unwrap();
    assert!(changes.unwrap().fields_changed);
}

pub(super) async fn a_taken_item_id_is_refused(store: &dyn ProfileStore) {
    put(store, vec![with_items("c-1", vec![item("i-1", NOW_MS)])]).await;
    let refused = apply(store, "op-1", note("i-1", "a")).await;
    assert!(matches!(refused, Err(StoreError::Taken)), "{refused:?}");
    assert_eq!(version(store, "c-1").await, 1);
}

pub(super) async fn a_promise_ends_once_and_its_history_says_how(store: &dyn ProfileStore) {
    put(store, vec![empty("c-1")]).await;
    apply(store, "op-1", promise("p-1")).await.unwrap();
    let (tenant, id) = (tenant("t"), customer("c-1"));
    assert_eq!(load(store, "c-1", 9).await.open.len(), 1);
    apply(store, "op-2", settle("p-1", Status::Kept))
        .await
        .unwrap();
    assert!(load(store, "c-1", 9).await.open.is_empty());
    let again = apply(store, "op-3", settle("p-1", Status::Broken)).await;
    assert!(matches!(again, Err(StoreError::Refused(_))), "{again:?}");
    assert_eq!(version(store, "c-1").await, 3);

    let promise = store.get_item(&tenant, &id, &item_id("p-1")).await.unwrap();
    let line = promise.unwrap().line;
    assert_eq!(line.status, Some(Status::Kept));
    assert_eq!(
        (line.due_ms, line.amount),
        (Some(NOW_MS + DAY_MS), euros(4_500))
    );
    let history = store
        .list_status_changes(&tenant, &id, &item_id("p-1"))
        .await;
    let steps: Vec<_> = history
        .unwrap()
        .into_iter()
        .map(|change| (change.status, change.at_ms, change.by))
        .collect();
    let by = || "Noor de Wit".to_owned();
    assert_eq!(
        steps,
        [(Status::Open, NOW_MS, by()), (Status::Kept, NOW_MS, by())]
    );
    let changed = store
        .changes_since(&tenant, &id, 2, 9)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(changed.items, [item_id("p-1")]);
}

pub(super) async fn only_an_open_promise_can_be_settled(store: &dyn ProfileStore) {
    let with = |id: &str, kind: &str, status| {
        let mut item = item(id, NOW_MS);
        kind.clone_into(&mut item.line.kind);
        item.line.status = status;
        item
    };
    let items = vec![
        with("complaint", "complaint", Some(Status::Open)),
        with("kept", "promise", Some(Status::Kept)),
        with("vague", "promise", None),
        with("open", "promise", Some(Status::Open)),
    ];
    put(store, vec![with_items("c-1", items)]).await;
    for (n, id) in ["complaint", "kept", "vague"].into_iter().enumerate() {
        let refused = apply(store, &format!("op-{n}"), settle(id, Status::Kept)).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{id}");
    }
    let missing = apply(store, "op-8", settle("no-such", Status::Kept)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)), "{missing:?}");
    assert_eq!(version(store, "c-1").await, 1);
    apply(store, "op-9", settle("open", Status::Broken))
        .await
        .unwrap();
}
