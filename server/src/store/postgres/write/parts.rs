//! Claims, identifiers, links, change rows, versions, and the names in use.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::try_join_all;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::Invalid;

use super::writer::{Change, Writer};
use crate::store::change::rows_of;
use crate::store::postgres::failure::Done;
use crate::store::postgres::rows::code_of;
use crate::store::postgres::sessions::Values;
use crate::store::stated;

const CLAIMS: &str = "INSERT INTO assertion (tenant_id, customer_id, assertion_id, field, value, source, \
     valid_from_ms, known_at_ms, author, author_name, raw, invalid) SELECT $1, n.* FROM \
     unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], \
     $9::smallint[], $10::text[], $11::text[], $12::text[]) AS n";

const STATED: &str = "INSERT INTO stated (tenant_id, customer_id, value) SELECT $1, n.* \
     FROM unnest($2::text[], $3::text[]) AS n ON CONFLICT (tenant_id, customer_id, value) DO NOTHING";

const IDENTITIES: &str = "INSERT INTO identity (tenant_id, customer_id, kind, value, source) \
     SELECT $1, n.* FROM unnest($2::text[], $3::smallint[], $4::text[], $5::text[]) AS n";

const RELATIONS: &str = "INSERT INTO relation (tenant_id, customer_id, other_customer_id, kind, source, \
     name, note) SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::smallint[], $5::text[], \
     $6::text[], $7::text[]) AS n";

const CHANGES: &str = "INSERT INTO change (tenant_id, customer_id, version, subject, item_id) \
     SELECT $1, n.* FROM unnest($2::text[], $3::bigint[], $4::smallint[], $5::text[]) AS n";

const VERSION: &str = "UPDATE customer SET kind = $3, version = $4, found_since = $5 \
     WHERE tenant_id = $1 AND customer_id = $2";

const USED: &str = "INSERT INTO used_name (tenant_id, sort, name) SELECT $1, n.* \
     FROM unnest($2::smallint[], $3::text[]) AS n ON CONFLICT (tenant_id, sort, name) DO NOTHING";

pub(super) async fn claims(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let all = || {
        changed
            .iter()
            .flat_map(|(id, d)| d.new_claims.iter().map(move |c| (id, c)))
    };
    let ids: Vec<_> = all().map(|(id, _)| id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let values: Values<'_> = &[
        &writer.tenant,
        &ids,
        &all()
            .map(|(_, c)| c.assertion_id.as_str())
            .collect::<Vec<_>>(),
        &all().map(|(_, c)| c.field.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, c)| c.value.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, c)| c.source.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, c)| c.valid_from_ms).collect::<Vec<_>>(),
        &all().map(|(_, c)| c.known_at_ms).collect::<Vec<_>>(),
        &all().map(|(_, c)| code_of(c.author)).collect::<Vec<_>>(),
        &all().map(|(_, c)| c.by.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, c)| c.raw.as_deref()).collect::<Vec<_>>(),
        &all()
            .map(|(_, c)| c.invalid.map(Invalid::as_str))
            .collect::<Vec<_>>(),
    ];
    writer.put(CLAIMS, values).await
}

/// Writes down what of the claims is looked for.
pub(super) async fn stated(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let claims = changed
        .iter()
        .flat_map(|(id, d)| d.new_claims.iter().map(move |c| (id, c)));
    let said: BTreeSet<_> = claims
        .filter_map(|(id, c)| Some((id.as_str(), stated::stated(c)?)))
        .collect();
    if said.is_empty() {
        return Ok(());
    }
    let (ids, said): (Vec<_>, Vec<_>) = said.into_iter().unzip();
    writer.put(STATED, &[&writer.tenant, &ids, &said]).await
}

pub(super) async fn identities(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let all = || {
        changed
            .iter()
            .flat_map(|(id, d)| d.new_identities.iter().map(move |i| (id, i)))
    };
    let ids: Vec<_> = all().map(|(id, _)| id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let values: Values<'_> = &[
        &writer.tenant,
        &ids,
        &all().map(|(_, i)| code_of(i.kind)).collect::<Vec<_>>(),
        &all().map(|(_, i)| i.value.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, i)| i.source.as_str()).collect::<Vec<_>>(),
    ];
    writer.put(IDENTITIES, values).await
}

pub(super) async fn relations(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let all = || {
        changed
            .iter()
            .flat_map(|(id, d)| d.new_relations.iter().map(move |r| (id, r)))
    };
    let ids: Vec<_> = all().map(|(id, _)| id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let values: Values<'_> = &[
        &writer.tenant,
        &ids,
        &all()
            .map(|(_, r)| r.customer_id.as_str())
            .collect::<Vec<_>>(),
        &all().map(|(_, r)| code_of(r.kind)).collect::<Vec<_>>(),
        &all().map(|(_, r)| r.source.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, r)| r.name.as_str()).collect::<Vec<_>>(),
        &all().map(|(_, r)| r.note.as_str()).collect::<Vec<_>>(),
    ];
    writer.put(RELATIONS, values).await
}

/// Writes what the new versions changed.
pub(super) async fn changes(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let (mut ids, mut versions) = (Vec::new(), Vec::new());
    let (mut subjects, mut items) = (Vec::new(), Vec::new());
    for (id, draft) in changed {
        let rows = rows_of(draft.version == 0, draft.fields_changed, &draft.changed);
        for (subject, item) in rows {
            ids.push(id.as_str());
            versions.push(draft.next_version());
            subjects.push(code_of(subject));
            items.push(item);
        }
    }
    let values: Values<'_> = &[&writer.tenant, &ids, &versions, &subjects, &items];
    writer.put(CHANGES, values).await
}

/// Gives the customers their new versions.
pub(super) async fn versions(
    writer: Writer<'_>,
    changed: &[Change<'_>],
    found_since: &BTreeMap<&CustomerId, i64>,
) -> Done<()> {
    let all = changed.iter().map(|(id, draft)| async move {
        let kind = code_of(draft.kind);
        let since = draft.found_since.or_else(|| found_since.get(*id).copied());
        let version = draft.next_version();
        let values: Values<'_> = &[&writer.tenant, &id.as_str(), &kind, &version, &since];
        writer.put(VERSION, values).await
    });
    try_join_all(all).await.map(drop)
}

/// Adds the names of fields and kinds to those that the tenant uses; in their order, so that two writers who do so
/// do not wait for each other.
pub(super) async fn used(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let mut names: BTreeSet<(i16, &str)> = BTreeSet::new();
    for (_, draft) in changed {
        names.extend(draft.new_claims.iter().map(|c| (0, c.field.as_str())));
        let held = draft.changed.iter().filter_map(|id| draft.items.get(id));
        names.extend(held.map(|held| (1, held.item.line.kind.as_str())));
        names.extend(
            draft
                .revisions
                .iter()
                .map(|r| (1, r.item.line.kind.as_str())),
        );
    }
    if names.is_empty() {
        return Ok(());
    }
    let (sorts, names): (Vec<_>, Vec<_>) = names.into_iter().unzip();
    writer.put(USED, &[&writer.tenant, &sorts, &names]).await
}
