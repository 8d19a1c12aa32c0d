//! The compiled widget in parts: everything that only a `#[wasm_split]` function needs leaves the main module.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The module script of wasm-bindgen, as the link script imports it.
const MAIN_SCRIPT: &str = "./klantbeeld.js";

/// Splits `compiled` into `folder`; answers where the main module is.
///
/// # Errors
/// The module cannot be read, was linked without `--emit-relocs`, or a part cannot be written.
pub(crate) fn split(compiled: &Path, folder: &Path) -> Result<PathBuf> {
    let bytes =
        fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let main = folder.join("klantbeeld.wasm");
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = MAIN_SCRIPT;
    options.target.web();
    transform(options).map_err(|report| anyhow!("cannot split the widget: {report:#}"))?;
    Ok(main)
}
