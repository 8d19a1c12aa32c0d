//! What rows are written with: the transaction, and the tenant that every row belongs to.

use deadpool_postgres::Transaction;
use klantbeeld_core::ids::CustomerId;

use crate::store::postgres::draft::Draft;
use crate::store::postgres::failure::Done;
use crate::store::postgres::sessions::Values;

/// A customer, and what is done to them.
pub(super) type Change<'a> = (&'a CustomerId, &'a Draft);

/// Writes rows of one tenant.
#[derive(Clone, Copy)]
pub(super) struct Writer<'t> {
    pub(super) tx: &'t Transaction<'t>,
    pub(super) tenant: &'t str,
}

impl Writer<'_> {
    /// Runs a statement.
    pub(super) async fn put(self, sql: &str, values: Values<'_>) -> Done<()> {
        let statement = self.tx.prepare_cached(sql).await?;
        self.tx.execute(&statement, values).await?;
        Ok(())
    }
}
