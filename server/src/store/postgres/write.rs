//! Writes what was decided about customers: data, counts, change rows and versions, in one transaction.
//!
//! New rows of all customers go together, one statement a table; what changes a row names its customer.

mod counts;
mod items;
mod names;
mod parts;

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use klantbeeld_core::ids::{CustomerId, TenantId};

use super::draft::Draft;
use super::failure::Done;
use super::sessions::Values;

/// A customer, and what is done to them.
type Change<'a> = (&'a CustomerId, &'a Draft);

/// Writes rows of one tenant.
#[derive(Clone, Copy)]
struct Writer<'t> {
    tx: &'t Transaction<'t>,
    tenant: &'t str,
}

impl Writer<'_> {
    /// Runs a statement.
    async fn put(self, sql: &str, values: Values<'_>) -> Done<()> {
        let statement = self.tx.prepare_cached(sql).await?;
        self.tx.execute(&statement, values).await?;
        Ok(())
    }
}

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
