//! Marijke van der Veen-Jansen: a loyal customer with an open complaint, the first one to look at.

mod ahead;
mod noise;
mod profile;

use crate::DemoCustomer;
use crate::story::Story;

/// Marijke.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut story = Story::person("c-4401882", now_ms);
    profile::tell(&mut story);
    noise::tell(&mut story);
    ahead::tell(&mut story);
    vec![story.finish()]
}
