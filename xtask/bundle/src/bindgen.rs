//! The script between the browser and the main module.

use std::path::Path;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

/// Writes `klantbeeld.js` and `klantbeeld_bg.wasm` for the main module `main` into `folder`.
///
/// # Errors
/// The module is of another version of wasm-bindgen, or a file cannot be written.
pub(crate) fn bind(main: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(main)
        .out_name("klantbeeld")
        .web(true)?
        .typescript(false)
        .demangle(false)
        // The parts find the main module's table, memory and stack under the linker's names.
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
        .generate(folder)
        .context("wasm-bindgen cannot make the script")
}
