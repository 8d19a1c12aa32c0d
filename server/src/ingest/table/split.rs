//! One quoted row to values, fed line by line because a value in quotes can hold line ends.

/// Where the row stands after a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The row is complete.
    Whole,
    /// A quote is open: the row goes on in the next line.
    Open,
    /// There is text after a closing quote: it is no row.
    AfterQuote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Bare,
    Quoted,
    /// A quote inside quotes: the end of the value, or the first half of a doubled one.
    QuoteSeen,
}

/// The state machine of one row.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: char,
    values: Vec<String>,
    value: String,
    state: State,
}

impl Splitter {
    pub(super) fn new(delimiter: char) -> Self {
        Self {
            delimiter,
            values: Vec::new(),
            value: String::new(),
            state: State::Start,
        }
    }

    /// Takes the next line of the row.
    pub(super) fn line(&mut self, text: &str) -> Step {
        if self.state == State::Quoted {
            self.value.push('\n');
        }
        for c in text.chars() {
            let is_delimiter = c == self.delimiter;
            self.state = match (self.state, c) {
                (State::Start, '"') => State::Quoted,
                (State::Quoted, '"') => State::QuoteSeen,
                (State::QuoteSeen, '"') => {
                    self.value.push('"');
                    State::Quoted
                }
                (State::Start | State::Bare | State::QuoteSeen, _) if is_delimiter => {
                    self.values.push(std::mem::take(&mut self.value));
                    State::Start
                }
                (State::QuoteSeen, _) => return Step::AfterQuote,
                (State::Quoted, _) => {
                    self.value.push(c);
                    State::Quoted
                }
                (State::Start | State::Bare, _) => {
                    self.value.push(c);
                    State::Bare
                }
            };
        }
        if self.state == State::Quoted {
            Step::Open
        } else {
            Step::Whole
        }
    }

    /// Returns the values of a whole row.
    pub(super) fn finish(mut self) -> Vec<String> {
        self.values.push(self.value);
        self.values
    }
}
