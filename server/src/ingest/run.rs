//! One import from its first line to its report.

use std::io::{self, BufRead};
use std::mem;

use super::batch::Batch;
use super::input::Input;
use super::line_error::LineError;
use super::mapping::MappingError;
use super::oddity::Note;
use super::options::Options;
use super::reading::{Format, ReadError, ReadLine, Reading, What};
use super::report::{ImportReport, Observer, Phase, Refusal, Warning};
use super::retold::RetoldLine;
use super::segment::links::Links;
use super::segment::new_ids::NewIds;
use super::segment::resolve::Resolver;
use super::text::TextLines;
use crate::store::{ProfileStore, StoreError};

/// How often progress is told, in lines.
const TELL_EVERY: u64 = 500;

/// Why an import ended before its end. What was stored before stays; importing again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read.
    #[error("cannot read {file}")]
    Read {
        /// Which one.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// The mapping does not fit the file.
    #[error("the mapping does not fit {file}")]
    Mapping {
        /// Which one.
        file: String,
        /// Why.
        source: MappingError,
    },
    /// The store refused.
    #[error("the store did not take the data")]
    Store(#[from] StoreError),
    /// The list of refused lines or warnings cannot be written.
    #[error("cannot write the refused lines or the warnings")]
    WriteDown(#[source] io::Error),
}

/// Imports all inputs. A dry run compares with the store, if there is one, and writes nothing.
///
/// # Errors
/// A file cannot be read to its end, the mapping does not fit it, or the store does not answer.
/// Refused lines are no error: they are told to the observer and counted.
pub async fn import(
    store: Option<&dyn ProfileStore>,
    inputs: &mut [Input],
    format: &Format,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<ImportReport, ImportError> {
    let mut links = Links::default();
    if matches!(format, Format::Segment) {
        for input in inputs.iter_mut() {
            read_links(input, options, &mut links, observer)?;
        }
    }
    links.finish();
    let source = match format {
        Format::Segment => options.source.as_str(),
        Format::Table(mapping) => mapping.source.as_str(),
    };
    // Nobody is looked for in a store that has nobody: a tenth of a first import.
    let known = match store {
        Some(store) if store.is_empty(&options.tenant).await? => None,
        store => store,
    };
    let resolver = Resolver::new(known, &options.tenant, links);
    let mut run = Run {
        batch: Batch::new(store, options, source, resolver),
        observer,
        report: ImportReport {
            dry_run: options.dry_run,
            ..ImportReport::default()
        },
    };
    for input in inputs {
        let before = run.report.accepted;
        run.file(input, format, options).await?;
        if run.report.accepted == before {
            run.report.unread.push(input.name.clone());
        }
        run.observer.progress(Phase::Importing, input, &run.report);
    }
    if let Some(store) = store.filter(|_| !options.dry_run) {
        // All of it is durable by now; a log that stays large for a while is no failure of the import.
        drop(store.rest().await);
    }
    Ok(run.report)
}

fn open(input: &mut Input) -> Result<Box<dyn BufRead + Send>, ImportError> {
    let read = input.reader();
    read.map_err(|source| cannot_read(input, source))
}

fn cannot_read(input: &Input, source: io::Error) -> ImportError {
    ImportError::Read {
        file: input.name.clone(),
        source,
    }
}

/// Reads messages the first time: which ids belong together. Wrong lines are told at the second.
fn read_links(
    input: &mut Input,
    options: &Options,
    links: &mut Links,
    observer: &mut dyn Observer,
) -> Result<(), ImportError> {
    let mut lines = TextLines::new(open(input)?, options.encoding);
    let mut report = ImportReport::default();
    let mut new = NewIds::default();
    while let Some(line) = lines.next_line().map_err(|e| cannot_read(input, e))? {
        report.read += 1;
        if report.read.is_multiple_of(TELL_EVERY) {
            observer.progress(Phase::Linking, input, &report);
        }
        let Ok(text) = line.text else { continue };
        if let Some(message) = new.message(&text, &options.no_ids) {
            links.add(&message);
        }
    }
    Ok(())
}

struct Run<'a> {
    batch: Batch<'a>,
    observer: &'a mut dyn Observer,
    report: ImportReport,
}

impl Run<'_> {
    async fn file(
        &mut self,
        input: &mut Input,
        format: &Format,
        options: &Options,
    ) -> Result<(), ImportError> {
        let mut reading = Reading::begin(open(input)?, format, options);
        loop {
            let lines = reading.next().await.map_err(|error| match error {
                ReadError::Read(source) => cannot_read(input, source),
                ReadError::Mapping(source) => ImportError::Mapping {
                    file: input.name.clone(),
                    source,
                },
            })?;
            let Some(lines) = lines else { break };
            for line in lines {
                self.take(input, line).await?;
            }
        }
        let retold = self.batch.flush(&mut self.report).await?;
        self.name_all(input, retold)
    }

    async fn take(&mut self, input: &Input, read: ReadLine) -> Result<(), ImportError> {
        let ReadLine { line, bytes, what } = read;
        match what {
            What::Records(mut records) => {
                self.report.read += 1;
                self.report.accepted += 1;
                for note in records.iter_mut().flat_map(|r| mem::take(&mut r.notes)) {
                    self.warn(input, line, note)?;
                }
                let place = (line, bytes);
                let retold = self.batch.push(records, place, &mut self.report).await?;
                self.name_all(input, retold)?;
            }
            What::Refused(reason, text) => self.refuse(input, line, &reason, &text)?,
            What::Note(note) => return self.warn(input, line, note),
        }
        if self.report.read.is_multiple_of(TELL_EVERY) {
            self.observer
                .progress(Phase::Importing, input, &self.report);
        }
        Ok(())
    }

    /// Names every line whose item was known with another content.
    fn name_all(&mut self, input: &Input, retold: Vec<RetoldLine>) -> Result<(), ImportError> {
        for one in retold {
            if !one.is_update() {
                self.warn(input, one.line, one.note())?;
                continue;
            }
            let update = warning(input, one.line, one.note());
            self.report.name_update(&update);
            self.observer
                .updated(&update)
                .map_err(ImportError::WriteDown)?;
        }
        Ok(())
    }

    fn warn(&mut self, input: &Input, line: u64, note: Note) -> Result<(), ImportError> {
        let warning = warning(input, line, note);
        self.report.warn(&warning);
        self.observer
            .warned(&warning)
            .map_err(ImportError::WriteDown)
    }

    fn refuse(
        &mut self,
        input: &Input,
        line: u64,
        reason: &LineError,
        text: &str,
    ) -> Result<(), ImportError> {
        self.report.read += 1;
        self.report.refused += 1;
        let refusal = Refusal::new(&input.name, line, reason, text);
        self.observer
            .refused(&refusal)
            .map_err(ImportError::WriteDown)
    }
}

fn warning(input: &Input, line: u64, note: Note) -> Warning {
    Warning {
        file: input.name.clone(),
        line,
        field: note.part,
        reason: note.oddity.to_string(),
    }
}
