//! Klantbeeld's widget: everything an organisation knows about one customer, in one bundle.
//!
//! The same crate builds two ways: `csr` is the WebAssembly widget, `ssr` the contract that the
//! server implements (wire types, server functions). Folders import only what stands before them:
//! part, i18n, api, offline, state, ui, views, app, embed; `embed` alone touches the page around the views.

#![cfg_attr(
    feature = "csr",
    expect(
        unreachable_pub,
        reason = "the component macro makes public props for private components"
    )
)]

#[cfg(all(feature = "csr", feature = "ssr"))]
compile_error!(
    "`csr` and `ssr` are two builds: together they would run the widget's effects on the server"
);

pub mod api;
#[cfg(feature = "csr")]
mod app;
#[cfg(feature = "csr")]
mod embed;
#[cfg(feature = "csr")]
mod i18n;
#[cfg(feature = "csr")]
mod offline;
#[cfg(feature = "csr")]
mod part;
#[cfg(feature = "csr")]
mod state;
#[cfg(feature = "csr")]
mod style;
#[cfg(feature = "csr")]
mod ui;
#[cfg(feature = "csr")]
mod views;
