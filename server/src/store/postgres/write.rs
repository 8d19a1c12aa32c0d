//! Writes what was decided about customers: data, counts, change rows and versions, in one transaction.
//!
//! New rows of all customers go together, one statement a table; what changes a row names its customer.

mod counts;
mod items;
mod names;
mod parts;
mod writer;

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use klantbeeld_core::ids::{CustomerId, TenantId};

use self::writer::{Change, Writer};
use super::draft::Draft;
use super::failure::Done;

/// Writes the drafts that change anything.
pub(super) async fn write(
    tx: &Transaction<'_>,
    tenant: &TenantId,
    drafts: &BTreeMap<CustomerId, Draft>,
) -> Done<()> {
    let changed: Vec<Change<'_>> = drafts.iter().filter(|(_, d)| d.is_changed()).collect();
    let unchanged = drafts.iter().filter(|(_, d)| !d.is_changed());
    let writer = Writer {
        tx,
        tenant: tenant.as_str(),
    };
    // The source said the same under a newer stamp: that makes no version, but it is kept.
    let stamped: Vec<Change<'_>> = unchanged.collect();
    items::update(writer, &stamped).await?;
    if changed.is_empty() {
        return Ok(());
    }
    let found_since = names::put(writer, &changed).await?;
    tokio::try_join!(
        parts::claims(writer, &changed),
        parts::stated(writer, &changed),
        parts::identities(writer, &changed),
        parts::relations(writer, &changed),
        items::insert(writer, &changed),
        items::update(writer, &changed),
        items::revisions(writer, &changed),
        items::settled(writer, &changed),
        counts::tallies(writer, &changed),
        counts::products(writer, &changed),
        parts::changes(writer, &changed),
        parts::versions(writer, &changed, &found_since),
        parts::used(writer, &changed),
    )?;
    counts::recount(writer, &changed).await
}
