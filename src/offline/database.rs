//! IndexedDB: a few large records instead of one per item.
//!
//! Stores: `head` and `people` (JSON text by customer), `blocks` (the timeline's raw blocks by
//! customer), `outbox` (JSON text by operation). `device.js` makes them.

use js_sys::{Array, Promise};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::json::{self, FromJson};
use klantbeeld_core::list::Gather;
use klantbeeld_core::sync::{Entry, StoreChange};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::device::{Device, opened};
use super::record::{BlocksRecord, Person, ProfileRecord};
use super::store::LocalStoreError;

const HEAD: &str = "head";
const BLOCKS: &str = "blocks";
const PEOPLE: &str = "people";
const OUTBOX: &str = "outbox";

/// The open database.
pub(crate) struct Database {
    device: Device,
}

fn to_text<T: Serialize>(value: &T) -> Result<String, LocalStoreError> {
    serde_json::to_string(value).map_err(|_| LocalStoreError::Refused)
}

/// What cannot be read is treated as absent: the server has it, or it was never acknowledged.
fn of_text<T: FromJson>(text: &str) -> Option<T> {
    json::read(text)
}

impl Database {
    pub(crate) async fn open(opening: Promise) -> Result<Self, LocalStoreError> {
        let device = opened(opening).await?;
        Ok(Self { device })
    }

    pub(crate) async fn load_profile(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<ProfileRecord>, LocalStoreError> {
        let text = self.device.read(HEAD, customer.as_str()).await?.as_string();
        Ok(text.and_then(|t| ProfileRecord::of_stored(&t)))
    }

    pub(crate) async fn load_blocks(
        &self,
        customer: &CustomerId,
    ) -> Result<Option<BlocksRecord>, LocalStoreError> {
        let value = self.device.read(BLOCKS, customer.as_str()).await?;
        Ok(BlocksRecord::of_stored(value))
    }

    pub(crate) async fn save_profile(
        &self,
        record: &ProfileRecord,
        person: &Person,
        blocks: Option<BlocksRecord>,
    ) -> Result<(), LocalStoreError> {
        let key = person.customer_id.as_str();
        let mut rows = vec![
            (HEAD, key, Some(record.to_stored().into())),
            (PEOPLE, key, Some(to_text(person)?.into())),
        ];
        if let Some(record) = blocks {
            let version = JsValue::from_str(&record.version.to_string());
            let array = Array::of2(&version, &record.patch);
            for block in record.blocks {
                array.push(&block);
            }
            rows.push((BLOCKS, key, Some(array.into())));
        }
        self.device.put(rows).await
    }

    pub(crate) async fn list_people(&self) -> Result<Vec<Person>, LocalStoreError> {
        let texts = self.device.texts(PEOPLE).await?;
        let mut people: Vec<Person> = texts.iter().filter_map(|t| of_text(t)).gather();
        klantbeeld_core::order::sort_by_key(&mut people, |p| std::cmp::Reverse(p.opened_ms));
        Ok(people)
    }

    pub(crate) async fn load_outbox(&self) -> Result<Vec<Entry>, LocalStoreError> {
        let texts = self.device.texts(OUTBOX).await?;
        Ok(texts.iter().filter_map(|t| of_text(t)).gather())
    }

    pub(crate) async fn save_outbox(&self, changes: &[StoreChange]) -> Result<(), LocalStoreError> {
        let mut rows = Vec::new();
        for change in changes {
            rows.push(match change {
                StoreChange::Put(entry) => (
                    OUTBOX,
                    entry.operation.op_id.as_str(),
                    Some(to_text(entry)?.into()),
                ),
                StoreChange::Remove(op_id) => (OUTBOX, op_id.as_str(), None),
            });
        }
        self.device.put(rows).await
    }
}
