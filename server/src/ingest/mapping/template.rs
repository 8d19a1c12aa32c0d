//! Text with columns in braces: `{number_of_cds} cd's`. Two braces stand for one.

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Column(String),
}

/// A parsed template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

impl Template {
    /// Reads a template; none when a brace is not closed, not opened, or names nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' | '}' if chars.peek() == Some(&c) => {
                    chars.next();
                    plain.push(c);
                }
                '{' => {
                    let mut name = String::new();
                    loop {
                        match chars.next()? {
                            '}' => break,
                            '{' => return None,
                            other => name.push(other),
                        }
                    }
                    if name.is_empty() {
                        return None;
                    }
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    pieces.push(Piece::Column(name));
                }
                '}' => return None,
                other => plain.push(other),
            }
        }
        pieces.push(Piece::Text(plain));
        Some(Self(pieces))
    }

    /// Returns the columns that it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Column(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// Fills the text in, with each column's value as `value` gives it.
    pub fn fill<'a>(&self, value: impl Fn(&str) -> &'a str) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Column(name) => text.push_str(value(name)),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_filled_in_and_doubled_braces_are_braces() {
        let template = Template::parse("{n} cd's {{of}} {name}").unwrap();
        assert_eq!(template.columns().collect::<Vec<_>>(), ["n", "name"]);
        let text = template.fill(|column| if column == "n" { "2" } else { "Bach" });
        assert_eq!(text, "2 cd's {of} Bach");
    }

    #[test]
    fn a_broken_template_is_none() {
        for text in ["{", "}", "{}", "{a", "a}", "{a{b}}"] {
            assert_eq!(Template::parse(text), None, "{text}");
        }
    }
}
