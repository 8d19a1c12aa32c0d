//! Makes the style sheets that the program carries of `style/`, without comments and blanks.

use std::path::Path;
use std::{env, fs, io};

/// What every first load carries, and what travels with a part of the program, by the names in `src/style.rs`.
/// Which rule wins is said by the layers, which `tokens` declares.
const SHEETS: [(&str, &[&str]); 5] = [
    (
        "first",
        &[
            "tokens", "roles", "base", "controls", "surfaces", "shell", "header", "foot",
            "timeline",
        ],
    ),
    ("ball", &["ball", "panels"]),
    ("rest", &["detail", "edit", "dossier", "unsent"]),
    ("app", &["app"]),
    ("own", &["own"]),
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=style");
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    for (sheet, names) in SHEETS {
        let mut text = String::new();
        for name in names {
            text.push_str(&minified(&fs::read_to_string(format!("style/{name}.css"))?));
        }
        fs::write(Path::new(&folder).join(sheet).with_extension("css"), text)?;
    }
    Ok(())
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
