//! What a source tells otherwise than before: an update, unless something newer is known.

use klantbeeld_core::model::{Action, Item, Status};
use serde_json::json;

use super::fixtures::{
    DAY_MS, NOW_MS, actor, customer, euros, item, item_id, load, operation, purchase, put, tenant,
    told, version,
};
use crate::store::{Cursor, IngestReport, Outcome, ProfileStore, Revision, Said, StoreStats};

fn visit(at_ms: i64, title: &str, status: Status) -> Item {
    let mut visit = item("v-1", at_ms);
    title.clone_into(&mut visit.line.title);
    visit.line.status = Some(status);
    visit
}

async fn tell(store: &dyn ProfileStore, said: Said, item: Item) -> IngestReport {
    let records = vec![told("c-1", said, vec![item])];
    store.ingest(&tenant("t"), records).await.unwrap()
}

async fn get(store: &dyn ProfileStore, id: &str) -> Item {
    let (tenant, customer) = (tenant("t"), customer("c-1"));
    let found = store.get_item(&tenant, &customer, &item_id(id)).await;
    found.unwrap().unwrap()
}

async fn revisions(store: &dyn ProfileStore, id: &str) -> Vec<Revision> {
    let (tenant, customer) = (tenant("t"), customer("c-1"));
    let found = store.list_revisions(&tenant, &customer, &item_id(id)).await;
    found.unwrap()
}

async fn statuses(store: &dyn ProfileStore, id: &str) -> Vec<Status> {
    let (tenant, customer, id) = (tenant("t"), customer("c-1"), item_id(id));
    let history = store.list_status_changes(&tenant, &customer, &id).await;
    history.unwrap().into_iter().map(|c| c.status).collect()
}

fn outcomes(report: &IngestReport) -> Vec<(Outcome, Vec<&'static str>)> {
    let all = report.retold.iter();
    all.map(|one| (one.outcome, one.parts.clone())).collect()
}

pub(super) async fn another_content_is_an_update_and_what_was_before_is_kept(
    store: &dyn ProfileStore,
) {
    let first = visit(NOW_MS - DAY_MS, "Monteur ketel", Status::Planned);
    tell(store, Said::Received(1), first.clone()).await;
    let mut second = visit(NOW_MS - DAY_MS, "Monteur ketel (verzet)", Status::Done);
    second.line.amount = euros(10_200);
    second.payload.insert("text".to_owned(), json!("Verzet"));
    second.recorded_ms = NOW_MS;
    let report = tell(store, Said::Received(2), second.clone()).await;
    assert_eq!((report.stored, report.duplicates), (0, 0));
    let parts = vec!["status", "amount", "title", "payload"];
    assert_eq!(outcomes(&report), [(Outcome::Updated, parts)]);
    assert_eq!(report.retold[0].item_id, item_id("v-1"));

    let now = get(store, "v-1").await;
    assert_eq!((&now.line, &now.payload), (&second.line, &second.payload));
    assert_eq!(now.recorded_ms, first.recorded_ms);
    let before = Revision {
        at_ms: 2,
        by: "Telefooncentrale".to_owned(),
        former: first,
    };
    assert_eq!(revisions(store, "v-1").await, [before]);
    assert_eq!(
        statuses(store, "v-1").await,
        [Status::Planned, Status::Done]
    );

    assert_eq!(version(store, "c-1").await, 2);
    let changes = store
        .changes_since(&tenant("t"), &customer("c-1"), 1, 9)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(changes.items, [item_id("v-1")]);
    assert!(!changes.fields_changed && !changes.truncated);

    let again = tell(store, Said::Received(3), second).await;
    assert_eq!((again.duplicates, again.retold.len()), (1, 0));
    assert_eq!(version(store, "c-1").await, 2);
}

pub(super) async fn a_moved_item_stands_in_its_new_place_only(store: &dyn ProfileStore) {
    let (tenant, id) = (tenant("t"), customer("c-1"));
    let old = NOW_MS + 10 * DAY_MS;
    tell(store, Said::Received(1), visit(old, "Bezoek", Status::Open)).await;
    let mut answer = item("a-1", NOW_MS);
    answer.line.reply_to = Some(item_id("q-1"));
    tell(store, Said::Received(1), answer.clone()).await;
    let new = NOW_MS - 40 * DAY_MS;
    tell(store, Said::Received(2), visit(new, "Bezoek", Status::Open)).await;
    answer.line.reply_to = Some(item_id("q-2"));
    tell(store, Said::Received(2), answer).await;

    let places = |lines: Vec<klantbeeld_core::model::ItemLine>| -> Vec<(i64, String)> {
        let place = |l: klantbeeld_core::model::ItemLine| (l.at_ms, l.item_id.to_string());
        lines.into_iter().map(place).collect()
    };
    let all = store.list_items(&tenant, &id, None, 9).await.unwrap();
    assert_eq!(
        places(all),
        [(NOW_MS, "a-1".to_owned()), (new, "v-1".to_owned())]
    );
    let after = Cursor {
        at_ms: old,
        item_id: item_id("v-1"),
    };
    let older = store.list_items(&tenant, &id, Some(after), 9).await;
    assert_eq!(older.unwrap().len(), 2);
    let profile = load(store, "c-1", 9).await;
    assert!(profile.upcoming.is_empty());
    assert_eq!(places(profile.open), [(new, "v-1".to_owned())]);
    for (question, answers) in [("q-1", 0), ("q-2", 1)] {
        let found = store.list_answers(&tenant, &id, &item_id(question)).await;
        assert_eq!(found.unwrap().len(), answers, "{question}");
    }
}

pub(super) async fn tallies_and_the_use_of_products_follow_an_update(store: &dyn ProfileStore) {
    let used = |at_ms: i64, quantity: i64| {
        let mut item = item("u-1", at_ms);
        item.line.kind = "usage".to_owned();
        let payload = json!({"product": "Gas", "quantity": quantity, "unit": "m³"});
        item.payload = payload.as_object().cloned().unwrap();
        item
    };
    let month = 31 * DAY_MS;
    let first = vec![
        purchase("o-1", NOW_MS, 500),
        purchase("o-2", NOW_MS, 70),
        purchase("o-3", NOW_MS - month, 3),
        item("i-1", NOW_MS - month),
        used(NOW_MS - month, 2),
    ];
    put(store, vec![told("c-1", Said::Received(1), first)]).await;
    // Together with a new item in a month that changes, and one that is moved twice at once.
    let mut cheered_up = item("i-1", NOW_MS - month);
    cheered_up.line.mood = Some(60);
    let second = vec![
        purchase("o-1", NOW_MS - month, 400),
        purchase("o-4", NOW_MS - month, 1_000),
        purchase("o-2", NOW_MS - 2 * month, 70),
        purchase("o-2", NOW_MS - month, 71),
        cheered_up,
        used(NOW_MS - 2 * month, 5),
    ];
    put(store, vec![told("c-1", Said::Received(2), second.clone())]).await;

    let fresh = crate::store::memory::MemoryProfileStore::new();
    let last = [
        &second[..2],
        &second[3..],
        &[purchase("o-3", NOW_MS - month, 3)],
    ]
    .concat();
    put(&fresh, vec![told("c-1", Said::Once, last)]).await;
    let (found, expected) = (load(store, "c-1", 9).await, load(&fresh, "c-1", 9).await);
    assert_eq!(found.months, expected.months);
    assert_eq!(found.usage, expected.usage);
    assert_eq!(found.usage[0].quantity_milli, 5_000);
    let stats = |stats: StoreStats| (stats.items, stats.sums_minor, stats.items_by_kind);
    assert_eq!(
        stats(store.stats(&tenant("t")).await.unwrap()),
        stats(fresh.stats(&tenant("t")).await.unwrap())
    );
    assert_eq!(revisions(store, "o-2").await.len(), 2);
}

pub(super) async fn what_comes_late_changes_nothing(store: &dyn ProfileStore) {
    let told = |title: &str| visit(NOW_MS, title, Status::Planned);
    tell(store, Said::At(10), told("tweede")).await;
    let late = tell(store, Said::At(9), told("eerste")).await;
    assert_eq!(outcomes(&late), [(Outcome::Late, vec!["title"])]);
    assert_eq!(version(store, "c-1").await, 1);
    // The same again under a newer stamp is no news, but what lies between is late from then on.
    let same = tell(store, Said::At(20), told("tweede")).await;
    assert_eq!((same.duplicates, version(store, "c-1").await), (1, 1));
    let between = tell(store, Said::At(15), told("tussendoor")).await;
    assert_eq!(outcomes(&between)[0].0, Outcome::Late);
    let newer = tell(store, Said::At(20), told("derde")).await;
    assert_eq!(outcomes(&newer)[0].0, Outcome::Updated);
    assert_eq!(get(store, "v-1").await.line.title, "derde");
    // What it was before is known, so telling that again says nothing.
    let former = tell(store, Said::At(10), told("tweede")).await;
    assert_eq!((former.duplicates, former.retold.len()), (1, 0));
    assert_eq!(get(store, "v-1").await.line.title, "derde");
}

pub(super) async fn the_last_word_counts_where_no_source_has_a_stamp(store: &dyn ProfileStore) {
    for (n, title) in ["10 december", "17 december", "10 december"]
        .iter()
        .enumerate()
    {
        tell(
            store,
            Said::Received(n as i64),
            visit(NOW_MS, title, Status::Planned),
        )
        .await;
        assert_eq!(get(store, "v-1").await.line.title, *title);
    }
    let before: Vec<_> = revisions(store, "v-1").await;
    let before: Vec<_> = before
        .iter()
        .map(|r| (r.at_ms, r.former.line.title.as_str()))
        .collect();
    assert_eq!(before, [(1, "10 december"), (2, "17 december")]);
}

pub(super) async fn what_a_person_settled_is_not_undone_by_what_is_repeated(
    store: &dyn ProfileStore,
) {
    let promise = |title: &str, status: Status| {
        let mut promise = visit(NOW_MS, title, status);
        promise.line.kind = "promise".to_owned();
        promise
    };
    tell(store, Said::Received(1), promise("Bellen", Status::Open)).await;
    let kept = Action::SettlePromise {
        item_id: item_id("v-1"),
        status: Status::Kept,
    };
    let settle = operation("op-1", "c-1", kept);
    store
        .apply(&tenant("t"), &actor("agent"), &settle, NOW_MS)
        .await
        .unwrap();
    let same = tell(store, Said::Received(2), promise("Bellen", Status::Open)).await;
    assert_eq!((same.duplicates, version(store, "c-1").await), (1, 2));

    let retitled = promise("Terugbellen", Status::Open);
    let report = tell(store, Said::Received(3), retitled).await;
    assert_eq!(outcomes(&report), [(Outcome::Updated, vec!["title"])]);
    let line = get(store, "v-1").await.line;
    assert_eq!(
        (line.title.as_str(), line.status),
        ("Terugbellen", Some(Status::Kept))
    );

    let older = promise("Terugbellen", Status::Broken);
    let report = tell(store, Said::At(NOW_MS - 1), older).await;
    assert_eq!((report.duplicates, report.retold.len()), (1, 0));
    let newer = promise("Terugbellen", Status::Cancelled);
    let report = tell(store, Said::At(NOW_MS + 1), newer).await;
    assert_eq!(outcomes(&report), [(Outcome::Updated, vec!["status"])]);
    assert_eq!(
        statuses(store, "v-1").await,
        [Status::Open, Status::Kept, Status::Cancelled]
    );
}

pub(super) async fn another_source_does_not_take_over_an_id(store: &dyn ProfileStore) {
    tell(
        store,
        Said::Received(1),
        visit(NOW_MS, "Bezoek", Status::Open),
    )
    .await;
    let mut other = visit(NOW_MS, "Iets anders", Status::Open);
    other.line.source = "till".to_owned();
    let report = tell(store, Said::Received(2), other).await;
    let parts = vec!["title", "source"];
    assert_eq!(outcomes(&report), [(Outcome::Foreign, parts)]);
    assert_eq!(get(store, "v-1").await.line.title, "Bezoek");
    assert!(revisions(store, "v-1").await.is_empty());
}

pub(super) async fn a_preview_tells_the_same_and_writes_nothing(store: &dyn ProfileStore) {
    tell(
        store,
        Said::Received(1),
        visit(NOW_MS, "Bezoek", Status::Open),
    )
    .await;
    let records = || {
        let items = vec![visit(NOW_MS, "Verzet", Status::Open), item("new", NOW_MS)];
        vec![
            told("c-1", Said::Received(2), items),
            told("c-9", Said::Received(2), vec![item("x", NOW_MS)]),
        ]
    };
    let preview = store.preview(&tenant("t"), records()).await.unwrap();
    assert_eq!(get(store, "v-1").await.line.title, "Bezoek");
    assert_eq!(version(store, "c-1").await, 1);
    assert_eq!(version(store, "c-9").await, 0);
    let done = store.ingest(&tenant("t"), records()).await.unwrap();
    assert_eq!(preview, done);
    assert_eq!((done.stored, done.retold.len()), (2, 1));
}

/// What the store counts as shared with the customer, and what stands on the page that they may read.
async fn shared(store: &dyn ProfileStore) -> (u64, Vec<String>) {
    let profile = load(store, "c-1", 9).await;
    let count = profile
        .shared
        .iter()
        .map(|tally| u64::from(tally.count))
        .sum();
    let kinds = ["note".to_owned()];
    let (tenant, customer) = (tenant("t"), customer("c-1"));
    let page = store.list_shared_items(&tenant, &customer, &kinds, None, 9);
    let ids = page
        .await
        .unwrap()
        .into_iter()
        .map(|line| line.item_id.to_string());
    (count, ids.collect())
}

pub(super) async fn a_note_is_shared_as_it_was_told_last(store: &dyn ProfileStore) {
    let note = |at_ms: i64, is_shared: bool| {
        let mut note = visit(at_ms, "Notitie", Status::Open);
        note.line.kind = "note".to_owned();
        note.payload
            .insert("shareable".to_owned(), json!(is_shared));
        note
    };
    tell(store, Said::Received(1), note(NOW_MS, true)).await;
    assert_eq!(shared(store).await, (1, vec!["v-1".to_owned()]));
    tell(store, Said::Received(2), note(NOW_MS - 40 * DAY_MS, true)).await;
    assert_eq!(shared(store).await, (1, vec!["v-1".to_owned()]));
    tell(store, Said::Received(3), note(NOW_MS, false)).await;
    assert_eq!(shared(store).await, (0, vec![]));
    tell(store, Said::Received(4), note(NOW_MS, true)).await;
    assert_eq!(shared(store).await, (1, vec!["v-1".to_owned()]));
}
