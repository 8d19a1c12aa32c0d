//! A file that belongs to an item: a letter, a document, a photo.
//!
//! The item's payload names it under `attachment`; what is in it lies elsewhere, found by its hash. A payload
//! that gives no hash names a file that is not kept here: it is shown, and cannot be opened.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The part of a payload that names files: one object, or a list of them.
pub const ATTACHMENT_PART: &str = "attachment";
/// The longest name of a file, in characters.
pub const MAX_NAME_CHARS: usize = 200;

/// A file whose content is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// As its author called it.
    pub name: String,
    /// What it is, such as `application/pdf`.
    pub media_type: String,
    /// How large it is.
    pub size_bytes: u64,
    /// SHA-256 of its content, in 64 lower-case hexadecimal digits.
    pub sha256: String,
}

impl Attachment {
    /// Returns whether name and hash have the form that they must have.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let is_hash = self.sha256.len() == 64
            && self
                .sha256
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let is_name = !self.name.trim().is_empty()
            && self.name.chars().nth(MAX_NAME_CHARS).is_none()
            && !self.name.chars().any(char::is_control);
        is_hash && is_name
    }
}

/// Returns the kept files that a payload names.
#[must_use]
pub fn attachments_of(payload: &Map<String, Value>) -> Vec<Attachment> {
    let read = |value: &Value| Attachment::deserialize(value).ok();
    match payload.get(ATTACHMENT_PART) {
        Some(Value::Array(all)) => all.iter().filter_map(read).collect(),
        Some(one) => read(one).into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn payload(part: &Value) -> Map<String, Value> {
        Map::from_iter([(ATTACHMENT_PART.to_owned(), part.clone())])
    }

    #[test]
    fn one_file_or_several_and_only_those_that_are_kept() {
        let hash = "ab".repeat(32);
        let kept = json!({"name": "brief.pdf", "media_type": "application/pdf", "size_bytes": 3, "sha256": hash, "pages": 2});
        let named = json!({"name": "elders.pdf", "pages": 1});
        assert_eq!(attachments_of(&payload(&kept)).len(), 1);
        assert_eq!(attachments_of(&payload(&named)), []);
        let both = attachments_of(&payload(&json!([kept, named, kept])));
        assert_eq!(both.len(), 2);
        assert!(both.iter().all(Attachment::is_well_formed));
        assert_eq!(attachments_of(&Map::new()), []);
    }

    #[test]
    fn a_hash_is_64_digits_and_a_name_is_one_line() {
        let file = |name: &str, sha256: &str| Attachment {
            name: name.to_owned(),
            media_type: "image/png".to_owned(),
            size_bytes: 1,
            sha256: sha256.to_owned(),
        };
        let hash = "0f".repeat(32);
        assert!(file("a.png", &hash).is_well_formed());
        for (name, sha256) in [
            ("", hash.as_str()),
            ("a\nb.png", &hash),
            (&"x".repeat(201), &hash),
            ("a.png", "../../etc/passwd"),
            ("a.png", &hash.to_uppercase()),
            ("a.png", ""),
        ] {
            assert!(!file(name, sha256).is_well_formed(), "{name} {sha256}");
        }
    }
}
