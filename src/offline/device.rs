//! The device's database as `device.js` gives it.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::store::LocalStoreError;

#[wasm_bindgen]
extern "C" {
    /// An open database. Every method answers with a promise.
    pub(crate) type Device;

    #[wasm_bindgen(method)]
    fn get(this: &Device, store: &str, key: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn all(this: &Device, store: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn write(this: &Device, rows: &Array) -> Promise;
}

/// A record of a store under a key; none removes it.
pub(super) type Row<'a> = (&'static str, &'a str, Option<JsValue>);

/// The device that the loader opens, if it does.
pub(super) async fn opened(opening: Promise) -> Result<Device, LocalStoreError> {
    // `device.js` is the only one that makes it.
    Ok(answer(opening).await?.unchecked_into())
}

impl Device {
    pub(super) async fn read(
        &self,
        store: &'static str,
        key: &str,
    ) -> Result<JsValue, LocalStoreError> {
        answer(self.get(store, key)).await
    }

    /// All records of a store that are texts.
    pub(super) async fn texts(&self, store: &'static str) -> Result<Vec<String>, LocalStoreError> {
        let records = Array::from(&answer(self.all(store)).await?);
        let mut texts = Vec::new();
        for record in records.iter() {
            texts.extend(record.as_string());
        }
        Ok(texts)
    }

    /// Writes all rows or none; durable when it returns.
    pub(super) async fn put(&self, rows: Vec<Row<'_>>) -> Result<(), LocalStoreError> {
        let list = Array::new();
        for (store, key, record) in rows {
            let record = record.unwrap_or(JsValue::UNDEFINED);
            list.push(&Array::of3(&store.into(), &key.into(), &record));
        }
        answer(self.write(&list)).await.map(drop)
    }
}

async fn answer(promise: Promise) -> Result<JsValue, LocalStoreError> {
    let answer = JsFuture::from(promise).await;
    answer.map_err(|_| LocalStoreError::Refused)
}
