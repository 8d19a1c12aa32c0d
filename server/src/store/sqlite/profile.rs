//! Loads a customer without their older items: all that the head of the view is made of.

use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{
    Assertion, Author, CustomerKind, Identity, IdentityKind, Invalid, ItemLine, Profile, Relation,
    RelationKind,
};
use rusqlite::{Connection, OptionalExtension as _, named_params, params};

use super::items::read_lines;
use super::product_months;
use super::rows::{item_columns, limit_of, unsigned};
use super::shared;
use super::tallies;
use super::tally_shelf::TallyShelf;
use super::words::Words;
use crate::store::StoreError;
use crate::store::codes::Coded;
use crate::store::rules::CLOCK_SKEW_MS;

/// Loads the customer, or none. See [`crate::store::ProfileStore::load_profile`].
pub(super) fn load(
    connection: &Connection,
    words: &mut Words<'_>,
    kept: &TallyShelf,
    tenant: &TenantId,
    customer: &CustomerId,
    now_ms: i64,
    open_limit: usize,
) -> Result<Option<Profile>, StoreError> {
    let Some((kind, version)) = kind_and_version(connection, tenant, customer)? else {
        return Ok(None);
    };
    let months = kept.get(tenant, customer, version, || {
        tallies::read(connection, words, tenant, customer)
    })?;
    let (open, upcoming) = running(connection, words, tenant, customer, now_ms, open_limit)?;
    Ok(Some(Profile {
        customer_id: customer.clone(),
        kind,
        version,
        assertions: assertions(connection, words, tenant, customer)?,
        identities: identities(connection, words, tenant, customer)?,
        relations: relations(connection, words, tenant, customer)?,
        months,
        shared: shared::tallies(connection, words, tenant, customer)?,
        usage: product_months::read(connection, words, tenant, customer, now_ms)?,
        open,
        upcoming,
        first: first(connection, words, tenant, customer, now_ms)?,
    }))
}

/// Reads the cards of customers. See [`crate::store::ProfileStore::load_cards`].
pub(super) fn cards(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customers: Vec<CustomerId>,
) -> Result<Vec<Profile>, StoreError> {
    let mut cards = Vec::with_capacity(customers.len());
    for customer in customers {
        if let Some((kind, version)) = kind_and_version(connection, tenant, &customer)? {
            let assertions = assertions(connection, words, tenant, &customer)?;
            cards.push(Profile {
                assertions,
                version,
                ..Profile::new(customer, kind)
            });
        }
    }
    Ok(cards)
}

pub(super) fn kind_and_version(
    connection: &Connection,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Option<(CustomerKind, u64)>, StoreError> {
    let found: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT kind, version FROM customer WHERE tenant_id = ?1 AND customer_id = ?2",
        )?
        .query_row(params![tenant.as_str(), customer.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    found
        .map(|(kind, version)| Ok((CustomerKind::decode(kind)?, unsigned(version)?)))
        .transpose()
}

/// Reads what runs now and what is planned. An item that runs and lies ahead by no more than a clock's error
/// runs now.
fn running(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    now_ms: i64,
    limit: usize,
) -> Result<(Vec<ItemLine>, Vec<ItemLine>), StoreError> {
    let until_ms = now_ms.saturating_add(CLOCK_SKEW_MS);
    let limit = limit_of(limit);
    let (tenant, customer) = (tenant.as_str(), customer.as_str());
    let open = read_lines(
        connection,
        words,
        concat!(
            "SELECT ",
            item_columns!(),
            " FROM item INDEXED BY item_running WHERE tenant_id = :tenant \
             AND customer_id = :customer AND status IN (0, 1, 7) AND at_ms <= :until \
             ORDER BY at_ms DESC, item_id DESC LIMIT :limit"
        ),
        named_params! {
            ":tenant": tenant, ":customer": customer, ":until": until_ms, ":limit": limit,
        },
    )?;
    let upcoming = read_lines(
        connection,
        words,
        concat!(
            "SELECT ",
            item_columns!(),
            " FROM item WHERE tenant_id = :tenant AND customer_id = :customer AND at_ms > :now \
             AND (at_ms > :until OR status IS NULL OR status NOT IN (0, 1, 7)) \
             ORDER BY at_ms, item_id LIMIT :limit"
        ),
        named_params! {
            ":tenant": tenant, ":customer": customer, ":now": now_ms, ":until": until_ms,
            ":limit": limit,
        },
    )?;
    Ok((open, upcoming))
}

/// Reads the oldest item that is not planned.
fn first(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    now_ms: i64,
) -> Result<Option<ItemLine>, StoreError> {
    let lines = read_lines(
        connection,
        words,
        concat!(
            "SELECT ",
            item_columns!(),
            " FROM item WHERE tenant_id = :tenant AND customer_id = :customer \
             AND at_ms <= :now ORDER BY at_ms, item_id LIMIT 1"
        ),
        named_params! {
            ":tenant": tenant.as_str(), ":customer": customer.as_str(), ":now": now_ms,
        },
    )?;
    Ok(lines.into_iter().next())
}

/// Reads every claim about the customer, by id.
pub(super) fn assertions(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Vec<Assertion>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT assertion_id, field_word, value, source_word, valid_from_ms, known_at_ms, author, \
         author_name, raw, invalid FROM assertion WHERE tenant_id = ?1 AND customer_id = ?2 \
         ORDER BY assertion_id",
    )?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str()])?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        claims.push(Assertion {
            assertion_id: row.get(0)?,
            field: words.text(row.get(1)?)?,
            value: row.get(2)?,
            source: words.text(row.get(3)?)?,
            valid_from_ms: row.get(4)?,
            known_at_ms: row.get(5)?,
            author: Author::decode(row.get(6)?)?,
            by: row.get(7)?,
            raw: row.get(8)?,
            // A reason that a newer program wrote is none to this one; the value stays.
            invalid: row
                .get::<_, Option<String>>(9)?
                .as_deref()
                .and_then(Invalid::parse),
        });
    }
    Ok(claims)
}

pub(super) fn identities(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Vec<Identity>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, value, source_word FROM identity WHERE tenant_id = ?1 AND customer_id = ?2",
    )?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str()])?;
    let mut identities = Vec::new();
    while let Some(row) = rows.next()? {
        identities.push(Identity {
            kind: IdentityKind::decode(row.get(0)?)?,
            value: row.get(1)?,
            source: words.text(row.get(2)?)?,
        });
    }
    identities.sort_by(|a, b| (a.kind, &a.value, &a.source).cmp(&(b.kind, &b.value, &b.source)));
    Ok(identities)
}

pub(super) fn relations(
    connection: &Connection,
    words: &mut Words<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
) -> Result<Vec<Relation>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT other_customer_id, kind, source_word, name, note FROM relation \
         WHERE tenant_id = ?1 AND customer_id = ?2",
    )?;
    let mut rows = statement.query(params![tenant.as_str(), customer.as_str()])?;
    let mut relations = Vec::new();
    while let Some(row) = rows.next()? {
        let code: i64 = row.get(1)?;
        let relation = Relation {
            customer_id: CustomerId::parse(row.get::<_, String>(0)?)?,
            kind: RelationKind::decode(code)?,
            source: words.text(row.get(2)?)?,
            name: row.get(3)?,
            note: row.get(4)?,
        };
        relations.push((code, relation));
    }
    relations.sort_by(|(a_kind, a), (b_kind, b)| {
        (&a.customer_id, a_kind, &a.source).cmp(&(&b.customer_id, b_kind, &b.source))
    });
    Ok(relations
        .into_iter()
        .map(|(_, relation)| relation)
        .collect())
}
