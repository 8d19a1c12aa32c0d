//! The link script, which fetches the parts, becomes a piece of the module script.
//!
//! wasm-split writes it as a file of its own that imports the module script. Started a second time
//! (`?again=2`), the program would get another module script but the same link script, and with it the parts
//! of the instance that crashed. Inside of the module script there is one of it for each start.
//!
//! **Invariants:** a part is fetched under a name with its hash and with its integrity, so that one of another
//! build, or a changed one, is refused like one that is missing. A script of another form than wasm-split
//! 0.2.4 and wasm-bindgen 0.2.121 write fails the build.

use anyhow::{Context as _, Result, bail};

/// What the module script imports the link script as.
const LINK_MODULE: &str = "\"./__wasm_split.js\"";
const OWN_NAME: &str = "__kb_parts";

/// A part as the link script knows it, and as it travels.
pub(super) struct PartName<'a> {
    /// The file that wasm-split wrote, such as `split_detail.wasm`.
    pub(super) written: &'a str,
    /// The same with its hash.
    pub(super) sent: &'a str,
    /// `sha384-…`
    pub(super) integrity: &'a str,
}

/// Returns the module script with the link script inside, which fetches `parts`. A widget without parts needs
/// none.
///
/// # Errors
/// One of the scripts has another form than expected, or fetches a part that is not there.
pub(super) fn inline(script: &str, link: &str, parts: &[PartName<'_>]) -> Result<String> {
    let is_whole = parts.is_empty() && !script.lines().any(|line| imported_name(line).is_some());
    if is_whole {
        return Ok(script.to_owned());
    }
    let link = enclose(&with_names(link, parts)?)?;
    let mut out = String::with_capacity(script.len() + link.len());
    let mut is_there = false;
    for line in script.lines() {
        match imported_name(line) {
            None => out.push_str(line),
            Some(name) => {
                if !is_there {
                    out.push_str(&link);
                }
                is_there = true;
                out.push_str(&format!("const {name} = {OWN_NAME};"));
            }
        }
        out.push('\n');
    }
    if !is_there {
        bail!("the module script imports no link script, so that nothing fetches the parts");
    }
    Ok(out)
}

/// Reads `import1` of `import * as import1 from "./__wasm_split.js"`: there is one such line for each group.
fn imported_name(line: &str) -> Option<&str> {
    let (name, module) = line.strip_prefix("import * as ")?.split_once(" from ")?;
    (module.trim_end_matches(';') == LINK_MODULE).then_some(name)
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

/// Returns the link script as one expression: its exports become the properties of an object.
fn enclose(link: &str) -> Result<String> {
    let mut body = String::with_capacity(link.len());
    let mut exports = Vec::new();
    for line in link.lines() {
        if let Some(rest) = line.strip_prefix("export const ") {
            let (name, _) = rest
                .split_once(" = ")
                .context("an export without a value")?;
            exports.push(name);
            body.push_str("const ");
            body.push_str(rest);
        } else if !line.starts_with("import { initSync } from ") {
            body.push_str(line);
        }
        body.push('\n');
    }
    if exports.is_empty() || body.contains("\nexport ") || body.contains("\nimport ") {
        bail!("the link script has another form than wasm-split 0.2.4 gives it");
    }
    let exports = exports.join(", ");
    Ok(format!(
        "const {OWN_NAME} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import * as import1 from \"./__wasm_split.js\"\n\
        import * as import2 from \"./__wasm_split.js\"\n\
        import * as import3 from \"./snippets/a.js\"\n\
        function initSync() {}\n";
    const LINK: &str = "import { initSync } from \"./klantbeeld.js\";\n\
        let sharedImports = undefined;\n\
        const __chunk_0 = makeLoad(() => { const src = fetch(new URL(\"./chunk_0.wasm\", import.meta.url)); }, []);\n\
        export const __wasm_split_load_detail = wrapAsyncCb(makeLoad(() => {\n\
        const src = fetch(new URL(\"./split_detail.wasm\", import.meta.url));\n\
        }, [__chunk_0]));\n\
        export const __wasm_split_load_side = wrapAsyncCb(() => async (_imp) => ({}));\n";
    const PARTS: [PartName<'static>; 2] = [
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
    fn the_link_script_stands_in_the_module_script_once() {
        let script = inline(SCRIPT, LINK, &PARTS).unwrap();
        assert_eq!(script.matches("let sharedImports").count(), 1);
        assert!(script.contains("const import1 = __kb_parts;\nconst import2 = __kb_parts;\n"));
        assert!(script.contains("import * as import3 from \"./snippets/a.js\""));
        assert!(script.contains("return { __wasm_split_load_detail, __wasm_split_load_side };"));
        for gone in ["__wasm_split.js", "klantbeeld.js", "export "] {
            assert!(!script.contains(gone), "{gone} in {script}");
        }
    }

    #[test]
    fn every_part_is_fetched_by_its_final_name_with_its_integrity() {
        let script = inline(SCRIPT, LINK, &PARTS).unwrap();
        for expected in [
            "fetch(new URL(\"./chunk_0-aa.wasm\", import.meta.url), { integrity: \"sha384-A\" })",
            "fetch(new URL(\"./split_detail-bb.wasm\", import.meta.url), { integrity: \"sha384-B\" })",
        ] {
            assert!(script.contains(expected), "{expected} not in {script}");
        }
    }

    #[test]
    fn a_part_that_one_side_does_not_know_fails_the_build() {
        let [chunk, detail] = PARTS;
        assert!(inline(SCRIPT, LINK, &[chunk]).is_err());
        let other = PartName {
            written: "split_other.wasm",
            ..detail
        };
        assert!(inline(SCRIPT, LINK, &[other]).is_err());
    }

    #[test]
    fn scripts_of_another_form_fail_the_build() {
        let whole = "function initSync() {}\n";
        assert_eq!(inline(whole, "", &[]).unwrap(), whole);
        assert!(inline(whole, LINK, &PARTS).is_err());
        assert!(inline(SCRIPT, "export default 1;\n", &[]).is_err());
        let later = LINK.replace("let shared", "export let shared");
        assert!(inline(SCRIPT, &later, &PARTS).is_err());
    }
}
