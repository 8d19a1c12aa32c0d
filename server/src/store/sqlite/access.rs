//! The access log: who opened what for which purpose.

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Actor, Role};
use rusqlite::{Connection, params};

use super::rows::limit_of;
use super::writer::Writer;
use crate::store::{AccessEntry, Opened, StoreError};

/// Writes one line.
pub(super) fn write(writer: Writer<'_>, entry: &AccessEntry) -> Result<(), StoreError> {
    let (item, field) = match &entry.opened {
        Opened::Item(id) => (id.as_str(), ""),
        Opened::Field(name) => ("", name.as_str()),
    };
    writer
        .insert(
            "INSERT INTO access_log (tenant_id, customer_id, at_ms, sequence, item_id, field, \
             subject, name, role, purpose) SELECT ?1, ?2, ?3, coalesce(max(sequence), 0) + 1, ?4, \
             ?5, ?6, ?7, ?8, ?9 FROM access_log \
             WHERE tenant_id = ?1 AND customer_id = ?2 AND at_ms = ?3",
            params![
                writer.tenant.as_str(),
                entry.customer_id.as_str(),
                entry.at_ms,
                item,
                field,
                entry.actor.subject,
                entry.actor.name,
                entry.actor.role.as_str(),
                entry.purpose,
            ],
        )
        .map(drop)
}

/// Reads the lines of a customer, newest first.
pub(super) fn list(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
    limit: usize,
) -> Result<Vec<AccessEntry>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT item_id, field, subject, name, role, purpose, at_ms FROM access_log \
         WHERE tenant_id = ?1 AND customer_id = ?2 ORDER BY at_ms DESC, sequence DESC LIMIT ?3",
    )?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str(), limit_of(limit)])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(AccessEntry {
            customer_id: customer.clone(),
            opened: opened(row.get(0)?, row.get(1)?)?,
            actor: Actor {
                subject: row.get(2)?,
                name: row.get(3)?,
                role: Role::new(row.get::<_, String>(4)?),
            },
            purpose: row.get(5)?,
            at_ms: row.get(6)?,
        });
    }
    Ok(entries)
}

/// Returns what a line tells of: a field when it names one, an item otherwise.
fn opened(item: String, field: String) -> Result<Opened, StoreError> {
    if field.is_empty() {
        Ok(Opened::Item(ItemId::parse(item)?))
    } else {
        Ok(Opened::Field(field))
    }
}
