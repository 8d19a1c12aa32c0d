//! Puts items: new ones, and those that a source tells again.
//!
//! **Invariant:** an item that becomes another keeps what it was, stands in one place, and is counted once.

use klantbeeld_core::ids::{CustomerId, ItemId, TenantId};
use klantbeeld_core::model::{Item, Status, Use};
use klantbeeld_core::time::month_of;
use rusqlite::{Connection, params};

use super::items;
use super::rows::stored_summary;
use super::transaction::WriteTransaction;
use super::words::Words;
use crate::store::codes::Coded;
use crate::store::differing::parts;
use crate::store::record::{Outcome, Put, Said};
use crate::store::retelling::{Known, Retelling, decide};
use crate::store::{Revision, StoreError};

impl WriteTransaction<'_> {
    /// Adds an item; false when its id is there already. The stamp is the source's own.
    pub(super) fn put_item(
        &mut self,
        customer: &CustomerId,
        item: &Item,
        stamp_ms: Option<i64>,
    ) -> Result<bool, StoreError> {
        if !self.put_body(customer, item, stamp_ms)? {
            return Ok(false);
        }
        let words = self.put_line(customer, item)?;
        self.count_item(customer, item, words);
        Ok(true)
    }

    fn put_body(
        &self,
        customer: &CustomerId,
        item: &Item,
        stamp_ms: Option<i64>,
    ) -> Result<bool, StoreError> {
        self.writer().insert(
            "INSERT INTO item_body (tenant_id, customer_id, item_id, at_ms, first_status, \
             recorded_ms, recorded_by, payload, told_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             ON CONFLICT (tenant_id, customer_id, item_id) DO NOTHING",
            params![
                self.writer().tenant.as_str(),
                customer.as_str(),
                item.line.item_id.as_str(),
                item.line.at_ms,
                item.line.status.map(Coded::code),
                item.recorded_ms,
                item.recorded_by,
                items::payload_text(item)?,
                stamp_ms,
            ],
        )
    }

    /// Puts what lists show of an item. Returns the codes of its kind, channel, source and currency.
    fn put_line(&mut self, customer: &CustomerId, item: &Item) -> Result<[i64; 4], StoreError> {
        let line = &item.line;
        let kind = self.word(&line.kind)?;
        self.use_kind(kind);
        let channel = self.word(&line.channel)?;
        let department = self.word(&line.department)?;
        let source = self.word(&line.source)?;
        let currency = line.amount.map(|money| money.currency.to_string());
        let currency = self.word(currency.as_deref().unwrap_or_default())?;
        self.writer().insert(
            "INSERT INTO item (tenant_id, customer_id, at_ms, item_id, kind_word, channel_word, \
             direction, department_word, source_word, status, title, summary, reason, goal, \
             outcome, mood, amount_minor, currency_word, due_ms, reply_to) VALUES (?1, ?2, ?3, \
             ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            params![
                self.writer().tenant.as_str(),
                customer.as_str(),
                line.at_ms,
                line.item_id.as_str(),
                kind,
                channel,
                line.direction.code(),
                department,
                source,
                line.status.map(Coded::code),
                line.title,
                stored_summary(line),
                line.reason,
                line.goal,
                line.outcome,
                line.mood,
                line.amount.map(|money| money.amount_minor),
                currency,
                line.due_ms,
                line.reply_to.as_ref().map(ItemId::as_str),
            ],
        )
        .map(|_| [kind, channel, source, currency])
    }

    /// Puts what a source tells of an item, be it new or known.
    pub(super) fn tell_item(
        &mut self,
        customer: &CustomerId,
        told: &Item,
        said: Said,
    ) -> Result<Put, StoreError> {
        if self.put_item(customer, told, said.stamp_ms())? {
            return Ok(Put::New);
        }
        if said == Said::Once {
            return Ok(Put::Same);
        }
        let put = self.retell(customer, told, said)?;
        if let Some(stamp_ms) = said.stamp_ms()
            && put == Put::Same
        {
            self.stamp(customer, &told.line.item_id, stamp_ms)?;
        }
        Ok(put)
    }

    fn retell(
        &mut self,
        customer: &CustomerId,
        told: &Item,
        said: Said,
    ) -> Result<Put, StoreError> {
        let (writer, id) = (self.writer(), &told.line.item_id);
        let (connection, tenant) = (writer.connection, writer.tenant);
        let mut words = Words::new(self.book(), connection, tenant);
        let found = items::get(connection, &mut words, tenant, customer, id)?;
        let item = found.ok_or_else(|| StoreError::Corrupt(format!("item {id} has no place")))?;
        if parts(&item, told).is_empty() {
            return Ok(Put::Same);
        }
        let known = known(connection, tenant, customer, &item)?;
        let former = || {
            let all = revisions(connection, tenant, customer, id)?;
            Ok::<_, StoreError>(all.into_iter().map(|r| r.former).collect())
        };
        match decide(&known, told, said, former)? {
            Retelling::Nothing(put) => Ok(put),
            Retelling::Update {
                item: next,
                parts,
                new_status,
            } => {
                let at_ms = said.known_ms().unwrap_or(told.recorded_ms);
                self.keep_former(customer, &item, (at_ms, &told.recorded_by, new_status))?;
                self.replace(customer, &item, &next, said.stamp_ms())?;
                Ok(Put::Retold(Outcome::Updated, parts))
            }
        }
    }

    fn keep_former(
        &self,
        customer: &CustomerId,
        former: &Item,
        (at_ms, by, new_status): (i64, &str, Option<Status>),
    ) -> Result<(), StoreError> {
        let json = serde_json::to_string(former).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        let writer = self.writer();
        writer.insert(
            "INSERT INTO item_revision (tenant_id, customer_id, item_id, sequence, version, at_ms, \
             by_name, status, former) SELECT ?1, ?2, ?3, coalesce(max(sequence), 0) + 1, ?4, ?5, \
             ?6, ?7, ?8 FROM item_revision WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3",
            params![
                writer.tenant.as_str(),
                customer.as_str(),
                former.line.item_id.as_str(),
                self.next_version(customer),
                at_ms,
                by,
                new_status.map(Coded::code),
                json,
            ],
        )?;
        Ok(())
    }

    fn replace(
        &mut self,
        customer: &CustomerId,
        item: &Item,
        next: &Item,
        stamp_ms: Option<i64>,
    ) -> Result<(), StoreError> {
        let (writer, id) = (self.writer(), &item.line.item_id);
        let key = [writer.tenant.as_str(), customer.as_str(), id.as_str()];
        writer.insert(
            "DELETE FROM item WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3 AND at_ms = ?4",
            params![key[0], key[1], key[2], item.line.at_ms],
        )?;
        self.put_line(customer, next)?;
        writer.insert(
            "UPDATE item_body SET at_ms = ?4, payload = ?5, \
             told_ms = coalesce(max(told_ms, ?6), told_ms, ?6) \
             WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3",
            params![
                key[0],
                key[1],
                key[2],
                next.line.at_ms,
                items::payload_text(next)?,
                stamp_ms
            ],
        )?;
        let months = [item, next].map(|item| month_of(item.line.at_ms));
        let is_use = |item: &Item| Use::of(&item.line, &item.payload).is_some();
        self.mark_item(customer, id);
        self.reshare(customer, item, next);
        self.recount(customer, months, is_use(item) || is_use(next));
        Ok(())
    }

    /// Keeps the newest stamp of what a source tells, so that something older is known to be late.
    fn stamp(&self, customer: &CustomerId, item: &ItemId, stamp_ms: i64) -> Result<(), StoreError> {
        let writer = self.writer();
        writer.insert(
            "UPDATE item_body SET told_ms = ?4 WHERE tenant_id = ?1 AND customer_id = ?2 \
             AND item_id = ?3 AND (told_ms IS NULL OR told_ms < ?4)",
            params![
                writer.tenant.as_str(),
                customer.as_str(),
                item.as_str(),
                stamp_ms
            ],
        )?;
        Ok(())
    }
}

/// Reads what the source told of an item last, and when a person last changed its status.
fn known<'i>(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &'i Item,
) -> Result<Known<'i>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT told_ms, coalesce((SELECT status FROM item_revision WHERE tenant_id = ?1 \
         AND customer_id = ?2 AND item_id = ?3 AND status IS NOT NULL \
         ORDER BY sequence DESC LIMIT 1), first_status), \
         (SELECT at_ms FROM item_status WHERE tenant_id = ?1 AND customer_id = ?2 \
         AND item_id = ?3 ORDER BY version DESC LIMIT 1) \
         FROM item_body WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3",
    )?;
    let id = item.line.item_id.as_str();
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str(), id])?;
    let row = rows.next()?;
    let row = row.ok_or_else(|| StoreError::Corrupt(format!("item {id} is gone")))?;
    let told_status: Option<i64> = row.get(1)?;
    Ok(Known {
        item,
        stamp_ms: row.get(0)?,
        told_status: told_status.map(Status::decode).transpose()?,
        by_hand_ms: row.get(2)?,
    })
}

/// Reads what an item was, oldest first.
pub(super) fn revisions(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
    item: &ItemId,
) -> Result<Vec<Revision>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT at_ms, by_name, former FROM item_revision \
         WHERE tenant_id = ?1 AND customer_id = ?2 AND item_id = ?3 ORDER BY sequence",
    )?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str(), item.as_str()])?;
    let mut revisions = Vec::new();
    while let Some(row) = rows.next()? {
        let json: String = row.get(2)?;
        revisions.push(Revision {
            at_ms: row.get(0)?,
            by: row.get(1)?,
            former: serde_json::from_str(&json).map_err(|e| StoreError::Corrupt(e.to_string()))?,
        });
    }
    Ok(revisions)
}
