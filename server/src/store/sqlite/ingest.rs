//! Takes in what sources say, in one transaction.

use super::batch::Batch;
use crate::store::{CustomerRecord, IngestReport, StoreError, rules};

/// Stores what is new of the records.
pub(super) fn ingest(
    batch: &mut Batch<'_>,
    records: &[CustomerRecord],
) -> Result<IngestReport, StoreError> {
    let mut report = IngestReport::default();
    for record in records {
        rules::check_record(record)?;
        ingest_one(batch, record, &mut report)?;
    }
    Ok(report)
}

fn ingest_one(
    batch: &mut Batch<'_>,
    record: &CustomerRecord,
    report: &mut IngestReport,
) -> Result<(), StoreError> {
    let customer = &record.customer_id;
    batch.put_customer(customer, record.kind)?;
    for claim in &record.assertions {
        report.add(batch.put_assertion(customer, claim)?);
    }
    for identity in &record.identities {
        report.add(batch.put_identity(customer, identity)?);
    }
    for relation in &record.relations {
        report.add(batch.put_relation(customer, relation)?);
    }
    for item in &record.items {
        report.add(batch.put_item(customer, item)?);
    }
    Ok(())
}
