//! `dist/`: the product as the server hands it out.
//!
//! The loader, the service worker and the pages must name the widget's hashed files, and this is where they
//! learn the names.
//!
//! ```text
//! dist/assets/                                                  the widget, immutable (`assets.rs`)
//! dist/embed.js, app.js, sw.js, manifest.webmanifest, icons/    from public/
//! dist/app/, mijn/, hosts/{plain,react,strict,frame}/           pages
//! *.br, *.gz                                                    beside every file that shrinks
//! ```
//!
//! **Invariant:** `dist/` is replaced as a whole; a failed build leaves the former one.

mod assets;
mod link;
mod placeholders;
mod script;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::folder::{copy_tree, files_below, recreate};
use crate::hash;
use crate::hosts;
use crate::reach;
use crate::widget;
use crate::workspace::Workspace;
use assets::Assets;
pub(crate) use assets::is_part;
use placeholders::Placeholders;
use script::script;

/// The page of the agent's app.
pub(crate) const APP_PAGE: &str = "app/index.html";

/// Puts `dist/` together from the built widget, `public/` and `hosts/`.
///
/// # Errors
/// A source is missing, a placeholder is unknown, or compressing fails.
pub(crate) fn assemble(workspace: &Workspace) -> Result<String> {
    let stage = workspace.state.join("dist");
    recreate(&stage)?;
    copy_tree(&workspace.root.join("public"), &stage)?;
    hosts::stage(workspace, &stage)?;
    let built = widget::folder(workspace);
    let assets = Assets::read(workspace, &built)?;
    let placeholders = Placeholders {
        js: assets.script.url(),
        wasm: assets.main.url(),
        wasm_integrity: hash::integrity(&assets.main.bytes),
        build: build_id(&stage, &assets)?,
        shell: shell_urls(&stage, &assets)?,
    };
    for file in files_below(&stage)? {
        placeholders.fill(&file)?;
    }
    copy_snippets(&built, &assets.write(&stage)?)?;
    script(workspace, "minify.mjs", &[&stage])?;
    script(workspace, "compress.mjs", &[&stage])?;
    replace(&stage, &workspace.dist)?;
    Ok(format!("build {}", placeholders.build))
}

/// Returns the hash of everything that makes up the product, before the id itself is filled in.
fn build_id(stage: &Path, assets: &Assets) -> Result<String> {
    let mut parts: Vec<Vec<u8>> = assets.all().map(|asset| asset.bytes.clone()).collect();
    for file in files_below(stage)? {
        let name = file.strip_prefix(stage).unwrap_or(&file);
        parts.push(name.to_string_lossy().into_owned().into_bytes());
        parts.push(fs::read(&file)?);
    }
    Ok(hash::short(parts.iter().map(Vec::as_slice)))
}

/// Addresses that the agent's app needs to start without network, and to work without it: parts as well.
fn shell_urls(stage: &Path, assets: &Assets) -> Result<Vec<String>> {
    let mut urls = Vec::new();
    if stage.join(APP_PAGE).is_file() {
        for name in reach::from_page(stage, APP_PAGE)? {
            urls.push(format!(
                "/{}",
                name.strip_suffix("index.html").unwrap_or(&name)
            ));
        }
    }
    // The pages name these only after their placeholders have been filled in.
    urls.extend(assets.all().map(assets::Asset::url));
    Ok(urls)
}

/// Files that crates of the widget bring along as JavaScript.
fn copy_snippets(widget: &Path, assets: &Path) -> Result<()> {
    copy_tree(&widget.join("snippets"), &assets.join("snippets"))
}

fn replace(stage: &Path, dist: &Path) -> Result<()> {
    let former = stage.with_extension("former");
    if former.exists() {
        fs::remove_dir_all(&former)?;
    }
    if dist.exists() {
        fs::rename(dist, &former).context("cannot move the former dist/ away")?;
    }
    fs::rename(stage, dist).context("cannot put dist/ into its place")?;
    if former.exists() {
        fs::remove_dir_all(&former)?;
    }
    Ok(())
}
