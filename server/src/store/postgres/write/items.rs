//! Items: new ones together, changed ones one by one, and what they were.

use futures::future::try_join_all;
use klantbeeld_core::model::{Item, ItemLine, Status, SummaryFrom, Use};

use super::writer::{Change, Writer};
use crate::store::is_shared;
use crate::store::postgres::draft::Held;
use crate::store::postgres::failure::Done;
use crate::store::postgres::rows::{code_of, corrupt, direction_code, payload_text};
use crate::store::postgres::sessions::Values;

const INSERT: &str = "INSERT INTO item (tenant_id, customer_id, item_id, kind, channel, department, source, \
     title, summary, reason, goal, outcome, recorded_by, payload, currency, at_ms, recorded_ms, \
     amount_minor, due_ms, told_ms, by_hand_ms, retold, direction, summary_from, status, mood, \
     first_status, told_status, is_shared, reply_to, product, unit, quantity_milli) \
     SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], \
     $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], \
     $14::text[], $15::text[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], \
     $20::bigint[], $21::bigint[], $22::int[], $23::smallint[], $24::smallint[], $25::smallint[], \
     $26::smallint[], $27::smallint[], $28::smallint[], $29::boolean[], $30::text[], $31::text[], \
     $32::text[], $33::bigint[]) AS n";

const UPDATE: &str = "UPDATE item SET (kind, channel, department, source, title, summary, reason, goal, \
     outcome, payload, currency, at_ms, amount_minor, due_ms, told_ms, by_hand_ms, retold, direction, \
     summary_from, status, mood, told_status, is_shared, reply_to, product, unit, quantity_milli) \
     = ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
     $23, $24, $25, $26, $27, $28, $29, $30) \
     WHERE tenant_id = $1 AND customer_id = $2 AND item_id = $3";

const REVISIONS: &str = "INSERT INTO item_revision (tenant_id, customer_id, item_id, sequence, version, \
     at_ms, by_name, status, former) SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::int[], \
     $5::bigint[], $6::bigint[], $7::text[], $8::smallint[], $9::text[]) AS n";

const SETTLED: &str = "INSERT INTO item_status (tenant_id, customer_id, item_id, version, status, at_ms, \
     author_name) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// What is stored of an item beside its own parts.
struct Row<'a> {
    held: &'a Held,
    payload: String,
    currency: String,
    used: Option<Use>,
}

impl<'a> Row<'a> {
    fn of(held: &'a Held) -> Done<Self> {
        let Item { line, payload, .. } = &held.item;
        let currency = line.amount.map(|money| money.currency.to_string());
        Ok(Self {
            held,
            payload: payload_text(&held.item)?,
            currency: currency.unwrap_or_default(),
            used: Use::of(line, payload),
        })
    }

    fn line(&self) -> &'a ItemLine {
        &self.held.item.line
    }

    fn summary_from(&self) -> i16 {
        SummaryFrom::code(self.line().summary_from).into()
    }

    fn reply_to(&self) -> Option<&'a str> {
        self.line()
            .reply_to
            .as_ref()
            .map(klantbeeld_core::ids::ItemId::as_str)
    }

    fn product(&self) -> Option<&str> {
        self.used.as_ref().map(|used| used.product.as_str())
    }

    fn unit(&self) -> Option<&str> {
        self.used.as_ref().map(|used| used.unit.as_str())
    }
}

fn status_code(status: Option<Status>) -> Option<i16> {
    status.map(code_of)
}

/// Puts new items.
pub(super) async fn insert(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    for (id, draft) in changed {
        for held in draft.items.values().filter(|held| !held.is_stored) {
            ids.push(id.as_str());
            rows.push(Row::of(held)?);
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    let text = |of: fn(&ItemLine) -> &str| rows.iter().map(|r| of(r.line())).collect::<Vec<_>>();
    let number = |of: fn(&Held) -> Option<i64>| rows.iter().map(|r| of(r.held)).collect::<Vec<_>>();
    let code = |of: fn(&Held) -> Option<i16>| rows.iter().map(|r| of(r.held)).collect::<Vec<_>>();
    let values: Values<'_> = &[
        &writer.tenant,
        &ids,
        &text(|l| l.item_id.as_str()),
        &text(|l| &l.kind),
        &text(|l| &l.channel),
        &text(|l| &l.department),
        &text(|l| &l.source),
        &text(|l| &l.title),
        &text(|l| &l.summary),
        &text(|l| &l.reason),
        &text(|l| &l.goal),
        &text(|l| &l.outcome),
        &rows
            .iter()
            .map(|r| r.held.item.recorded_by.as_str())
            .collect::<Vec<_>>(),
        &rows.iter().map(|r| r.payload.as_str()).collect::<Vec<_>>(),
        &rows.iter().map(|r| r.currency.as_str()).collect::<Vec<_>>(),
        &number(|h| Some(h.item.line.at_ms)),
        &number(|h| Some(h.item.recorded_ms)),
        &number(|h| h.item.line.amount.map(|money| money.amount_minor)),
        &number(|h| h.item.line.due_ms),
        &number(|h| h.told_ms),
        &number(|h| h.by_hand_ms),
        &rows.iter().map(|r| r.held.retold).collect::<Vec<_>>(),
        &code(|h| Some(direction_code(&h.item.line))),
        &rows.iter().map(Row::summary_from).collect::<Vec<_>>(),
        &code(|h| status_code(h.item.line.status)),
        &code(|h| h.item.line.mood.map(i16::from)),
        &code(|h| status_code(h.first_status)),
        &code(|h| status_code(h.told_status)),
        &rows
            .iter()
            .map(|r| is_shared(&r.held.item))
            .collect::<Vec<_>>(),
        &rows.iter().map(Row::reply_to).collect::<Vec<_>>(),
        &rows.iter().map(Row::product).collect::<Vec<_>>(),
        &rows.iter().map(Row::unit).collect::<Vec<_>>(),
        &rows
            .iter()
            .map(|r| r.used.as_ref().map(|u| u.quantity_milli))
            .collect::<Vec<_>>(),
    ];
    writer.put(INSERT, values).await
}

/// Writes what items that were there are now.
pub(super) async fn update(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let all = changed.iter().flat_map(|(id, draft)| {
        let held = draft.items.values();
        let different = held.filter(|held| held.is_stored && held.is_different);
        different.map(|held| update_one(writer, id.as_str(), held))
    });
    try_join_all(all.collect::<Vec<_>>()).await.map(drop)
}

async fn update_one(writer: Writer<'_>, customer: &str, held: &Held) -> Done<()> {
    let row = Row::of(held)?;
    let line = row.line();
    let values: Values<'_> = &[
        &writer.tenant,
        &customer,
        &line.item_id.as_str(),
        &line.kind,
        &line.channel,
        &line.department,
        &line.source,
        &line.title,
        &line.summary,
        &line.reason,
        &line.goal,
        &line.outcome,
        &row.payload,
        &row.currency,
        &line.at_ms,
        &line.amount.map(|money| money.amount_minor),
        &line.due_ms,
        &held.told_ms,
        &held.by_hand_ms,
        &held.retold,
        &direction_code(line),
        &row.summary_from(),
        &status_code(line.status),
        &line.mood.map(i16::from),
        &status_code(held.told_status),
        &is_shared(&held.item),
        &row.reply_to(),
        &row.product(),
        &row.unit(),
        &row.used.as_ref().map(|used| used.quantity_milli),
    ];
    writer.put(UPDATE, values).await
}

/// Keeps what items were.
pub(super) async fn revisions(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    let all = || {
        changed
            .iter()
            .flat_map(|(id, d)| d.revisions.iter().map(move |r| (id, d, r)))
    };
    let ids: Vec<_> = all().map(|(id, ..)| id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let json = all().map(|(.., r)| serde_json::to_string(&r.item).map_err(|e| corrupt(&e)));
    let json = json.collect::<Done<Vec<_>>>()?;
    let values: Values<'_> = &[
        &writer.tenant,
        &ids,
        &all()
            .map(|(.., r)| r.item.line.item_id.as_str())
            .collect::<Vec<_>>(),
        &all().map(|(.., r)| r.sequence).collect::<Vec<_>>(),
        &all()
            .map(|(_, draft, _)| draft.next_version())
            .collect::<Vec<_>>(),
        &all().map(|(.., r)| r.at_ms).collect::<Vec<_>>(),
        &all().map(|(.., r)| r.by.as_str()).collect::<Vec<_>>(),
        &all()
            .map(|(.., r)| status_code(r.status))
            .collect::<Vec<_>>(),
        &json,
    ];
    writer.put(REVISIONS, values).await
}

/// Writes down how promises ended.
pub(super) async fn settled(writer: Writer<'_>, changed: &[Change<'_>]) -> Done<()> {
    for (id, draft) in changed {
        for settled in &draft.settled {
            let values: Values<'_> = &[
                &writer.tenant,
                &id.as_str(),
                &settled.item_id.as_str(),
                &draft.next_version(),
                &code_of(settled.status),
                &settled.at_ms,
                &settled.by,
            ];
            writer.put(SETTLED, values).await?;
        }
    }
    Ok(())
}
