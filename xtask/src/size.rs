//! The size budget: everything that the first render needs, as it travels (brotli).
//!
//! It exists because a bundle grows by a little in every change and nobody notices the sum.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::assemble::APP_PAGE;
use crate::reach;
use crate::report::say;
use crate::workspace::Workspace;

/// More than this fails the build.
const BUDGET_BYTES: u64 = 250_000;

/// One file of the first render.
struct Part {
    name: String,
    raw_bytes: u64,
    sent_bytes: u64,
}

/// Measures `dist/` and prints each part.
///
/// # Errors
/// `dist/` is not built, or the sum is over the budget.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let parts = first_render(&workspace.dist)?;
    let total: u64 = parts.iter().map(|part| part.sent_bytes).sum();
    say(&format!(
        "{:>9}  {:>9}  needed for the first render",
        "brotli", "raw"
    ));
    for part in &parts {
        say(&format!(
            "{:>9}  {:>9}  {}",
            part.sent_bytes, part.raw_bytes, part.name
        ));
    }
    say(&format!("{total:>9}  bytes in all; budget {BUDGET_BYTES}"));
    if total > BUDGET_BYTES {
        bail!(
            "the first render needs {total} bytes, {} over the budget",
            total - BUDGET_BYTES
        );
    }
    Ok(())
}

fn first_render(dist: &Path) -> Result<Vec<Part>> {
    let names = reach::from_page(dist, APP_PAGE)?;
    let drawn = |name: &&String| {
        [".css", ".html", ".js", ".wasm"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    let files: Vec<PathBuf> = names
        .iter()
        .filter(drawn)
        .map(|name| dist.join(name))
        .collect();
    if !files
        .iter()
        .any(|file| file.extension() == Some(OsStr::new("wasm")))
    {
        bail!("{APP_PAGE} reaches no wasm; either the page or this measurement is wrong");
    }
    files.iter().map(|file| measure(dist, file)).collect()
}

fn measure(dist: &Path, file: &Path) -> Result<Part> {
    let raw_bytes = fs::metadata(file)
        .with_context(|| {
            format!(
                "{} is missing; run `cargo xtask build` first",
                file.display()
            )
        })?
        .len();
    let mut compressed = file.as_os_str().to_owned();
    compressed.push(".br");
    let sent_bytes = fs::metadata(compressed).map_or(raw_bytes, |data| data.len());
    let name = file
        .strip_prefix(dist)
        .unwrap_or(file)
        .display()
        .to_string();
    Ok(Part {
        name,
        raw_bytes,
        sent_bytes,
    })
}
