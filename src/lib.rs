//! Klantbeeld's widget: everything an organisation knows about one customer, in one bundle.
//!
//! The same crate builds two ways: `csr` is the WebAssembly widget, `ssr` the contract that the
//! server implements (wire types, server functions). Folders import only what stands before them:
//! api, offline, state, ui, views, app, embed; `embed` alone touches `window` and custom elements.

#[cfg(all(feature = "csr", feature = "ssr"))]
compile_error!("`csr` and `ssr` are two builds: Leptos panics when one build has both");

pub mod api;
