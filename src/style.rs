//! The style sheets, as one text that each view adopts into its shadow root.
//!
//! Adopted, because inline styles are refused by a strict content security policy, and a `<link>` would
//! show unstyled parts while it loads. `style/` has a file per component; `build.rs`
//! puts them in the order of the layers.

/// Every style sheet, in order.
pub(crate) const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/sheet.css"));
