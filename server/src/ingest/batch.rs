//! Import records gathered to batches: one transaction of the store for some thousand lines.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Relation;

use super::import_record::ImportRecord;
use super::report::ImportReport;
use super::segment::resolve::Resolver;
use crate::store::{CustomerRecord, ProfileStore, StoreError};

/// Lines in a batch.
const MAX_RECORDS: usize = 5_000;

/// Bytes of text in a batch: lines of the greatest length must not add up.
const MAX_BYTES: usize = 16 << 20;

/// Gathers records and writes them.
pub(super) struct Batch<'a> {
    store: Option<&'a dyn ProfileStore>,
    tenant: &'a TenantId,
    source: &'a str,
    resolver: Resolver<'a>,
    records: Vec<ImportRecord>,
    bytes: usize,
    /// What this import has said already: an e-mail address that stands in a thousand rows is sent
    /// once, and is no duplicate.
    said: HashSet<u128>,
}

impl<'a> Batch<'a> {
    /// Makes an empty batch.
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
            records: Vec::new(),
            bytes: 0,
            said: HashSet::new(),
        }
    }

    /// Takes what one line says, all of it in the same batch.
    pub(super) async fn push(
        &mut self,
        records: impl IntoIterator<Item = ImportRecord>,
        line_bytes: usize,
        report: &mut ImportReport,
    ) -> Result<(), StoreError> {
        self.records.extend(records);
        self.bytes += line_bytes;
        if self.records.len() >= MAX_RECORDS || self.bytes >= MAX_BYTES {
            self.flush(report).await?;
        }
        Ok(())
    }

    /// Writes what is gathered.
    pub(super) async fn flush(&mut self, report: &mut ImportReport) -> Result<(), StoreError> {
        self.bytes = 0;
        let mut customers = BTreeMap::new();
        for record in std::mem::take(&mut self.records) {
            self.add(record, &mut customers).await?;
        }
        let Some(store) = self.store else {
            return Ok(());
        };
        if customers.is_empty() {
            return Ok(());
        }
        let done = store
            .ingest(self.tenant, customers.into_values().collect())
            .await?;
        report.stored += done.stored;
        report.duplicates += done.duplicates;
        Ok(())
    }

    async fn add(
        &mut self,
        record: ImportRecord,
        customers: &mut BTreeMap<CustomerId, CustomerRecord>,
    ) -> Result<(), StoreError> {
        let Some(customer) = self.resolver.customer(&record.subject).await? else {
            return Ok(());
        };
        let mut relations = Vec::new();
        for relation in record.relations {
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
        let mut identities = record.identities;
        identities.retain(|identity| self.is_new(&(&customer, identity)));
        let mut assertions = record.assertions;
        assertions.retain(|claim| self.is_new(&(&customer, &claim.assertion_id)));
        let customer_record = customers
            .entry(customer.clone())
            .or_insert_with(|| empty(customer));
        customer_record.kind = record.kind.or(customer_record.kind);
        customer_record.relations.extend(relations);
        customer_record.identities.extend(identities);
        customer_record.assertions.extend(assertions);
        customer_record.items.extend(record.items);
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
