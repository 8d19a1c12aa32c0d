//! The first reading of messages, which only asks who is who: most lines name people whom a line before named.
//!
//! It exists because reading every message whole, twice, took a third of an import. **Invariant:** a message
//! is passed over only when one that was read whole named the same user and visitor, and it is no alias.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::identifier::NoIds;
use super::message::{Message, MessageType};

/// Who a line is about, as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Who<'a> {
    #[serde(borrow)]
    user_id: Option<&'a RawValue>,
    #[serde(borrow)]
    anonymous_id: Option<&'a RawValue>,
    #[serde(borrow)]
    previous_id: Option<&'a RawValue>,
}

/// The users and visitors that were named together.
#[derive(Debug, Default)]
pub(crate) struct NewIds(HashSet<u64>);

impl NewIds {
    /// Reads a line that may say something new of who is who; none for others, and for what is no message.
    pub(crate) fn message(&mut self, line: &str, no_ids: &NoIds) -> Option<Message> {
        let who: Who<'_> = serde_json::from_str(line).ok()?;
        let text = |raw: Option<&'_ RawValue>| raw.map(|raw| raw.get().to_owned());
        let key = {
            let mut hasher = DefaultHasher::new();
            (text(who.user_id), text(who.anonymous_id)).hash(&mut hasher);
            hasher.finish()
        };
        if who.previous_id.is_none() && self.0.contains(&key) {
            return None;
        }
        let message = Message::parse(line, no_ids).ok()?;
        if message.kind != MessageType::Alias {
            self.0.insert(key);
        }
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_whole_when_it_names_somebody_new_or_joins_two() {
        let mut new = NewIds::default();
        let no_ids = NoIds::default();
        let mut is_read = |line: &str| new.message(line, &no_ids).is_some();
        let time = r#""timestamp":"2026-01-01T00:00:00Z""#;
        let page = |ids: &str| format!(r#"{{"type":"page",{ids},{time}}}"#);
        assert!(is_read(&page(r#""userId":"u""#)));
        assert!(!is_read(&page(r#""userId":"u""#)));
        assert!(is_read(&page(r#""userId":"u","anonymousId":"a""#)));
        assert!(is_read(&page(r#""anonymousId":"a""#)));
        assert!(!is_read(&page(r#""anonymousId":"a","userId":"u""#)));
        assert!(is_read(&page(r#""userId":"a""#)));
        let alias = format!(r#"{{"type":"alias","userId":"u","previousId":"p",{time}}}"#);
        assert!(is_read(&alias) && is_read(&alias));
        for wrong in ["", "[]", "{", r#"{"type":"page","userId":"x"}"#] {
            assert!(!is_read(wrong), "{wrong}");
        }
        assert!(
            is_read(&page(r#""userId":"x""#)),
            "a refused line names nobody"
        );
    }
}
