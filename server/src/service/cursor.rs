//! A place in a timeline as the client carries it: opaque, and checked when it comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use klantbeeld::api::ApiError;
use klantbeeld_core::ids::ItemId;

use super::invalid;
use crate::store::Cursor;

/// The longest cursor that this server gives, in bytes.
const MAX_CURSOR_BYTES: usize = 256;

/// Writes the cursor as text.
pub(super) fn encode(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(format!("1.{}.{}", cursor.at_ms, cursor.item_id))
}

/// Reads the cursor out of a text that this server gave.
///
/// # Errors
/// [`ApiError::Invalid`] for any other text.
pub(super) fn decode(text: &str) -> Result<Cursor, ApiError> {
    parse(text).ok_or_else(|| invalid("`cursor` is not one that this server gave"))
}

fn parse(text: &str) -> Option<Cursor> {
    if text.len() > MAX_CURSOR_BYTES {
        return None;
    }
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (at_ms, item_id) = plain.strip_prefix("1.")?.split_once('.')?;
    Some(Cursor {
        at_ms: at_ms.parse().ok()?,
        item_id: ItemId::parse(item_id).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went_and_nothing_else_does() {
        let cursor = Cursor {
            at_ms: -62_135_596_800_000,
            item_id: ItemId::parse("a.b/é").unwrap(),
        };
        assert_eq!(decode(&encode(&cursor)).unwrap(), cursor);
        for bad in [
            "",
            "x",
            "MS4x",
            "====",
            &"A".repeat(300),
            "MS4xLg",
            "' OR 1=1 --",
        ] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }
}
