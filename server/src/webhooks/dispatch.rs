//! One webhook: takes what is due, tells it in the order in which it happened, and puts off what was not taken.

use std::sync::Arc;
use std::time::Duration;

use klantbeeld::api::ApiError;
use klantbeeld::api::backend::Backend as _;
use klantbeeld::api::wire::{Changes, ChangesRequest, PageRequest};
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{Actor, Role};

use super::error::WebhookError;
use super::message::messages;
use super::send::Sender;
use super::settings::WebhookSettings;
use crate::auth::{Caller, Scope};
use crate::service::{Service, Session};
use crate::store::{Due, Outgoing};

/// Customers that are read at a time.
const BATCH: usize = 64;
/// How long nothing is looked for without a hint.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The first wait after a message that was not taken, and the longest: it doubles.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 3_600_000;
/// What of a customer who is new, or of whom much was imported at once, is told item by item.
const NEWEST: u16 = 50;

/// One webhook at work.
pub(super) struct Dispatch {
    service: Arc<Service>,
    session: Arc<Session>,
    webhook: WebhookSettings,
    sender: Sender,
}

impl Dispatch {
    pub(super) fn new(
        service: &Arc<Service>,
        webhook: WebhookSettings,
    ) -> Result<Self, WebhookError> {
        let caller = Caller {
            tenant: webhook.tenant.clone(),
            actor: Actor {
                subject: format!("webhook:{}", webhook.name),
                name: webhook.name.clone(),
                role: Role::new(webhook.role.clone()),
            },
            scope: Scope::All,
            purpose: None,
            expires_at_ms: i64::MAX,
        };
        let session = Session::new(service.clone(), caller);
        let session = session.map_err(|_| WebhookError::Role(webhook.name.clone()))?;
        Ok(Self {
            service: service.clone(),
            session: Arc::new(session),
            sender: Sender::new(&webhook),
            webhook,
        })
    }

    /// Tells for ever.
    pub(super) async fn run(self) {
        let hints = self.service.store().hints().watch_all();
        loop {
            let is_more = self.tell_due().await.unwrap_or_else(|error| {
                tracing::warn!(webhook = self.webhook.name, %error, "webhook waits");
                false
            });
            if !is_more {
                // A hint, what another process wrote, or what was put off.
                let _hint = tokio::time::timeout(LOOK_EVERY, hints.rung()).await;
            }
        }
    }

    fn outgoing(&self) -> Result<&dyn Outgoing, WebhookError> {
        self.service.store().outgoing().ok_or(WebhookError::Store)
    }

    /// Tells what is due now. Returns whether there may be more.
    async fn tell_due(&self) -> Result<bool, WebhookError> {
        let (key, now_ms) = (self.webhook.key(), self.service.now_ms());
        let due = self.outgoing()?.due(&key, now_ms, BATCH).await?;
        let is_more = due.len() == BATCH;
        for due in due {
            self.tell(due).await?;
        }
        Ok(is_more)
    }

    async fn tell(&self, due: Due) -> Result<(), WebhookError> {
        let (key, customer) = (self.webhook.key(), &due.customer_id);
        let changes = match self.changes(customer, due.since).await {
            Ok(changes) => changes,
            // Nobody is left to tell of.
            Err(ApiError::NotFound) => {
                return Ok(self.outgoing()?.told(&key, customer, u64::MAX).await?);
            }
            Err(error) => return Err(error.into()),
        };
        let now_ms = self.service.now_ms();
        for message in messages(&self.webhook, customer, due.since, &changes, now_ms) {
            if let Err(error) = self.sender.send(&message, self.service.now_ms()).await {
                let wait_ms = wait_ms(due.attempts, rand::random());
                tracing::warn!(webhook = self.webhook.name, %error, wait_ms, "webhook not taken");
                let until_ms = self.service.now_ms().saturating_add(wait_ms);
                return Ok(self.outgoing()?.put_off(&key, customer, until_ms).await?);
            }
        }
        Ok(self
            .outgoing()?
            .told(&key, customer, changes.version)
            .await?)
    }

    /// Returns what this webhook's role may see of what happened.
    async fn changes(&self, customer: &CustomerId, since: u64) -> Result<Changes, ApiError> {
        let request = ChangesRequest {
            customer_id: customer.clone(),
            since,
        };
        let mut changes = self.session.clone().changes(request).await?;
        if changes.items.is_empty() && changes.reload {
            let newest = PageRequest {
                customer_id: customer.clone(),
                cursor: None,
                limit: NEWEST,
                kinds: self.webhook.kinds.iter().cloned().collect(),
                channels: Vec::new(),
                text: String::new(),
            };
            if since == 0 {
                changes.items = self.session.clone().page(newest).await?.items;
            }
        }
        Ok(changes)
    }
}

/// Returns how long to wait after so many failures, somewhere in the upper half of what has doubled.
fn wait_ms(attempts: u32, chance: f64) -> i64 {
    let doubled = FIRST_WAIT_MS.saturating_mul(1 << attempts.min(20));
    let most = doubled.min(LONGEST_WAIT_MS);
    #[expect(clippy::cast_possible_truncation, reason = "below an hour")]
    #[expect(clippy::cast_precision_loss, reason = "below an hour")]
    let part = (most as f64 / 2.0 * chance) as i64;
    most / 2 + part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour_and_is_never_all_at_one_time() {
        assert_eq!(wait_ms(0, 0.0), 500);
        assert_eq!(wait_ms(3, 1.0), 8_000);
        assert_eq!(wait_ms(40, 1.0), 3_600_000);
        assert!(wait_ms(5, 0.2) < wait_ms(5, 0.8));
    }
}
