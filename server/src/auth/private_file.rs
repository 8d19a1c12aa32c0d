//! Files that only their owner may read, such as private keys.
//!
//! **Invariant:** what stands there already is never overwritten, and a file that is there is whole.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a whole file that only its owner can read.
///
/// # Errors
/// It exists (`AlreadyExists`), or cannot be written.
pub fn create_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let partial = path.with_extension(format!("{}.partial", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&partial, path);
    fs::remove_file(&partial)?;
    linked
}
