//! The `__KB_…__` placeholders in the text files of `public/` and `hosts/`.
//!
//! | placeholder | becomes |
//! |---|---|
//! | `__KB_JS__` | address of the widget's script, from the server's root |
//! | `__KB_WASM__` | address of its wasm |
//! | `__KB_WASM_INTEGRITY__` | `sha384-…` of the wasm |
//! | `__KB_BUILD__` | build id: changes when anything of the product changes |
//! | `__KB_SHELL__` | JSON array of the addresses that the offline app needs |
//!
//! **Invariant:** no placeholder reaches `dist/`; an unknown one fails the build.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

const TEXT: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "mjs",
    "svg",
    "txt",
    "webmanifest",
    "xml",
];
const MARK: &str = "__KB_";

/// The values of one build.
pub(super) struct Placeholders {
    pub(super) js: String,
    pub(super) wasm: String,
    pub(super) wasm_integrity: String,
    pub(super) build: String,
    pub(super) shell: Vec<String>,
}

impl Placeholders {
    /// Fills in the placeholders of one file, if it is a text file.
    ///
    /// # Errors
    /// The file is not UTF-8, holds an unknown placeholder, or cannot be written.
    pub(super) fn fill(&self, file: &Path) -> Result<()> {
        let ending = file
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        if !TEXT.contains(&ending) {
            return Ok(());
        }
        let text = fs::read_to_string(file)
            .with_context(|| format!("cannot read {} as UTF-8", file.display()))?;
        if text.contains(MARK) {
            let filled = self
                .filled(&text)
                .with_context(|| format!("in {}", file.display()))?;
            fs::write(file, filled)?;
        }
        Ok(())
    }

    fn filled(&self, text: &str) -> Result<String> {
        let shell = serde_json::to_string(&self.shell)?;
        let filled = text
            .replace("__KB_JS__", &self.js)
            .replace("__KB_WASM__", &self.wasm)
            .replace("__KB_WASM_INTEGRITY__", &self.wasm_integrity)
            .replace("__KB_BUILD__", &self.build)
            .replace("__KB_SHELL__", &shell);
        if let Some((_, rest)) = filled.split_once(MARK) {
            let name: String = rest.chars().take(24).collect();
            bail!("there is no placeholder {MARK}{name}");
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders() -> Placeholders {
        Placeholders {
            js: "/assets/k-1.js".to_owned(),
            wasm: "/assets/k-1_bg.wasm".to_owned(),
            wasm_integrity: "sha384-abc".to_owned(),
            build: "b1".to_owned(),
            shell: vec!["/app/".to_owned(), "/embed.js".to_owned()],
        }
    }

    #[test]
    fn every_placeholder_is_replaced_wherever_it_stands() {
        let text = "import('__KB_JS__'); w='__KB_WASM__|__KB_WASM_INTEGRITY__'; s=__KB_SHELL__; '__KB_BUILD____KB_BUILD__'";
        let expected = "import('/assets/k-1.js'); w='/assets/k-1_bg.wasm|sha384-abc'; s=[\"/app/\",\"/embed.js\"]; 'b1b1'";
        assert_eq!(placeholders().filled(text).unwrap(), expected);
    }

    #[test]
    fn a_mistyped_placeholder_fails_the_build() {
        let error = placeholders().filled("x = '__KB_WSAM__'").unwrap_err();
        assert!(error.to_string().contains("__KB_WSAM__"), "{error}");
    }
}
