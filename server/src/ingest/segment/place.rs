//! Through which channel a message came.

use serde_json::Value;

use super::message::{Message, MessageType};

/// Returns the slug of the channel: a screen is the app, a page the web, and an event says by its library.
pub(super) fn channel(message: &Message) -> &'static str {
    match message.kind {
        MessageType::Screen => return "app",
        MessageType::Page => return "web",
        _ => {}
    }
    let library = message.context.library.get("name").and_then(Value::as_str);
    let named = message.channel.as_deref().or(library).unwrap_or_default();
    let has = |part: &str| named.to_ascii_lowercase().contains(part);
    let is_app = [
        "mobile",
        "ios",
        "android",
        "swift",
        "kotlin",
        "flutter",
        "react-native",
    ];
    if is_app.into_iter().any(has) {
        "app"
    } else if named == "server" {
        "system"
    } else {
        "web"
    }
}
