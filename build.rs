//! Makes one style sheet of `style/`, without comments and blanks: every first load carries it.

use std::path::Path;
use std::{env, fs, io};

/// The style sheets in the order of their layers.
const SHEETS: [&str; 16] = [
    "tokens", "roles", "base", "controls", "surfaces", "shell", "header", "ball", "panels", "foot",
    "timeline", "detail", "edit", "dossier", "app", "own",
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=style");
    let mut sheet = String::new();
    for name in SHEETS {
        sheet.push_str(&minified(&fs::read_to_string(format!("style/{name}.css"))?));
    }
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("sheet.css"), sheet)
}

/// The same rules with neither comments nor blanks that mean nothing. Texts in quotes stay as they are.
/// lightningcss makes no smaller sheet (7476 bytes in brotli, this 7431), and it is 58 crates to compile first.
fn minified(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some(letter) = rest.chars().next() {
        let (_, after) = rest.split_at(letter.len_utf8());
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if letter == '"' || letter == '\'' {
            let end = after
                .find(letter)
                .map_or(after.len(), |at| at + letter.len_utf8());
            let (text, after) = after.split_at(end);
            out.push(letter);
            out.push_str(text);
            rest = after;
        } else if letter.is_whitespace() {
            rest = after.trim_start();
            let joins = |c: char| "{};,>".contains(c);
            if !out.ends_with([' ', ':']) && !out.ends_with(joins) && !rest.starts_with(joins) {
                out.push(' ');
            }
        } else {
            if letter == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(letter);
            rest = after;
        }
    }
    out
}
