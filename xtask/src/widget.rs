//! The widget: Trunk, which runs cargo, wasm-bindgen and wasm-opt.
//!
//! Trunk's output stays in a folder of its own; `assemble` makes the product of it.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context as _, Result};

use crate::fingerprint::{self, Stamp};
use crate::process::run;
use crate::workspace::Workspace;

/// Entries of the checkout that cannot change the widget. Everything else counts as an input,
/// so that a new folder of sources is never forgotten.
const NOT_AN_INPUT: [&str; 17] = [
    ".cache",
    ".ci",
    ".config",
    ".git",
    ".github",
    "bench",
    "clippy.toml",
    "demo",
    "deny.toml",
    "dist",
    "docs",
    "hosts",
    "node_modules",
    "public",
    "server",
    "target",
    "tests",
];

/// Folder with Trunk's output: `klantbeeld.js`, `klantbeeld_bg.wasm`, perhaps `snippets/`.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state.join("widget")
}

/// Fingerprint of all sources of the widget.
///
/// # Errors
/// A source cannot be read.
pub(crate) fn fingerprint(workspace: &Workspace) -> Result<String> {
    let mut inputs = Vec::new();
    let entries = fs::read_dir(&workspace.root).context("cannot read the checkout")?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let is_prose = path.extension() == Some(OsStr::new("md"));
        let is_other = name == "xtask" || name == "package.json" || name == "vite.config.js";
        if !is_prose && !is_other && !NOT_AN_INPUT.iter().any(|other| name == *other) {
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

/// Whether the last build is of today's sources.
///
/// # Errors
/// A source cannot be read.
pub(crate) fn is_fresh(workspace: &Workspace) -> Result<bool> {
    Ok(stamp(workspace)?.is_fresh(&folder(workspace).join("klantbeeld_bg.wasm")))
}

/// Panics name their source file. Where the crates lie on this machine is nobody's business, and would be
/// in every bundle a hundred times.
fn short_paths() -> String {
    let home =
        env::var("CARGO_HOME").or_else(|_| env::var("HOME").map(|home| format!("{home}/.cargo")));
    home.map_or_else(
        |_| String::new(),
        |home| format!("--remap-path-prefix={home}/registry/src="),
    )
}

/// Builds the widget in release form, unless nothing changed. The tools and the crates must be
/// there: Trunk itself never downloads.
///
/// # Errors
/// Trunk, or a tool that it runs, fails.
pub(crate) fn build(workspace: &Workspace) -> Result<String> {
    if is_fresh(workspace)? {
        return Ok("nothing changed".to_owned());
    }
    let stamp = stamp(workspace)?;
    stamp.forget();
    let mut trunk = workspace.command("trunk");
    trunk
        .args(["build", "--release", "--offline", "--locked", "--dist"])
        .arg(folder(workspace));
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        short_paths(),
    );
    run(&mut trunk)?;
    stamp.keep()?;
    Ok("built".to_owned())
}
