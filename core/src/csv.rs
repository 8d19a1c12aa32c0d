//! A table as a text file that a spreadsheet opens (RFC 4180).
//!
//! **Invariants:** what stands in a cell never begins another one or another line; and a text that came
//! from a customer is never a formula (OWASP, "CSV injection"): one that begins like a formula gets an
//! apostrophe in front, which spreadsheets do not show.

/// A table in the making, line by line.
#[derive(Debug)]
pub struct Table {
    text: String,
    separator: char,
    is_in_line: bool,
}

impl Table {
    /// Makes an empty table. The separator is `;` where a comma parts decimals, as in Dutch.
    #[must_use]
    pub fn new(separator: char) -> Self {
        Self {
            // Without this mark spreadsheets read the file as Windows-1252.
            text: "\u{feff}".to_owned(),
            separator,
            is_in_line: false,
        }
    }

    /// Adds a text to the line.
    pub fn text(&mut self, text: &str) {
        self.begin_cell();
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let is_quoted = is_formula || text.contains([self.separator, '"', '\n', '\r']);
        if !is_quoted {
            self.text.push_str(text);
            return;
        }
        self.text.push('"');
        if is_formula {
            self.text.push('\'');
        }
        self.text.push_str(&text.replace('"', "\"\""));
        self.text.push('"');
    }

    /// Adds a number to the line, written as the table's readers write numbers.
    pub fn number(&mut self, digits: &str) {
        self.begin_cell();
        self.text.push_str(digits);
    }

    /// Ends the line.
    pub fn end_line(&mut self) {
        self.text.push_str("\r\n");
        self.is_in_line = false;
    }

    /// Returns the file.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    fn begin_cell(&mut self) {
        if self.is_in_line {
            self.text.push(self.separator);
        }
        self.is_in_line = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut table = Table::new(';');
        for cell in cells {
            table.text(cell);
        }
        table.end_line();
        table.finish()
    }

    #[test]
    fn cells_are_parted_and_quoted_only_where_they_must_be() {
        let file = line(&["a b", "", "1;2", "say \"hi\"", "two\nlines", "1,5"]);
        let expected = "\u{feff}a b;;\"1;2\";\"say \"\"hi\"\"\";\"two\nlines\";1,5\r\n";
        assert_eq!(file, expected);
    }

    #[test]
    fn a_text_is_never_a_formula_and_a_number_may_be_negative() {
        let file = line(&["=HYPERLINK(\"x\")", "+31 30", "-5", "@a", "a=b"]);
        let expected = "\u{feff}\"'=HYPERLINK(\"\"x\"\")\";\"'+31 30\";\"'-5\";\"'@a\";a=b\r\n";
        assert_eq!(file, expected);
        let mut table = Table::new(',');
        table.number("-12.50");
        assert_eq!(table.finish(), "\u{feff}-12.50");
    }
}
