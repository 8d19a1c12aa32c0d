//! Slugs that repeat in every row, as small numbers: a third of an item's bytes otherwise.
//!
//! Readers share one book per tenant and fetch it again when they meet a code they do not know, such as
//! one that another process just gave. The writer looks codes up, and gives new ones in its transaction.
//!
//! **Invariant:** the book holds only what was read from the database or committed to it; a code never
//! changes its text. Code 0 is the empty text and is nowhere stored.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use klantbeeld_core::ids::TenantId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::store::StoreError;

/// The texts of one tenant by code; the first is code 1.
type Texts = Arc<Vec<String>>;

/// What readers know of every tenant's words.
#[derive(Debug, Default)]
pub(super) struct WordBook {
    tenants: RwLock<HashMap<TenantId, Texts>>,
}

impl WordBook {
    fn known(&self, tenant: &TenantId) -> Texts {
        let tenants = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        tenants.get(tenant).cloned().unwrap_or_default()
    }

    fn learn(&self, tenant: &TenantId, texts: &Texts) {
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        let known = tenants.entry(tenant.clone()).or_default();
        if known.len() < texts.len() {
            *known = Arc::clone(texts);
        }
    }
}

/// The words of one tenant, for the length of one read.
#[derive(Debug)]
pub(super) struct Words<'a> {
    book: &'a WordBook,
    connection: &'a Connection,
    tenant: &'a TenantId,
    texts: Texts,
}

impl<'a> Words<'a> {
    pub(super) fn new(
        book: &'a WordBook,
        connection: &'a Connection,
        tenant: &'a TenantId,
    ) -> Self {
        Self {
            book,
            connection,
            tenant,
            texts: book.known(tenant),
        }
    }

    /// Returns the text of a code that stands in a row.
    ///
    /// # Errors
    /// `Corrupt` when the database does not know it either.
    pub(super) fn text(&mut self, code: i64) -> Result<String, StoreError> {
        if code == 0 {
            return Ok(String::new());
        }
        if let Some(text) = nth(&self.texts, code) {
            return Ok(text.to_owned());
        }
        self.texts = Arc::new(read_all(self.connection, self.tenant)?);
        self.book.learn(self.tenant, &self.texts);
        nth(&self.texts, code)
            .map(str::to_owned)
            .ok_or_else(|| StoreError::Corrupt(format!("word {code} is missing")))
    }
}

fn nth(texts: &[String], code: i64) -> Option<&str> {
    let index = usize::try_from(code).ok()?.checked_sub(1)?;
    texts.get(index).map(String::as_str)
}

fn read_all(connection: &Connection, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT text FROM word WHERE tenant_id = ?1 ORDER BY code")?;
    let texts = statement.query_map([tenant.as_str()], |row| row.get(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}

/// Codes by text, as the writer uses them. A transaction takes it along and gives it back when it is
/// committed, so that codes of one that failed are forgotten with it.
#[derive(Debug, Default)]
pub(super) struct WordCodes {
    tenants: HashMap<TenantId, HashMap<String, i64>>,
}

impl WordCodes {
    /// Returns the code of a text; a new one is stored.
    pub(super) fn code(
        &mut self,
        connection: &Connection,
        tenant: &TenantId,
        text: &str,
    ) -> Result<i64, StoreError> {
        if text.is_empty() {
            return Ok(0);
        }
        let known = self.tenants.get(tenant).and_then(|codes| codes.get(text));
        if let Some(code) = known {
            return Ok(*code);
        }
        let code = match find(connection, tenant, text)? {
            Some(code) => code,
            None => add(connection, tenant, text)?,
        };
        let codes = self.tenants.entry(tenant.clone()).or_default();
        codes.insert(text.to_owned(), code);
        Ok(code)
    }
}

fn find(connection: &Connection, tenant: &TenantId, text: &str) -> Result<Option<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT code FROM word WHERE tenant_id = ?1 AND text = ?2")?;
    Ok(statement
        .query_row(params![tenant.as_str(), text], |row| row.get(0))
        .optional()?)
}

fn add(connection: &Connection, tenant: &TenantId, text: &str) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO word (tenant_id, code, text)
         SELECT ?1, coalesce(max(code), 0) + 1, ?2 FROM word WHERE tenant_id = ?1
         RETURNING code",
    )?;
    Ok(statement.query_row(params![tenant.as_str(), text], |row| row.get(0))?)
}
