//! Brings the tables up to date, also when several servers start at once.
//!
//! **Invariants:** a migration happens as a whole or not at all, by one server while the others wait for its row,
//! and never changes once it shipped. Tables of a newer program are left as they are.

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;

use super::failure::{Done, Failure};
use crate::store::StoreError;

/// Every migration, in order; the schema's number is how many of them have run.
pub(super) const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_profiles.sql")];

/// Newest schema that this program knows.
pub(super) const KNOWN: i64 = MIGRATIONS.len().cast_signed() as i64;

/// The row whose lock decides who migrates.
const LEDGER: &str = "CREATE TABLE IF NOT EXISTS klantbeeld_schema \
     (part text PRIMARY KEY, version bigint NOT NULL); \
     INSERT INTO klantbeeld_schema (part, version) VALUES ('profiles', 0) ON CONFLICT DO NOTHING";

/// Creates or migrates the tables when needed; `forms` turns the text of a migration into the one that runs.
///
/// # Errors
/// `TooNew` when the tables are of a newer program, `Corrupt` when there are tables of another one.
pub(super) async fn migrate(session: &mut Object, form: fn(&str) -> String) -> Done<()> {
    if version(session).await? == Some(KNOWN) {
        return Ok(());
    }
    make_ledger(session).await?;
    let tx = session.transaction().await?;
    let row = tx
        .query_one(
            "SELECT version FROM klantbeeld_schema WHERE part = 'profiles' FOR UPDATE",
            &[],
        )
        .await?;
    let found: i64 = row.try_get(0)?;
    check(found)?;
    for (number, sql) in (1_i64..).zip(MIGRATIONS) {
        if found < number {
            tx.batch_execute(&form(sql)).await.map_err(of_another)?;
        }
    }
    tx.execute(
        "UPDATE klantbeeld_schema SET version = $1 WHERE part = 'profiles'",
        &[&KNOWN],
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the table of versions. Two that do so at once may both be told that it is there.
async fn make_ledger(session: &Object) -> Done<()> {
    let met = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
    ];
    for _ in 0..10 {
        match session.batch_execute(LEDGER).await.map_err(Failure::from) {
            Err(failure) if met.iter().any(|state| failure.is(state)) => {}
            done => return done,
        }
    }
    Ok(session.batch_execute(LEDGER).await?)
}

fn check(found: i64) -> Result<(), StoreError> {
    if found > KNOWN {
        return Err(StoreError::TooNew {
            found,
            known: KNOWN,
        });
    }
    Ok(())
}

/// Reads which schema the tables have; none where there are none.
async fn version(session: &Object) -> Done<Option<i64>> {
    let sql = "SELECT version FROM klantbeeld_schema WHERE part = 'profiles'";
    let rows = match session.query(sql, &[]).await.map_err(Failure::from) {
        Err(failure) if failure.is(&SqlState::UNDEFINED_TABLE) => return Ok(None),
        rows => rows?,
    };
    let found = rows.first().map(|row| row.try_get(0)).transpose()?;
    check(found.unwrap_or(0))?;
    Ok(found)
}

fn of_another(error: tokio_postgres::Error) -> Failure {
    let failure = Failure::from(error);
    if failure.is(&SqlState::DUPLICATE_TABLE) {
        let text =
            "there are tables of another program: name a database or a search_path of its own";
        return StoreError::Corrupt(text.to_owned()).into();
    }
    failure
}
