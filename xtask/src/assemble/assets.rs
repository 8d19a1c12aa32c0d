//! The widget's files under names that change with what is in them.
//!
//! ```text
//! klantbeeld-<hash>.js, klantbeeld-<hash>_bg.wasm      script and main module
//! split_<group>-<hash>.wasm, chunk_<n>-<hash>.wasm     parts
//! ```

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::link::{self, PartName};
use crate::hash;
use crate::workspace::Workspace;

/// Where the product keeps these files.
const FOLDER: &str = "assets";

/// One file, as it travels.
pub(super) struct Asset {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Asset {
    /// Its address, from the server's root.
    pub(super) fn url(&self) -> String {
        format!("/{FOLDER}/{}", self.name)
    }
}

/// All files of the widget.
pub(super) struct Assets {
    pub(super) script: Asset,
    pub(super) main: Asset,
    pub(super) parts: Vec<Asset>,
}

impl Assets {
    /// Reads what the build of the widget left in `folder`.
    ///
    /// # Errors
    /// The widget is not built, or its scripts have an unknown form.
    pub(super) fn read(workspace: &Workspace, folder: &Path) -> Result<Self> {
        let main = read(&folder.join("klantbeeld_bg.wasm"))?;
        let (written, parts) = read_parts(folder)?;
        let integrities: Vec<String> = parts.iter().map(|p| hash::integrity(&p.bytes)).collect();
        let names: Vec<PartName<'_>> = written
            .iter()
            .zip(&parts)
            .zip(&integrities)
            .map(|((written, part), integrity)| PartName {
                written,
                sent: &part.name,
                integrity,
            })
            .collect();
        let script = link::bundle(workspace, folder, &names)?;
        let hash = hash::short([script.as_bytes(), main.as_slice()]);
        let main_name = format!("klantbeeld-{hash}_bg.wasm");
        // The loader passes the address of the wasm itself; this keeps the default right as well.
        let script = script.replace("klantbeeld_bg.wasm", &main_name);
        Ok(Self {
            script: Asset {
                name: format!("klantbeeld-{hash}.js"),
                bytes: script.into_bytes(),
            },
            main: Asset {
                name: main_name,
                bytes: main,
            },
            parts,
        })
    }

    /// Returns every file: script, main module, parts.
    pub(super) fn all(&self) -> impl Iterator<Item = &Asset> {
        [&self.script, &self.main].into_iter().chain(&self.parts)
    }

    /// Writes every file into the product `stage`.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(super) fn write(&self, stage: &Path) -> Result<PathBuf> {
        let folder = stage.join(FOLDER);
        fs::create_dir_all(&folder)?;
        for asset in self.all() {
            fs::write(folder.join(&asset.name), &asset.bytes)
                .with_context(|| format!("cannot write {}", asset.name))?;
        }
        Ok(folder)
    }
}

/// Returns whether a file of the product, named from its root, is a part: needed later than the first render.
pub(crate) fn is_part(name: &str) -> bool {
    name.strip_prefix("assets/").is_some_and(is_part_file)
}

fn is_part_file(name: &str) -> bool {
    let is_piece = name.starts_with("split_") || name.starts_with("chunk_");
    is_piece && Path::new(name).extension() == Some(OsStr::new("wasm"))
}

/// Reads the names of the parts as they were written, and the parts with the names that they get.
fn read_parts(folder: &Path) -> Result<(Vec<String>, Vec<Asset>)> {
    let mut names = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| unbuilt(folder))?;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if is_part_file(&name) {
            names.push(name);
        }
    }
    names.sort();
    let parts = names.iter().map(|name| {
        let bytes = read(&folder.join(name))?;
        let stem = name.trim_end_matches(".wasm");
        let hash = hash::short([bytes.as_slice()]);
        let name = format!("{stem}-{hash}.wasm");
        Ok(Asset { name, bytes })
    });
    let parts = parts.collect::<Result<Vec<Asset>>>()?;
    Ok((names, parts))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| unbuilt(file))
}

fn unbuilt(path: &Path) -> String {
    format!("the widget is not built: cannot read {}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_from_what_the_first_render_needs() {
        for part in ["assets/split_detail-1a.wasm", "assets/chunk_12-1a.wasm"] {
            assert!(is_part(part), "{part}");
        }
        for other in [
            "assets/klantbeeld-1a_bg.wasm",
            "assets/klantbeeld-1a.js",
            "split_detail-1a.wasm",
            "assets/split_words.js",
        ] {
            assert!(!is_part(other), "{other}");
        }
    }
}
