//! Lines of any stream in bounded memory: a line of a gigabyte costs no more than one that fits.
//!
//! **Invariant:** at most [`MAX_LINE_BYTES`] of a line are ever held; the rest of a longer line is
//! read past, and the line is reported as too long.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes without its end: 1 MiB.
pub const MAX_LINE_BYTES: usize = 1 << 20;

/// One line as bytes, numbered from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawLine {
    /// Its number in the file.
    pub number: u64,
    /// Its bytes without the line end; none when it was too long.
    pub bytes: Option<Vec<u8>>,
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The mark that ended files once, and still does where files are joined.
const FILE_END: &[u8] = b"\x1A";

/// Reads numbered lines. `\n`, `\r\n` and `\r` end a line, also mixed; byte order marks of UTF-8 before a line are
/// left out: files that are joined have one in the middle.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    number: u64,
    /// Whether the last line ended with `\r`, so that a `\n` belongs to its end.
    is_after_return: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads the lines of this stream.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            number: 0,
            is_after_return: false,
        }
    }

    /// Reads the next line; none at the end.
    ///
    /// # Errors
    /// The stream cannot be read further.
    pub fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let mut bytes = Vec::new();
        let mut is_too_long = false;
        let mut is_any = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                break;
            }
            if std::mem::take(&mut self.is_after_return) && chunk.first() == Some(&b'\n') {
                self.reader.consume(1);
                continue;
            }
            is_any = true;
            let end = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            self.is_after_return = end.and_then(|end| chunk.get(end)) == Some(&b'\r');
            let piece = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            if bytes.len() + piece.len() > MAX_LINE_BYTES + MARK.len() {
                is_too_long = true;
                bytes = Vec::new();
            } else if !is_too_long {
                bytes.extend_from_slice(piece);
            }
            let used = piece.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !is_any {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(self.finish(bytes, is_too_long)))
    }

    fn finish(&self, mut bytes: Vec<u8>, is_too_long: bool) -> RawLine {
        while let Some(mark) = [MARK, FILE_END].iter().find(|mark| bytes.starts_with(mark)) {
            bytes.drain(..mark.len());
        }
        let fits = !is_too_long && bytes.len() <= MAX_LINE_BYTES;
        RawLine {
            number: self.number,
            bytes: fits.then_some(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, Option<String>)> {
        let mut lines = Lines::new(BufReader::with_capacity(3, text));
        let mut found = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            let text = line.bytes.map(|b| String::from_utf8(b).unwrap());
            found.push((line.number, text));
        }
        found
    }

    #[test]
    fn every_line_end_and_a_byte_order_mark_are_left_out() {
        let one = |number, text: &str| (number, Some(text.to_owned()));
        assert_eq!(
            all(b"\xEF\xBB\xBFa\r\n\nb\rc\nlast"),
            [
                one(1, "a"),
                one(2, ""),
                one(3, "b"),
                one(4, "c"),
                one(5, "last")
            ]
        );
        let marks = b"\xEF\xBB\xBF\xEF\xBB\xBFa\n\x1A\xEF\xBB\xBFb\r\n";
        assert_eq!(all(marks), [one(1, "a"), one(2, "b")]);
        assert!(all(b"").is_empty());
    }

    #[test]
    fn every_line_end_gives_the_same_lines_wherever_the_pieces_are_cut() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "", "bcd", "ef"].join(end) + end;
            for capacity in 1..8 {
                let mut lines = Lines::new(BufReader::with_capacity(capacity, text.as_bytes()));
                let mut found = Vec::new();
                while let Some(line) = lines.next_line().unwrap() {
                    found.push(String::from_utf8(line.bytes.unwrap()).unwrap());
                }
                assert_eq!(found, ["a", "", "bcd", "ef"], "{end:?} {capacity}");
            }
        }
    }

    #[test]
    fn a_line_of_the_limit_is_read_and_one_byte_more_is_not() {
        let mut text = vec![b'x'; MAX_LINE_BYTES];
        text.extend_from_slice(b"\r\n");
        text.extend_from_slice(&vec![b'y'; MAX_LINE_BYTES + 1]);
        text.extend_from_slice(b"\nz");
        let found = all(&text);
        assert_eq!(found[0].1.as_ref().map(String::len), Some(MAX_LINE_BYTES));
        assert_eq!(found[1], (2, None));
        assert_eq!(found[2], (3, Some("z".to_owned())));
    }

    /// Answers `length` bytes of `x`, then a line end and one short line, without holding them.
    struct Endless {
        left: u64,
        tail: &'static [u8],
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.left == 0 {
                return self.tail.read(buffer);
            }
            let count = usize::try_from(self.left).unwrap().min(buffer.len());
            buffer[..count].fill(b'x');
            self.left -= count as u64;
            Ok(count)
        }
    }

    #[test]
    fn a_line_of_64_megabytes_is_skipped_and_the_next_one_is_read() {
        let stream = Endless {
            left: 64 << 20,
            tail: b"\nshort\n",
        };
        let mut lines = Lines::new(BufReader::new(stream));
        assert_eq!(lines.next_line().unwrap().unwrap().bytes, None);
        let next = lines.next_line().unwrap().unwrap();
        assert_eq!((next.number, next.bytes), (2, Some(b"short".to_vec())));
        assert!(lines.next_line().unwrap().is_none());
    }
}
