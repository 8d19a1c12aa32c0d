//! The words of comments: people are "they", and nothing is explained by the number of a requirement.

use super::tree::{Source, source_files};

/// Folders in which people are "they". The widget and its pages follow.
const PEOPLE: [&str; 8] = [
    "core/",
    "demo/",
    "identity/",
    "models/",
    "public/",
    "server/",
    "src/",
    "xtask/",
];

/// Returns the comment on a line, if there is one; an address in a text is none.
fn comment_of(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    if ["//", "/*", "* "]
        .iter()
        .any(|start| trimmed.starts_with(start))
    {
        return Some(trimmed);
    }
    line.split_once(" // ").map(|(_, comment)| comment)
}

/// Finds the comments of which a word is as `is_meant` says.
fn comments_with(files: &[Source], is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            let words = comment_of(line)
                .unwrap_or_default()
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            for word in words.filter(|word| is_meant(word)) {
                found.push(format!("{}:{}: {word}", file.path, index + 1));
            }
        }
    }
    found
}

fn is_masculine(word: &str) -> bool {
    ["he", "his", "him", "himself"].contains(&word.to_lowercase().as_str())
}

/// Returns whether a word is a code such as a letter R, S or N with two or three digits behind it.
fn is_code(word: &str) -> bool {
    word.strip_prefix(['R', 'S', 'N']).is_some_and(|digits| {
        matches!(digits.len(), 2 | 3) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[test]
fn people_are_they() {
    let mut files = source_files("", &["rs"]);
    files.retain(|file| PEOPLE.iter().any(|folder| file.path.starts_with(folder)));
    let found = comments_with(&files, is_masculine);
    assert!(
        found.is_empty(),
        "Write they, their, them:\n  {}\n",
        found.join("\n  ")
    );
}

#[test]
fn no_comment_names_a_requirement_by_its_number() {
    let files = source_files("", &["rs", "js", "mjs", "jsx", "css"]);
    let found = comments_with(&files, is_code);
    assert!(
        found.is_empty(),
        "Say it in words:\n  {}\n",
        found.join("\n  ")
    );
}

#[test]
fn a_word_is_found_in_comments_only_and_only_whole() {
    let code = format!("R{}", 12);
    let source = |text: &str| Source {
        path: "a.rs".to_owned(),
        text: text.to_owned(),
    };
    // Written with `#` and `@`, so that this file has no such comment itself.
    let text = "let his = 1; ## What he has (@).\n### Himself\nlet the = \"@\"; ## history\n"
        .replace('#', "/")
        .replace('@', &code);
    assert_eq!(
        comments_with(&[source(&text)], is_masculine),
        ["a.rs:1: he", "a.rs:2: Himself"]
    );
    assert_eq!(
        comments_with(&[source(&text)], is_code),
        [format!("a.rs:1: {code}")]
    );
}
