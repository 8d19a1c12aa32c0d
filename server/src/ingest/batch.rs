//! Import records gathered, put in the order of their customers, and written in batches: one transaction of the
//! store for as many records as take some ten milliseconds.
//!
//! A store keeps a customer's data together, and writes whole pages: lines in the order of time touch as many
//! pages as there are lines, the same lines in the order of customers a tenth of that. **Invariants:** what is
//! said of one customer is written in the order in which it was said. Whoever else writes to the store waits for
//! one batch at most, and then gets their turn.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::Item;
use klantbeeld_core::model::summary::complete;

use super::batch_size::BatchSize;
use super::import_record::ImportRecord;
use super::options::Options;
use super::recogniser::{Recogniser, key_of};
use super::report::ImportReport;
use super::retold::RetoldLine;
use super::segment::resolve::Resolver;
use crate::store::{CustomerRecord, IngestReport, ProfileStore, Said, StoreError};

/// Records that are put in order at once; their memory is what this costs.
const MAX_RECORDS: usize = 48_000;

/// Bytes of text of those: lines of the greatest length must not add up.
const MAX_BYTES: usize = 32 << 20;

/// Gathers records and writes them.
pub(super) struct Batch<'a> {
    store: Option<&'a dyn ProfileStore>,
    tenant: &'a TenantId,
    source: &'a str,
    received: Said,
    recogniser: Recogniser<'a>,
    /// With the line that each comes from.
    records: Vec<(u64, CustomerRecord)>,
    bytes: usize,
    size: BatchSize,
    /// In a dry run, the content of each item that was told: nothing is stored that it could be compared with.
    told: Option<HashMap<u128, u64>>,
}

impl<'a> Batch<'a> {
    /// Makes an empty batch.
    pub(super) fn new(
        store: Option<&'a dyn ProfileStore>,
        options: &'a Options,
        source: &'a str,
        resolver: Resolver<'a>,
    ) -> Self {
        Self {
            store,
            tenant: &options.tenant,
            source,
            received: Said::Received(options.as_of_ms),
            recogniser: Recogniser::new(resolver),
            records: Vec::new(),
            bytes: 0,
            size: BatchSize::default(),
            told: options.dry_run.then(HashMap::new),
        }
    }

    /// Takes what one line says. Returns what [`flush`](Self::flush) does.
    pub(super) async fn push(
        &mut self,
        records: Vec<ImportRecord>,
        (line, line_bytes): (u64, usize),
        report: &mut ImportReport,
    ) -> Result<Vec<RetoldLine>, StoreError> {
        for record in records {
            if let Some(mut record) = self
                .recogniser
                .record(record, self.source, self.received)
                .await?
            {
                record.items.iter_mut().for_each(complete);
                self.records.push((line, record));
            }
        }
        self.bytes += line_bytes;
        if self.records.len() >= MAX_RECORDS || self.bytes >= MAX_BYTES {
            return self.flush(report).await;
        }
        Ok(Vec::new())
    }

    /// Writes what is gathered. Returns the lines whose item was stored with another content under the same id.
    pub(super) async fn flush(
        &mut self,
        report: &mut ImportReport,
    ) -> Result<Vec<RetoldLine>, StoreError> {
        self.bytes = 0;
        let mut gathered = std::mem::take(&mut self.records);
        if gathered.is_empty() {
            return Ok(Vec::new());
        }
        gathered.sort_by(|(_, a), (_, b)| a.customer_id.cmp(&b.customer_id));
        let mut rest = gathered.into_iter();
        let mut retold = Vec::new();
        loop {
            let (lines, records): (Vec<u64>, Vec<_>) =
                rest.by_ref().take(self.size.records()).unzip();
            if records.is_empty() {
                break;
            }
            let mut twice = self.told_twice(&lines, &records);
            let done = self.write(records).await?;
            report.stored += done.stored;
            report.duplicates += done.duplicates;
            for one in done.retold {
                let line = lines.get(one.record).copied().unwrap_or_default();
                twice.retain(|known| (known.line, &known.item_id) != (line, &one.item_id));
                retold.push(RetoldLine::stored(line, one));
            }
            retold.extend(twice);
        }
        retold.sort_by_key(|one| one.line);
        for one in &retold {
            if one.is_update() {
                report.updated += 1;
            } else {
                report.differing += 1;
            }
        }
        Ok(retold)
    }

    async fn write(&mut self, records: Vec<CustomerRecord>) -> Result<IngestReport, StoreError> {
        let Some(store) = self.store else {
            return Ok(IngestReport::default());
        };
        let turn = self.size.begin(records.len());
        let done = if self.told.is_some() {
            store.preview(self.tenant, records).await
        } else {
            store.ingest(self.tenant, records).await
        };
        self.size.end(turn);
        done
    }

    /// Finds, in a dry run, the items that this import told otherwise before.
    fn told_twice(&mut self, lines: &[u64], records: &[CustomerRecord]) -> Vec<RetoldLine> {
        let Some(told) = &mut self.told else {
            return Vec::new();
        };
        let mut twice = Vec::new();
        for (line, record) in lines.iter().zip(records) {
            for item in &record.items {
                let content = content_of(item);
                let id = key_of(&(&record.customer_id, &item.line.item_id));
                if told
                    .insert(id, content)
                    .is_some_and(|before| before != content)
                {
                    twice.push(RetoldLine::in_import(*line, item.line.item_id.clone()));
                }
            }
        }
        twice
    }
}

fn content_of(item: &Item) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}{:?}", item.line, item.payload).hash(&mut hasher);
    hasher.finish()
}
