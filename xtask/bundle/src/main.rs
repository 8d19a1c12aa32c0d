//! `klantbeeld-bundle COMPILED.wasm FOLDER`: makes of the compiled widget what a browser loads.
//!
//! It exists so that neither wasm-split nor wasm-bindgen has to be installed as a program: their libraries
//! are crates of `Cargo.lock`, and so of the very version that the widget is compiled with. It is a program
//! of its own because these libraries take minutes to compile, and `cargo xtask check` needs none of them.
//!
//! ```text
//! FOLDER/klantbeeld.js, klantbeeld_bg.wasm        script and main module
//! FOLDER/__wasm_split.js                          fetches the parts
//! FOLDER/split_<group>.wasm, chunk_<n>.wasm       a group's part, and what several of them share
//! ```
//!
//! **Invariant:** `FOLDER` is made anew; what was in it is gone.

mod bindgen;
mod split;

use std::path::Path;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};

fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [compiled, folder] = words.as_slice() else {
        bail!("usage: klantbeeld-bundle COMPILED.wasm FOLDER");
    };
    bundle(Path::new(compiled), Path::new(folder))
}

fn bundle(compiled: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let main = split::split(compiled, folder)?;
    bindgen::bind(&main, folder)?;
    // What the script of wasm-bindgen goes with is the module that it wrote itself.
    fs::remove_file(&main).with_context(|| format!("cannot remove {}", main.display()))
}
