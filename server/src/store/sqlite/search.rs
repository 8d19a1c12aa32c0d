//! Finds customers: by an identifier, exactly, and by the beginnings of words of names and addresses.
//!
//! Each tenant has its own range of row numbers in the one full-text table, so a search reads nothing of
//! another tenant's. Results are in the order in which customers became searchable; ranking them would
//! cost reading all of them.

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::IdentityKind;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::codes::Coded;
use super::profile::assertions;
use super::rows::limit_of;
use super::words::Words;
use crate::store::{FoundCustomer, StoreError, search_words};

/// Row numbers of a tenant: its code, and so many bits for its customers.
const DOCUMENT_BITS: u32 = 40;

/// Brings the words of a customer up to date after new claims; `document` is their row, when they have one.
/// Returns the row. Claims that say what was known change no word, and most repeat.
pub(super) fn index(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    (document, new): (Option<i64>, &[String]),
) -> Result<Option<i64>, StoreError> {
    let mut claims = assertions(connection, words, tenant, customer)?;
    let found = search_words::words_of(&claims);
    if let Some(row) = document {
        claims.retain(|claim| !new.contains(&claim.assertion_id));
        if search_words::words_of(&claims) == found {
            return Ok(document);
        }
        connection
            .prepare_cached("DELETE FROM name_index WHERE rowid = ?1")?
            .execute([row])?;
    }
    if found.is_empty() {
        return Ok(document);
    }
    let row = match document {
        Some(row) => row,
        None => next_document(connection, tenant)?,
    };
    let text = found.into_iter().collect::<Vec<_>>().join(" ");
    connection
        .prepare_cached("INSERT INTO name_index (rowid, words) VALUES (?1, ?2)")?
        .execute(params![row, text])?;
    Ok(Some(row))
}

/// Returns the first row number that no customer of the tenant has.
fn next_document(connection: &Connection, tenant: &TenantId) -> Result<i64, StoreError> {
    let code = match tenant_code(connection, tenant)? {
        Some(code) => code,
        None => connection
            .prepare_cached(
                "INSERT INTO tenant (tenant_id, code) \
                 SELECT ?1, coalesce(max(code), 0) + 1 FROM tenant RETURNING code",
            )?
            .query_row([tenant.as_str()], |row| row.get(0))?,
    };
    let last: Option<i64> = connection
        .prepare_cached(
            "SELECT max(document) FROM customer WHERE tenant_id = ?1 AND document IS NOT NULL",
        )?
        .query_row([tenant.as_str()], |row| row.get(0))?;
    Ok(last.unwrap_or(code << DOCUMENT_BITS) + 1)
}

fn tenant_code(connection: &Connection, tenant: &TenantId) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT code FROM tenant WHERE tenant_id = ?1")?
        .query_row([tenant.as_str()], |row| row.get(0))
        .optional()?)
}

/// Finds customers with a word for each word of the query.
pub(super) fn by_name(
    connection: &Connection,
    tenant: &TenantId,
    query: &str,
    limit: usize,
) -> Result<Vec<FoundCustomer>, StoreError> {
    let words = search_words::query_words(query);
    let code = tenant_code(connection, tenant)?;
    let Some(code) = code.filter(|_| !words.is_empty()) else {
        return Ok(Vec::new());
    };
    let matching: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
    let mut statement = connection.prepare_cached(
        "SELECT customer.customer_id FROM name_index \
         CROSS JOIN customer ON customer.tenant_id = ?1 AND customer.document = name_index.rowid \
         WHERE name_index MATCH ?2 AND name_index.rowid BETWEEN ?3 AND ?4 \
         ORDER BY name_index.rowid LIMIT ?5",
    )?;
    let mut rows = statement.query(params![
        tenant.as_str(),
        matching.join(" AND "),
        code << DOCUMENT_BITS,
        (code + 1) << DOCUMENT_BITS,
        limit_of(limit),
    ])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(FoundCustomer {
            customer_id: CustomerId::parse(row.get::<_, String>(0)?)?,
            matched: None,
        });
    }
    Ok(found)
}

/// Finds customers with one of these identifiers, in the order of the values, each of them once.
pub(super) fn by_identity(
    connection: &Connection,
    tenant: &TenantId,
    values: &[String],
    limit: usize,
) -> Result<Vec<FoundCustomer>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT customer_id, min(kind) FROM identity WHERE tenant_id = ?1 AND value = ?2 \
         GROUP BY customer_id ORDER BY customer_id LIMIT ?3",
    )?;
    let mut found: Vec<FoundCustomer> = Vec::new();
    for value in values {
        let mut rows = statement.query(params![tenant.as_str(), value, limit_of(limit)])?;
        while let Some(row) = rows.next()? {
            let customer_id = CustomerId::parse(row.get::<_, String>(0)?)?;
            let matched = Some(IdentityKind::decode(row.get(1)?)?);
            if found.len() < limit && found.iter().all(|f| f.customer_id != customer_id) {
                found.push(FoundCustomer {
                    customer_id,
                    matched,
                });
            }
        }
    }
    Ok(found)
}
