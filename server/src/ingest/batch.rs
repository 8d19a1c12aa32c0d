//! Import records gathered to batches: one transaction of the store for some thousand lines.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Relation;
use klantbeeld_core::model::summary::complete;

use super::differing;
use super::import_record::ImportRecord;
use super::oddity::{Note, Oddity};
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
    /// With the line that each comes from.
    records: Vec<(u64, ImportRecord)>,
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

    /// Takes what one line says, all of it in the same batch. Returns what [`flush`](Self::flush) does.
    pub(super) async fn push(
        &mut self,
        records: impl IntoIterator<Item = ImportRecord>,
        (line, line_bytes): (u64, usize),
        report: &mut ImportReport,
    ) -> Result<Vec<(u64, Note)>, StoreError> {
        for mut record in records {
            record.items.iter_mut().for_each(complete);
            self.records.push((line, record));
        }
        self.bytes += line_bytes;
        if self.records.len() >= MAX_RECORDS || self.bytes >= MAX_BYTES {
            return self.flush(report).await;
        }
        Ok(Vec::new())
    }

    /// Writes what is gathered. Returns the lines whose item is stored with another content under the same id.
    pub(super) async fn flush(
        &mut self,
        report: &mut ImportReport,
    ) -> Result<Vec<(u64, Note)>, StoreError> {
        self.bytes = 0;
        let mut customers = BTreeMap::new();
        let mut items = Vec::new();
        for (line, record) in std::mem::take(&mut self.records) {
            let said = record.items.clone();
            if let Some(customer) = self.add(record, &mut customers).await? {
                items.extend(said.into_iter().map(|item| (line, customer.clone(), item)));
            }
        }
        let Some(store) = self.store else {
            return Ok(Vec::new());
        };
        if customers.is_empty() {
            return Ok(Vec::new());
        }
        let done = store
            .ingest(self.tenant, customers.into_values().collect())
            .await?;
        report.stored += done.stored;
        report.duplicates += done.duplicates;
        if done.duplicates == 0 {
            return Ok(Vec::new());
        }
        let mut differing = Vec::new();
        for (line, customer, item) in items {
            let id = &item.line.item_id;
            let stored = store.get_item(self.tenant, &customer, id).await?;
            let parts = stored.map_or_else(Vec::new, |stored| differing::parts(&stored, &item));
            if !parts.is_empty() {
                report.duplicates = report.duplicates.saturating_sub(1);
                report.differing += 1;
                let (id, parts) = (id.to_string(), parts.join(", "));
                differing.push((line, Note::new("id", Oddity::Differing { id, parts })));
            }
        }
        Ok(differing)
    }

    async fn add(
        &mut self,
        record: ImportRecord,
        customers: &mut BTreeMap<CustomerId, CustomerRecord>,
    ) -> Result<Option<CustomerId>, StoreError> {
        let Some(customer) = self.resolver.customer(&record.subject).await? else {
            return Ok(None);
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
            .or_insert_with(|| empty(customer.clone()));
        customer_record.kind = record.kind.or(customer_record.kind);
        customer_record.relations.extend(relations);
        customer_record.identities.extend(identities);
        customer_record.assertions.extend(assertions);
        customer_record.items.extend(record.items);
        Ok(Some(customer))
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
