//! The widget: compiled by cargo, cut into parts, and each of them made smaller.
//!
//! What comes out stays in a folder of its own; `assemble` makes the product of it.

mod bundle;
mod compile;
mod optimise;

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::fingerprint::{self, Stamp};
use crate::tools;
use crate::workspace::Workspace;

/// Entries of the checkout that cannot change the widget. Everything else counts as an input,
/// so that a new folder of sources is never forgotten.
const NOT_AN_INPUT: [&str; 26] = [
    ".cache",
    ".ci",
    ".config",
    ".git",
    ".github",
    ".oxlintrc.json",
    "Trunk.toml",
    "bench",
    "clippy.toml",
    "demo",
    "deny.toml",
    "dist",
    "docs",
    "hosts",
    "index.html",
    "node_modules",
    "package.json",
    "packages",
    "public",
    "server",
    "target",
    "tests",
    "tsconfig.json",
    "tsconfig.worker.json",
    "vite.config.js",
    "xtask",
];
/// What of `xtask` makes the widget.
const MAKERS: [&str; 3] = ["xtask/bundle", "xtask/src/widget", "xtask/src/widget.rs"];

/// Returns the folder with the widget's script, its main module and its parts.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state.join("widget")
}

/// Returns the fingerprint of all sources of the widget.
///
/// # Errors
/// A source cannot be read.
pub(crate) fn fingerprint(workspace: &Workspace) -> Result<String> {
    let mut inputs = MAKERS.map(|name| workspace.root.join(name)).to_vec();
    let entries = fs::read_dir(&workspace.root).context("cannot read the checkout")?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let is_prose = path.extension() == Some(OsStr::new("md"));
        if !is_prose && !NOT_AN_INPUT.iter().any(|other| name == *other) {
            inputs.push(path);
        }
    }
    inputs.sort();
    fingerprint::of(&workspace.root, &inputs, "")
}

fn stamp(workspace: &Workspace) -> Result<Stamp> {
    Ok(Stamp::new(
        workspace.state.join("widget.stamp"),
        fingerprint(workspace)?,
    ))
}

/// Returns whether the last build is of today's sources.
///
/// # Errors
/// A source cannot be read.
pub(crate) fn is_fresh(workspace: &Workspace) -> Result<bool> {
    Ok(stamp(workspace)?.is_fresh(&folder(workspace).join("klantbeeld_bg.wasm")))
}

/// Fetches the crates and compiles the widget, unless nothing changed.
///
/// # Errors
/// A crate cannot be had, or the widget does not compile.
pub(crate) fn compile(workspace: &Workspace) -> Result<String> {
    tools::crates(workspace)?;
    compile::compile(workspace, compile::Size::Shipped)?;
    Ok(String::new())
}

/// Compiles the widget in the least time.
///
/// # Errors
/// As [`compile`].
pub(crate) fn compile_quickly(workspace: &Workspace) -> Result<String> {
    tools::wasm_target(workspace)?;
    tools::crates(workspace)?;
    compile::compile(workspace, compile::Size::AsItComes)?;
    Ok(String::new())
}

/// Makes of the compiled widget what a browser loads, as large as it is.
///
/// # Errors
/// The widget is not compiled, or cannot be split.
pub(crate) fn split(workspace: &Workspace) -> Result<String> {
    stamp(workspace)?.forget();
    bundle::bundle(workspace, &compile::output(workspace), &folder(workspace))?;
    Ok("no smaller than it comes".to_owned())
}

/// Makes of the compiled widget what a browser loads: split, with its script, and small.
///
/// # Errors
/// The widget is not compiled, or one of the steps fails.
pub(crate) fn finish(workspace: &Workspace) -> Result<String> {
    let stamp = stamp(workspace)?;
    stamp.forget();
    bundle::bundle(workspace, &compile::output(workspace), &folder(workspace))?;
    let count = optimise::all(workspace, &folder(workspace))?;
    stamp.keep()?;
    Ok(format!("{count} modules"))
}
