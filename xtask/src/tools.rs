//! What the build needs besides cargo: found, installed, or named with the command that gets it.
//!
//! Order of preference: what the cache folder holds, what `PATH` holds, an installation into the
//! cache folder. Nothing is installed outside the cache, except the wasm target of rustup.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::fingerprint::{self, Stamp};
use crate::process::{capture, run};
use crate::workspace::Workspace;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// 0.22 needs a newer compiler than the pinned one.
const TRUNK_VERSION: &str = "0.21.14";
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

/// The packages of `package-lock.json`: wasm-opt, the browser driver, the React host.
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
    // ready-made.
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

/// Trunk, in the version that is known to work with the compiler.
///
/// # Errors
/// `cargo install` fails.
pub(crate) fn trunk(workspace: &Workspace) -> Result<String> {
    // The features are for downloading: TLS and the search for updates. It never downloads here.
    let builds_only = ["--no-default-features"];
    cargo_tool(workspace, "trunk", "trunk", TRUNK_VERSION, &builds_only)
}

/// The wasm-bindgen program of the very version that `Cargo.lock` names.
///
/// # Errors
/// `Cargo.lock` does not name wasm-bindgen, or `cargo install` fails.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<String> {
    let lock =
        fs::read_to_string(workspace.root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let version =
        locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    let only_the_program = ["--bin", "wasm-bindgen"];
    cargo_tool(
        workspace,
        "wasm-bindgen-cli",
        "wasm-bindgen",
        version,
        &only_the_program,
    )
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

fn cargo_tool(
    workspace: &Workspace,
    package: &str,
    program: &str,
    version: &str,
    extra: &[&str],
) -> Result<String> {
    let has_version = || {
        capture(workspace.command(program).arg("--version"))
            .is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
    };
    if has_version() {
        return Ok(format!("{version} already there"));
    }
    let scratch = workspace.tools().join("target");
    let mut install = workspace.command("cargo");
    install
        .args([
            "install",
            "--locked",
            "--force",
            package,
            "--version",
            version,
        ])
        .args(extra)
        .arg("--root")
        .arg(workspace.tools())
        // Trunk's own profile (fat LTO, one codegen unit) triples the time of the first start
        // for a program that mostly waits for cargo.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_TARGET_DIR", &scratch);
    run(&mut install)?;
    let _absent = fs::remove_dir_all(&scratch);
    if !has_version() {
        bail!("{program} {version} was installed, but another one answers; remove it from PATH");
    }
    Ok(format!("{version} installed"))
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
    fn the_locked_version_is_that_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.121\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.121"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
