//! Splitting and binding, by the program in `xtask/bundle`, which is compiled when it is first needed.

use std::path::Path;

use anyhow::Result;

use crate::process::run;
use crate::workspace::Workspace;

/// Makes of `compiled` a script, a main module and its parts in `folder`.
///
/// # Errors
/// The program does not compile, or fails.
pub(super) fn bundle(workspace: &Workspace, compiled: &Path, folder: &Path) -> Result<()> {
    let mut cargo = workspace.command("cargo");
    cargo.args(["run", "--locked", "--profile", "tool"]);
    cargo.args(["-p", "klantbeeld-bundle", "--features", "libraries", "--"]);
    run(cargo.arg(compiled).arg(folder))
}
