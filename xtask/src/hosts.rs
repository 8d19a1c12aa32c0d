//! The demo host pages that need a build or live outside `public/`.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::folder::copy_tree;
use crate::process::run;
use crate::workspace::Workspace;

/// Puts the hosts of `hosts/` into `stage/hosts/`: `react` built by vite, the others as they are.
/// Without such a folder there is nothing to do.
///
/// # Errors
/// A folder cannot be copied, or vite fails.
pub(crate) fn stage(workspace: &Workspace, stage: &Path) -> Result<()> {
    let hosts = workspace.root.join("hosts");
    if !hosts.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&hosts).context("cannot read hosts/")? {
        let folder = entry?.path();
        let Some(name) = folder.file_name() else {
            continue;
        };
        let target = stage.join("hosts").join(name);
        if name == "react" {
            let mut vite = workspace.command("npm");
            vite.args([
                "run",
                "--silent",
                "build:hosts",
                "--",
                "--logLevel",
                "warn",
                "--outDir",
            ]);
            run(vite.arg(&target))?;
        } else if folder.is_dir() {
            copy_tree(&folder, &target)?;
        }
    }
    Ok(())
}
