//! Reading the checkout as git knows it, and the parts of a source file that a rule is about.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A tracked text file.
pub(crate) struct Source {
    /// From the root of the checkout, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Returns whether the file holds nothing but tests.
    pub(crate) fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || matches!(name, "tests.rs" | "test.rs")
            || name.ends_with("_tests.rs")
    }
}

fn root() -> PathBuf {
    let manifest = std::env::var("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&manifest)
        .parent()
        .expect("xtask lies in the checkout")
        .to_path_buf()
}

/// Paths of all tracked files that still exist.
pub(crate) fn tracked_files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git is needed for these tests");
    assert!(
        output.status.success(),
        "git ls-files failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .split('\0')
        .filter(|path| !path.is_empty() && root().join(path).is_file())
        .map(str::to_owned)
        .collect()
}

/// Reads tracked text files below `prefix` with one of the endings; no ending given means any.
pub(crate) fn source_files(prefix: &str, endings: &[&str]) -> Vec<Source> {
    tracked_files()
        .into_iter()
        .filter(|path| path.starts_with(prefix))
        .filter(|path| {
            endings.is_empty()
                || endings
                    .iter()
                    .any(|ending| path.ends_with(&format!(".{ending}")))
        })
        .filter_map(|path| {
            let text = std::fs::read_to_string(root().join(&path)).ok()?;
            Some(Source { path, text })
        })
        .collect()
}

/// Reads tracked Rust files below `prefix`.
pub(crate) fn rust_files(prefix: &str) -> Vec<Source> {
    source_files(prefix, &["rs"])
}

/// Returns numbered lines that are not comments.
pub(crate) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| {
            !line.trim_start().starts_with("//") && !line.trim_start().starts_with("* ")
        })
}

/// Returns the text with its comment lines emptied; line numbers stay.
pub(crate) fn code_only(text: &str) -> String {
    let is_comment = |line: &str| line.trim_start().starts_with("//");
    text.lines()
        .map(|line| if is_comment(line) { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the file up to its inline tests, which by custom stand at its end.
pub(crate) fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ")
        .and_then(|end| text.get(..end))
        .unwrap_or(text)
}
