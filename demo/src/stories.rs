//! The customers whose stories are told by hand, a file for each household or organisation.

mod eendracht;
mod marijke;
mod told;

use crate::DemoCustomer;

/// Every told customer; the one that is shown first comes first.
pub(crate) fn all(now_ms: i64) -> Vec<DemoCustomer> {
    [
        marijke::tell(now_ms),
        eendracht::tell(now_ms),
        told::tell(now_ms),
    ]
    .concat()
}
