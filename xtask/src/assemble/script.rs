//! The scripts of the build, which work on what is put together.

use std::path::Path;

use anyhow::Result;

use crate::process::run;
use crate::workspace::Workspace;

/// Runs a script with Node, which is there anyway and works on all cores at native speed, also beside a debug
/// build.
pub(super) fn script(workspace: &Workspace, name: &str, words: &[&Path]) -> Result<()> {
    let script = workspace.root.join("xtask").join("scripts").join(name);
    run(workspace.command("node").arg(script).args(words))
}
