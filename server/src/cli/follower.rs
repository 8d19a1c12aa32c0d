//! Shows how an import goes, and writes down what was refused, what was odd and what was updated.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::Ordering;

use anyhow::{Context as _, Result};
use klantbeeld_server::ingest::{ImportReport, Input, Observer, Phase, Refusal, Warning};
use serde::Serialize;

use super::progress::Progress;
use super::text::{grouped, note};

/// Lines that are shown when they are not written to a file.
const SHOWN: u64 = 10;

/// Follows one import.
pub(super) struct Follower {
    progress: Progress,
    refused: List,
    warnings: List,
    updates: List,
}

impl Follower {
    /// Makes one; the files are for refused lines, for warnings and for updates.
    pub(super) fn new(
        is_quiet: bool,
        [refused, warnings, updates]: [Option<&Path>; 3],
    ) -> Result<Self> {
        Ok(Self {
            progress: Progress::new(is_quiet),
            refused: List::new(refused)?,
            warnings: List::new(warnings)?,
            updates: List::new(updates)?,
        })
    }

    /// Ends the progress and the files.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.progress.finish();
        self.refused.finish("refused lines", "--refused")?;
        self.warnings.finish("warnings", "--warnings")?;
        self.updates.finish("updates", "--updates")
    }
}

impl Observer for Follower {
    fn refused(&mut self, refusal: &Refusal) -> io::Result<()> {
        let Refusal {
            file, line, reason, ..
        } = refusal;
        self.refused
            .add(refusal, || format!("{file}:{line}: {reason}"))
    }

    fn warned(&mut self, warning: &Warning) -> io::Result<()> {
        let Warning {
            file,
            line,
            field,
            reason,
        } = warning;
        let text = || format!("{file}:{line}: warning: `{field}`: {reason}");
        self.warnings.add(warning, text)
    }

    fn updated(&mut self, update: &Warning) -> io::Result<()> {
        let Warning {
            file, line, reason, ..
        } = update;
        self.updates
            .add(update, || format!("{file}:{line}: {reason}"))
    }

    fn progress(&mut self, phase: Phase, input: &Input, report: &ImportReport) {
        let what = match phase {
            Phase::Linking => "who is who",
            Phase::Importing => "lines",
        };
        let done = input.bytes_read.load(Ordering::Relaxed);
        self.progress
            .show(what, report.read, done, input.size_bytes);
    }
}

/// A list that goes to a file, or of which the first lines are shown.
struct List {
    file: Option<BufWriter<File>>,
    count: u64,
}

impl List {
    fn new(path: Option<&Path>) -> Result<Self> {
        let create = |path: &Path| {
            let created = create_private(path);
            created.with_context(|| format!("cannot write {}", path.display()))
        };
        let file = path.map(create).transpose()?.map(BufWriter::new);
        Ok(Self { file, count: 0 })
    }

    fn add(&mut self, what: &impl Serialize, text: impl Fn() -> String) -> io::Result<()> {
        self.count += 1;
        match &mut self.file {
            Some(file) => {
                serde_json::to_writer(&mut *file, what)?;
                file.write_all(b"\n")
            }
            None if self.count <= SHOWN => note(text()),
            None => Ok(()),
        }
    }

    fn finish(&mut self, name: &str, flag: &str) -> Result<()> {
        match &mut self.file {
            Some(file) => file
                .flush()
                .with_context(|| format!("cannot write the {name}"))?,
            None if self.count > SHOWN => {
                let more = grouped(self.count - SHOWN);
                note(format_args!(
                    "and {more} more {name}; {flag} FILE writes them all down"
                ))?;
            }
            None => {}
        }
        Ok(())
    }
}

/// Creates a file that only its owner can read, or empties it.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
