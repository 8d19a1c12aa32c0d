//! Arrivals in a SQLite file of their own, beside that of the profiles.
//!
//! A file of its own because counting must never wait for a writer of profiles, nor hold one up. Every statement
//! is plain SQL, so that another database can do the same.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use klantbeeld_core::ids::TenantId;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};
use tokio::task::spawn_blocking;

use super::{
    Arrival, Asked, ENTRY_LIFE_MS, Entry, EntryState, IntakeStore, KEY_LIFE_MS, MAX_WAITING,
    MessageKey, Refused, Settled, SourceTally,
};
use crate::store::{StoreError, StoreResult};

/// Marks the file as one of ours ("KLBI").
const APPLICATION_ID: i64 = 0x4B4C_4249;
const SCHEMA: i64 = 1;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Arrivals in a file. Clones share it.
#[derive(Debug, Clone)]
pub struct SqliteIntakeStore {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteIntakeStore {
    /// Opens the file, and makes it when it is not there, readable by its owner alone.
    ///
    /// # Errors
    /// It cannot be opened, is another program's, or a newer version's.
    pub fn open(path: &Path) -> StoreResult<Self> {
        create_private(path).map_err(|error| {
            StoreError::Unavailable(format!("{} cannot be opened: {error}", path.display()))
        })?;
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
        migrate(&mut connection)?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let connection = Arc::clone(&self.connection);
        let done = spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&tx)?;
            tx.commit()?;
            Ok(answer)
        });
        done.await
            .map_err(|_| StoreError::Unavailable("the work was broken off".to_owned()))?
    }
}

/// Makes the file readable by its owner alone: refused messages hold personal data.
fn create_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn migrate(connection: &mut Connection) -> StoreResult<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pragma = |name: &str| tx.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (owner, found) = (pragma("application_id")?, pragma("user_version")?);
    if owner != 0 && owner != APPLICATION_ID {
        let text = "it is a database of another program".to_owned();
        return Err(StoreError::Corrupt(text));
    }
    if found > SCHEMA {
        return Err(StoreError::TooNew {
            found,
            known: SCHEMA,
        });
    }
    if found == 0 {
        tx.execute_batch(include_str!("intake.sql"))?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", SCHEMA)?;
    }
    Ok(tx.commit()?)
}

/// What one call adds to the tally of a source.
#[derive(Debug, Default)]
struct Added {
    first_ms: i64,
    last_ms: i64,
    last_accepted_ms: Option<i64>,
    accepted: i64,
    repeated: i64,
    refused: i64,
    dropped: i64,
}

fn note(tx: &Transaction<'_>, tenant: &str, arrivals: &[Arrival]) -> StoreResult<Vec<bool>> {
    let mut added = BTreeMap::<&str, Added>::new();
    let mut are_new = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let of = added.entry(&arrival.source).or_insert(Added {
            first_ms: arrival.at_ms,
            last_ms: arrival.at_ms,
            ..Added::default()
        });
        of.first_ms = of.first_ms.min(arrival.at_ms);
        of.last_ms = of.last_ms.max(arrival.at_ms);
        let is_new = match &arrival.refused {
            None => {
                of.last_accepted_ms = of.last_accepted_ms.max(Some(arrival.at_ms));
                accept(tx, tenant, arrival)?
            }
            Some(refused) => refuse(tx, tenant, arrival, refused)?,
        };
        match (is_new, arrival.refused.is_some()) {
            (true, true) => of.refused += 1,
            (true, false) => of.accepted += 1,
            (false, _) => of.repeated += 1,
        }
        are_new.push(is_new);
    }
    for (source, mut of) in added {
        if of.refused > 0 {
            of.dropped = bound(tx, tenant, source)?;
        }
        add(tx, tenant, source, &of)?;
    }
    Ok(are_new)
}

fn accept(tx: &Transaction<'_>, tenant: &str, arrival: &Arrival) -> StoreResult<bool> {
    let added = tx
        .prepare_cached(
            "INSERT INTO seen_message (tenant_id, message_key, at_ms) VALUES (?1, ?2, ?3) \
             ON CONFLICT (tenant_id, message_key) DO NOTHING",
        )?
        .execute(params![tenant, arrival.key.0, arrival.at_ms])?;
    if added > 0 {
        tx.prepare_cached(
            "UPDATE quarantine SET state = 1, settled_by = source, settled_reason = '', \
             settled_ms = ?3 WHERE tenant_id = ?1 AND message_key = ?2 AND state = 0",
        )?
        .execute(params![tenant, arrival.key.0, arrival.at_ms])?;
    }
    Ok(added > 0)
}

fn refuse(
    tx: &Transaction<'_>,
    tenant: &str,
    arrival: &Arrival,
    refused: &Refused,
) -> StoreResult<bool> {
    let (text, is_cut) = refused.kept();
    let added = tx
        .prepare_cached(
            "INSERT INTO quarantine (tenant_id, source, message_key, way, code, reason, at_ms, \
             body, is_cut, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0) \
             ON CONFLICT (tenant_id, message_key) DO NOTHING",
        )?
        .execute(params![
            tenant,
            arrival.source,
            arrival.key.0,
            refused.way,
            refused.code,
            refused.reason,
            arrival.at_ms,
            text,
            is_cut
        ])?;
    Ok(added > 0)
}

/// Lets the oldest go of a source of which too many wait. Returns how many.
fn bound(tx: &Transaction<'_>, tenant: &str, source: &str) -> StoreResult<i64> {
    let waiting: i64 = tx
        .prepare_cached(
            "SELECT count(*) FROM quarantine WHERE tenant_id = ?1 AND state = 0 AND source = ?2",
        )?
        .query_row([tenant, source], |row| row.get(0))?;
    let too_many = waiting.saturating_sub(MAX_WAITING.cast_signed());
    if too_many <= 0 {
        return Ok(0);
    }
    tx.prepare_cached(
        "DELETE FROM quarantine WHERE entry_id IN (SELECT entry_id FROM quarantine \
         WHERE tenant_id = ?1 AND state = 0 AND source = ?2 ORDER BY entry_id LIMIT ?3)",
    )?
    .execute(params![tenant, source, too_many])?;
    Ok(too_many)
}

fn add(tx: &Transaction<'_>, tenant: &str, source: &str, of: &Added) -> StoreResult<()> {
    tx.prepare_cached(
        "INSERT INTO source_tally AS t (tenant_id, source, first_ms, last_ms, last_accepted_ms, \
         accepted, repeated, refused, dropped) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (tenant_id, source) DO UPDATE SET \
         first_ms = CASE WHEN excluded.first_ms < t.first_ms THEN excluded.first_ms \
         ELSE t.first_ms END, \
         last_ms = CASE WHEN excluded.last_ms > t.last_ms THEN excluded.last_ms \
         ELSE t.last_ms END, \
         last_accepted_ms = CASE WHEN excluded.last_accepted_ms > coalesce(t.last_accepted_ms, 0) \
         THEN excluded.last_accepted_ms ELSE t.last_accepted_ms END, \
         accepted = t.accepted + excluded.accepted, repeated = t.repeated + excluded.repeated, \
         refused = t.refused + excluded.refused, dropped = t.dropped + excluded.dropped",
    )?
    .execute(params![
        tenant,
        source,
        of.first_ms,
        of.last_ms,
        of.last_accepted_ms,
        of.accepted,
        of.repeated,
        of.refused,
        of.dropped
    ])?;
    Ok(())
}

const ENTRY: &str = "SELECT entry_id, source, way, code, reason, at_ms, body, is_cut, state, \
    settled_by, settled_reason, settled_ms FROM quarantine";

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let by: Option<String> = row.get(9)?;
    let settled = match by {
        None => None,
        Some(by) => Some(Settled {
            by,
            reason: row.get(10)?,
            at_ms: row.get(11)?,
        }),
    };
    Ok(Entry {
        id: row.get(0)?,
        source: row.get(1)?,
        way: row.get(2)?,
        code: row.get(3)?,
        reason: row.get(4)?,
        at_ms: row.get(5)?,
        text: row.get(6)?,
        is_cut: row.get(7)?,
        state: EntryState::from_code(row.get(8)?).unwrap_or(EntryState::Waiting),
        settled,
    })
}

fn tally(row: &Row<'_>) -> rusqlite::Result<SourceTally> {
    let count = |place: usize| row.get(place).map(i64::cast_unsigned);
    Ok(SourceTally {
        source: row.get(0)?,
        first_ms: row.get(1)?,
        last_ms: row.get(2)?,
        last_accepted_ms: row.get(3)?,
        accepted: count(4)?,
        repeated: count(5)?,
        refused: count(6)?,
        dropped: count(7)?,
        waiting: count(8)?,
    })
}

#[async_trait]
impl IntakeStore for SqliteIntakeStore {
    async fn note(&self, tenant: &TenantId, arrivals: Vec<Arrival>) -> StoreResult<Vec<bool>> {
        let tenant = tenant.clone();
        self.work(move |tx| note(tx, tenant.as_str(), &arrivals))
            .await
    }

    async fn knows(&self, tenant: &TenantId, keys: Vec<MessageKey>) -> StoreResult<Vec<bool>> {
        let tenant = tenant.clone();
        self.work(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT 1 FROM seen_message WHERE tenant_id = ?1 AND message_key = ?2",
            )?;
            let mut known = |key: &MessageKey| statement.exists(params![tenant.as_str(), key.0]);
            Ok(keys
                .iter()
                .map(&mut known)
                .collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn tallies(&self, tenant: &TenantId) -> StoreResult<Vec<SourceTally>> {
        let tenant = tenant.clone();
        self.work(move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT source, first_ms, last_ms, last_accepted_ms, accepted, repeated, refused, \
                 dropped, (SELECT count(*) FROM quarantine AS q WHERE q.tenant_id = t.tenant_id \
                 AND q.state = 0 AND q.source = t.source) \
                 FROM source_tally AS t WHERE tenant_id = ?1 ORDER BY source",
            )?;
            let rows = statement.query_map([tenant.as_str()], tally)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn list_entries(&self, tenant: &TenantId, asked: Asked) -> StoreResult<Vec<Entry>> {
        let tenant = tenant.clone();
        self.work(move |tx| {
            let mut statement = tx.prepare_cached(&format!(
                "{ENTRY} WHERE tenant_id = ?1 AND entry_id < ?2 AND (?3 IS NULL OR source = ?3) \
                 AND (?4 IS NULL OR code = ?4) AND (?5 OR state = 0) \
                 ORDER BY entry_id DESC LIMIT ?6"
            ))?;
            let limit = i64::try_from(asked.limit).unwrap_or(i64::MAX);
            let before = asked.before.unwrap_or(i64::MAX);
            let filter = params![
                tenant.as_str(),
                before,
                asked.source,
                asked.code,
                asked.with_settled,
                limit
            ];
            let rows = statement.query_map(filter, entry)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn get_entry(&self, tenant: &TenantId, id: i64) -> StoreResult<Option<Entry>> {
        let tenant = tenant.clone();
        self.work(move |tx| {
            let sql = format!("{ENTRY} WHERE tenant_id = ?1 AND entry_id = ?2");
            let mut statement = tx.prepare_cached(&sql)?;
            let found = statement.query_row(params![tenant.as_str(), id], entry);
            Ok(found.optional()?)
        })
        .await
    }

    async fn settle(
        &self,
        tenant: &TenantId,
        id: i64,
        state: EntryState,
        settled: Settled,
    ) -> StoreResult<bool> {
        let tenant = tenant.clone();
        self.work(move |tx| {
            let changed = tx
                .prepare_cached(
                    "UPDATE quarantine SET state = ?3, settled_by = ?4, settled_reason = ?5, \
                     settled_ms = ?6 WHERE tenant_id = ?1 AND entry_id = ?2 AND state = 0",
                )?
                .execute(params![
                    tenant.as_str(),
                    id,
                    state.code(),
                    settled.by,
                    settled.reason,
                    settled.at_ms
                ])?;
            Ok(changed > 0)
        })
        .await
    }

    async fn forget_old(&self, tenant: &TenantId, now_ms: i64) -> StoreResult<u64> {
        let tenant = tenant.clone();
        self.work(move |tx| {
            let tenant = tenant.as_str();
            tx.execute(
                "DELETE FROM seen_message WHERE tenant_id = ?1 AND at_ms < ?2",
                params![tenant, now_ms.saturating_sub(KEY_LIFE_MS)],
            )?;
            let gone = tx.execute(
                "DELETE FROM quarantine WHERE tenant_id = ?1 AND at_ms < ?2",
                params![tenant, now_ms.saturating_sub(ENTRY_LIFE_MS)],
            )?;
            Ok(gone as u64)
        })
        .await
    }
}
