//! Takes in what sources say, in one transaction.

use std::collections::BTreeMap;

use deadpool_postgres::{Object, Transaction};
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::Item;

use super::draft::Draft;
use super::failure::Done;
use super::lock::{Missing, Named, read_former, take};
use super::write::write;
use crate::store::record::{Put, Said};
use crate::store::{CustomerRecord, IngestReport, rules};

/// Stores what is new of the records, or told otherwise than before.
pub(super) async fn ingest(
    session: &mut Object,
    tenant: &TenantId,
    records: &[CustomerRecord],
) -> Done<IngestReport> {
    let tx = session.transaction().await?;
    let (drafts, report) = told(&tx, tenant, records, Missing::Make).await?;
    write(&tx, tenant, &drafts).await?;
    tx.commit().await?;
    Ok(report)
}

/// Says what [`ingest`] would do, and does nothing.
pub(super) async fn preview(
    session: &mut Object,
    tenant: &TenantId,
    records: &[CustomerRecord],
) -> Done<IngestReport> {
    let tx = session.transaction().await?;
    let (_, report) = told(&tx, tenant, records, Missing::LookOnly).await?;
    tx.rollback().await?;
    Ok(report)
}

/// Takes the customers of the records, and tells them all that the records say.
async fn told(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    records: &[CustomerRecord],
    missing: Missing,
) -> Done<(BTreeMap<CustomerId, Draft>, IngestReport)> {
    records.iter().try_for_each(rules::check_record)?;
    let mut drafts = take(tx, tenant, &Named::by(records), missing).await?;
    let report = tell_all(tx, tenant, &mut drafts, records).await?;
    Ok((drafts, report))
}

async fn tell_all(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    drafts: &mut BTreeMap<CustomerId, Draft>,
    records: &[CustomerRecord],
) -> Done<IngestReport> {
    let mut report = IngestReport::default();
    for (place, record) in records.iter().enumerate() {
        let id = &record.customer_id;
        let draft = drafts.entry(id.clone()).or_default();
        draft.put_kind(record.kind);
        for claim in &record.assertions {
            report.add(draft.put_claim(claim));
        }
        for identity in &record.identities {
            report.add(draft.put_identity(identity));
        }
        for relation in &record.relations {
            report.add(draft.put_relation(relation));
        }
        for item in &record.items {
            let put = tell(tx, (tenant, id), draft, item, record.said).await?;
            report.add_item(place, item, put);
        }
    }
    Ok(report)
}

async fn tell(
    tx: &Transaction<'_>,
    (tenant, id): (&TenantId, &CustomerId),
    draft: &mut Draft,
    item: &Item,
    said: Said,
) -> Done<Put> {
    if let Ok(put) = draft.tell_item(item, said) {
        return Ok(put);
    }
    read_former(tx, tenant, id, (draft, &item.line.item_id)).await?;
    // What was missing is there now.
    Ok(draft.tell_item(item, said).unwrap_or(Put::Same))
}
