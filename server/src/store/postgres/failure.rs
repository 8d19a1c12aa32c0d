//! What goes wrong between here and the database, and what is tried again.
//!
//! **Invariants:** no text of an error holds a name, a value or a password: of what the database says only the
//! message is passed on, never its detail. A write is tried again only as a whole, and every write can be: what
//! was done before is recognised by its id.

use std::time::Duration;

use deadpool_postgres::PoolError;
use klantbeeld_core::ids::IdError;
use rand::Rng as _;
use tokio_postgres::error::SqlState;

use crate::store::StoreError;

/// What a step towards the database gives.
pub(super) type Done<T> = Result<T, Failure>;

/// Why a step failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// As the port tells it; trying again changes nothing.
    Store(StoreError),
    /// The database, or the way to it.
    Database(tokio_postgres::Error),
    /// No connection was to be had.
    Pool(PoolError),
}

/// How often a piece of work is begun, the first time included.
const TRIES: u32 = 7;
/// The pause before the second time; it doubles, up to the longest, with as much chance on top.
const FIRST_PAUSE_MS: u64 = 15;
const LONGEST_PAUSE_MS: u64 = 1_000;

/// Counts how often a piece of work was begun.
#[derive(Debug, Default)]
pub(super) struct Tries(u32);

impl Tries {
    /// Waits before the next try, if there is to be one; returns whether there is.
    pub(super) async fn may_repeat(&mut self, failure: &Failure) -> bool {
        self.0 += 1;
        if self.0 >= TRIES || !failure.is_passing() {
            return false;
        }
        let pause_ms = (FIRST_PAUSE_MS << self.0.min(10)).min(LONGEST_PAUSE_MS);
        let more_ms = rand::rng().random_range(0..=pause_ms);
        tokio::time::sleep(Duration::from_millis(pause_ms + more_ms)).await;
        true
    }
}

impl Failure {
    fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Database(error) | Self::Pool(PoolError::Backend(error)) => error.code(),
            Self::Store(_) | Self::Pool(_) => None,
        }
    }

    /// Returns whether the same work may succeed in a moment: a conflict with others, or a server that goes down
    /// and is replaced.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Store(_) => false,
            // Waiting for a connection took its time already.
            Self::Pool(PoolError::Timeout(_)) => false,
            Self::Pool(PoolError::Backend(error)) if error.code().is_none() => true,
            Self::Pool(PoolError::Backend(_)) => self.has_passing_code(),
            Self::Pool(_) => false,
            Self::Database(error) if error.code().is_none() => error.is_closed() || is_io(error),
            Self::Database(_) => self.has_passing_code(),
        }
    }

    fn has_passing_code(&self) -> bool {
        const PASSING: [SqlState; 8] = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::READ_ONLY_SQL_TRANSACTION,
            // Two lines of the access log in one millisecond.
            SqlState::UNIQUE_VIOLATION,
            SqlState::TOO_MANY_CONNECTIONS,
        ];
        let is_passing = |code: &SqlState| PASSING.contains(code) || code.code().starts_with("08");
        self.code().is_some_and(is_passing)
    }

    /// Returns whether the session cannot be written with any more: its server is no primary now, or going down.
    pub(super) fn spoils_session(&self) -> bool {
        let spoiling = [
            &SqlState::READ_ONLY_SQL_TRANSACTION,
            &SqlState::ADMIN_SHUTDOWN,
            &SqlState::CRASH_SHUTDOWN,
        ];
        self.code().is_some_and(|code| spoiling.contains(&code))
    }

    /// Returns whether this is that state.
    pub(super) fn is(&self, state: &SqlState) -> bool {
        self.code() == Some(state)
    }
}

fn is_io(error: &tokio_postgres::Error) -> bool {
    let source = std::error::Error::source(error);
    source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        let said = match &failure {
            Failure::Database(error) | Failure::Pool(PoolError::Backend(error)) => said(error),
            Failure::Pool(PoolError::Timeout(_)) => "no connection was free in time".to_owned(),
            Failure::Pool(_) => "there is no connection".to_owned(),
            Failure::Store(_) => String::new(),
        };
        let code = failure.code().map(|code| code.code().to_owned());
        match (failure, code.as_deref()) {
            (Failure::Store(error), _) => error,
            (_, Some("22021")) => {
                Self::Refused("a text holds a NUL character, which PostgreSQL does not keep")
            }
            (_, Some("54000")) => Self::Refused("an id or a value is too long to be found by"),
            // Data and syntax: the tables are not what this program made.
            (_, Some(code)) if ["22", "23", "42", "XX"].iter().any(|c| code.starts_with(c)) => {
                Self::Corrupt(said)
            }
            _ => Self::Unavailable(said),
        }
    }
}

/// Returns what may be passed on of an error.
fn said(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(known) => format!("{} ({})", known.message(), known.code().code()),
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<IdError> for Failure {
    fn from(error: IdError) -> Self {
        Self::Store(error.into())
    }
}
