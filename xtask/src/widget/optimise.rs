//! wasm-opt, on every module by itself. Which level and which passes, and why: docs/adr/0008.
//!
//! **Invariant:** exports, imports and places in the function table stay, for they hold the modules together:
//! no pass here sees more than one of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use anyhow::{Context as _, Result, anyhow};

use crate::folder::files_below;
use crate::process::run_quietly;
use crate::workspace::Workspace;

/// What the compiler may have used.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];
/// After level 1 passes that only take away, then small functions into the one place that calls them.
const PASSES: [&str; 8] = [
    "-O1",
    "--dae-optimizing",
    "--duplicate-function-elimination",
    "--rse",
    "--simplify-locals-nostructure",
    "--vacuum",
    "--one-caller-inline-max-function-size=40",
    "--inlining-optimizing",
];

/// Makes every module of a folder smaller; answers how many there are.
///
/// # Errors
/// wasm-opt refuses one of them.
pub(super) fn all(workspace: &Workspace, folder: &Path) -> Result<usize> {
    let mut modules = files_below(folder)?;
    modules.retain(|file| file.extension() == Some(OsStr::new("wasm")));
    let lanes = thread::available_parallelism().map_or(1, usize::from);
    // The largest first: the small ones fill the gaps behind it.
    modules.sort_by_key(|file| std::cmp::Reverse(fs::metadata(file).map_or(0, |data| data.len())));
    let work = |lane: usize| -> Result<()> {
        modules
            .iter()
            .skip(lane)
            .step_by(lanes)
            .try_for_each(|file| one(workspace, file))
    };
    thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (0..lanes)
            .map(|lane| scope.spawn(move || work(lane)))
            .collect();
        running.into_iter().try_for_each(|lane| {
            lane.join()
                .map_err(|_| anyhow!("a thread of wasm-opt ended early"))?
        })
    })?;
    Ok(modules.len())
}

fn one(workspace: &Workspace, module: &Path) -> Result<()> {
    let smaller = smaller_beside(module);
    let mut wasm_opt = workspace.command("wasm-opt");
    wasm_opt
        .args(FEATURES)
        .args(PASSES)
        .arg(module)
        .arg("-o")
        .arg(&smaller);
    // It warns of what wasm-split writes about names, which all go.
    run_quietly(&mut wasm_opt)?;
    fs::rename(&smaller, module).with_context(|| format!("cannot replace {}", module.display()))
}

fn smaller_beside(module: &Path) -> PathBuf {
    module.with_extension("smaller")
}
