//! Which fields and kinds a tenant's data uses: a dictionary beside `word`, written with the data.

use std::collections::BTreeSet;

use klantbeeld_core::ids::TenantId;
use rusqlite::{Connection, params};

use super::words::Words;
use super::writer::Writer;
use crate::store::{StoreError, UsedNames};

/// What a name is of; the number stands in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Field = 0,
    Kind = 1,
}

/// The names that one transaction uses, by their codes.
#[derive(Debug, Default)]
pub(super) struct Used(BTreeSet<(Sort, i64)>);

impl Used {
    pub(super) fn add(&mut self, sort: Sort, code: i64) {
        self.0.insert((sort, code));
    }

    /// Adds them to those of the tenant.
    pub(super) fn write(&self, writer: Writer<'_>) -> Result<(), StoreError> {
        for (sort, code) in &self.0 {
            writer.insert(
                "INSERT INTO used_name (tenant_id, sort, code) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (tenant_id, sort, code) DO NOTHING",
                params![writer.tenant.as_str(), *sort as i64, code],
            )?;
        }
        Ok(())
    }
}

/// Reads the names that the tenant's data uses.
pub(super) fn read(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
) -> Result<UsedNames, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT sort, code FROM used_name WHERE tenant_id = ?1")?;
    let mut rows = statement.query([tenant.as_str()])?;
    let mut used = UsedNames::default();
    while let Some(row) = rows.next()? {
        let name = words.text(row.get(1)?)?;
        let names = if row.get::<_, i64>(0)? == Sort::Field as i64 {
            &mut used.fields
        } else {
            &mut used.kinds
        };
        names.insert(name);
    }
    Ok(used)
}
