//! Reading files on a thread of its own, while what was read is written on another.
//!
//! **Invariants:** lines arrive in the order of the file. What was read and is not written yet is bounded, in
//! lines and in bytes; a reader whose lines nobody takes any more ends.

use std::io::{self, BufRead};
use std::thread;

use tokio::sync::mpsc;

use super::import_record::ImportRecord;
use super::line_error::LineError;
use super::mapping::{Columns, Mapping, MappingError};
use super::oddity::{Note, Oddity};
use super::options::Options;
use super::row_reader::RowReader;
use super::segment::{self, Message};
use super::table::Rows;
use super::text::TextLines;

/// Lines that are handed over at once.
const PIECE_LINES: usize = 256;
/// Bytes that are.
const PIECE_BYTES: usize = 192 << 10;
/// Pieces that wait: about as much as is written at a time, so that the next lines are there when it is.
const PIECES: usize = 192;

/// What the files hold.
#[derive(Debug, Clone)]
pub enum Format {
    /// Messages of the Segment specification, one a line.
    Segment,
    /// A table with this mapping.
    Table(Box<Mapping>),
}

/// What one line came to.
pub(super) struct ReadLine {
    /// Its number.
    pub(super) line: u64,
    /// How long it is.
    pub(super) bytes: usize,
    pub(super) what: What,
}

/// What a line is.
pub(super) enum What {
    /// It says this.
    Records(Vec<ImportRecord>),
    /// It cannot be read; with its text.
    Refused(LineError, String),
    /// Not a line of data, with what is to be told of it.
    Note(Note),
}

/// Why a file is not read to its end.
pub(super) enum ReadError {
    Read(io::Error),
    Mapping(MappingError),
}

type Piece = Result<Vec<ReadLine>, ReadError>;

/// The lines of a file, as they come.
pub(super) struct Reading {
    pieces: mpsc::Receiver<Piece>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Reading {
    /// Begins to read.
    pub(super) fn begin(
        reader: Box<dyn BufRead + Send>,
        format: &Format,
        options: &Options,
    ) -> Self {
        let (sender, pieces) = mpsc::channel(PIECES);
        let (format, options) = (format.clone(), options.clone());
        let thread = thread::spawn(move || {
            let mut sink = Sink::new(sender);
            let lines = TextLines::new(reader, options.encoding);
            let read = match &format {
                Format::Segment => messages(lines, &options, &mut sink),
                Format::Table(mapping) => table(lines, mapping, &options, &mut sink),
            };
            sink.end(read.err().flatten());
        });
        Self {
            pieces,
            thread: Some(thread),
        }
    }

    /// Returns the next lines; none at the end.
    ///
    /// # Errors
    /// The file cannot be read further.
    ///
    /// # Panics
    /// When the reader did.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<ReadLine>>, ReadError> {
        let piece = self.pieces.recv().await.transpose();
        if matches!(piece, Ok(None))
            && let Some(Err(panic)) = self.thread.take().map(thread::JoinHandle::join)
        {
            std::panic::resume_unwind(panic);
        }
        piece
    }
}

/// Where a reader puts its lines. An error without a reason is that of a taker who has gone.
struct Sink {
    sender: mpsc::Sender<Piece>,
    lines: Vec<ReadLine>,
    bytes: usize,
}

type Done = Result<(), Option<ReadError>>;

impl Sink {
    fn new(sender: mpsc::Sender<Piece>) -> Self {
        Self {
            sender,
            lines: Vec::with_capacity(PIECE_LINES),
            bytes: 0,
        }
    }

    fn put(&mut self, line: u64, bytes: usize, what: What) -> Done {
        self.bytes += bytes;
        self.lines.push(ReadLine { line, bytes, what });
        if self.lines.len() < PIECE_LINES && self.bytes < PIECE_BYTES {
            return Ok(());
        }
        self.bytes = 0;
        let full = std::mem::replace(&mut self.lines, Vec::with_capacity(PIECE_LINES));
        self.sender.blocking_send(Ok(full)).map_err(|_| None)
    }

    /// Hands over the rest. Nobody to take it is no trouble of the reader's.
    fn end(self, error: Option<ReadError>) {
        let rest = self.sender.blocking_send(Ok(self.lines));
        if let (Ok(()), Some(error)) = (rest, error) {
            drop(self.sender.blocking_send(Err(error)));
        }
    }
}

fn cannot_read(error: io::Error) -> Option<ReadError> {
    Some(ReadError::Read(error))
}

fn messages(
    mut lines: TextLines<Box<dyn BufRead + Send>>,
    options: &Options,
    sink: &mut Sink,
) -> Done {
    while let Some(line) = lines.next_line().map_err(cannot_read)? {
        let (bytes, what) = match line.text {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => {
                let message = Message::parse(&text, &options.no_ids);
                let records = message.and_then(|m| segment::records(&m, options));
                (text.len(), what(records, text))
            }
            Err(reason) => (0, What::Refused(reason, String::new())),
        };
        sink.put(line.number, bytes, what)?;
    }
    Ok(())
}

fn what(records: Result<Vec<ImportRecord>, LineError>, text: String) -> What {
    match records {
        Ok(records) => What::Records(records),
        Err(reason) => What::Refused(reason, text),
    }
}

fn table(
    lines: TextLines<Box<dyn BufRead + Send>>,
    mapping: &Mapping,
    options: &Options,
    sink: &mut Sink,
) -> Done {
    let mut rows = Rows::new(lines, mapping.delimiter);
    let names = match &mapping.columns {
        Some(names) => names.clone(),
        None => match rows.next_row().map_err(cannot_read)? {
            None => return Ok(()),
            Some(header) => match header.values {
                Ok(names) => names,
                Err(reason) => {
                    return sink.put(header.line, 0, What::Refused(reason, header.text));
                }
            },
        },
    };
    let bound = Columns::bind(mapping, &names);
    let columns = bound.map_err(|error| Some(ReadError::Mapping(error)))?;
    let mut reader = RowReader::new(mapping, options, columns, names.len());
    while let Some(row) = rows.next_row().map_err(cannot_read)? {
        let bytes = row.text.len();
        let what = match row.values {
            Ok(values) if reader.is_header(&values, &names) => {
                What::Note(Note::new("header", Oddity::HeaderAgain))
            }
            Ok(values) => what(reader.record(&values).map(|record| vec![record]), row.text),
            Err(reason) => What::Refused(reason, row.text),
        };
        sink.put(row.line, bytes, what)?;
    }
    Ok(())
}
