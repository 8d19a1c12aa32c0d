//! Bytes to text, line by line: one line in a wrong encoding is refused, the others are read.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytes;

use super::line_error::LineError;
use super::lines::{Lines, RawLine};

/// One line as text, or why it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The text without its line end.
    pub text: Result<String, LineError>,
}

/// Returns the encoding of that name, if it can be read line by line.
#[must_use]
pub fn find_encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())
}

/// The byte order marks of UTF-16.
const MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// A stream as it is, or as UTF-8 when it begins with the mark of UTF-16: what a spreadsheet calls "Unicode text".
/// The mark counts more than what anybody says of the encoding.
#[derive(Debug)]
enum Marked<R> {
    Plain(R),
    Utf16(Box<BufReader<DecodeReaderBytes<R, Vec<u8>>>>),
}

impl<R: BufRead> Marked<R> {
    fn new(mut reader: R) -> Self {
        // A stream that cannot be read says so when its first line is read.
        let begins = |bytes: &[u8]| MARKS.iter().any(|mark| bytes.starts_with(mark));
        if reader.fill_buf().is_ok_and(begins) {
            Self::Utf16(Box::new(BufReader::new(DecodeReaderBytes::new(reader))))
        } else {
            Self::Plain(reader)
        }
    }

    fn inner(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Plain(reader) => reader,
            Self::Utf16(reader) => reader,
        }
    }
}

impl<R: BufRead> Read for Marked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner().read(buffer)
    }
}

impl<R: BufRead> BufRead for Marked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(reader) => reader.fill_buf(),
            Self::Utf16(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.inner().consume(amount);
    }
}

/// Numbered lines of text.
#[derive(Debug)]
pub struct TextLines<R> {
    lines: Lines<Marked<R>>,
    encoding: &'static Encoding,
}

impl<R: BufRead> TextLines<R> {
    /// Reads the lines of a stream in this encoding.
    pub fn new(reader: R, encoding: &'static Encoding) -> Self {
        let reader = Marked::new(reader);
        let is_marked = matches!(reader, Marked::Utf16(_));
        Self {
            lines: Lines::new(reader),
            encoding: if is_marked {
                encoding_rs::UTF_8
            } else {
                encoding
            },
        }
    }

    /// Reads the next line; none at the end.
    ///
    /// # Errors
    /// The stream cannot be read further.
    pub fn next_line(&mut self) -> io::Result<Option<TextLine>> {
        let Some(line) = self.lines.next_line()? else {
            return Ok(None);
        };
        Ok(Some(TextLine {
            number: line.number,
            text: self.decode(line),
        }))
    }

    fn decode(&self, line: RawLine) -> Result<String, LineError> {
        let bytes = line.bytes.ok_or(LineError::TooLong)?;
        if bytes.contains(&0) {
            return Err(LineError::Nul);
        }
        let encoding = self.encoding.name();
        if self.encoding == encoding_rs::UTF_8 {
            return String::from_utf8(bytes).map_err(|error| LineError::Encoding {
                encoding,
                at: error.utf8_error().valid_up_to() + 1,
            });
        }
        self.encoding
            .decode_without_bom_handling_and_without_replacement(&bytes)
            .map(std::borrow::Cow::into_owned)
            .ok_or(LineError::Encoding { encoding, at: 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str, bytes: &[u8]) -> Vec<Result<String, LineError>> {
        let mut lines = TextLines::new(bytes, find_encoding(label).unwrap());
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            found.push(line.text);
        }
        found
    }

    #[test]
    fn a_line_in_another_encoding_is_refused_with_the_byte_and_the_rest_is_read() {
        let found = read("utf-8", b"Caf\xE9\nCaf\xC3\xA9\nnul\0\n");
        let wrong = LineError::Encoding {
            encoding: "UTF-8",
            at: 4,
        };
        assert_eq!(
            found,
            [Err(wrong), Ok("Café".to_owned()), Err(LineError::Nul)]
        );
    }

    #[test]
    fn latin1_is_read_when_it_is_named() {
        assert_eq!(read("latin1", b"Caf\xE9"), [Ok("Café".to_owned())]);
    }

    #[test]
    fn utf16_with_its_mark_is_read_whatever_encoding_is_named_and_is_no_choice() {
        let text = "Naam;Plaats\r\nZoë;Den Haag\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (mark, bytes) in [(b"\xFF\xFE", little), (b"\xFE\xFF", big)] {
            let marked = [mark.as_slice(), &bytes].concat();
            for label in ["utf-8", "latin1"] {
                let found = read(label, &marked);
                let lines = ["Naam;Plaats", "Zoë;Den Haag"].map(|line| Ok(line.to_owned()));
                assert_eq!(found, lines, "{label}");
            }
        }
        assert!(find_encoding("utf-16le").is_none());
        assert!(find_encoding("no such").is_none());
    }
}
