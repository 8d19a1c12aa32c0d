//! JSON text to a tree (RFC 8259).
//!
//! `serde_json` reads it as well, with three times the code: it explains its errors and writes floats into
//! them. Nobody reads these; what cannot be read is fetched again.
//!
//! **Invariants:** takes what `serde_json` takes and nothing else, to the same tree; only a number with more
//! digits than a float holds may differ in its last one. Never recurses deeper than [`MAX_DEPTH`].

use serde_json::{Map, Number, Value};

/// How deep arrays and objects may stand in each other; as in `serde_json`.
const MAX_DEPTH: u8 = 127;

/// The tree of a text; none when it is no JSON.
pub(super) fn tree(text: &str) -> Option<Value> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(MAX_DEPTH)?;
    reader.blanks();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn eats(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let end = self.at + word.len();
        let is_there = self.text.get(self.at..end) == Some(word);
        self.at = end;
        is_there.then_some(value)
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        self.blanks();
        match self.peek()? {
            b'{' => self.object(depth.checked_sub(1)?),
            b'[' => self.array(depth.checked_sub(1)?),
            b'"' => self.string().map(Value::String),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number().map(Value::Number),
        }
    }

    /// Whether another member follows; none when it is neither a comma nor the end.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        self.blanks();
        match self.next()? {
            b',' => Some(true),
            byte if byte == end => Some(false),
            _ => None,
        }
    }

    fn is_empty(&mut self, end: u8) -> bool {
        self.at += 1;
        self.blanks();
        self.eats(end)
    }

    fn array(&mut self, depth: u8) -> Option<Value> {
        let mut values = Vec::new();
        let mut more = !self.is_empty(b']');
        while more {
            values.push(self.value(depth)?);
            more = self.goes_on(b']')?;
        }
        Some(Value::Array(values))
    }

    fn object(&mut self, depth: u8) -> Option<Value> {
        let mut members = Map::new();
        let mut more = !self.is_empty(b'}');
        while more {
            self.blanks();
            let name = self.string()?;
            self.blanks();
            if !self.eats(b':') {
                return None;
            }
            members.insert(name, self.value(depth)?);
            more = self.goes_on(b'}')?;
        }
        Some(Value::Object(members))
    }

    fn string(&mut self) -> Option<String> {
        if !self.eats(b'"') {
            return None;
        }
        let mut string = String::new();
        loop {
            let from = self.at;
            while self
                .peek()
                .is_some_and(|b| b >= b' ' && b != b'"' && b != b'\\')
            {
                self.at += 1;
            }
            string.push_str(self.text.get(from..self.at)?);
            match self.next()? {
                b'"' => return Some(string),
                b'\\' => string.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code(),
            _ => return None,
        })
    }

    /// The letter of `\uXXXX`, or of two of them when it needs a surrogate pair.
    fn code(&mut self) -> Option<char> {
        let high = self.hex()?;
        if !(0xD800..0xDC00).contains(&high) {
            return char::from_u32(high);
        }
        if !(self.eats(b'\\') && self.eats(b'u')) {
            return None;
        }
        let low = self.hex()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x10000 + ((high - 0xD800) << 10) + low)
    }

    fn hex(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(code)
    }

    /// Reads digits onto `mantissa`; none when there is not one. What no longer fits is counted.
    fn digits(&mut self, mantissa: &mut u64, dropped: &mut i32) -> Option<i32> {
        let mut count = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            self.at += 1;
            count += 1;
            let longer = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(u64::from(digit - b'0')));
            match longer {
                Some(longer) if *dropped == 0 => *mantissa = longer,
                _ => *dropped += 1,
            }
        }
        (count > 0).then_some(count)
    }

    fn number(&mut self) -> Option<Number> {
        let is_negative = self.eats(b'-');
        let (mut mantissa, mut dropped) = (0, 0);
        let starts_with_zero = self.peek() == Some(b'0');
        let whole = self.digits(&mut mantissa, &mut dropped)?;
        if starts_with_zero && whole > 1 {
            return None;
        }
        let mut exponent = 0;
        let mut is_whole = dropped == 0;
        if self.eats(b'.') {
            exponent -= self.digits(&mut mantissa, &mut dropped)?;
            is_whole = false;
        }
        if self.eats(b'e') || self.eats(b'E') {
            exponent = exponent.saturating_add(self.exponent()?);
            is_whole = false;
        }
        let integer = if is_negative {
            0_i64.checked_sub_unsigned(mantissa)
        } else {
            None
        };
        match integer {
            _ if !is_whole || (is_negative && mantissa == 0) => {
                float(is_negative, mantissa, exponent.saturating_add(dropped))
            }
            Some(integer) => Some(integer.into()),
            None if is_negative => float(true, mantissa, 0),
            None => Some(mantissa.into()),
        }
    }

    fn exponent(&mut self) -> Option<i32> {
        let is_negative = self.eats(b'-');
        if !is_negative {
            self.eats(b'+');
        }
        let (mut size, mut dropped) = (0, 0);
        self.digits(&mut size, &mut dropped)?;
        let size = i32::try_from(size)
            .ok()
            .filter(|_| dropped == 0)
            .unwrap_or(i32::MAX / 4);
        Some(if is_negative { -size } else { size })
    }
}

/// Exact while mantissa and power are (Clinger's fast path), and close beyond.
fn float(is_negative: bool, mantissa: u64, exponent: i32) -> Option<Number> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "digits beyond those of a float are lost, as said above"
    )]
    let mut number = mantissa as f64;
    let mut left = exponent.clamp(-700, 700);
    while left != 0 && number != 0.0 {
        let step = left.abs().min(22);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        number = if left > 0 {
            number * power
        } else {
            number / power
        };
        left -= step * left.signum();
    }
    Number::from_f64(if is_negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is JSON, and what nearly is.
    const EDGES: &[&str] = &[
        "",
        " ",
        "null",
        " true ",
        "falsey",
        "nul",
        "[]",
        "[ ]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,2] x",
        "{}",
        "{ }",
        "{\"a\":1}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "\"",
        "\"a",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83dx\"",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"a\nb\"",
        "\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "-1",
        "1.",
        ".5",
        "1.5",
        "-1.25e2",
        "1e",
        "1e+",
        "1e5",
        "1E-5",
        "+1",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "-9223372036854775808",
        "1e400",
        "-1e400",
        "1e-400",
        "0e999999999999",
        "\u{feff}1",
        "[[[]]]",
        "\"é🎉\"",
        "1 ",
        "\t\r\n1",
        "tru",
        "\u{a0}1",
    ];

    fn serde(text: &str) -> Option<Value> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn takes_and_refuses_what_serde_json_does() {
        for text in EDGES {
            assert_eq!(tree(text), serde(text), "{text}");
        }
    }

    #[test]
    fn refuses_what_stands_too_deep() {
        for depth in [127, 128, 129, 100_000] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            assert_eq!(tree(&text).is_some(), serde(&text).is_some(), "{depth}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_serde_json_wrote(text in any::<String>(), number in any::<i64>(), cents in -1_000_000_000_i64..1_000_000_000) {
            #[expect(clippy::cast_precision_loss, reason = "small")]
            let amount = cents as f64 / 100.0;
            let written = serde_json::json!({ "text": text, "list": [number, amount, { "deep": [true, null] }] }).to_string();
            prop_assert_eq!(tree(&written), serde(&written));
        }

        #[test]
        fn agrees_with_serde_json_on_any_text(text in "[\\[\\]{}\",:0-9a-z\\\\ .+-]{0,40}") {
            prop_assert_eq!(tree(&text).is_some(), serde(&text).is_some());
        }
    }
}
