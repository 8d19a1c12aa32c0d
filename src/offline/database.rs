//! IndexedDB: a few large records instead of one per item.
//!
//! Stores: `head` and `people` (JSON text by customer), `blocks` (the timeline's raw blocks by
//! customer), `outbox` (JSON text by operation). Upgrades only add; data moves after opening.

use indexed_db_futures::database::Database as Connection;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Array;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::json::{self, FromJson};
use klantbeeld_core::list::Gather;
use klantbeeld_core::sync::{Entry, StoreChange};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::record::{BlocksRecord, Person, ProfileRecord};
use super::store::LocalStoreError;

const NAME: &str = "klantbeeld";
const VERSION: u8 = 1;
const HEAD: &str = "head";
const BLOCKS: &str = "blocks";
const PEOPLE: &str = "people";
const OUTBOX: &str = "outbox";

impl From<Error> for LocalStoreError {
    fn from(_: Error) -> Self {
        Self::Refused
    }
}

impl From<OpenDbError> for LocalStoreError {
    fn from(_: OpenDbError) -> Self {
        Self::Refused
    }
}

/// The open database.
pub(crate) struct Database {
    connection: Connection,
}

fn to_text<T: Serialize>(value: &T) -> Result<String, LocalStoreError> {
    serde_json::to_string(value).map_err(|_| LocalStoreError::Refused)
}

/// What cannot be read is treated as absent: the server has it, or it was never acknowledged.
fn of_text<T: FromJson>(text: &str) -> Option<T> {
    json::read(text)
}

impl Database {
    pub(crate) async fn open() -> Result<Self, LocalStoreError> {
        let connection = Connection::open(NAME)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, connection| {
                for store in [HEAD, BLOCKS, PEOPLE, OUTBOX] {
                    if !connection.object_store_names().any(|name| name == store) {
                        connection.create_object_store(store).build()?;
                    }
                }
                Ok(())
            })
            .await?;
        Ok(Self { connection })
    }

    async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, LocalStoreError> {
        let transaction = self.connection.transaction(store).build()?;
        let value = transaction
            .object_store(store)?
            .get(key)
            .primitive()?
            .await?;
        Ok(value)
    }

    async fn all(&self, store: &str) -> Result<Vec<String>, LocalStoreError> {
        let transaction = self.connection.transaction(store).build()?;
        let rows = transaction
            .object_store(store)?
            .get_all::<String>()
            .primitive()?
            .await?;
        Ok(rows.filter_map(Result::ok).gather())
    }

    fn write<'a>(&'a self, stores: &[&str]) -> Result<Transaction<'a>, LocalStoreError> {
        let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
        let transaction = self.connection.transaction(stores);
        Ok(transaction
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict)
            .build()?)
    }

    pub(crate) async fn load_profile(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<ProfileRecord>, LocalStoreError> {
        let text = self
            .get(HEAD, customer.as_str())
            .await?
            .and_then(|v| v.as_string());
        Ok(text.and_then(|t| ProfileRecord::of_stored(&t)))
    }

    pub(crate) async fn load_blocks(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<BlocksRecord>, LocalStoreError> {
        let value = self.get(BLOCKS, customer.as_str()).await?;
        Ok(value.and_then(BlocksRecord::of_stored))
    }

    pub(crate) async fn save_profile(
        &self,
        record: &ProfileRecord,
        person: &Person,
        blocks: Option<BlocksRecord>,
    ) -> Result<(), LocalStoreError> {
        let key = person.customer_id.as_str();
        let (head, person) = (record.to_stored(), to_text(person)?);
        let array = blocks.map(|record| {
            let version = JsValue::from_str(&record.version.to_string());
            let array = Array::of2(&version, &record.patch);
            for block in record.blocks {
                array.push(&block);
            }
            JsValue::from(array)
        });
        let transaction = self.write(&[HEAD, PEOPLE, BLOCKS])?;
        transaction
            .object_store(HEAD)?
            .put(head)
            .with_key(key)
            .primitive()?;
        transaction
            .object_store(PEOPLE)?
            .put(person)
            .with_key(key)
            .primitive()?;
        if let Some(array) = array {
            transaction
                .object_store(BLOCKS)?
                .put(array)
                .with_key(key)
                .primitive()?;
        }
        Ok(transaction.commit().await?)
    }

    pub(crate) async fn list_people(&self) -> Result<Vec<Person>, LocalStoreError> {
        let texts = self.all(PEOPLE).await?;
        let mut people: Vec<Person> = texts.iter().filter_map(|t| of_text(t)).gather();
        klantbeeld_core::order::sort_by_key(&mut people, |p| std::cmp::Reverse(p.opened_ms));
        Ok(people)
    }

    pub(crate) async fn load_outbox(&self) -> Result<Vec<Entry>, LocalStoreError> {
        Ok(self
            .all(OUTBOX)
            .await?
            .iter()
            .filter_map(|t| of_text(t))
            .gather())
    }

    pub(crate) async fn save_outbox(
        &self,
        changes: Vec<StoreChange>,
    ) -> Result<(), LocalStoreError> {
        let rows = changes
            .into_iter()
            .map(|change| match change {
                StoreChange::Put(entry) => Ok((
                    entry.operation.op_id.as_str().to_owned(),
                    Some(to_text(&entry)?),
                )),
                StoreChange::Remove(op_id) => Ok((op_id.as_str().to_owned(), None)),
            })
            .collect::<Result<Vec<_>, LocalStoreError>>()?;
        let transaction = self.write(&[OUTBOX])?;
        let store = transaction.object_store(OUTBOX)?;
        for (key, row) in rows {
            match row {
                Some(text) => drop(store.put(text).with_key(key).primitive()?),
                None => drop(store.delete(key).primitive()?),
            }
        }
        drop(store);
        Ok(transaction.commit().await?)
    }
}
