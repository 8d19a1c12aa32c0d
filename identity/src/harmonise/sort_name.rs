//! Where a last name stands in a list: `van der Berg` under the B, as Dutch lists have it.

use super::person_name::is_prefix;

/// Returns a last name without the words that come before it: `Berg` of `van der Berg`. A name of such words only
/// stays whole.
#[must_use]
pub fn without_prefix(last_name: &str) -> &str {
    let mut rest = last_name.trim();
    while let Some((word, more)) = rest.split_once(char::is_whitespace) {
        if !is_prefix(word) {
            break;
        }
        rest = more.trim_start();
    }
    rest
}

/// Returns a last name as a list is sorted by it: `Berg, van der`.
#[must_use]
pub fn sort_name(last_name: &str) -> String {
    let whole = last_name.trim();
    let stem = without_prefix(whole);
    let prefix = whole.strip_suffix(stem).map(str::trim).unwrap_or_default();
    if prefix.is_empty() {
        stem.to_owned()
    } else {
        format!("{stem}, {prefix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dutch_name_stands_under_its_own_first_letter() {
        for (name, expected) in [
            ("van der Berg", "Berg, van der"),
            ("Van den Broek-de Wit", "Broek-de Wit, Van den"),
            ("'t Hart", "Hart, 't"),
            ("’s Gravesande", "Gravesande, ’s"),
            ("de", "de"),
            ("Jansen", "Jansen"),
            ("vanderbilt", "vanderbilt"),
            ("in 't Veld", "Veld, in 't"),
            ("", ""),
        ] {
            assert_eq!(sort_name(name), expected, "{name}");
        }
        let mut names = ["van Zanten", "de Boer", "Anker", "van der Berg"];
        names.sort_by_key(|name| sort_name(name));
        assert_eq!(names, ["Anker", "van der Berg", "de Boer", "van Zanten"]);
    }
}
