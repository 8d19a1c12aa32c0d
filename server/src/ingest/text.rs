//! Bytes to text, line by line: one line in a wrong encoding is refused, the others are read.

use std::io::{self, BufRead};

use encoding_rs::Encoding;

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

/// Numbered lines of text.
#[derive(Debug)]
pub struct TextLines<R> {
    lines: Lines<R>,
    encoding: &'static Encoding,
}

impl<R: BufRead> TextLines<R> {
    /// Reads the lines of a stream in this encoding.
    pub fn new(reader: R, encoding: &'static Encoding) -> Self {
        Self {
            lines: Lines::new(reader),
            encoding,
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
        if line.number == 1 && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
            return Err(LineError::Utf16);
        }
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
    fn utf16_is_named_in_the_reason_and_is_no_choice() {
        assert_eq!(read("utf-8", b"\xFF\xFEa\0")[0], Err(LineError::Utf16));
        assert!(find_encoding("utf-16le").is_none());
        assert!(find_encoding("no such").is_none());
    }
}
