//! Drafts gathered to batches: one transaction of the store for some thousand lines.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Relation;

use super::draft::Draft;
use super::report::ImportReport;
use super::segment::resolve::Resolver;
use crate::store::{CustomerRecord, ProfileStore, StoreError};

/// Lines in a batch.
const MAX_DRAFTS: usize = 5_000;

/// Bytes of text in a batch: lines of the greatest length must not add up.
const MAX_BYTES: usize = 16 << 20;

/// Gathers drafts and writes them.
pub(super) struct Batch<'a> {
    store: Option<&'a dyn ProfileStore>,
    tenant: &'a TenantId,
    source: &'a str,
    resolver: Resolver<'a>,
    drafts: Vec<Draft>,
    bytes: usize,
    /// What this import has said already: an e-mail address that stands in a thousand rows is sent
    /// once, and is no duplicate.
    said: HashSet<u128>,
}

impl<'a> Batch<'a> {
    /// An empty batch.
    pub(super) fn new(
        store: Option<&'a dyn ProfileStore>,
        tenant: &'a TenantId,
        source: &'a str,
        resolver: Resolver<'a>,
    ) -> Self {
        Self {
            store,
            tenant,
            source,
            resolver,
            drafts: Vec::new(),
            bytes: 0,
            said: HashSet::new(),
        }
    }

    /// Takes what one line says, all of it in the same batch.
    pub(super) async fn push(
        &mut self,
        drafts: impl IntoIterator<Item = Draft>,
        line_bytes: usize,
        report: &mut ImportReport,
    ) -> Result<(), StoreError> {
        self.drafts.extend(drafts);
        self.bytes += line_bytes;
        if self.drafts.len() >= MAX_DRAFTS || self.bytes >= MAX_BYTES {
            self.flush(report).await?;
        }
        Ok(())
    }

    /// Writes what is gathered.
    pub(super) async fn flush(&mut self, report: &mut ImportReport) -> Result<(), StoreError> {
        self.bytes = 0;
        let mut records = BTreeMap::new();
        for draft in std::mem::take(&mut self.drafts) {
            self.add(draft, &mut records).await?;
        }
        let Some(store) = self.store else {
            return Ok(());
        };
        if records.is_empty() {
            return Ok(());
        }
        let done = store
            .ingest(self.tenant, records.into_values().collect())
            .await?;
        report.stored += done.stored;
        report.duplicates += done.duplicates;
        Ok(())
    }

    async fn add(
        &mut self,
        draft: Draft,
        records: &mut BTreeMap<CustomerId, CustomerRecord>,
    ) -> Result<(), StoreError> {
        let Some(customer) = self.resolver.customer(&draft.subject).await? else {
            return Ok(());
        };
        let mut relations = Vec::new();
        for relation in draft.relations {
            let Some(other) = self.resolver.customer(&relation.to).await? else {
                continue;
            };
            if self.is_new(&(&customer, &other, relation.kind)) {
                relations.push(Relation {
                    customer_id: other,
                    name: relation.name,
                    kind: relation.kind,
                    note: String::new(),
                    source: self.source.to_owned(),
                });
            }
        }
        let mut identities = draft.identities;
        identities.retain(|identity| self.is_new(&(&customer, identity)));
        let mut assertions = draft.assertions;
        assertions.retain(|claim| self.is_new(&(&customer, &claim.assertion_id)));
        let record = records
            .entry(customer.clone())
            .or_insert_with(|| empty(customer));
        record.kind = draft.kind.or(record.kind);
        record.relations.extend(relations);
        record.identities.extend(identities);
        record.assertions.extend(assertions);
        record.items.extend(draft.items);
        Ok(())
    }

    fn is_new(&mut self, what: &impl Hash) -> bool {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            salt.hash(&mut hasher);
            what.hash(&mut hasher);
            u128::from(hasher.finish())
        };
        self.said.insert((half(0) << 64) | half(1))
    }
}

fn empty(customer_id: CustomerId) -> CustomerRecord {
    CustomerRecord {
        customer_id,
        kind: None,
        assertions: Vec::new(),
        identities: Vec::new(),
        relations: Vec::new(),
        items: Vec::new(),
    }
}
