//! Telling other systems what happens here: signed messages to their addresses, again and again until they are taken.
//!
//! What is to be told stands in the store since the transaction of the data ([`Outgoing`](crate::store::Outgoing)), so a
//! restart forgets nothing. A message is signed in the form of Standard Webhooks, and keeps its id when it is repeated.
//!
//! **Invariants:** a webhook is told what its role may see, by the same service as everybody else. A message that was
//! not taken holds up no other customer's. What is told is told at least once.

mod dispatch;
mod error;
mod message;
mod send;
mod settings;

use std::sync::Arc;

pub use error::WebhookError;
pub use settings::{Secret, WebhookSettings};

use crate::live::Ending;
use crate::service::Service;

/// Starts telling, until the server ends. Webhooks that are no longer set are forgotten.
///
/// # Errors
/// The store keeps nothing for them, or a role is not in the policy.
pub async fn start(
    service: &Arc<Service>,
    webhooks: &[WebhookSettings],
    ending: &Ending,
) -> Result<(), WebhookError> {
    let wanted = webhooks.iter().map(WebhookSettings::key).collect();
    match service.store().outgoing() {
        Some(outgoing) => outgoing.keep_webhooks(wanted).await?,
        None if webhooks.is_empty() => return Ok(()),
        None => return Err(WebhookError::Store),
    }
    for webhook in webhooks {
        let dispatch = dispatch::Dispatch::new(service, webhook.clone())?;
        let ending = ending.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = dispatch.run() => {}
                () = ending.begun() => {}
            }
        });
    }
    Ok(())
}
