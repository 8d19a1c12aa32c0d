//! The connections to one database file: one that writes, and as many that read as read at once.
//!
//! **Invariant:** a write transaction that returns an error, or panics, leaves nothing behind: neither in
//! the database nor in the codes that the writer remembers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use klantbeeld_core::ids::TenantId;
use rusqlite::{Connection, TransactionBehavior};

use super::schema::{open_reader, open_writer};
use super::tally_shelf::TallyShelf;
use super::transaction::WriteTransaction;
use super::words::{WordBook, WordCodes, Words};
use crate::store::StoreError;

/// Idle readers that are kept; more are opened when needed and closed after.
const IDLE_READERS: usize = 8;

/// A database file that is open.
#[derive(Debug)]
pub(super) struct Connections {
    path: PathBuf,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
    words: WordBook,
    tallies: TallyShelf,
}

#[derive(Debug)]
struct Writer {
    connection: Connection,
    codes: WordCodes,
}

impl Connections {
    /// Opens or creates the file.
    ///
    /// # Errors
    /// As [`open_writer`].
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let writer = Writer {
            connection: open_writer(path)?,
            codes: WordCodes::default(),
        };
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            words: WordBook::default(),
            tallies: TallyShelf::new(),
        })
    }

    /// Returns the tallies that are kept.
    pub(super) const fn tallies(&self) -> &TallyShelf {
        &self.tallies
    }

    /// Asks whether the database answers.
    pub(super) fn ping(&self) -> Result<(), StoreError> {
        let connection = self.reader()?;
        connection
            .prepare_cached("SELECT count(*) FROM tenant")?
            .query_row([], |row| row.get::<_, i64>(0))?;
        self.keep(connection);
        Ok(())
    }

    /// Returns the size of the file and its write-ahead log.
    pub(super) fn size_bytes(&self) -> u64 {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        [self.path.as_path(), Path::new(&log)]
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
        let mut writer = lock(&self.writer);
        let Writer { connection, codes } = &mut *writer;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut write_tx = WriteTransaction::new(&tx, tenant, std::mem::take(codes));
        let answer = write(&mut write_tx)?;
        let committed = write_tx.finish()?;
        tx.commit()?;
        *codes = committed;
        Ok(answer)
    }
}

/// Takes a lock that outlives a panic: transactions roll back on their own, so what it guards is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
