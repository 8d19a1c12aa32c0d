//! What is still to be told to other systems, as a small port beside the profiles.
//!
//! **Invariants:** while a webhook is kept, each new version of a customer of its tenant is due in the transaction of
//! the data, whichever process wrote it. There is one entry a customer and webhook, from the version that the other
//! system was told of last: what happens often waits once, and nothing is lost by that.

use std::collections::BTreeSet;

use async_trait::async_trait;
use klantbeeld_core::ids::{CustomerId, TenantId};

use super::error::StoreResult;

/// A webhook by tenant and name.
pub type WebhookName = (TenantId, String);

/// A customer of whom a webhook is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Who.
    pub customer_id: CustomerId,
    /// The version that was told last.
    pub since: u64,
    /// How often telling has failed since.
    pub attempts: u32,
}

/// Keeps what is to be told.
#[async_trait]
pub trait Outgoing: Send + Sync {
    /// Keeps these webhooks from now on; what others were still to be told of is forgotten.
    async fn keep_webhooks(&self, wanted: BTreeSet<WebhookName>) -> StoreResult<()>;

    /// Returns what a webhook is to be told of by now, longest due first.
    async fn due(&self, webhook: &WebhookName, now_ms: i64, limit: usize) -> StoreResult<Vec<Due>>;

    /// Takes in that a webhook was told of a customer up to a version. What came after that stays due.
    async fn told(
        &self,
        webhook: &WebhookName,
        customer: &CustomerId,
        until: u64,
    ) -> StoreResult<()>;

    /// Takes in that it was not, and when to try again.
    async fn put_off(
        &self,
        webhook: &WebhookName,
        customer: &CustomerId,
        until_ms: i64,
    ) -> StoreResult<()>;
}
