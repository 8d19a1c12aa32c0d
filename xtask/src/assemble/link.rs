//! The link script, which fetches the parts, becomes a piece of the module script.
//!
//! wasm-split writes it as a file of its own that imports the module script. Started a second time
//! (`?again=2`), the program would get another module script but the same link script, and with it the parts
//! of the instance that crashed. Inside of the module script there is one of it for each start. Rolldown puts
//! the two together, as it does with any scripts; only the names of the parts are filled in here, for a
//! bundler gives names but no integrity.
//!
//! **Invariant:** a part is fetched under a name with its hash and with its integrity, so that one of another
//! build, or a changed one, is refused like one that is missing. A link script of another form than wasm-split
//! 0.2.4 writes fails the build.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::script::script;
use crate::folder::recreate;
use crate::workspace::Workspace;

/// What the module script imports the link script as.
pub(super) const LINK_SCRIPT: &str = "__wasm_split.js";
/// What the link script imports the module script as.
pub(super) const MODULE_SCRIPT: &str = "klantbeeld.js";

/// A part as the link script knows it, and as it travels.
pub(super) struct PartName<'a> {
    /// The file that wasm-split wrote, such as `split_detail.wasm`.
    pub(super) written: &'a str,
    /// The same with its hash.
    pub(super) sent: &'a str,
    /// `sha384-…`
    pub(super) integrity: &'a str,
}

/// Returns the module script of the widget in `built` with the link script inside, which fetches `parts`.
///
/// # Errors
/// A script is missing or has another form than expected, or fetches a part that is not there.
pub(super) fn bundle(
    workspace: &Workspace,
    built: &Path,
    parts: &[PartName<'_>],
) -> Result<String> {
    let read = |name: &str| {
        let file = built.join(name);
        fs::read_to_string(&file)
            .with_context(|| format!("the widget is not built: cannot read {}", file.display()))
    };
    let folder = workspace.state.join("script");
    recreate(&folder)?;
    let module = folder.join(MODULE_SCRIPT);
    fs::write(&module, read(MODULE_SCRIPT)?)?;
    fs::write(
        folder.join(LINK_SCRIPT),
        with_names(&read(LINK_SCRIPT)?, parts)?,
    )?;
    let bundled = folder.join("bundled.js");
    script(workspace, "bundle.mjs", &[&module, &bundled])?;
    let bundled = fs::read_to_string(&bundled)?;
    check(&bundled, parts)?;
    Ok(bundled)
}

/// Returns the link script with the parts' final names, each with its integrity.
fn with_names(link: &str, parts: &[PartName<'_>]) -> Result<String> {
    let mut out = link.to_owned();
    for part in parts {
        let before = format!("new URL(\"./{}\", import.meta.url)", part.written);
        if !out.contains(&before) {
            bail!("the link script fetches no {}", part.written);
        }
        let after = format!(
            "new URL(\"./{}\", import.meta.url), {{ integrity: \"{}\" }}",
            part.sent, part.integrity
        );
        out = out.replace(&before, &after);
    }
    let fetched = out.matches("fetch(").count();
    if fetched != parts.len() {
        bail!(
            "the link script fetches {fetched} parts, and there are {}",
            parts.len()
        );
    }
    Ok(out)
}

/// Checks that what travels names every part with its integrity: the module script did import the link script.
fn check(script: &str, parts: &[PartName<'_>]) -> Result<()> {
    for part in parts {
        if !script.contains(part.sent) || !script.contains(part.integrity) {
            bail!("the widget's script does not fetch {}", part.sent);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "import { initSync } from \"./klantbeeld.js\";\n\
        const __chunk_0 = makeLoad(() => { const src = fetch(new URL(\"./chunk_0.wasm\", import.meta.url)); }, []);\n\
        export const load = makeLoad(() => { const src = fetch(new URL(\"./split_detail.wasm\", import.meta.url)); }, []);\n";
    const PARTS: [PartName<'_>; 2] = [
        PartName {
            written: "chunk_0.wasm",
            sent: "chunk_0-aa.wasm",
            integrity: "sha384-A",
        },
        PartName {
            written: "split_detail.wasm",
            sent: "split_detail-bb.wasm",
            integrity: "sha384-B",
        },
    ];

    #[test]
    fn every_part_is_fetched_by_its_final_name_with_its_integrity() {
        let script = with_names(LINK, &PARTS).unwrap();
        for expected in [
            "fetch(new URL(\"./chunk_0-aa.wasm\", import.meta.url), { integrity: \"sha384-A\" })",
            "fetch(new URL(\"./split_detail-bb.wasm\", import.meta.url), { integrity: \"sha384-B\" })",
        ] {
            assert!(script.contains(expected), "{expected} not in {script}");
        }
        assert!(check(&script, &PARTS).is_ok());
    }

    #[test]
    fn a_part_that_one_side_does_not_know_fails_the_build() {
        let [chunk, detail] = PARTS;
        assert!(with_names(LINK, &[chunk]).is_err());
        let other = PartName {
            written: "split_other.wasm",
            ..detail
        };
        assert!(with_names(LINK, &[other]).is_err());
    }

    #[test]
    fn a_script_that_fetches_no_parts_fails_the_build() {
        assert!(check("function initSync() {}", &PARTS).is_err());
        let without = with_names(LINK, &PARTS).unwrap().replace("sha384-B", "");
        assert!(check(&without, &PARTS).is_err());
    }
}
