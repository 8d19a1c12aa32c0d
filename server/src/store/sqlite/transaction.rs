//! One write transaction: what is put into it, and the versions, changes and tallies that go with it.
//!
//! **Invariants:** a customer that anything was stored for gets one new version, whatever the number of
//! writes, and the change rows of that version. Tallies count each stored item once.

use std::collections::{BTreeMap, BTreeSet};

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Assertion, CustomerKind, Identity, Invalid, Item, Relation};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::product_months::ProductMonths;
use super::shared::Shared;
use super::tallies::Tallies;
use super::used_names::{Sort, Used};
use super::words::{WordBook, WordCodes, Words};
use super::writer::Writer;
use super::{changes, outgoing_rows, search, statements};
use crate::store::codes::Coded;
use crate::store::{StoreError, search_words};

/// A customer that this transaction writes to.
#[derive(Debug)]
pub(super) struct Touched {
    /// The version before this transaction; 0 for a new customer.
    version: i64,
    kind: CustomerKind,
    /// The row of their words, when they have one.
    document: Option<i64>,
    fields_changed: bool,
    /// New claims about what they are found by.
    named_by: Vec<String>,
    items: BTreeSet<ItemId>,
    tallies: Tallies,
    usage: ProductMonths,
    /// Months of which an item became another one: their tallies, and the use of products, are counted again.
    recounted: BTreeSet<i32>,
    recounted_usage: BTreeSet<i32>,
    shared: Shared,
}

/// A write transaction.
#[derive(Debug)]
pub(super) struct WriteTransaction<'t> {
    writer: Writer<'t>,
    codes: WordCodes,
    /// A book of its own: what this transaction adds may yet be rolled back.
    book: WordBook,
    touched: BTreeMap<CustomerId, Touched>,
    used: Used,
}

impl<'t> WriteTransaction<'t> {
    pub(super) fn new(connection: &'t Connection, tenant: &'t TenantId, codes: WordCodes) -> Self {
        Self {
            writer: Writer { connection, tenant },
            codes,
            book: WordBook::default(),
            touched: BTreeMap::new(),
            used: Used::default(),
        }
    }

    /// Returns what it writes with.
    pub(super) fn writer(&self) -> Writer<'t> {
        self.writer
    }

    /// Returns the words that this transaction reads with.
    pub(super) fn book(&self) -> &WordBook {
        &self.book
    }

    /// Returns whether the customer exists, before or in this transaction.
    pub(super) fn knows(&mut self, customer: &CustomerId) -> Result<bool, StoreError> {
        if self.touched.contains_key(customer) {
            return Ok(true);
        }
        let found = find_customer(self.writer.connection, self.writer.tenant, customer)?;
        let known = found.is_some();
        if let Some(touched) = found {
            self.touched.insert(customer.clone(), touched);
        }
        Ok(known)
    }

    /// Makes the customer exist, as what the source says they are.
    pub(super) fn put_customer(
        &mut self,
        customer: &CustomerId,
        kind: Option<CustomerKind>,
    ) -> Result<(), StoreError> {
        if !self.knows(customer)? {
            self.touched.insert(customer.clone(), Touched::new());
        }
        if let (Some(touched), Some(kind)) = (self.touched.get_mut(customer), kind)
            && touched.kind != kind
        {
            touched.kind = kind;
            touched.fields_changed = true;
        }
        Ok(())
    }

    /// Returns the version that this transaction gives the customer, once something is stored for them.
    pub(super) fn next_version(&self, customer: &CustomerId) -> i64 {
        self.touched.get(customer).map_or(0, |t| t.version) + 1
    }

    /// Returns the code of a slug.
    pub(super) fn word(&mut self, text: &str) -> Result<i64, StoreError> {
        self.codes
            .code(self.writer.connection, self.writer.tenant, text)
    }

    /// Adds a claim; false when it is there already.
    pub(super) fn put_assertion(
        &mut self,
        customer: &CustomerId,
        claim: &Assertion,
    ) -> Result<bool, StoreError> {
        let (field, source) = (self.word(&claim.field)?, self.word(&claim.source)?);
        let added = self.writer.insert(
            "INSERT INTO assertion (tenant_id, customer_id, assertion_id, field_word, value, \
             source_word, valid_from_ms, known_at_ms, author, author_name, raw, invalid) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT (tenant_id, customer_id, assertion_id) DO NOTHING",
            params![
                self.writer.tenant.as_str(),
                customer.as_str(),
                claim.assertion_id,
                field,
                claim.value,
                source,
                claim.valid_from_ms,
                claim.known_at_ms,
                claim.author.code(),
                claim.by,
                claim.raw,
                claim.invalid.map(Invalid::as_str),
            ],
        )?;
        if added {
            self.used.add(Sort::Field, field);
            self.mark_fields(customer);
            if search_words::is_searched(&claim.field) {
                self.mark_names(customer, &claim.assertion_id);
            }
            statements::write(self.writer, customer, claim)?;
        }
        Ok(added)
    }

    /// Adds an identifier; false when it is there already.
    pub(super) fn put_identity(
        &mut self,
        customer: &CustomerId,
        identity: &Identity,
    ) -> Result<bool, StoreError> {
        let source = self.word(&identity.source)?;
        let added = self.writer.insert(
            "INSERT INTO identity (tenant_id, customer_id, kind, value, source_word) \
             VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (tenant_id, customer_id, kind, value, source_word) DO NOTHING",
            params![
                self.writer.tenant.as_str(),
                customer.as_str(),
                identity.kind.code(),
                identity.value,
                source,
            ],
        )?;
        if added {
            self.mark_fields(customer);
        }
        Ok(added)
    }

    /// Adds a link to another customer; false when that source said so already.
    pub(super) fn put_relation(
        &mut self,
        customer: &CustomerId,
        relation: &Relation,
    ) -> Result<bool, StoreError> {
        let source = self.word(&relation.source)?;
        let added = self.writer.insert(
            "INSERT INTO relation (tenant_id, customer_id, other_customer_id, kind, source_word, \
             name, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT \
             (tenant_id, customer_id, other_customer_id, kind, source_word) DO NOTHING",
            params![
                self.writer.tenant.as_str(),
                customer.as_str(),
                relation.customer_id.as_str(),
                relation.kind.code(),
                source,
                relation.name,
                relation.note,
            ],
        )?;
        if added {
            self.mark_fields(customer);
        }
        Ok(added)
    }

    /// Notes that there are items of a kind.
    pub(super) fn use_kind(&mut self, kind: i64) {
        self.used.add(Sort::Kind, kind);
    }

    /// Counts an item that is new; `words` are the codes of its kind, channel, source and currency.
    pub(super) fn count_item(&mut self, customer: &CustomerId, item: &Item, words: [i64; 4]) {
        if let Some(touched) = self.touched.get_mut(customer) {
            let [kind, channel, source, _] = words;
            touched.items.insert(item.line.item_id.clone());
            touched.tallies.count(&item.line, words);
            touched.usage.count(item, kind);
            touched.shared.count(item, [kind, channel, source]);
        }
    }

    /// Notes that an item that was there before is different now.
    pub(super) fn mark_item(&mut self, customer: &CustomerId, item: &ItemId) {
        if let Some(touched) = self.touched.get_mut(customer) {
            touched.items.insert(item.clone());
        }
    }

    /// Notes that the counts of months have to be made anew.
    pub(super) fn recount(&mut self, customer: &CustomerId, months: [i32; 2], is_use: bool) {
        if let Some(touched) = self.touched.get_mut(customer) {
            touched.recounted.extend(months);
            if is_use {
                touched.recounted_usage.extend(months);
            }
        }
    }

    /// Notes that an item that is or was shared with the customer became another one.
    pub(super) fn reshare(&mut self, customer: &CustomerId, former: &Item, next: &Item) {
        if let Some(touched) = self.touched.get_mut(customer) {
            touched.shared.retell(former, next);
        }
    }

    fn mark_fields(&mut self, customer: &CustomerId) {
        if let Some(touched) = self.touched.get_mut(customer) {
            touched.fields_changed = true;
        }
    }

    fn mark_names(&mut self, customer: &CustomerId, claim: &str) {
        if let Some(touched) = self.touched.get_mut(customer) {
            touched.named_by.push(claim.to_owned());
        }
    }

    /// Writes what goes with the data. Gives the codes back for the next transaction, and who has a new version.
    pub(super) fn finish(mut self) -> Result<(WordCodes, Vec<CustomerId>), StoreError> {
        self.used.write(self.writer)?;
        let all = std::mem::take(&mut self.touched);
        let mut words = Words::new(&self.book, self.writer.connection, self.writer.tenant);
        let mut changed = Vec::new();
        for (customer, touched) in all {
            if touched.is_changed() {
                self.finish_customer(&mut words, &customer, &touched)?;
                changed.push(customer);
            }
        }
        Ok((self.codes, changed))
    }

    fn finish_customer(
        &self,
        words: &mut Words<'_>,
        customer: &CustomerId,
        touched: &Touched,
    ) -> Result<(), StoreError> {
        let version = touched.version + 1;
        let document = self.index_names(words, customer, touched)?;
        self.put_version(customer, touched, document)?;
        let (fields, items) = (touched.fields_changed, &touched.items);
        changes::write(self.writer, customer, version, fields, items)?;
        outgoing_rows::mark(self.writer, customer, touched.version)?;
        touched
            .tallies
            .write(self.writer, customer, &touched.recounted)?;
        touched
            .usage
            .write(self.writer, words, customer, &touched.recounted_usage)?;
        touched.shared.write(self.writer, customer)
    }

    /// Brings the words by which the customer is found up to date, when they changed. Returns their row.
    fn index_names(
        &self,
        words: &mut Words<'_>,
        customer: &CustomerId,
        touched: &Touched,
    ) -> Result<Option<i64>, StoreError> {
        if touched.named_by.is_empty() {
            return Ok(touched.document);
        }
        let (connection, tenant) = (self.writer.connection, self.writer.tenant);
        let new = &touched.named_by;
        search::index(connection, words, tenant, customer, (touched.document, new))
    }

    /// Gives the customer their new version. Most have a row that is found by name already, which stays.
    fn put_version(
        &self,
        customer: &CustomerId,
        touched: &Touched,
        document: Option<i64>,
    ) -> Result<(), StoreError> {
        let sql = if touched.version == 0 {
            "INSERT INTO customer (tenant_id, customer_id, kind, version, document) \
             VALUES (?1, ?2, ?3, ?4, ?5)"
        } else if document == touched.document {
            "UPDATE customer SET kind = ?3, version = ?4 WHERE tenant_id = ?1 AND customer_id = ?2 \
             AND document IS ?5"
        } else {
            "UPDATE customer SET kind = ?3, version = ?4, document = ?5 \
             WHERE tenant_id = ?1 AND customer_id = ?2"
        };
        let values = params![
            self.writer.tenant.as_str(),
            customer.as_str(),
            touched.kind.code(),
            touched.version + 1,
            document,
        ];
        self.writer.insert(sql, values).map(drop)
    }
}

impl Touched {
    fn new() -> Self {
        Self {
            version: 0,
            kind: CustomerKind::default(),
            document: None,
            fields_changed: false,
            named_by: Vec::new(),
            items: BTreeSet::new(),
            tallies: Tallies::default(),
            usage: ProductMonths::default(),
            recounted: BTreeSet::new(),
            recounted_usage: BTreeSet::new(),
            shared: Shared::default(),
        }
    }

    fn is_changed(&self) -> bool {
        self.version == 0 || self.fields_changed || !self.items.is_empty()
    }
}

fn find_customer(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Option<Touched>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, version, document FROM customer WHERE tenant_id = ?1 AND customer_id = ?2",
    )?;
    let found = statement
        .query_row(params![tenant.as_str(), customer.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    found
        .map(|(kind, version, document)| {
            Ok(Touched {
                version,
                kind: CustomerKind::decode(kind)?,
                document,
                ..Touched::new()
            })
        })
        .transpose()
}
