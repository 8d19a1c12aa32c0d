//! IndexedDB: a few large records instead of one per item.
//!
//! Stores: `head` and `people` (JSON text by customer), `blocks` (an array by customer: the version, the patch
//! as a block, the timeline's blocks), `outbox` (JSON text by operation).
//!
//! **Invariants:** an upgrade only adds; data moves after opening. Everything is serialised before its
//! transaction begins.

use std::cmp::Reverse;
use std::rc::Rc;
use std::sync::Arc;

use futures::stream::LocalBoxStream;
use futures::{FutureExt, TryFutureExt};
use gloo_timers::future::TimeoutFuture;
use indexed_db_futures::database::Database as Connection;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Uint8Array};
use klantbeeld_core::block::Block;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::sync::StoreChange;
use klantbeeld_core::timeline::Timeline;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use super::error::LocalStoreError;
use super::memory::Memory;
use super::record::{KeptTimeline, Person, of_stored, to_stored};
use super::store::{Kept, LocalStore, Meeting, Turn};
use super::windows::{self, Windows};
use crate::api::wire::ProfileHead;
use crate::part::task;

const NAME: &str = "klantbeeld";
const VERSION: u8 = 1;
const HEAD: &str = "head";
const BLOCKS: &str = "blocks";
const PEOPLE: &str = "people";
const OUTBOX: &str = "outbox";

/// A browser that is busy, or just closing the former page, refuses now and then what it gives a moment later.
const RETRY_MS: u32 = 250;

impl From<Error> for LocalStoreError {
    fn from(error: Error) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<OpenDbError> for LocalStoreError {
    fn from(error: OpenDbError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<serde_json::Error> for LocalStoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// The open database.
#[derive(Clone)]
struct Database {
    connection: Connection,
    others: Rc<Windows>,
}

/// Opens the store on this device; memory where the browser keeps nothing, or keeps what a newer program
/// made, or where the part of the program that can does not come.
pub(crate) async fn device() -> Rc<dyn LocalStore> {
    let opened = device_part().await;
    opened.unwrap_or_else(|_| Rc::new(Memory::default()))
}

task! {
    /// Opens the database. All that works with it is in this part; an embedded view never asks for it.
    fn device_part() -> Rc<dyn LocalStore>, in device {
        async {
            let store: Rc<dyn LocalStore> = match Database::open().await {
                Ok(database) => Rc::new(database),
                Err(_) => Rc::new(Memory::default()),
            };
            store
        }
    }
}

impl LocalStore for Database {
    fn is_durable(&self) -> bool {
        true
    }

    fn load_profile(&self, customer: &CustomerId) -> Kept<Option<ProfileHead>> {
        let record = self.clone().read(HEAD, customer.clone());
        async move { of_stored(&record.await.ok()??.as_string()?) }.boxed_local()
    }

    fn load_timeline(&self, customer: &CustomerId) -> Kept<Option<KeptTimeline>> {
        let record = self.clone().read(BLOCKS, customer.clone());
        async move { timeline_of(&record.await.ok()??) }.boxed_local()
    }

    fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) -> Kept<Result<(), LocalStoreError>> {
        let rows = profile_rows(head, person, timeline);
        self.clone()
            .write(&[HEAD, PEOPLE, BLOCKS], rows)
            .boxed_local()
    }

    fn list_people(&self) -> Kept<Vec<Person>> {
        let people = self.clone().read_all(PEOPLE);
        async move {
            let mut people: Vec<Person> = people.await.unwrap_or_default();
            people.sort_by_key(|person| Reverse(person.opened_ms));
            people
        }
        .boxed_local()
    }

    fn meet_outbox(&self, meeting: Meeting) -> Kept<Result<(), LocalStoreError>> {
        self.clone().meet(meeting).boxed_local()
    }

    fn turn(&self) -> Kept<Turn> {
        windows::turn().boxed_local()
    }

    fn changes_elsewhere(&self) -> LocalBoxStream<'static, ()> {
        self.others.changes()
    }
}

impl Database {
    async fn open() -> Result<Self, LocalStoreError> {
        let again = |_| async {
            TimeoutFuture::new(RETRY_MS).await;
            connect().await
        };
        let connection = connect().or_else(again).await?;
        close_for_a_newer_page(connection.clone())?;
        let others = Rc::new(Windows::open());
        Ok(Self { connection, others })
    }

    async fn read(
        self,
        store: &'static str,
        customer: CustomerId,
    ) -> Result<Option<JsValue>, LocalStoreError> {
        let transaction = self.connection.transaction(store).build()?;
        let records = transaction.object_store(store)?;
        Ok(records.get(customer.as_str()).primitive()?.await?)
    }

    /// Reads all records; what cannot be read is treated as absent: the server has it, or it was never acknowledged.
    async fn read_all<T: DeserializeOwned>(
        self,
        store: &'static str,
    ) -> Result<Vec<T>, LocalStoreError> {
        let transaction = self.connection.transaction(store).build()?;
        let records = transaction.object_store(store)?;
        let texts = records.get_all::<String>().primitive()?.await?;
        let known = texts.filter_map(|text| serde_json::from_slice(text.ok()?.as_bytes()).ok());
        Ok(known.collect())
    }

    /// Writes all rows or none; a row without a record removes it.
    async fn write(
        self,
        stores: &'static [&'static str],
        rows: Result<Vec<Row>, LocalStoreError>,
    ) -> Result<(), LocalStoreError> {
        let rows = rows?;
        let transaction = self.change(stores)?;
        put(&transaction, rows)?;
        Ok(transaction.commit().await?)
    }

    /// Reads the queue and writes what becomes of it: nobody else comes in between.
    async fn meet(self, meeting: Meeting) -> Result<(), LocalStoreError> {
        let transaction = self.change(&[OUTBOX])?;
        let records = transaction.object_store(OUTBOX)?;
        let texts = records.get_all::<String>().primitive()?.await?;
        let entries = texts.filter_map(|text| serde_json::from_slice(text.ok()?.as_bytes()).ok());
        let changes = meeting(entries.collect());
        let is_changed = !changes.is_empty();
        let rows: Result<Vec<Row>, _> = changes.into_iter().map(outbox_row).collect();
        put(&transaction, rows?)?;
        transaction.commit().await?;
        if is_changed {
            self.others.tell();
        }
        Ok(())
    }

    /// Begins a transaction that has reached the disk when it is done.
    fn change(&self, stores: &'static [&'static str]) -> Result<Transaction<'_>, LocalStoreError> {
        let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
        let transaction = self.connection.transaction(stores);
        let transaction = transaction.with_mode(TransactionMode::Readwrite);
        Ok(transaction.with_options(strict).build()?)
    }
}

/// Asks for all rows; that is not waited for: what counts is that the transaction completes.
fn put(transaction: &Transaction<'_>, rows: Vec<Row>) -> Result<(), LocalStoreError> {
    for Row { store, key, record } in rows {
        let store = transaction.object_store(store)?;
        match record {
            Some(record) => drop(store.put(record).with_key(key).primitive()?),
            None => drop(store.delete(key).primitive()?),
        }
    }
    Ok(())
}

/// A record of a store under its key.
struct Row {
    store: &'static str,
    key: String,
    record: Option<JsValue>,
}

fn profile_rows(
    head: &ProfileHead,
    person: &Person,
    timeline: Option<KeptTimeline>,
) -> Result<Vec<Row>, LocalStoreError> {
    let row = |store, record: JsValue| Row {
        store,
        key: person.customer_id.as_str().to_owned(),
        record: Some(record),
    };
    let head = row(HEAD, to_stored(head)?.into());
    let entry = row(PEOPLE, serde_json::to_string(person)?.into());
    let blocks = timeline.map(|kept| row(BLOCKS, record_of(&kept).into()));
    Ok([head, entry].into_iter().chain(blocks).collect())
}

fn outbox_row(change: StoreChange) -> Result<Row, LocalStoreError> {
    let (op_id, record) = match change {
        StoreChange::Put(entry) => {
            let text = serde_json::to_string(&entry)?;
            (entry.operation.op_id, Some(text.into()))
        }
        StoreChange::Remove(op_id) => (op_id, None),
    };
    Ok(Row {
        store: OUTBOX,
        key: op_id.as_str().to_owned(),
        record,
    })
}

async fn connect() -> Result<Connection, OpenDbError> {
    Connection::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_, connection| {
            for store in [HEAD, BLOCKS, PEOPLE, OUTBOX] {
                if !connection.object_store_names().any(|name| name == store) {
                    connection.create_object_store(store).build()?;
                }
            }
            Ok(())
        })
        .await
}

/// Closes the connection for a page with a newer version, which must not wait for this one.
fn close_for_a_newer_page(connection: Connection) -> Result<(), LocalStoreError> {
    let mut newer = connection.version_changes()?;
    spawn_local(async move {
        if newer.recv().await.is_some() {
            connection.close();
        }
    });
    Ok(())
}

fn record_of(kept: &KeptTimeline) -> Array {
    let version = JsValue::from_str(&kept.version.to_string());
    let patch = Block::encode(kept.timeline.patch());
    let array = Array::of2(&version, &Uint8Array::from(patch.as_slice()));
    for block in kept.timeline.blocks() {
        array.push(&Uint8Array::from(block.bytes()));
    }
    array
}

fn timeline_of(record: &JsValue) -> Option<KeptTimeline> {
    let array = record.dyn_ref::<Array>()?;
    let version = array.get(0).as_string()?.parse().ok()?;
    let mut blocks = array
        .iter()
        .skip(1)
        .filter_map(|block| block.dyn_into::<Uint8Array>().ok());
    let patch = Block::parse(blocks.next()?.to_vec()).ok()?;
    let mut timeline = Timeline::default();
    for block in blocks {
        timeline.push_block(block.to_vec()).ok()?;
    }
    timeline.set_patch(
        (0..patch.rows())
            .filter_map(|row| patch.line(row))
            .collect(),
    );
    Some(KeptTimeline {
        version,
        timeline: Arc::new(timeline),
    })
}
