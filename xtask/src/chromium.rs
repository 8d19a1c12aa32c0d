//! The browser of the end-to-end tests: found, or installed where that is possible.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::debian;
use crate::workspace::Workspace;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Finds path or name of a Chromium, or `None`.
fn find(workspace: &Workspace) -> Option<String> {
    if let Ok(named) = std::env::var("CHROMIUM")
        && Path::new(&named).is_file()
    {
        return Some(named);
    }
    NAMES
        .iter()
        .filter_map(|name| workspace.which(name))
        .chain(Path::new(MACOS).is_file().then(|| MACOS.into()))
        .map(|path| path.to_string_lossy().into_owned())
        .next()
}

/// Finds the Chromium to test with; installs Debian's when there is none and this is root.
///
/// # Errors
/// There is none and it cannot be installed here; the text holds the command that gets it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<String> {
    if let Some(found) = find(workspace) {
        return Ok(found);
    }
    let otherwise = "or name one that is there: CHROMIUM=/path/to/chrome cargo xtask test";
    debian::install(workspace, &["chromium", "fonts-liberation"], otherwise)
        .context("Chromium is missing")?;
    match find(workspace) {
        Some(found) => Ok(found),
        None => bail!("Chromium was installed, but is not on PATH; name it with CHROMIUM"),
    }
}
