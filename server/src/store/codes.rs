//! How enumerations stand in the database: as small numbers, each given once and for ever.
//!
//! **Invariant:** a code never gets another meaning. A new variant takes the next number; the compiler
//! asks for it.

use klantbeeld_core::model::{Author, CustomerKind, Direction, IdentityKind, RelationKind, Status};

use crate::store::StoreError;

/// An enumeration that stands in a column as a number.
pub(super) trait Coded: Sized {
    /// Returns the number in the column.
    fn code(self) -> i64;
    /// Returns what a number means; none for one that no version of this program wrote.
    fn from_code(code: i64) -> Option<Self>;

    /// Returns what a number that was read means.
    ///
    /// # Errors
    /// `Corrupt` for a number without a meaning.
    fn decode(code: i64) -> Result<Self, StoreError> {
        Self::from_code(code).ok_or_else(|| StoreError::Corrupt(format!("unknown code {code}")))
    }
}

macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl Coded for $name {
            fn code(self) -> i64 {
                match self { $(Self::$variant => $code),+ }
            }
            fn from_code(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

/// What a change row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// More than is worth listing: a new customer, or an import.
    Everything,
    /// Fields, identities or relations.
    Fields,
    /// The item that is named.
    Item,
}

codes!(Subject { Everything = 0, Fields = 1, Item = 2 });
codes!(CustomerKind { Person = 0, Organisation = 1, Prospect = 2 });
codes!(Direction { None = 0, In = 1, Out = 2 });
codes!(Author { System = 0, Employee = 1, Customer = 2 });
codes!(RelationKind { Household = 0, Contact = 1, WorksFor = 2, Represents = 3 });
codes!(IdentityKind {
    CustomerNumber = 0,
    Email = 1,
    Phone = 2,
    ExternalId = 3,
    AnonymousId = 4,
    SocialHandle = 5,
});
codes!(Status {
    Open = 0,
    InProgress = 1,
    Planned = 2,
    Done = 3,
    Kept = 4,
    Broken = 5,
    Cancelled = 6,
    Active = 7,
    Ended = 8,
    Rejected = 9,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_comes_back_as_it_went_in() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert!(matches!(Status::decode(10), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn the_running_index_covers_what_counts_as_running() {
        let running: Vec<_> = Status::ALL
            .into_iter()
            .filter(|s| crate::store::rules::is_running(Some(*s)))
            .map(|s| s.code().to_string())
            .collect();
        let condition = format!("WHERE status IN ({})", running.join(", "));
        assert!(include_str!("sqlite/migrations/0001_profiles.sql").contains(&condition));
    }
}
