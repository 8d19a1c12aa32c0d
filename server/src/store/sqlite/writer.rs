//! What a write transaction writes with: its connection, and the tenant that every row belongs to.

use klantbeeld_core::ids::TenantId;
use rusqlite::Connection;
use rusqlite::types::ToSql;

use crate::store::StoreError;

/// Writes rows of one tenant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer<'t> {
    pub(super) connection: &'t Connection,
    pub(super) tenant: &'t TenantId,
}

impl Writer<'_> {
    /// Runs an insert, and returns whether it put a row.
    pub(super) fn insert(self, sql: &str, values: &[&dyn ToSql]) -> Result<bool, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.execute(values)? > 0)
    }
}
