//! From what a line says of somebody to a record about a customer, the same for files and for messages.
//!
//! **Invariant:** what was said of a customer once in a batch is not said again: an e-mail address that stands in a
//! thousand rows is sent once, and is no duplicate.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Relation;

use super::import_record::ImportRecord;
use super::segment::resolve::Resolver;
use crate::store::{CustomerRecord, Said, StoreError};

/// Finds out whom records are about.
pub(super) struct Recogniser<'a> {
    resolver: Resolver<'a>,
    said: HashSet<u128>,
}

impl<'a> Recogniser<'a> {
    /// Makes one that goes by what a resolver finds.
    pub(super) fn new(resolver: Resolver<'a>) -> Self {
        Self {
            resolver,
            said: HashSet::new(),
        }
    }

    /// Returns the record of the customer; none for an id that cannot be one. `received` holds where the source
    /// gives no stamp.
    pub(super) async fn record(
        &mut self,
        record: ImportRecord,
        source: &str,
        received: Said,
    ) -> Result<Option<CustomerRecord>, StoreError> {
        let Some(customer) = self.resolver.customer(&record.subject).await? else {
            return Ok(None);
        };
        let mut relations = Vec::new();
        for relation in record.relations {
            let Some(other) = self.resolver.customer(&relation.to).await? else {
                continue;
            };
            if self.is_new(&customer, &(&other, relation.kind)) {
                relations.push(Relation {
                    customer_id: other,
                    name: relation.name,
                    kind: relation.kind,
                    note: String::new(),
                    source: source.to_owned(),
                });
            }
        }
        let mut identities = record.identities;
        identities.retain(|identity| self.is_new(&customer, identity));
        let mut assertions = record.assertions;
        assertions.retain(|claim| self.is_new(&customer, &claim.assertion_id));
        Ok(Some(CustomerRecord {
            said: record.told_ms.map_or(received, Said::At),
            kind: record.kind,
            assertions,
            identities,
            relations,
            items: record.items,
            ..CustomerRecord::new(customer, received)
        }))
    }

    fn is_new(&mut self, customer: &CustomerId, what: &impl Hash) -> bool {
        self.said.insert(key_of(&(customer, what)))
    }
}

/// Names what is hashed.
pub(super) fn key_of(what: &impl Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        what.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    (half(0) << 64) | half(1)
}
