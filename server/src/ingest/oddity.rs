//! What is odd about one value, in plain words, and the part of the line that holds it.
//!
//! It exists so that a value that is left out and a line that is refused are told in the same words.

use klantbeeld_core::money::MoneyError;

/// What is odd about a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// A word or a number that stands for nobody.
    #[error("`{0}` is no identifier")]
    NoIdentifier(String),
    /// A number of which only the first digits are left: many numbers look like it.
    #[error("`{0}` looks like a number shortened by a spreadsheet")]
    Shortened(String),
    /// A number that was not kept digit by digit.
    #[error("`{0}` is a number that cannot be kept exactly; it has to be sent as text")]
    Inexact(String),
    /// A text that cannot be dialled.
    #[error("`{0}` gives no telephone number")]
    Phone(String),
    /// A text to which no message can be sent.
    #[error("`{0}` gives no e-mail address")]
    Email(String),
    /// Not a date, or one outside of 1900 to 2200.
    #[error("`{text}` is not a date between 1900 and 2200 as {expected}")]
    Date {
        /// What it held.
        text: String,
        /// The expected format.
        expected: String,
    },
    /// A birthday that is still to come.
    #[error("`{0}` is in the future")]
    Future(String),
    /// Read, although it was not written as expected.
    #[error("`{text}` was read as {read}")]
    ReadAs {
        /// What it held.
        text: String,
        /// What that was taken for.
        read: String,
    },
    /// Not a number.
    #[error("`{0}` is not a number")]
    Number(String),
    /// Not an amount or a currency.
    #[error("{0}")]
    Money(MoneyError),
    /// Money without a currency.
    #[error("is empty; US dollars count, as the specification says")]
    NoCurrency,
    /// A value that the mapping's list does not have.
    #[error("`{0}` is not one of the mapping's values")]
    Value(String),
    /// An id of another item that cannot be one.
    #[error("names no item that can be answered: {0}")]
    Reply(String),
    /// A value of another shape: a list where a text is expected.
    #[error("`{text}` is not {expected}")]
    Shape {
        /// What it held.
        text: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A name that cannot be part of a field's name.
    #[error("the name of a trait is empty, too long or holds control characters")]
    Name,
    /// An item that the source tells otherwise than before.
    #[error("`{id}` was updated: {parts}")]
    Updated {
        /// The item's id.
        id: String,
        /// Which parts differ.
        parts: String,
    },
    /// An item that is told otherwise, by an older stamp.
    #[error("`{id}` is older than what is stored, which stays as it is: {parts}")]
    Late {
        /// The item's id.
        id: String,
        /// Which parts differ.
        parts: String,
    },
    /// An item whose id is that of another one.
    #[error("`{id}` is the id of an item of another source, which stays as it is: {parts}")]
    Foreign {
        /// The item's id.
        id: String,
        /// Which parts differ.
        parts: String,
    },
    /// An item that an earlier line of the same import told otherwise.
    #[error("`{id}` was updated: an earlier line says it otherwise")]
    ToldTwice {
        /// The item's id.
        id: String,
    },
    /// The header of another file that was put behind the first.
    #[error("the header stands here again and was passed over")]
    HeaderAgain,
}

/// An oddity, and the part of the line that has it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{part}`: {oddity}")]
pub struct Note {
    /// The column, the trait or the property.
    pub part: String,
    /// What is odd about it.
    pub oddity: Oddity,
}

impl Note {
    /// Makes a note about a part.
    #[must_use]
    pub fn new(part: &str, oddity: Oddity) -> Self {
        Self {
            part: excerpt(part),
            oddity,
        }
    }

    /// Says that the date in a part is not one.
    #[must_use]
    pub fn date(part: &str, text: &str, expected: &str) -> Self {
        let text = excerpt(text);
        let expected = expected.to_owned();
        Self::new(part, Oddity::Date { text, expected })
    }

    /// Says that a value has another shape than expected.
    #[must_use]
    pub fn shape(part: &str, value: &impl ToString, expected: &'static str) -> Self {
        let text = excerpt(&value.to_string());
        Self::new(part, Oddity::Shape { text, expected })
    }

    /// Says that the amount or currency in a part is not one.
    #[must_use]
    pub fn money(part: &str, problem: MoneyError) -> Self {
        Self::new(part, Oddity::Money(problem))
    }
}

/// Returns the first 60 characters: reasons stay short, whatever the line holds.
#[must_use]
pub fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}
