//! What one line says, before it is known which stored customer it is about.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{Assertion, CustomerKind, Identity, Item, RelationKind};
use sha2::{Digest as _, Sha256};

use super::oddity::Note;

/// Whom a line is about, in the words of the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Directly one customer.
    Customer(CustomerId),
    /// The person with this `userId`.
    User(String),
    /// A visitor who has not said who they are.
    Anonymous(String),
}

/// A link to another customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRelation {
    /// The other.
    pub to: Subject,
    /// The other's name.
    pub name: String,
    /// How they belong together.
    pub kind: RelationKind,
}

/// What one line says about one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRecord {
    /// Who.
    pub subject: Subject,
    /// When the source last changed it, by its own stamp; none when it does not say.
    pub told_ms: Option<i64>,
    /// What they are, when the source knows.
    pub kind: Option<CustomerKind>,
    /// Claims about fields.
    pub assertions: Vec<Assertion>,
    /// Identifiers, normalised.
    pub identities: Vec<Identity>,
    /// Links to others.
    pub relations: Vec<ImportRelation>,
    /// Timeline entries.
    pub items: Vec<Item>,
    /// What was odd about the line, and left out of the rest or read in another way.
    pub notes: Vec<Note>,
}

impl ImportRecord {
    /// Begins a record about somebody of whom nothing is said yet.
    #[must_use]
    pub fn about(subject: Subject) -> Self {
        Self {
            subject,
            told_ms: None,
            kind: None,
            assertions: Vec::new(),
            identities: Vec::new(),
            relations: Vec::new(),
            items: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Notes what is odd about a part, once.
    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Makes an id of what it names: the same parts always give the same 32 hexadecimal digits.
///
/// Each part is preceded by its length, so that `ab` + `c` and `a` + `bc` differ.
#[must_use]
pub fn content_id<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_id_depends_on_where_the_parts_end() {
        assert_ne!(content_id(["ab", "c"]), content_id(["a", "bc"]));
        assert_eq!(content_id(["ab", "c"]), content_id(["ab", "c"]));
        assert_eq!(content_id([]).len(), 32);
    }
}
