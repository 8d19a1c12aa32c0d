//! Sending one message: signed, within a time, and never to where an answer points.

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring::default_provider;
use standardwebhooks::Webhook;
use tokio::task::spawn_blocking;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::message::Message;
use super::settings::WebhookSettings;

/// The other system has this long.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// Sends the messages of one webhook.
pub(super) struct Sender {
    agent: Agent,
    url: String,
    secret: String,
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// No answer, or one that says no.
    #[error("not taken: {0}")]
    NotTaken(#[from] ureq::Error),
    /// The secret cannot sign.
    #[error("cannot be signed")]
    Unsigned,
}

impl Sender {
    pub(super) fn new(webhook: &WebhookSettings) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(default_provider()))
            .build();
        let config = Agent::config_builder()
            .timeout_global(Some(ANSWER_WITHIN))
            .max_redirects(0)
            .tls_config(tls)
            .build();
        Self {
            agent: config.into(),
            url: webhook.url.clone(),
            secret: webhook.secret.0.clone(),
        }
    }

    /// Sends one message; taken is what is answered with 2xx.
    ///
    /// # Errors
    /// It was not taken.
    pub(super) async fn send(&self, message: &Message, now_ms: i64) -> Result<(), SendError> {
        let at_s = now_ms.div_euclid(1_000);
        let signer = Webhook::new(&self.secret).map_err(|_| SendError::Unsigned)?;
        let signature = signer
            .sign(&message.id, at_s, message.body.as_bytes())
            .map_err(|_| SendError::Unsigned)?;
        let request = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", at_s.to_string())
            .header("webhook-signature", signature);
        let body = message.body.clone();
        let sent = spawn_blocking(move || request.send(body).map(drop)).await;
        match sent {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(SendError::NotTaken(ureq::Error::ConnectionFailed)),
        }
    }
}
