//! The parts that run in Node against the built product: end-to-end tests, screenshots, benchmark.

use std::process::Command;

use anyhow::{Result, bail};

use crate::chromium;
use crate::dist;
use crate::process::run;
use crate::report::Steps;
use crate::workspace::Workspace;

/// The runner of the end-to-end tests; `playwright.config.js` says how they run.
const PLAYWRIGHT: &str = "node_modules/@playwright/test/cli.js";

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
/// There is no Chromium.
pub(crate) fn end_to_end(workspace: &Workspace) -> Result<Command> {
    let mut command = node(workspace)?;
    command
        // A `test.only` that was left behind would pass for the whole.
        .args([PLAYWRIGHT, "test", "--forbid-only"])
        // Its numbers are read from its lines, which have no colours in a pipe unless somebody insists.
        .env_remove("FORCE_COLOR");
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
