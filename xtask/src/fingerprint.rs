//! What a build step read, as one short text; so that the second start can skip the step.
//!
//! Contents are hashed, not times: switching branches back and forth costs no rebuild.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::folder::files_below;
use crate::hash;

/// Returns the hash of names and contents of everything below `paths`, and of `extra`.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn of(root: &Path, paths: &[PathBuf], extra: &str) -> Result<String> {
    let mut parts: Vec<Vec<u8>> = vec![extra.as_bytes().to_vec()];
    for path in paths {
        for file in files_below(path)? {
            let name = file.strip_prefix(root).unwrap_or(&file);
            parts.push(name.to_string_lossy().into_owned().into_bytes());
            parts.push(fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
        }
    }
    Ok(hash::short(parts.iter().map(Vec::as_slice)))
}

/// The fingerprint of a step's last success, kept in a file.
pub(crate) struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    /// Reads the stamp in a file; `now` is the fingerprint of today's inputs.
    pub(crate) fn new(file: PathBuf, now: String) -> Self {
        Self { file, now }
    }

    /// Returns whether the last success had the same inputs and what it made is still there.
    pub(crate) fn is_fresh(&self, output: &Path) -> bool {
        output.exists() && fs::read_to_string(&self.file).is_ok_and(|before| before == self.now)
    }

    /// Forgets the last success: called before the output is touched, so that an interrupted
    /// step is never taken for a finished one.
    pub(crate) fn forget(&self) {
        let _absent = fs::remove_file(&self.file);
    }

    /// Records success.
    ///
    /// # Errors
    /// The stamp cannot be written.
    pub(crate) fn keep(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.now)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("klantbeeld-xtask-{name}-{}", std::process::id()));
        let _absent = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("deep")).unwrap();
        folder
    }

    #[test]
    fn a_changed_or_renamed_file_changes_the_fingerprint() {
        let root = scratch("fingerprint");
        fs::write(root.join("deep/a"), "1").unwrap();
        let paths = [root.clone()];
        let first = of(&root, &paths, "").unwrap();
        assert_eq!(first, of(&root, &paths, "").unwrap());
        fs::write(root.join("deep/a"), "2").unwrap();
        let second = of(&root, &paths, "").unwrap();
        fs::rename(root.join("deep/a"), root.join("deep/b")).unwrap();
        let third = of(&root, &paths, "").unwrap();
        assert!(first != second && second != third);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_stamp_is_stale_without_its_output() {
        let root = scratch("stamp");
        let stamp = Stamp::new(root.join("made.stamp"), "abc".to_owned());
        stamp.keep().unwrap();
        assert!(stamp.is_fresh(&root.join("deep")));
        assert!(!stamp.is_fresh(&root.join("gone")));
        stamp.forget();
        assert!(!stamp.is_fresh(&root.join("deep")));
        fs::remove_dir_all(root).unwrap();
    }
}
