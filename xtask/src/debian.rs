//! Programs that a test needs and that only the system can bring: Debian's packages, where this is root.

use anyhow::{Result, bail};

use crate::process::{capture, run};
use crate::workspace::Workspace;

/// Returns whether this runs as root.
pub(crate) fn is_root(workspace: &Workspace) -> bool {
    capture(workspace.command("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Installs packages.
///
/// # Errors
/// They cannot be installed here; the text says how to get them, or else `otherwise`.
pub(crate) fn install(workspace: &Workspace, packages: &[&str], otherwise: &str) -> Result<()> {
    if !is_root(workspace) || workspace.which("apt-get").is_none() {
        bail!(
            "get it with:\n  sudo apt-get install -y {}\n{otherwise}",
            packages.join(" ")
        );
    }
    let apt = |words: &[&str]| {
        let mut command = workspace.command("apt-get");
        run(command.args(words).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-q"])?;
    let begin: &[&str] = &["install", "-q", "-y", "--no-install-recommends"];
    apt(&[begin, packages].concat())
}
