//! The style sheets, as one text that each view adopts into its shadow root.
//!
//! Adopted, because inline styles are refused by a strict content security policy, and a `<link>` would
//! show unstyled parts while it loads. `style/` has a file per component; the order here is the
//! order of the layers.

/// Every style sheet, in order.
pub(crate) const SHEET: &str = concat!(
    include_str!("../style/tokens.css"),
    include_str!("../style/roles.css"),
    include_str!("../style/base.css"),
    include_str!("../style/controls.css"),
    include_str!("../style/surfaces.css"),
    include_str!("../style/shell.css"),
    include_str!("../style/header.css"),
    include_str!("../style/ball.css"),
    include_str!("../style/panels.css"),
    include_str!("../style/foot.css"),
    include_str!("../style/timeline.css"),
    include_str!("../style/detail.css"),
    include_str!("../style/edit.css"),
    include_str!("../style/app.css"),
    include_str!("../style/own.css"),
);
