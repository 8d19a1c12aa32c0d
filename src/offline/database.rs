//! IndexedDB: a few large records instead of one per item.
//!
//! Stores: `head` and `people` (JSON text by customer), `blocks` (an array by customer: the version, the patch
//! as a block, the timeline's blocks), `outbox` (JSON text by operation).
//!
//! **Invariants:** an upgrade only adds; data moves after opening. Everything is serialised before its
//! transaction begins.

use std::sync::Arc;

use futures::TryFutureExt;
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
use klantbeeld_core::sync::{Entry, StoreChange};
use klantbeeld_core::timeline::Timeline;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use super::error::LocalStoreError;
use super::record::{KeptTimeline, Person, of_stored, to_stored};
use crate::api::wire::ProfileHead;

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
pub(crate) struct Database {
    connection: Connection,
}

impl Database {
    /// Opens the database, and makes it on the first visit.
    ///
    /// # Errors
    /// Where the browser keeps nothing, or keeps what a newer program made.
    pub(super) async fn open() -> Result<Self, LocalStoreError> {
        let again = |_| async {
            TimeoutFuture::new(RETRY_MS).await;
            connect().await
        };
        let connection = connect().or_else(again).await?;
        close_for_a_newer_page(connection.clone())?;
        Ok(Self { connection })
    }

    pub(super) async fn load_profile(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<ProfileHead>, LocalStoreError> {
        let record = self.read(HEAD, customer).await?;
        Ok(record.and_then(|r| of_stored(&r.as_string()?)))
    }

    pub(super) async fn load_timeline(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<KeptTimeline>, LocalStoreError> {
        let record = self.read(BLOCKS, customer).await?;
        Ok(record.as_ref().and_then(timeline_of))
    }

    pub(super) async fn save_profile(
        &self,
        head: &ProfileHead,
        person: &Person,
        timeline: Option<KeptTimeline>,
    ) -> Result<(), LocalStoreError> {
        let key = person.customer_id.as_str();
        let (head, person) = (to_stored(head)?, to_text(person)?);
        let blocks = timeline.as_ref().map(record_of);
        let transaction = self.write(&[HEAD, PEOPLE, BLOCKS])?;
        put(&transaction, HEAD, key, head.into())?;
        put(&transaction, PEOPLE, key, person.into())?;
        if let Some(blocks) = blocks {
            put(&transaction, BLOCKS, key, blocks.into())?;
        }
        Ok(transaction.commit().await?)
    }

    pub(super) async fn list_people(&self) -> Result<Vec<Person>, LocalStoreError> {
        self.read_all(PEOPLE).await
    }

    pub(super) async fn load_outbox(&self) -> Result<Vec<Entry>, LocalStoreError> {
        self.read_all(OUTBOX).await
    }

    pub(super) async fn save_outbox(&self, changes: &[StoreChange]) -> Result<(), LocalStoreError> {
        let rows = changes.iter().map(|change| match change {
            StoreChange::Put(entry) => Ok((&entry.operation.op_id, Some(to_text(entry)?))),
            StoreChange::Remove(op_id) => Ok((op_id, None)),
        });
        let rows = rows.collect::<Result<Vec<_>, LocalStoreError>>()?;
        let transaction = self.write(&[OUTBOX])?;
        for (op_id, text) in rows {
            match text {
                Some(text) => put(&transaction, OUTBOX, op_id.as_str(), text.into())?,
                None => {
                    let store = transaction.object_store(OUTBOX)?;
                    store.delete(op_id.as_str()).primitive()?;
                }
            }
        }
        Ok(transaction.commit().await?)
    }

    async fn read(
        &self,
        store: &str,
        customer: &CustomerId,
    ) -> Result<Option<JsValue>, LocalStoreError> {
        let transaction = self.connection.transaction(store).build()?;
        let records = transaction.object_store(store)?;
        Ok(records.get(customer.as_str()).primitive()?.await?)
    }

    /// What cannot be read is treated as absent: the server has it, or it was never acknowledged.
    async fn read_all<T: DeserializeOwned>(&self, store: &str) -> Result<Vec<T>, LocalStoreError> {
        let transaction = self.connection.transaction(store).build()?;
        let records = transaction.object_store(store)?;
        let texts = records.get_all::<String>().primitive()?.await?;
        let known = texts.filter_map(|text| serde_json::from_slice(text.ok()?.as_bytes()).ok());
        Ok(known.collect())
    }

    fn write<'a>(&'a self, stores: &[&str]) -> Result<Transaction<'a>, LocalStoreError> {
        let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
        let transaction = self.connection.transaction(stores);
        let transaction = transaction.with_mode(TransactionMode::Readwrite);
        Ok(transaction.with_options(strict).build()?)
    }
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

/// A page with a newer version must not wait for this one.
fn close_for_a_newer_page(connection: Connection) -> Result<(), LocalStoreError> {
    let mut newer = connection.version_changes()?;
    spawn_local(async move {
        if newer.recv().await.is_some() {
            connection.close();
        }
    });
    Ok(())
}

fn to_text<T: Serialize>(value: &T) -> Result<String, LocalStoreError> {
    Ok(serde_json::to_string(value)?)
}

/// The request is not waited for: what counts is that the transaction completes.
fn put(
    transaction: &Transaction<'_>,
    store: &str,
    key: &str,
    record: JsValue,
) -> Result<(), LocalStoreError> {
    let store = transaction.object_store(store)?;
    store.put(record).with_key(key).primitive()?;
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
