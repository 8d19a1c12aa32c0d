//! One cell of a table without the marks that keep spreadsheets from changing it.

/// Returns the value of a cell: without white space around it, a formula that only quotes (`="0612…"`), and an
/// apostrophe before a number or a sign. Before a letter it stays: `'s-Hertogenbosch`.
#[must_use]
pub fn plain(raw: &str) -> &str {
    let text = unquoted(trimmed(raw));
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || "=+-@".contains(c)) => {
            unquoted(rest)
        }
        _ => text,
    }
}

/// Returns the value of a cell that identifies: an apostrophe before it is never part of it.
#[must_use]
pub fn unmarked(raw: &str) -> &str {
    let text = unquoted(trimmed(raw));
    unquoted(text.strip_prefix('\'').unwrap_or(text)).trim()
}

fn unquoted(text: &str) -> &str {
    let inner = text
        .strip_prefix('=')
        .and_then(|rest| rest.trim().strip_prefix('"')?.strip_suffix('"'));
    inner.map_or(text, trimmed)
}

/// Leaves out white space, and marks that have no width: byte order marks of files that were joined.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_spreadsheets_are_left_out() {
        for (raw, value) in [
            ("=\"0612345615\"", "0612345615"),
            (" =\"03005\" ", "03005"),
            ("'0612345615", "0612345615"),
            ("'+31 30", "+31 30"),
            ("'=\"7\"", "7"),
            ("=\"\"", ""),
            ("\u{feff}klantnr", "klantnr"),
        ] {
            assert_eq!(plain(raw), value, "{raw}");
            assert_eq!(unmarked(raw), value, "{raw}");
        }
    }

    #[test]
    fn an_apostrophe_that_belongs_to_a_name_stays_and_one_before_an_id_goes() {
        for name in ["'s-Hertogenbosch", "'t Hart", "D'Arc", "=A1", "'"] {
            assert_eq!(plain(name), name);
        }
        assert_eq!(unmarked("'AB-12"), "AB-12");
    }
}
