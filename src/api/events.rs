//! Server-sent events, read from bytes that come in pieces of any size.
//!
//! Own code, because the kept crates for it bring a parser library along, and this stream has one kind of field.
//!
//! **Invariant:** where the pieces are cut changes nothing. What is no event of ours is skipped, and a line without an
//! end is given up before it fills the memory.

use super::ApiError;

/// No line of this stream is nearly as long.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// What a stream said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// The data of an event.
    Data(String),
    /// A comment: the stream is alive.
    Ping,
}

/// Puts pieces of a stream together to events.
#[derive(Debug, Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    data: Option<String>,
    /// Whether the last byte ended a line that a line feed still belongs to.
    after_return: bool,
}

impl Events {
    /// Takes a piece and returns what it completes.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when a line is too long to be meant.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Result<Vec<Said>, ApiError> {
        let mut said = Vec::new();
        for byte in piece {
            let was_return = std::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                b'\n' if was_return => {}
                b'\n' | b'\r' => said.extend(self.end_line()),
                _ if self.line.len() >= MAX_LINE_BYTES => return Err(ApiError::Unavailable),
                byte => self.line.push(*byte),
            }
        }
        Ok(said)
    }

    fn end_line(&mut self) -> Option<Said> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.data.take().map(Said::Data);
        }
        if line.first() == Some(&b':') {
            return Some(Said::Ping);
        }
        let text = String::from_utf8_lossy(&line);
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        if name == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "event: hello\ndata: {\"a\":1}\n\n: ping\n\nid: 4\r\ndata: één\r\n\r\nretry\n\
        data:two\ndata: lines\n\ndata\n\n:\rdata: x\r\rdata: never ended";

    fn said() -> Vec<Said> {
        let data = |text: &str| Said::Data(text.to_owned());
        vec![
            data("{\"a\":1}"),
            Said::Ping,
            data("één"),
            data("two\nlines"),
            data(""),
            Said::Ping,
            data("x"),
        ]
    }

    #[test]
    fn a_stream_says_the_same_wherever_it_is_cut() {
        let bytes = STREAM.as_bytes();
        for first in 0..=bytes.len() {
            for second in [first, (first + 1).min(bytes.len()), bytes.len()] {
                let mut events = Events::default();
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                let heard = pieces.iter().flat_map(|piece| events.push(piece).unwrap());
                assert_eq!(heard.collect::<Vec<_>>(), said(), "{first} {second}");
            }
        }
        let mut events = Events::default();
        let each = bytes.iter().flat_map(|byte| events.push(&[*byte]).unwrap());
        assert_eq!(each.collect::<Vec<_>>(), said());
    }

    #[test]
    fn a_line_that_never_ends_is_given_up() {
        let mut events = Events::default();
        let piece = [b'a'; 1_024];
        let ends = (0..100).any(|_| events.push(&piece).is_err());
        assert!(ends && events.line.len() <= MAX_LINE_BYTES);
    }
}
