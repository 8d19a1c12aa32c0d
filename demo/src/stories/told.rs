//! The stories that are told as plain text, a file for each household or organisation.

use super::sheet;
use crate::DemoCustomer;

/// The files, in the order in which the customers are listed.
const FILES: [&str; 11] = [
    include_str!("told/james.txt"),
    include_str!("told/bakery.txt"),
    include_str!("told/wil.txt"),
    include_str!("told/samira.txt"),
    include_str!("told/bram.txt"),
    include_str!("told/rob.txt"),
    include_str!("told/els.txt"),
    include_str!("told/nina.txt"),
    include_str!("told/fatma.txt"),
    include_str!("told/postma.txt"),
    include_str!("told/prospects.txt"),
];

/// All of them.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    FILES.iter().flat_map(|text| sheet::tell(text, now_ms)).collect()
}
