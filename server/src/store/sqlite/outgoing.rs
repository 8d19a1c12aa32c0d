//! What other systems are still to be told of, kept in the file of the profiles.

use std::collections::BTreeSet;

use async_trait::async_trait;
use klantbeeld_core::ids::CustomerId;

use super::{SqliteProfileStore, outgoing_rows};
use crate::store::{Due, Outgoing, StoreResult, WebhookName};

#[async_trait]
impl Outgoing for SqliteProfileStore {
    async fn keep_webhooks(&self, wanted: BTreeSet<WebhookName>) -> StoreResult<()> {
        self.blocking(move |db| {
            db.with_writer(|connection| outgoing_rows::keep(connection, &wanted))
        })
        .await
    }

    async fn due(&self, webhook: &WebhookName, now_ms: i64, limit: usize) -> StoreResult<Vec<Due>> {
        let webhook = webhook.clone();
        self.blocking(move |db| {
            db.read(&webhook.0, |connection, _| {
                outgoing_rows::due(connection, &webhook, now_ms, limit)
            })
        })
        .await
    }

    async fn told(
        &self,
        webhook: &WebhookName,
        customer: &CustomerId,
        until: u64,
    ) -> StoreResult<()> {
        let (webhook, customer) = (webhook.clone(), customer.clone());
        self.blocking(move |db| {
            db.with_writer(|connection| outgoing_rows::told(connection, &webhook, &customer, until))
        })
        .await
    }

    async fn put_off(
        &self,
        webhook: &WebhookName,
        customer: &CustomerId,
        until_ms: i64,
    ) -> StoreResult<()> {
        let (webhook, customer) = (webhook.clone(), customer.clone());
        self.blocking(move |db| {
            db.with_writer(|connection| {
                outgoing_rows::put_off(connection, &webhook, &customer, until_ms)
            })
        })
        .await
    }
}
