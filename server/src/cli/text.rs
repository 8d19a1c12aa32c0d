//! Lines that the commands print, and texts that they read.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use klantbeeld_core::money;

/// Prints a line to the standard output.
pub(super) fn say(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// Prints a line to the standard error.
pub(super) fn note(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
}

/// Writes a count with its thousands apart: `69,659`.
pub(super) fn grouped(count: u64) -> String {
    money::grouped(&count.to_string(), ',')
}

/// Reads a whole text file.
pub(super) fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a new file; fails when there is one of that name.
pub(super) fn create_new(path: &Path, text: &str) -> io::Result<()> {
    std::fs::File::create_new(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let texts = [0, 999, 1_000, 69_659, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "69,659", "1,234,567"]);
    }
}
