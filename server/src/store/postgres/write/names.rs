//! The words by which customers are found, brought up to date after new claims.

use std::collections::BTreeMap;

use futures::future::try_join_all;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Assertion;

use super::writer::{Change, Writer};
use crate::store::postgres::failure::Done;
use crate::store::postgres::rows::{claim, claim_columns};
use crate::store::postgres::search::starts_of;
use crate::store::postgres::sessions::Values;
use crate::store::search_words::{SEARCHED_FIELDS, words_of};

const CLAIMS: &str = concat!(
    "SELECT ",
    claim_columns!(),
    " FROM assertion WHERE tenant_id = $1 AND customer_id = $2 AND field = ANY ($3)"
);

const FORGET: &str = "DELETE FROM name_start WHERE tenant_id = $1 AND customer_id = $2";

const STARTS: &str = "INSERT INTO name_start (tenant_id, customer_id, start, found_since) \
     SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::bigint[]) AS n";

const NOW_US: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

/// Brings the words up to date before the claims are written. Returns since when those are found who were not
/// before.
pub(super) async fn put<'c>(
    writer: Writer<'_>,
    changed: &[Change<'c>],
) -> Done<BTreeMap<&'c CustomerId, i64>> {
    let renamed: Vec<_> = changed
        .iter()
        .filter(|(_, d)| d.is_renamed())
        .copied()
        .collect();
    let mut since = BTreeMap::new();
    if renamed.is_empty() {
        return Ok(since);
    }
    let former = try_join_all(renamed.iter().map(|change| claims(writer, *change)));
    let (former, now_us) = tokio::try_join!(former, now_us(writer))?;
    let (mut ids, mut starts, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut forgotten = Vec::new();
    let mut words = Vec::new();
    for ((id, draft), mut claims) in renamed.into_iter().zip(former) {
        let before = words_of(&claims);
        claims.extend(draft.new_claims.iter().cloned());
        let now = words_of(&claims);
        // Claims that say what was known change no word, and most repeat.
        if now != before {
            words.push((id, draft, now));
        }
    }
    for (next, (id, draft, words)) in (now_us..).zip(&words) {
        let place = draft.found_since.or(draft.place).unwrap_or(next);
        if draft.found_since.is_some() {
            forgotten.push(*id);
        } else if !words.is_empty() {
            since.insert(*id, place);
        }
        for start in starts_of(words) {
            ids.push(id.as_str());
            starts.push(start);
            places.push(place);
        }
    }
    let forget = forgotten
        .iter()
        .map(|id| async move { writer.put(FORGET, &[&writer.tenant, &id.as_str()]).await });
    try_join_all(forget).await?;
    if !ids.is_empty() {
        writer
            .put(STARTS, &[&writer.tenant, &ids, &starts, &places])
            .await?;
    }
    Ok(since)
}

/// Reads the claims that are searched; none of a customer who is new.
async fn claims(writer: Writer<'_>, (id, draft): Change<'_>) -> Done<Vec<Assertion>> {
    if draft.version == 0 {
        return Ok(Vec::new());
    }
    let fields = SEARCHED_FIELDS.as_slice();
    let values: Values<'_> = &[&writer.tenant, &id.as_str(), &fields];
    let statement = writer.tx.prepare_cached(CLAIMS).await?;
    let rows = writer.tx.query(&statement, values).await?;
    rows.iter().map(claim).collect()
}

async fn now_us(writer: Writer<'_>) -> Done<i64> {
    let statement = writer.tx.prepare_cached(NOW_US).await?;
    Ok(writer.tx.query_one(&statement, &[]).await?.try_get(0)?)
}
