//! The connections to one database file: one that writes, and as many that read as read at once.
//!
//! **Invariant:** a write transaction that returns an error, or panics, leaves nothing behind: neither in
//! the database nor in the codes that the writer remembers.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use klantbeeld_core::ids::{CustomerId, TenantId};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::schema::{open_reader, open_writer, wait_for_others};
use super::tally_shelf::TallyShelf;
use super::transaction::WriteTransaction;
use super::words::{WordBook, WordCodes, Words};
use crate::store::{Hints, StoreError};

/// Idle readers that are kept; more are opened when needed and closed after.
const IDLE_READERS: usize = 8;

/// A log that is emptied before an import is done.
const LARGE_LOG_BYTES: u64 = 64 << 20;

/// How long an answer about room holds.
const ROOM_HOLDS: Duration = Duration::from_secs(2);
/// What is written to see whether there is room.
const ROOM_BYTES: usize = 1 << 20;

/// A database file that is open.
#[derive(Debug)]
pub(super) struct Connections {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    /// Closed after the readers: the last connection empties the log, and only one that writes can.
    writer: Mutex<Writer>,
    words: WordBook,
    tallies: TallyShelf,
    room: Mutex<Option<(Instant, bool)>>,
    hints: Hints,
}

#[derive(Debug)]
struct Writer {
    connection: Connection,
    codes: WordCodes,
    /// What SQLite calls the data as other connections left it, when somebody last asked.
    data_version: i64,
}

impl Connections {
    /// Opens or creates the file.
    ///
    /// # Errors
    /// As [`open_writer`].
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = open_writer(path)?;
        let writer = Writer {
            data_version: data_version(&connection)?,
            connection,
            codes: WordCodes::default(),
        };
        Ok(Self {
            path: path.to_owned(),
            readers: Mutex::default(),
            writer: Mutex::new(writer),
            words: WordBook::default(),
            tallies: TallyShelf::new(),
            room: Mutex::default(),
            hints: Hints::default(),
        })
    }

    /// Returns the tallies that are kept.
    pub(super) const fn tallies(&self) -> &TallyShelf {
        &self.tallies
    }

    /// Returns where writes are told of.
    pub(super) const fn hints(&self) -> &Hints {
        &self.hints
    }

    /// Returns whether another process wrote since the last call. The writer is asked, because to SQLite every other
    /// connection is somebody else; while it writes, nobody else can.
    pub(super) fn was_written_elsewhere(&self) -> Result<bool, StoreError> {
        let mut writer = lock(&self.writer);
        let now = data_version(&writer.connection)?;
        Ok(std::mem::replace(&mut writer.data_version, now) != now)
    }

    /// Works with the connection that writes, outside of the profiles.
    pub(super) fn with_writer<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        work(&mut lock(&self.writer).connection)
    }

    /// Names a customer, if there is one.
    pub(super) fn any_customer(&self) -> Result<Option<(TenantId, CustomerId)>, StoreError> {
        let connection = self.reader()?;
        let found: Option<(String, String)> = connection
            .prepare_cached("SELECT tenant_id, customer_id FROM customer LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        self.keep(connection);
        let Some((tenant, customer)) = found else {
            return Ok(None);
        };
        Ok(Some((
            TenantId::parse(tenant)?,
            CustomerId::parse(customer)?,
        )))
    }

    /// Asks whether there is room beside the database, by writing as much as a busy second does and taking it
    /// away again. What was found holds for some seconds, since anybody may ask.
    pub(super) fn check_room(&self) -> Result<(), StoreError> {
        let mut last = lock(&self.room);
        if let Some((at, is_room)) = *last
            && at.elapsed() < ROOM_HOLDS
        {
            return if is_room { Ok(()) } else { Err(no_room()) };
        }
        let mut probe = self.path.clone().into_os_string();
        probe.push("-probe");
        let written = std::fs::File::create(&probe).and_then(|mut file| {
            file.write_all(&vec![0; ROOM_BYTES])?;
            file.sync_all()
        });
        let removed = std::fs::remove_file(&probe);
        let is_room = written.and(removed).is_ok() && self.path.exists();
        *last = Some((Instant::now(), is_room));
        if is_room { Ok(()) } else { Err(no_room()) }
    }

    /// Writes the log into the file and empties it; returns whether it is empty. Others who read or write at that
    /// moment go first.
    pub(super) fn empty_log(&self) -> Result<bool, StoreError> {
        let connection = &mut lock(&self.writer).connection;
        // The first writes without holding up anybody, so that the second has nothing left to write.
        checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)")?;
        connection.busy_timeout(Duration::ZERO)?;
        let is_empty = checkpoint(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        wait_for_others(connection)?;
        is_empty
    }

    /// Empties the log when it is large: readers that follow each other without a pause keep it growing.
    pub(super) fn keep_log_small(&self) -> Result<(), StoreError> {
        if std::fs::metadata(self.log_path()).is_ok_and(|log| log.len() > LARGE_LOG_BYTES) {
            self.empty_log()?;
        }
        Ok(())
    }

    fn log_path(&self) -> PathBuf {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        log.into()
    }

    /// Returns the size of the file and its write-ahead log.
    pub(super) fn size_bytes(&self) -> u64 {
        [self.path.as_path(), &self.log_path()]
            .into_iter()
            .filter_map(|path| std::fs::metadata(path).ok())
            .map(|file| file.len())
            .sum()
    }

    /// Reads with one statement, which has a snapshot of its own.
    pub(super) fn read<T>(
        &self,
        tenant: &TenantId,
        read: impl FnOnce(&Connection, &mut Words<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = self.reader()?;
        let answer = read(
            &connection,
            &mut Words::new(&self.words, &connection, tenant),
        );
        self.keep(connection);
        answer
    }

    /// Reads with several statements from one snapshot. Costs some microseconds more than [`Self::read`].
    pub(super) fn read_snapshot<T>(
        &self,
        tenant: &TenantId,
        read: impl FnOnce(&Connection, &mut Words<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read(tenant, |connection, words| {
            let snapshot = connection.unchecked_transaction()?;
            let answer = read(&snapshot, words);
            snapshot.finish()?;
            answer
        })
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        let idle = lock(&self.readers).pop();
        idle.map_or_else(|| open_reader(&self.path), Ok)
    }

    fn keep(&self, connection: Connection) {
        let mut readers = lock(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
    }

    /// Writes in one transaction: durable when it returns, undone when it fails.
    pub(super) fn write<T>(
        &self,
        tenant: &TenantId,
        write: impl FnOnce(&mut WriteTransaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.transact(tenant, write, true)
    }

    /// Says what a write would do, and undoes it.
    pub(super) fn preview<T>(
        &self,
        tenant: &TenantId,
        write: impl FnOnce(&mut WriteTransaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.transact(tenant, write, false)
    }

    fn transact<T>(
        &self,
        tenant: &TenantId,
        write: impl FnOnce(&mut WriteTransaction<'_>) -> Result<T, StoreError>,
        is_kept: bool,
    ) -> Result<T, StoreError> {
        let mut writer = lock(&self.writer);
        let Writer {
            connection, codes, ..
        } = &mut *writer;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut write_tx = WriteTransaction::new(&tx, tenant, std::mem::take(codes));
        let answer = write(&mut write_tx)?;
        if !is_kept {
            // Nothing is committed, so the transaction rolls back, and its codes are forgotten with it.
            return Ok(answer);
        }
        let (committed, changed) = write_tx.finish()?;
        tx.commit()?;
        *codes = committed;
        drop(writer);
        changed.iter().for_each(|c| self.hints.tell(tenant, c));
        Ok(answer)
    }
}

/// Writes the log into the file, and returns whether nobody was in the way.
fn checkpoint(connection: &Connection, sql: &str) -> Result<bool, StoreError> {
    let is_busy: bool = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(!is_busy)
}

fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

fn no_room() -> StoreError {
    StoreError::Unavailable("there is no room to write, or the file is gone".to_owned())
}

/// Takes a lock that outlives a panic: transactions roll back on their own, so what it guards is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
