//! Opens a database file: refuses what cannot be trusted, sets it up, and brings its tables up to date.
//!
//! **Invariants:** nothing is written before the library's version, the file's owner and its schema are
//! known to be right. A migration happens as a whole or not at all, and never changes once it shipped.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::store::StoreError;

/// The first SQLite that cannot lose a committed write when a WAL is reset.
const NEEDED: &str = "3.51.3";

/// Marks the file as one of ours ("KLBT"), so that no other database is taken for a store.
const APPLICATION_ID: i64 = 0x4B4C_4254;

/// How long a statement waits for another process, such as an import beside a running server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a writer looks whether it is its turn. SQLite's own waiting looks once in 100 milliseconds, and
/// misses the pauses that an import makes for others.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// How much of the file is read without copying it.
const MAPPED_BYTES: i64 = 1 << 30;

/// Every migration, in order; the schema's number is how many of them have run.
const MIGRATIONS: [&str; 9] = [
    include_str!("migrations/0001_profiles.sql"),
    include_str!("migrations/0002_product_use.sql"),
    include_str!("migrations/0003_retold.sql"),
    include_str!("migrations/0004_openings.sql"),
    include_str!("migrations/0005_search.sql"),
    include_str!("migrations/0006_shared.sql"),
    include_str!("migrations/0007_used_names.sql"),
    include_str!("migrations/0008_webhooks.sql"),
    include_str!("migrations/0009_written.sql"),
];

/// Newest schema that this program knows.
const KNOWN: i64 = MIGRATIONS.len().cast_signed() as i64;

/// Refuses a library that can lose committed writes.
///
/// # Errors
/// `TooOld` when `found` is before [`NEEDED`], or is no version at all.
pub(super) fn check_library(found: &str) -> Result<(), StoreError> {
    if version_parts(found) >= version_parts(NEEDED) {
        Ok(())
    } else {
        Err(StoreError::TooOld {
            found: found.to_owned(),
            needed: NEEDED,
        })
    }
}

/// Returns the numbers of a version; what is no number sorts below every version.
fn version_parts(text: &str) -> Option<Vec<u32>> {
    text.split('.').map(|part| part.parse().ok()).collect()
}

/// Opens the one connection that writes, and creates or migrates the file.
///
/// # Errors
/// `TooOld`, `TooNew`, `Corrupt` for a file that is not a store, `Unavailable` when it cannot be opened.
pub(super) fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    check_library(rusqlite::version())?;
    create_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    wait_for_others(&mut connection)?;
    check_owner(&connection)?;
    connection.pragma_update(None, "page_size", 8192)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
    set_common(&connection)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// Makes a connection that writes wait for its turn.
pub(super) fn wait_for_others(connection: &mut Connection) -> Result<(), StoreError> {
    Ok(connection.busy_handler(Some(is_waiting))?)
}

/// Waits a little for the writer of another process; false when that has taken too long.
fn is_waiting(looks: i32) -> bool {
    std::thread::sleep(LOOK_EVERY);
    let looks = u32::try_from(looks).unwrap_or(u32::MAX);
    LOOK_EVERY.saturating_mul(looks) < BUSY_TIMEOUT
}

/// Opens a connection that only reads.
///
/// # Errors
/// `Unavailable` when it cannot be opened.
pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
    set_common(&connection)?;
    Ok(connection)
}

/// Settings of every connection. Nothing here is a foreign key: rows of one customer are written
/// together, and the bundled library would check otherwise.
fn set_common(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // What one large import needed of the log is not kept for ever.
    connection.pragma_update(None, "journal_size_limit", 16 << 20)?;
    // Otherwise a statement on a table with a partial index is compiled again for each new value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Creates the file readable by its owner alone: it is going to hold personal data.
#[cfg(unix)]
fn create_private(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map(drop)
        .map_err(|error| unopened(path, &error))
}

/// Creates the file with what protection its folder gives.
#[cfg(not(unix))]
fn create_private(path: &Path) -> Result<(), StoreError> {
    std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map(drop)
        .map_err(|error| unopened(path, &error))
}

fn unopened(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{} cannot be opened: {error}", path.display()))
}

/// Refuses a database that is another program's, or a newer version's of this one.
fn check_owner(connection: &Connection) -> Result<(), StoreError> {
    let owner: i64 = pragma(connection, "application_id")?;
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if owner != APPLICATION_ID && (owner != 0 || objects > 0) {
        return Err(StoreError::Corrupt(
            "it is a database of another program".to_owned(),
        ));
    }
    check_schema(schema_version(connection)?)
}

fn check_schema(found: i64) -> Result<(), StoreError> {
    if found > KNOWN {
        return Err(StoreError::TooNew {
            found,
            known: KNOWN,
        });
    }
    Ok(())
}

fn schema_version(connection: &Connection) -> Result<i64, StoreError> {
    pragma(connection, "user_version")
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

/// Runs the migrations that are missing, each in a transaction with its number.
fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    if schema_version(connection)? == KNOWN {
        return Ok(());
    }
    for (number, sql) in (1_i64..).zip(MIGRATIONS) {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = schema_version(&tx)?;
        check_schema(found)?;
        if found < number {
            tx.execute_batch(sql)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", number)?;
        }
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_that_can_lose_writes_is_refused() {
        for old in ["3.51.2", "3.9.99", "3.46.1", "2.99.9", "", "3.x.1"] {
            assert!(
                matches!(check_library(old), Err(StoreError::TooOld { .. })),
                "{old}"
            );
        }
        for good in ["3.51.3", "3.51.10", "3.52.0", "3.100.0", "4.0.0"] {
            assert!(check_library(good).is_ok(), "{good}");
        }
        check_library(rusqlite::version()).unwrap();
    }

    #[test]
    fn what_a_store_of_the_first_version_holds_is_counted_by_product() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("first.db");
        let first = Connection::open(&path).unwrap();
        first.execute_batch(MIGRATIONS[0]).unwrap();
        first
            .execute_batch(
                r#"INSERT INTO word VALUES ('t', 1, 'usage'), ('t', 2, 'order');
                INSERT INTO item SELECT 't', 'c', column1, column2, column3, 0, 0, 0, 0, NULL, '', '',
                    '', '', '', NULL, NULL, 0, NULL, NULL FROM (VALUES (1793491200000, 'a', 1),
                    (1793491200001, 'b', 1), (1793491199999, 'c', 1), (1793491200000, 'd', 2));
                INSERT INTO item_body SELECT 't', 'c', item_id, at_ms, NULL, 0, '',
                    '{"product":" Gas ","quantity":1.5,"unit":"m3"}' FROM item;
                UPDATE item_body SET payload = '' WHERE item_id = 'b';
                PRAGMA application_id = 0x4B4C4254; PRAGMA user_version = 1;"#,
            )
            .unwrap();
        drop(first);
        let counted: Vec<(i64, String, i64, i64)> = open_writer(&path)
            .unwrap()
            .prepare("SELECT month, product || unit, uses, quantity_milli FROM product_month")
            .unwrap()
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let gas = |month| (month, "Gasm3".to_owned(), 1, 1_500);
        assert_eq!(counted, [gas(2026 * 12 + 9), gas(2026 * 12 + 10)]);
    }

    /// Makes a store of the second version, with one customer of each thing that later versions keep apart.
    fn second_version(path: &Path) {
        let second = Connection::open(path).unwrap();
        second.execute_batch(MIGRATIONS[0]).unwrap();
        second.execute_batch(MIGRATIONS[1]).unwrap();
        second
            .execute_batch(
                r#"INSERT INTO word VALUES ('t', 1, 'note'), ('t', 2, 'contact.email'), ('t', 3, 'person.last_name');
                INSERT INTO name_index (rowid, words) VALUES (5, 'de utrecht vries'), (6, 'jansen'), (7, 'utrecht');
                DELETE FROM name_index WHERE rowid = 7;
                INSERT INTO assertion SELECT 't', 'c', column1, column2, column3, 0, 0, 0, column4, '' FROM
                    (VALUES ('a', 2, 'Said@X.nl', 2), ('b', 2, 'told@x.nl', 0), ('c', 3, 'De Vries', 1), ('d', 2, '', 2));
                INSERT INTO item_body SELECT 't', 'c', column1, 1793491200000 + column2, NULL, 0, '', column3 FROM
                    (VALUES ('i', 0, '{"shareable":true}'), ('j', 1, '{"shareable":"true"}'), ('k', 2, ''),
                    ('l', 3, '{"text":"","shareable":true}'));
                INSERT INTO item SELECT 't', 'c', at_ms, item_id, 1, 0, 0, 0, 0, NULL, '', '', '', '', '', NULL,
                    NULL, 0, NULL, NULL FROM item_body;
                INSERT INTO month_tally VALUES ('t', 'c', 24322, 1, 0, 0, 0, 4, 0, 1793491200003, 0, 0);
                INSERT INTO access_log VALUES ('t', 'c', 1, 1, 'i', 's', 'n', 'agent', 'care');
                PRAGMA application_id = 0x4B4C4254; PRAGMA user_version = 2;"#,
            )
            .unwrap();
    }

    #[test]
    fn what_an_older_store_holds_is_found_shared_and_named_as_if_written_today() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("second.db");
        second_version(&path);
        let connection = open_writer(&path).unwrap();
        let told = |sql: &str| -> String {
            let text: Option<String> = connection.query_row(sql, [], |row| row.get(0)).unwrap();
            text.unwrap_or_default()
        };
        let found = |word: &str| {
            told(&format!(
                "SELECT group_concat(rowid) FROM name_index WHERE name_index MATCH '\"{word}\"*'"
            ))
        };
        assert_eq!(
            (found("utrec"), found("vries"), found("j")),
            ("5".into(), "5".into(), "6".into())
        );
        assert_eq!(found("utrechts"), "");
        assert_eq!(told("SELECT group_concat(value) FROM stated"), "said@x.nl");
        assert_eq!(told("SELECT group_concat(item_id) FROM shared_item"), "i,l");
        let tally =
            "SELECT month || ' ' || kind_word || ' ' || items || ' ' || last_ms FROM shared_tally";
        assert_eq!(told(tally), "24322 1 2 1793491200003");
        let used = "SELECT group_concat(sort || ':' || code) FROM used_name";
        assert_eq!(told(used), "0:2,0:3,1:1");
        assert_eq!(told("SELECT item_id || '/' || field FROM access_log"), "i/");
    }

    #[test]
    fn the_second_version_counts_the_kinds_that_are_counted_since() {
        for kind in klantbeeld_core::vocabulary::KINDS {
            let slug = kind.word.slug;
            let is_left_out = MIGRATIONS[1].contains(&format!("'{slug}'"));
            assert_eq!(is_left_out, !matches!(slug, "usage" | "meter"), "{slug}");
        }
    }

    #[test]
    fn a_store_of_a_newer_program_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("newer.db");
        open_writer(&path)
            .unwrap()
            .pragma_update(None, "user_version", KNOWN + 1)
            .unwrap();
        let refused = open_writer(&path).unwrap_err();
        assert!(
            matches!(refused, StoreError::TooNew { found, known } if found == known + 1),
            "{refused}"
        );
    }

    #[test]
    fn a_database_of_another_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("theirs.db");
        let theirs = Connection::open(&path).unwrap();
        theirs
            .execute_batch("CREATE TABLE bookmarks (url TEXT)")
            .unwrap();
        drop(theirs);
        assert!(matches!(open_writer(&path), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn a_text_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "no database at all, just some words".repeat(50)).unwrap();
        assert!(matches!(open_writer(&path), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn acknowledged_writes_reach_the_disk_before_they_are_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_writer(&folder.path().join("new.db")).unwrap();
        let text = |name| -> String {
            connection
                .pragma_query_value(None, name, |row| row.get(0))
                .unwrap()
        };
        assert_eq!(text("journal_mode"), "wal");
        assert_eq!(pragma(&connection, "synchronous").unwrap(), 2);
        assert_eq!(pragma(&connection, "foreign_keys").unwrap(), 0);
        assert_eq!(schema_version(&connection).unwrap(), KNOWN);
    }

    #[test]
    fn a_statement_is_compiled_once_whatever_values_it_is_run_with() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_writer(&folder.path().join("new.db")).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT title FROM item WHERE tenant_id = ?1 AND customer_id = ?2 \
                 AND (at_ms, item_id) < (?3, ?4) ORDER BY at_ms DESC, item_id DESC LIMIT ?5",
            )
            .unwrap();
        for n in 0..5 {
            let values = rusqlite::params!["t", format!("c-{n}"), n, "i", n];
            assert!(!statement.exists(values).unwrap());
        }
        let compiled_again = statement.get_status(rusqlite::StatementStatus::RePrepare);
        assert_eq!(compiled_again, 0);
    }
}
