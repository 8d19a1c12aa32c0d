//! Finds customers: by an identifier, exactly, and by the beginnings of words of names and addresses.
//!
//! The full-text table has an index of beginnings of every length that a word has ([`search_words`]), so that
//! whatever is asked is one list, read in order and left off when there are enough; for a length without one
//! FTS5 merges the lists of all words that begin so, before it gives the first.
//! Each tenant has its own range of row numbers in the one full-text table, so a search reads nothing of
//! another tenant's. Results are in the order in which customers became searchable; ranking them would
//! cost reading all of them.

use std::collections::BTreeSet;

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::IdentityKind;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::profile::assertions;
use super::rows::limit_of;
use super::words::Words;
use crate::store::codes::Coded;
use crate::store::{FoundCustomer, Matched, StoreError, Within, search_words};

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
    words: &mut Words<'_>,
    tenant: &TenantId,
    within: Within<'_>,
    query: &str,
    limit: usize,
) -> Result<Vec<FoundCustomer>, StoreError> {
    let asked = search_words::query_words(query);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let found = match within {
        Some(customers) => among(connection, words, tenant, customers, &asked, limit)?,
        None => among_all(connection, tenant, &asked, limit)?,
    };
    let hit = |customer_id| FoundCustomer {
        customer_id,
        matched: Matched::Words,
    };
    Ok(found.into_iter().map(hit).collect())
}

/// Looks through the words of a few customers: the index would go through those of everybody.
fn among(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customers: &BTreeSet<CustomerId>,
    asked: &[String],
    limit: usize,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document FROM customer WHERE tenant_id = ?1 AND customer_id = ?2 \
         AND document IS NOT NULL",
    )?;
    let mut found = Vec::new();
    for customer in customers {
        let document: Option<i64> = statement
            .query_row(params![tenant.as_str(), customer.as_str()], |row| {
                row.get(0)
            })
            .optional()?;
        let Some(document) = document else { continue };
        let known = search_words::words_of(&assertions(connection, words, tenant, customer)?);
        if search_words::begin_each(&known, asked) {
            found.push((document, customer.clone()));
        }
    }
    found.sort();
    let found = found.into_iter().take(limit);
    Ok(found.map(|(_, customer)| customer).collect())
}

fn among_all(
    connection: &Connection,
    tenant: &TenantId,
    asked: &[String],
    limit: usize,
) -> Result<Vec<CustomerId>, StoreError> {
    let Some(code) = tenant_code(connection, tenant)? else {
        return Ok(Vec::new());
    };
    let matching: Vec<_> = asked.iter().map(|word| format!("\"{word}\"*")).collect();
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
        found.push(CustomerId::parse(row.get::<_, String>(0)?)?);
    }
    Ok(found)
}

/// Finds customers with one of these identifiers, in the order of the values, each of them once.
pub(super) fn by_identity(
    connection: &Connection,
    tenant: &TenantId,
    within: Within<'_>,
    values: &[String],
    limit: usize,
) -> Result<Vec<FoundCustomer>, StoreError> {
    let sql = "SELECT customer_id, min(kind) FROM identity WHERE tenant_id = ?1 AND value = ?2 \
               AND (?4 IS NULL OR customer_id IN (SELECT value FROM json_each(?4))) \
               GROUP BY customer_id ORDER BY customer_id LIMIT ?3";
    by_value(connection, sql, tenant, within, values, limit)
}

/// Finds customers of whom somebody said one of these values, in the order of the values, each of them once.
pub(super) fn by_statement(
    connection: &Connection,
    tenant: &TenantId,
    within: Within<'_>,
    values: &[String],
    limit: usize,
) -> Result<Vec<FoundCustomer>, StoreError> {
    let sql = "SELECT customer_id, NULL FROM stated WHERE tenant_id = ?1 AND value = ?2 \
               AND (?4 IS NULL OR customer_id IN (SELECT value FROM json_each(?4))) \
               ORDER BY customer_id LIMIT ?3";
    by_value(connection, sql, tenant, within, values, limit)
}

/// Runs a statement that selects a customer, and the kind of the identifier if it was one, for each value.
fn by_value(
    connection: &Connection,
    sql: &str,
    tenant: &TenantId,
    within: Within<'_>,
    values: &[String],
    limit: usize,
) -> Result<Vec<FoundCustomer>, StoreError> {
    let within = within.map(serde_json::to_string).transpose();
    let within = within.map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let mut statement = connection.prepare_cached(sql)?;
    let mut found: Vec<FoundCustomer> = Vec::new();
    for value in values {
        let asked = params![tenant.as_str(), value, limit_of(limit), within];
        let mut rows = statement.query(asked)?;
        while let Some(row) = rows.next()? {
            let customer_id = CustomerId::parse(row.get::<_, String>(0)?)?;
            let matched = match row.get(1)? {
                Some(kind) => Matched::Identity(IdentityKind::decode(kind)?),
                None => Matched::Stated,
            };
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
