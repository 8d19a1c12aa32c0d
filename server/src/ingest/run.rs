//! One import from its first line to its report.

use std::io::{self, BufRead};
use std::mem;

use super::batch::Batch;
use super::import_record::ImportRecord;
use super::input::Input;
use super::line_error::LineError;
use super::mapping::{Columns, Mapping, MappingError};
use super::oddity::{Note, Oddity};
use super::options::Options;
use super::report::{ImportReport, Observer, Phase, Refusal, Warning};
use super::row_reader::RowReader;
use super::segment::links::Links;
use super::segment::resolve::Resolver;
use super::segment::{self, Message};
use super::table::Rows;
use super::text::TextLines;
use crate::store::{ProfileStore, StoreError};

/// How often progress is told, in lines.
const TELL_EVERY: u64 = 500;

/// What the files hold.
#[derive(Debug, Clone)]
pub enum Format {
    /// Messages of the Segment specification, one a line.
    Segment,
    /// A table with this mapping.
    Table(Box<Mapping>),
}

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

/// Imports all inputs. Without a store nothing is looked up or written: a dry run.
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
    let resolver = Resolver::new(store, &options.tenant, links);
    let mut run = Run {
        batch: Batch::new(store, &options.tenant, source, resolver),
        options,
        observer,
        report: ImportReport {
            dry_run: store.is_none(),
            ..ImportReport::default()
        },
    };
    for input in inputs {
        let before = run.report.accepted;
        match format {
            Format::Segment => run.messages(input).await?,
            Format::Table(mapping) => run.table(input, mapping).await?,
        }
        let differing = run.batch.flush(&mut run.report).await?;
        run.warn_all(input, differing)?;
        if run.report.accepted == before {
            run.report.unread.push(input.name.clone());
        }
        run.observer.progress(Phase::Importing, input, &run.report);
    }
    Ok(run.report)
}

fn open(input: &mut Input) -> Result<Box<dyn BufRead>, ImportError> {
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
    while let Some(line) = lines.next_line().map_err(|e| cannot_read(input, e))? {
        report.read += 1;
        if report.read.is_multiple_of(TELL_EVERY) {
            observer.progress(Phase::Linking, input, &report);
        }
        if let Ok(message) = line
            .text
            .and_then(|text| Message::parse(&text, &options.no_ids))
        {
            links.add(&message);
        }
    }
    Ok(())
}

struct Run<'a> {
    batch: Batch<'a>,
    options: &'a Options,
    observer: &'a mut dyn Observer,
    report: ImportReport,
}

impl Run<'_> {
    async fn messages(&mut self, input: &mut Input) -> Result<(), ImportError> {
        let mut lines = TextLines::new(open(input)?, self.options.encoding);
        while let Some(line) = lines.next_line().map_err(|e| cannot_read(input, e))? {
            let (text, records) = match line.text {
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) => {
                    let message = Message::parse(&text, &self.options.no_ids);
                    let records = message.and_then(|m| segment::records(&m, self.options));
                    (text, records)
                }
                Err(reason) => (String::new(), Err(reason)),
            };
            self.take(input, line.number, &text, records).await?;
        }
        Ok(())
    }

    async fn table(&mut self, input: &mut Input, mapping: &Mapping) -> Result<(), ImportError> {
        let lines = TextLines::new(open(input)?, self.options.encoding);
        let mut rows = Rows::new(lines, mapping.delimiter);
        let names = match &mapping.columns {
            Some(names) => names.clone(),
            None => match rows.next_row().map_err(|e| cannot_read(input, e))? {
                None => return Ok(()),
                Some(header) => match header.values {
                    Ok(names) => names,
                    Err(reason) => return self.refuse(input, header.line, &reason, &header.text),
                },
            },
        };
        let bound = Columns::bind(mapping, &names);
        let columns = bound.map_err(|source| ImportError::Mapping {
            file: input.name.clone(),
            source,
        })?;
        let mut reader = RowReader::new(mapping, self.options, columns, names.len());
        while let Some(row) = rows.next_row().map_err(|e| cannot_read(input, e))? {
            if let Ok(values) = &row.values
                && reader.is_header(values, &names)
            {
                self.warn(input, row.line, Note::new("header", Oddity::HeaderAgain))?;
                continue;
            }
            let record = row.values.and_then(|values| reader.record(&values));
            let records = record.map(|record| vec![record]);
            self.take(input, row.line, &row.text, records).await?;
        }
        Ok(())
    }

    async fn take(
        &mut self,
        input: &Input,
        line: u64,
        text: &str,
        records: Result<Vec<ImportRecord>, LineError>,
    ) -> Result<(), ImportError> {
        match records {
            Ok(mut records) => {
                self.report.read += 1;
                self.report.accepted += 1;
                let notes = records.iter_mut().flat_map(|r| mem::take(&mut r.notes));
                for note in notes.collect::<Vec<_>>() {
                    self.warn(input, line, note)?;
                }
                let place = (line, text.len());
                let differing = self.batch.push(records, place, &mut self.report).await?;
                self.warn_all(input, differing)?;
            }
            Err(reason) => self.refuse(input, line, &reason, text)?,
        }
        if self.report.read.is_multiple_of(TELL_EVERY) {
            self.observer
                .progress(Phase::Importing, input, &self.report);
        }
        Ok(())
    }

    fn warn_all(&mut self, input: &Input, notes: Vec<(u64, Note)>) -> Result<(), ImportError> {
        let mut notes = notes.into_iter();
        notes.try_for_each(|(line, note)| self.warn(input, line, note))
    }

    fn warn(&mut self, input: &Input, line: u64, note: Note) -> Result<(), ImportError> {
        let warning = Warning {
            file: input.name.clone(),
            line,
            field: note.part,
            reason: note.oddity.to_string(),
        };
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
