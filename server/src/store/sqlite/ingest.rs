//! Takes in what sources say, in one transaction.

use super::transaction::WriteTransaction;
use crate::store::{CustomerRecord, IngestReport, StoreError, rules};

/// Stores what is new of the records, or told otherwise than before.
pub(super) fn ingest(
    tx: &mut WriteTransaction<'_>,
    records: &[CustomerRecord],
) -> Result<IngestReport, StoreError> {
    let mut report = IngestReport::default();
    for (place, record) in records.iter().enumerate() {
        rules::check_record(record)?;
        ingest_one(tx, (place, record), &mut report)?;
    }
    Ok(report)
}

fn ingest_one(
    tx: &mut WriteTransaction<'_>,
    (place, record): (usize, &CustomerRecord),
    report: &mut IngestReport,
) -> Result<(), StoreError> {
    let customer = &record.customer_id;
    tx.put_customer(customer, record.kind)?;
    for claim in &record.assertions {
        report.add(tx.put_assertion(customer, claim)?);
    }
    for identity in &record.identities {
        report.add(tx.put_identity(customer, identity)?);
    }
    for relation in &record.relations {
        report.add(tx.put_relation(customer, relation)?);
    }
    for item in &record.items {
        report.add_item(place, item, tx.tell_item(customer, item, record.said)?);
    }
    Ok(())
}
