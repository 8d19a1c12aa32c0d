//! Puts customers in as they were taken out of another store.

use std::collections::BTreeMap;

use deadpool_postgres::{Object, Transaction};
use klantbeeld_core::ids::TenantId;

use crate::store::archive::{Archive, ArchivedItem};
use crate::store::postgres::draft::{Draft, Held};
use crate::store::postgres::failure::Done;
use crate::store::postgres::lock::{Missing, Named, take};
use crate::store::postgres::rows::{code_of, corrupt, small};
use crate::store::postgres::sessions::Values;
use crate::store::postgres::write::write;

/// The tables about one customer, but the customer's own.
const TABLES: [&str; 13] = [
    "identity",
    "assertion",
    "stated",
    "relation",
    "item",
    "item_status",
    "item_revision",
    "month_tally",
    "product_month",
    "change",
    "operation",
    "access_log",
    "name_start",
];

const UNCHANGE: &str = "DELETE FROM change WHERE tenant_id = $1 AND customer_id = $2";

const VERSION: &str = "UPDATE customer SET version = $3 WHERE tenant_id = $1 AND customer_id = $2";

const SETTLED: &str = "INSERT INTO item_status (tenant_id, customer_id, item_id, version, status, at_ms, \
     author_name) SELECT $1, $2, n.* FROM unnest($3::text[], $4::bigint[], $5::smallint[], \
     $6::bigint[], $7::text[]) AS n";

const REVISIONS: &str = "INSERT INTO item_revision (tenant_id, customer_id, item_id, sequence, version, \
     at_ms, by_name, status, former) SELECT $1, $2, n.* FROM unnest($3::text[], $4::int[], \
     $5::bigint[], $6::bigint[], $7::text[], $8::smallint[], $9::text[]) AS n";

const CHANGES: &str = "INSERT INTO change (tenant_id, customer_id, version, subject, item_id) \
     SELECT $1, $2, n.* FROM unnest($3::bigint[], $4::smallint[], $5::text[]) AS n";

const OPERATIONS: &str = "INSERT INTO operation (tenant_id, customer_id, op_id, hash, version) \
     SELECT $1, $2, n.* FROM unnest($3::text[], $4::bytea[], $5::bigint[]) AS n";

const ACCESS: &str = "INSERT INTO access_log (tenant_id, customer_id, at_ms, sequence, item_id, field, \
     subject, name, role, purpose) SELECT $1, $2, n.at_ms, n.place, n.item_id, n.field, n.subject, \
     n.name, n.role, n.purpose FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], \
     $7::text[], $8::text[], $9::text[]) WITH ORDINALITY \
     AS n (at_ms, item_id, field, subject, name, role, purpose, place)";

/// Puts customers in, in the place of those of the same ids, all of them or none.
pub(in crate::store::postgres) async fn put_in(
    session: &mut Object,
    tenant: &TenantId,
    archives: &[Archive],
) -> Done<()> {
    let tx = session.transaction().await?;
    let named = archives.iter().map(|a| (&a.customer_id, Named::default()));
    let mut drafts = take(&tx, tenant, &named.collect(), Missing::Make).await?;
    for archive in archives {
        let former = drafts.insert(archive.customer_id.clone(), draft(archive));
        if former.is_some_and(|former| former.version > 0) {
            clear(&tx, tenant, archive).await?;
        }
    }
    write(&tx, tenant, &drafts).await?;
    for archive in archives {
        put_rest(&tx, tenant, archive).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn clear(tx: &Transaction<'_>, tenant: &TenantId, archive: &Archive) -> Done<()> {
    let key: Values<'_> = &[&tenant.as_str(), &archive.customer_id.as_str()];
    for table in TABLES {
        let sql = format!("DELETE FROM {table} WHERE tenant_id = $1 AND customer_id = $2");
        run(tx, &sql, key).await?;
    }
    Ok(())
}

/// Makes them new, with their data; versions and what was before are put in afterwards.
fn draft(archive: &Archive) -> Draft {
    let held = archive.items.iter().map(|archived| {
        let held = held(archive, archived);
        (held.item.line.item_id.clone(), held)
    });
    let items: BTreeMap<_, _> = held.collect();
    Draft {
        kind: archive.kind,
        place: archive.place,
        new_claims: archive.claims.clone(),
        new_identities: archive.identities.clone(),
        new_relations: archive.relations.clone(),
        changed: items.keys().cloned().collect(),
        items,
        ..Draft::default()
    }
}

fn held(archive: &Archive, archived: &ArchivedItem) -> Held {
    let id = &archived.item.line.item_id;
    let revisions = || archive.revisions.iter().filter(|r| r.item_id == *id);
    let settled = archive.settled.iter().rfind(|s| s.item_id == *id);
    let told = revisions().filter_map(|r| r.status).next_back();
    Held {
        item: archived.item.clone(),
        told_ms: archived.told_ms,
        told_status: told.or(archived.first_status),
        first_status: archived.first_status,
        by_hand_ms: settled.map(|settled| settled.at_ms),
        retold: revisions().map(|r| r.sequence).max().unwrap_or(0),
        is_stored: false,
        is_different: false,
        former: None,
    }
}

async fn put_rest(tx: &Transaction<'_>, tenant: &TenantId, archive: &Archive) -> Done<()> {
    let (tenant, id) = (tenant.as_str(), archive.customer_id.as_str());
    let version: i64 = small(archive.version)?;
    run(tx, UNCHANGE, &[&tenant, &id]).await?;
    run(tx, VERSION, &[&tenant, &id, &version]).await?;
    let settled = &archive.settled;
    let versions = |all: &mut dyn Iterator<Item = u64>| {
        all.map(|version| Ok(small(version)?))
            .collect::<Done<Vec<i64>>>()
    };
    let values: Values<'_> = &[
        &tenant,
        &id,
        &settled
            .iter()
            .map(|s| s.item_id.as_str())
            .collect::<Vec<_>>(),
        &versions(&mut settled.iter().map(|s| s.version))?,
        &settled
            .iter()
            .map(|s| code_of(s.status))
            .collect::<Vec<_>>(),
        &settled.iter().map(|s| s.at_ms).collect::<Vec<_>>(),
        &settled.iter().map(|s| s.by.as_str()).collect::<Vec<_>>(),
    ];
    run(tx, SETTLED, values).await?;
    let changes = &archive.changes;
    let subjects = changes.iter().map(|c| Ok(small(c.1)?));
    let values: Values<'_> = &[
        &tenant,
        &id,
        &versions(&mut changes.iter().map(|c| c.0))?,
        &subjects.collect::<Done<Vec<i16>>>()?,
        &changes.iter().map(|c| c.2.as_str()).collect::<Vec<_>>(),
    ];
    run(tx, CHANGES, values).await?;
    let operations = &archive.operations;
    let values: Values<'_> = &[
        &tenant,
        &id,
        &operations.iter().map(|o| o.0.as_str()).collect::<Vec<_>>(),
        &operations
            .iter()
            .map(|o| o.1.as_slice())
            .collect::<Vec<_>>(),
        &versions(&mut operations.iter().map(|o| o.2))?,
    ];
    run(tx, OPERATIONS, values).await?;
    put_revisions(tx, (tenant, id), archive).await?;
    put_access(tx, (tenant, id), archive).await
}

async fn put_revisions(
    tx: &Transaction<'_>,
    (tenant, id): (&str, &str),
    archive: &Archive,
) -> Done<()> {
    let all = &archive.revisions;
    let json = all
        .iter()
        .map(|r| serde_json::to_string(&r.former).map_err(|e| corrupt(&e)));
    let versions = all.iter().map(|r| Ok(small(r.version)?));
    let values: Values<'_> = &[
        &tenant,
        &id,
        &all.iter().map(|r| r.item_id.as_str()).collect::<Vec<_>>(),
        &all.iter().map(|r| r.sequence).collect::<Vec<_>>(),
        &versions.collect::<Done<Vec<i64>>>()?,
        &all.iter().map(|r| r.at_ms).collect::<Vec<_>>(),
        &all.iter().map(|r| r.by.as_str()).collect::<Vec<_>>(),
        &all.iter()
            .map(|r| r.status.map(code_of))
            .collect::<Vec<_>>(),
        &json.collect::<Done<Vec<_>>>()?,
    ];
    run(tx, REVISIONS, values).await
}

async fn put_access(
    tx: &Transaction<'_>,
    (tenant, id): (&str, &str),
    archive: &Archive,
) -> Done<()> {
    let all = &archive.access;
    let values: Values<'_> = &[
        &tenant,
        &id,
        &all.iter().map(|a| a.at_ms).collect::<Vec<_>>(),
        &all.iter().map(|a| a.item.as_str()).collect::<Vec<_>>(),
        &all.iter().map(|a| a.field.as_str()).collect::<Vec<_>>(),
        &all.iter()
            .map(|a| a.actor.subject.as_str())
            .collect::<Vec<_>>(),
        &all.iter()
            .map(|a| a.actor.name.as_str())
            .collect::<Vec<_>>(),
        &all.iter()
            .map(|a| a.actor.role.as_str())
            .collect::<Vec<_>>(),
        &all.iter().map(|a| a.purpose.as_str()).collect::<Vec<_>>(),
    ];
    run(tx, ACCESS, values).await
}

async fn run(tx: &Transaction<'_>, sql: &str, values: Values<'_>) -> Done<()> {
    let statement = tx.prepare_cached(sql).await?;
    tx.execute(&statement, values).await?;
    Ok(())
}
