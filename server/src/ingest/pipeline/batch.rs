//! One batch: from what was understood to what is durable.

use std::collections::HashSet;

use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::summary::complete;

use super::super::recogniser::Recogniser;
use super::super::segment::links::Links;
use super::super::segment::resolve::Resolver;
use super::incoming::{Incoming, Outcome};
use crate::intake::{Arrival, IntakeStore, Refused};
use crate::store::{CustomerRecord, ProfileStore, Said, StoreError};

/// Stores, counts, and says what became of each message.
///
/// # Errors
/// A store does not answer. What was stored until then is stored; sent again, it changes nothing.
pub(super) async fn write(
    store: &dyn ProfileStore,
    intake: &dyn IntakeStore,
    tenant: &TenantId,
    incoming: Vec<Incoming>,
) -> Result<Vec<Outcome>, StoreError> {
    let keys = incoming.iter().map(|one| one.key).collect();
    let known = intake.knows(tenant, keys).await?;
    let mut links = Links::default();
    for understood in incoming.iter().filter_map(|one| one.what.as_ref().ok()) {
        links.add_told(&understood.told);
    }
    links.finish();
    let mut recogniser = Recogniser::new(Resolver::new(Some(store), tenant, links));
    let mut records = Vec::new();
    let mut arrivals = Vec::with_capacity(incoming.len());
    let mut texts = Vec::with_capacity(incoming.len());
    let mut begun = HashSet::new();
    for (place, (one, is_known)) in incoming.into_iter().zip(known).enumerate() {
        let refused = match one.what {
            Ok(understood) => {
                // The same message twice in one batch is written once.
                if !is_known && begun.insert(one.key) {
                    let received = Said::Received(one.at_ms);
                    for record in understood.records {
                        let found = recogniser.record(record, &one.source, received).await?;
                        records.extend(found.map(|record| (place, record)));
                    }
                }
                None
            }
            Err(refused) => Some(refused),
        };
        texts.push((one.way, one.text));
        arrivals.push(Arrival {
            source: one.source.as_ref().to_owned(),
            key: one.key,
            at_ms: one.at_ms,
            refused,
        });
    }
    for (place, reason) in store_all(store, tenant, records).await? {
        if let (Some(arrival), Some((way, text))) = (arrivals.get_mut(place), texts.get(place)) {
            arrival.refused = Some(Refused {
                way: way.as_ref().to_owned(),
                code: "value".to_owned(),
                reason,
                text: text.as_ref().to_owned(),
            });
        }
    }
    count(intake, tenant, arrivals).await
}

/// Counts what arrived, and says what became of each.
async fn count(
    intake: &dyn IntakeStore,
    tenant: &TenantId,
    arrivals: Vec<Arrival>,
) -> Result<Vec<Outcome>, StoreError> {
    let reason = |refused: &Refused| (refused.code.clone(), refused.reason.clone());
    let reasons: Vec<_> = arrivals
        .iter()
        .map(|arrival| arrival.refused.as_ref().map(reason))
        .collect();
    let are_new = intake.note(tenant, arrivals).await?;
    let outcome = |(reason, is_new)| match (reason, is_new) {
        (Some((code, reason)), _) => Outcome::Refused { code, reason },
        (None, true) => Outcome::Stored,
        (None, false) => Outcome::Repeated,
    };
    Ok(reasons.into_iter().zip(are_new).map(outcome).collect())
}

type Placed = Vec<(usize, CustomerRecord)>;

/// Stores records in the order of their customers. Returns the places of messages of which the store cannot take a
/// record, with the reason: a batch with one such is halved until it stands alone.
async fn store_all(
    store: &dyn ProfileStore,
    tenant: &TenantId,
    mut records: Placed,
) -> Result<Vec<(usize, String)>, StoreError> {
    for (_, record) in &mut records {
        record.items.iter_mut().for_each(complete);
    }
    records.sort_by(|(_, a), (_, b)| a.customer_id.cmp(&b.customer_id));
    let mut refused = Vec::new();
    let mut waiting = vec![records];
    while let Some(mut part) = waiting.pop() {
        if part.is_empty() {
            continue;
        }
        let batch = part.iter().map(|(_, record)| record.clone()).collect();
        match store.ingest(tenant, batch).await {
            Ok(_) => {}
            Err(StoreError::Refused(why)) if part.len() == 1 => {
                refused.extend(part.into_iter().map(|(place, _)| (place, why.to_owned())));
            }
            Err(StoreError::Refused(_)) => {
                let second = part.split_off(part.len() / 2);
                waiting.extend([second, part]);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(refused)
}
