//! The style sheets, as texts that a view adopts into its shadow root: [`FIRST`] at once, the others when
//! the part of the program that shows something of theirs is there.
//!
//! Adopted, because inline styles are refused by a strict content security policy, and a `<link>` would
//! show unstyled parts while it loads. `style/` has a file per component; `build.rs` puts them together.

macro_rules! sheet {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".css"))
    };
}

/// What the first screen needs.
pub(crate) const FIRST: &str = sheet!("first");
/// Of the crystal ball.
pub(crate) const BALL: &str = sheet!("ball");
/// Of the side column, details and forms.
pub(crate) const REST: &str = sheet!("rest");
/// Of the app's bar and its lists.
pub(crate) const APP: &str = sheet!("app");
/// Of the customer's own page.
pub(crate) const OWN: &str = sheet!("own");
