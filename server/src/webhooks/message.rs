//! What a webhook is told: one message for an item that is new or changed, and one for a card that changed.

use chrono::{DateTime, SecondsFormat, Utc};
use klantbeeld::api::wire::Changes;
use klantbeeld_core::ids::CustomerId;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::settings::WebhookSettings;

/// A message, ready to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    /// The same whenever the same is told again.
    pub(super) id: String,
    pub(super) body: String,
}

/// Returns what is to be told of a customer.
pub(super) fn messages(
    webhook: &WebhookSettings,
    customer: &CustomerId,
    since: u64,
    changes: &Changes,
    now_ms: i64,
) -> Vec<Message> {
    let is_meant = |kind: &String| webhook.kinds.is_empty() || webhook.kinds.contains(kind);
    let items = changes.items.iter().rev().filter(|i| is_meant(&i.kind));
    let version = changes.version;
    let items = items.map(|item| {
        let data = json!({"customer_id": customer, "version": version, "item": item});
        message(
            webhook,
            customer,
            since,
            "item.changed",
            (item.item_id.as_str(), data),
            now_ms,
        )
    });
    let card = (webhook.tells_fields && changes.reload).then(|| {
        let data = json!({"customer_id": customer, "version": version});
        message(
            webhook,
            customer,
            since,
            "customer.changed",
            ("", data),
            now_ms,
        )
    });
    items.chain(card).collect()
}

fn message(
    webhook: &WebhookSettings,
    customer: &CustomerId,
    since: u64,
    kind: &str,
    (what, data): (&str, Value),
    now_ms: i64,
) -> Message {
    let mut hash = Sha256::new();
    for part in [webhook.name.as_str(), customer.as_str(), kind, what] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(since.to_le_bytes());
    // The content too: what changed once more before it was taken is another message.
    hash.update(data.get("item").map(Value::to_string).unwrap_or_default());
    let id: String = hash
        .finalize()
        .iter()
        .take(16)
        .map(|b| format!("{b:02x}"))
        .collect();
    let at = DateTime::<Utc>::from_timestamp_millis(now_ms).unwrap_or_default();
    let timestamp = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let body = json!({"type": kind, "timestamp": timestamp, "data": data}).to_string();
    Message {
        id: format!("msg_{id}"),
        body,
    }
}
