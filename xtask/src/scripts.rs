//! The parts that run in Node against the built product: end-to-end tests, screenshots, benchmark.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::chromium;
use crate::dist;
use crate::folder::files_below;
use crate::process::run;
use crate::report::Steps;
use crate::workspace::Workspace;

/// Milliseconds after which one file of end-to-end tests counts as hung.
const FILE_TIMEOUT_MS: &str = "600000";

/// Prepares Node with the environment that every script of the project relies on: `KLANTBEELD_BIN`,
/// `KLANTBEELD_DIST` and `CHROMIUM`.
///
/// # Errors
/// There is no Chromium and it cannot be installed.
fn node(workspace: &Workspace) -> Result<Command> {
    let mut command = workspace.command("node");
    command
        .env("KLANTBEELD_BIN", workspace.server_binary())
        .env("KLANTBEELD_DIST", &workspace.dist)
        .env("CHROMIUM", chromium::ensure(workspace)?);
    Ok(command)
}

/// Prepares the end-to-end tests.
///
/// # Errors
/// There is no test file, or no Chromium.
pub(crate) fn end_to_end(workspace: &Workspace) -> Result<Command> {
    let files: Vec<PathBuf> = files_below(&workspace.root.join("tests").join("e2e"))?
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    if files.is_empty() {
        bail!("there is no tests/e2e/*.test.mjs");
    }
    let mut command = node(workspace)?;
    command
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2"])
        .arg(format!("--test-timeout={FILE_TIMEOUT_MS}"))
        .args(files);
    Ok(command)
}

/// Runs `cargo xtask screenshots`.
///
/// # Errors
/// The build or the script fails.
pub(crate) fn screenshots(workspace: &Workspace, rest: &[String]) -> Result<()> {
    script(workspace, "tests/e2e/screenshots.mjs", rest)
}

/// Runs `cargo xtask bench`.
///
/// # Errors
/// The build or the script fails.
pub(crate) fn bench(workspace: &Workspace, rest: &[String]) -> Result<()> {
    script(workspace, "bench/run.mjs", rest)
}

fn script(workspace: &Workspace, name: &str, rest: &[String]) -> Result<()> {
    let file = workspace.root.join(name);
    if !file.is_file() {
        bail!("{name} does not exist");
    }
    let mut steps = Steps::new(dist::STEPS + 1);
    dist::steps(workspace, &mut steps)?;
    steps.step(name, || {
        run(node(workspace)?.arg(file).args(rest))?;
        Ok(String::new())
    })
}
