//! What the build needs besides cargo: found, installed, or named with the command that gets it.
//!
//! Nothing is installed outside the checkout, except the wasm target of rustup and the crates that cargo
//! keeps. Splitting and binding the widget are crates too (`xtask/bundle`), so no program has to be there.

use std::path::Path;

use anyhow::{Result, bail};

use crate::fingerprint::{self, Stamp};
use crate::process::{capture, run};
use crate::workspace::Workspace;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const NODE_MAJOR_MIN: u32 = 20;

/// Checks what cannot be installed here: a C compiler, Node.js and npm.
///
/// # Errors
/// One is missing or too old; the text holds the command that gets it.
pub(crate) fn prerequisites(workspace: &Workspace) -> Result<String> {
    if capture(workspace.command("cc").arg("--version")).is_none() {
        bail!(
            "a C compiler is missing (SQLite is built from source). Get it with:\n  \
             sudo apt-get install -y build-essential    (macOS: xcode-select --install)"
        );
    }
    let advice =
        "Get it with:\n  nvm install 20    (or the installer of https://nodejs.org/en/download)";
    let Some(node) = capture(workspace.command("node").arg("--version")) else {
        bail!("Node.js {NODE_MAJOR_MIN} or newer is missing. {advice}");
    };
    if major(&node).is_none_or(|version| version < NODE_MAJOR_MIN) {
        bail!("Node.js {node} is too old, {NODE_MAJOR_MIN} or newer is needed. {advice}");
    }
    let Some(npm) = capture(workspace.command("npm").arg("--version")) else {
        bail!("npm is missing; it comes with Node.js. {advice}");
    };
    Ok(format!("Node.js {node}, npm {npm}"))
}

fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// Makes sure that the compiler can build for the browser.
///
/// # Errors
/// The target is missing and rustup is absent or fails.
pub(crate) fn wasm_target(workspace: &Workspace) -> Result<String> {
    let mut probe = workspace.command("rustc");
    probe.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    if capture(&mut probe).is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok("already there".to_owned());
    }
    if capture(workspace.command("rustup").arg("--version")).is_none() {
        bail!(
            "the Rust target {WASM_TARGET} is missing, and so is rustup, which installs it. \
             Get rustup with:\n  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
        );
    }
    run(workspace
        .command("rustup")
        .args(["target", "add", WASM_TARGET]))?;
    Ok("installed".to_owned())
}

/// Installs the packages of `package-lock.json`: wasm-opt, what checks and minifies scripts, Playwright, axe, the
/// React host.
///
/// # Errors
/// npm fails.
pub(crate) fn npm_packages(workspace: &Workspace) -> Result<String> {
    let inputs = ["package.json", "package-lock.json"].map(|name| workspace.root.join(name));
    let modules = workspace.root.join("node_modules");
    let now = fingerprint::of(&workspace.root, &inputs, "")?;
    let stamp = Stamp::new(modules.join(".klantbeeld-stamp"), now);
    if stamp.is_fresh(&modules.join(".bin").join("wasm-opt")) {
        return Ok("already there".to_owned());
    }
    // No package of the lock needs its install script: the bundler of vite, for one, comes
    // ready-made, and Playwright is given the Chromium that is there.
    let mut npm = workspace.command("npm");
    npm.args([
        "ci",
        "--ignore-scripts",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
    ]);
    run(&mut npm)?;
    stamp.keep()?;
    Ok("installed".to_owned())
}

/// Downloads the crates of `Cargo.lock`, so that every build after it can do without network.
///
/// # Errors
/// A crate is missing and cannot be fetched, or `Cargo.lock` is out of date.
pub(crate) fn crates(workspace: &Workspace) -> Result<String> {
    run(workspace
        .command("cargo")
        .args(["fetch", "--locked", "--quiet"]))?;
    Ok(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
