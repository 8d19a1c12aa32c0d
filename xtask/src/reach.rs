//! Which files a page needs: everything that it names, and that those name in turn.
//!
//! The list of the offline app and the size budget both come from here, so a new import counts
//! without anybody remembering to add it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Started by the app, but no part of it: a service worker that kept itself could never change.
const NOT_A_PART: &str = "sw.js";
const TEXT: [&str; 5] = ["css", "html", "js", "mjs", "webmanifest"];

/// Names (from `root`, with `/`) of `page` and of all files that can be reached from it through
/// quoted addresses beginning with `/` or `./`.
///
/// # Errors
/// `page` or a file that it reaches cannot be read.
pub(crate) fn from_page(root: &Path, page: &str) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![page.to_owned()];
    while let Some(name) = waiting.pop() {
        if !found.insert(name.clone()) || !TEXT.contains(&ending(&name)) {
            continue;
        }
        let file = root.join(&name);
        let text = fs::read_to_string(&file).with_context(|| {
            format!(
                "cannot read {}; run `cargo xtask build` first",
                file.display()
            )
        })?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let named = text
            .split(['"', '\'', '`'])
            .filter_map(|address| resolve(folder, address));
        waiting.extend(named.filter(|name| name != NOT_A_PART && root.join(name).is_file()));
    }
    Ok(found)
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Returns the file that an address within a file of `folder` means, if it looks like an address at all.
fn resolve(folder: &str, address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    if path.contains("..") || path.chars().any(char::is_whitespace) {
        return None;
    }
    match path.strip_prefix("./") {
        Some(beside) if folder.is_empty() => Some(beside.to_owned()),
        Some(beside) => Some(format!("{folder}/{beside}")),
        None => path.strip_prefix('/').map(str::to_owned),
    }
    .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_of_imports_count_and_the_service_worker_does_not() {
        let root =
            std::env::temp_dir().join(format!("klantbeeld-xtask-reach-{}", std::process::id()));
        fs::create_dir_all(root.join("app")).unwrap();
        let files = [
            (
                "app/index.html",
                "<script src=\"/app.js\"></script><link href=\"/none.css\">",
            ),
            (
                "app.js",
                "import { x } from './deep.js'; register('/sw.js')",
            ),
            ("deep.js", "fetch(`/code.wasm?v=1`)"),
            ("code.wasm", "\"/other.js\""),
            ("other.js", ""),
            ("sw.js", ""),
        ];
        for (name, text) in files {
            fs::write(root.join(name), text).unwrap();
        }
        let found = from_page(&root, "app/index.html").unwrap();
        fs::remove_dir_all(&root).unwrap();
        let names: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(names, ["app.js", "app/index.html", "code.wasm", "deep.js"]);
    }

    #[test]
    fn addresses_are_resolved_against_the_file_that_names_them() {
        assert_eq!(resolve("hosts", "./a.js").as_deref(), Some("hosts/a.js"));
        assert_eq!(resolve("hosts", "/a.js").as_deref(), Some("a.js"));
        for other in ["https://x.example/a.js", "/", "../up.js", "/ with space"] {
            assert_eq!(resolve("hosts", other), None, "{other}");
        }
    }
}
