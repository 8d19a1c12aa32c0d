//! Tables of text: delimited rows, quoted or not, and rows parted by white space.
//!
//! It exists instead of a lenient reader because a broken quote must be seen: read leniently it
//! swallows the rows after it. **Invariant:** a row that is refused costs its own first line and
//! nothing else; reading goes on with the line after it.

mod split;

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::line_error::LineError;
use super::lines::MAX_LINE_BYTES;
use super::text::{TextLine, TextLines};
use split::{Splitter, Step};

/// The most lines that one row can have, by line ends inside quotes.
pub const MAX_ROW_LINES: usize = 1_000;

/// What parts the values of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// Any run of white space; there are no quotes and no empty values.
    Whitespace,
    /// This character; values may stand in double quotes.
    Quoted(char),
    /// This character; a double quote is a character like others.
    Plain(char),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line where it starts, from 1.
    pub line: u64,
    /// Its text, as far as it is one; for the report of refused lines.
    pub text: String,
    /// Its values, or why it has none.
    pub values: Result<Vec<String>, LineError>,
}

/// Rows of a stream; empty lines are passed over.
#[derive(Debug)]
pub struct Rows<R> {
    lines: TextLines<R>,
    pending: VecDeque<TextLine>,
    delimiter: Delimiter,
}

impl<R: BufRead> Rows<R> {
    /// Reads the rows of these lines.
    pub fn new(lines: TextLines<R>, delimiter: Delimiter) -> Self {
        Self {
            lines,
            pending: VecDeque::new(),
            delimiter,
        }
    }

    /// Reads the next row; none at the end.
    ///
    /// # Errors
    /// The stream cannot be read further.
    pub fn next_row(&mut self) -> io::Result<Option<Row>> {
        while let Some(first) = self.next_text()? {
            let text = match first.text {
                Ok(text) if text.trim().is_empty() => continue,
                Ok(text) => match named_delimiter(&text) {
                    Some(named) => {
                        self.take_delimiter(named);
                        continue;
                    }
                    None => text,
                },
                Err(reason) => return Ok(Some(refused(first.number, String::new(), reason))),
            };
            return self.row(first.number, text).map(Some);
        }
        Ok(None)
    }

    /// Takes the delimiter that the file names for spreadsheets, where the mapping reads one character.
    fn take_delimiter(&mut self, named: char) {
        self.delimiter = match self.delimiter {
            Delimiter::Whitespace => Delimiter::Whitespace,
            Delimiter::Quoted(_) => Delimiter::Quoted(named),
            Delimiter::Plain(_) => Delimiter::Plain(named),
        };
    }

    fn next_text(&mut self) -> io::Result<Option<TextLine>> {
        match self.pending.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next_line(),
        }
    }

    fn row(&mut self, line: u64, text: String) -> io::Result<Row> {
        let values = match self.delimiter {
            Delimiter::Whitespace => text.split_whitespace().map(str::to_owned).collect(),
            Delimiter::Plain(delimiter) => text.split(delimiter).map(str::to_owned).collect(),
            Delimiter::Quoted(delimiter) => return self.quoted_row(line, text, delimiter),
        };
        Ok(Row {
            line,
            text,
            values: Ok(values),
        })
    }

    fn quoted_row(&mut self, line: u64, text: String, delimiter: char) -> io::Result<Row> {
        let mut splitter = Splitter::new(delimiter);
        let mut step = splitter.line(&text);
        let mut taken = Vec::new();
        let mut size = text.len();
        while step == Step::Open && taken.len() < MAX_ROW_LINES && size <= MAX_LINE_BYTES {
            let Some(next) = self.next_text()? else { break };
            if let Ok(more) = &next.text {
                size += more.len() + 1;
                step = splitter.line(more);
            }
            let is_end = next.text.is_err();
            taken.push(next);
            if is_end {
                break;
            }
        }
        let reason = match step {
            Step::Whole => {
                let lines = std::iter::once(text.as_str());
                let more = taken.iter().filter_map(|line| line.text.as_deref().ok());
                let text = lines.chain(more).collect::<Vec<_>>().join("\n");
                return Ok(Row {
                    line,
                    text,
                    values: Ok(splitter.finish()),
                });
            }
            Step::Open => LineError::OpenQuote,
            Step::AfterQuote => LineError::AfterQuote,
        };
        for back in taken.into_iter().rev() {
            self.pending.push_front(back);
        }
        Ok(refused(line, text, reason))
    }
}

/// Returns the delimiter of a line that names it for spreadsheets: `sep=;`, also in quotes.
fn named_delimiter(text: &str) -> Option<char> {
    let bare = text.trim_matches([' ', '"']);
    let (name, rest) = bare.split_at_checked(4)?;
    let mut rest = rest.chars();
    let named = rest.next()?;
    // Programs that know no better write the delimiters of the other columns behind it.
    let is_end = rest.all(|c| c == named || c == ',' || c == ';' || c == '"' || c == ' ');
    let is_mark = named == '\t' || !(named.is_alphanumeric() || named.is_control() || named == '"');
    (name.eq_ignore_ascii_case("sep=") && is_mark && is_end).then_some(named)
}

fn refused(line: u64, text: String, reason: LineError) -> Row {
    Row {
        line,
        text,
        values: Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::text::find_encoding;

    fn rows(delimiter: Delimiter, text: &[u8]) -> Vec<(u64, Result<Vec<String>, LineError>)> {
        let lines = TextLines::new(text, find_encoding("utf-8").unwrap());
        let mut rows = Rows::new(lines, delimiter);
        let mut found = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            found.push((row.line, row.values));
        }
        found
    }

    fn values(of: &[&str]) -> Result<Vec<String>, LineError> {
        Ok(of.iter().map(|&value| value.to_owned()).collect())
    }

    #[test]
    fn quoted_values_hold_delimiters_quotes_and_line_ends() {
        let text = b"a;\"b;c\";\"say \"\"hi\"\"\"\r\n\n\"two\nlines\";;5\" pipe\n";
        assert_eq!(
            rows(Delimiter::Quoted(';'), text),
            [
                (1, values(&["a", "b;c", "say \"hi\""])),
                (3, values(&["two\nlines", "", "5\" pipe"])),
            ]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_line() {
        let text = b"a,\"open\nb,2\nc,3\n";
        assert_eq!(
            rows(Delimiter::Quoted(','), text),
            [
                (1, Err(LineError::OpenQuote)),
                (2, values(&["b", "2"])),
                (3, values(&["c", "3"])),
            ]
        );
    }

    #[test]
    fn a_quote_closed_by_a_later_one_does_not_swallow_the_rows_between() {
        let text = b"a,\"open\nb,2\nc,\"3\"\n";
        assert_eq!(
            rows(Delimiter::Quoted(','), text),
            [
                (1, Err(LineError::AfterQuote)),
                (2, values(&["b", "2"])),
                (3, values(&["c", "3"])),
            ]
        );
    }

    #[test]
    fn a_bad_line_inside_quotes_is_refused_itself_too() {
        let text = b"a,\"open\n\xFF\"\nc,3\n";
        let found = rows(Delimiter::Quoted(','), text);
        assert_eq!(found[0], (1, Err(LineError::OpenQuote)));
        assert!(matches!(found[1], (2, Err(LineError::Encoding { .. }))));
        assert_eq!(found[2], (3, values(&["c", "3"])));
    }

    #[test]
    fn a_line_that_names_the_delimiter_is_no_row_and_is_believed() {
        for line in ["sep=;", "\"sep=;\"", "SEP=;", "sep=;;;;"] {
            for mapped in [';', ','] {
                let text = format!("{line}\r\na;b\r\n\u{1a}");
                let found = rows(Delimiter::Quoted(mapped), text.as_bytes());
                assert_eq!(found, [(2, values(&["a", "b"]))], "{line}");
            }
        }
        assert_eq!(
            rows(Delimiter::Plain(';'), b"sep=\t\na\tb\n"),
            [(2, values(&["a", "b"]))]
        );
        assert_eq!(
            rows(Delimiter::Quoted(';'), b"sep=a;b\n"),
            [(1, values(&["sep=a", "b"]))]
        );
    }

    #[test]
    fn white_space_of_any_width_parts_values() {
        let found = rows(Delimiter::Whitespace, b" 00001 19970101  1   11.77\r\n");
        assert_eq!(found, [(1, values(&["00001", "19970101", "1", "11.77"]))]);
    }
}
