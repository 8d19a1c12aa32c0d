//! The customers whose stories are told by hand, a file for each household or organisation.

mod bilal;
mod eendracht;
mod haddou;
mod kuipers;
mod marijke;
mod told;
mod vanloon;
mod willemsen;

use crate::customer::DemoCustomer;

/// Tells every told customer; the one that is shown first comes first.
pub(crate) fn all(now_ms: i64) -> Vec<DemoCustomer> {
    [
        marijke::tell(now_ms),
        eendracht::tell(now_ms),
        kuipers::tell(now_ms),
        willemsen::tell(now_ms),
        haddou::tell(now_ms),
        vanloon::tell(now_ms),
        bilal::tell(now_ms),
        told::tell(now_ms),
    ]
    .concat()
}
