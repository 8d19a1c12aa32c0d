//! House rules that no compiler checks: sizes, direction of imports, what must not occur.
//!
//! They look at the files that git knows, so a scratch file never fails them. Each rule is a test
//! of its own, and its message lists every place with the way out.
#![cfg(test)]

mod tidy {
    mod circles;
    pub(crate) mod mentions;
    pub(crate) mod modules;
    pub(crate) mod tree;
    pub(crate) mod use_tree;
    mod wording;
}

use tidy::tree::{
    Source, code_lines, code_only, rust_files, source_files, tracked_files, without_tests,
};

const RUST_FILE_LINES_MAX: usize = 400;
const CSS_FILE_LINES_MAX: usize = 250;

/// The folders of `src/` from left to right; each imports only from its left, or itself.
/// `i18n` and `style` stand before all of them and may use each other.
const DIRECTION: [&[&str]; 8] = [
    &["part", "i18n", "style"],
    &["api"],
    &["offline"],
    &["state"],
    &["ui"],
    &["views"],
    &["app"],
    &["embed"],
];

/// Fails with one line per offence.
fn assert_none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}\n  {}\n", offences.join("\n  "));
}

/// Finds `file:line: text` of every line of code that holds one of the words.
fn lines_with(files: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in code_lines(&file.text) {
            if words.iter().any(|word| has_word(line, word)) {
                found.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    found
}

/// Returns whether `word` stands there, and not as the end of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}

fn widget_code() -> Vec<Source> {
    let mut files = rust_files("src/");
    for file in &mut files {
        file.text = without_tests(&file.text).to_owned();
    }
    files.retain(|file| !file.is_test());
    files
}

#[test]
fn no_rust_file_is_longer_than_400_lines() {
    let long: Vec<String> = rust_files("")
        .iter()
        .filter(|file| !file.is_test())
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > RUST_FILE_LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none("Split these files by what their parts are about:", &long);
}

#[test]
fn no_style_sheet_is_longer_than_250_lines() {
    let long: Vec<String> = source_files("", &["css"])
        .iter()
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > CSS_FILE_LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none("One style sheet a component; split these:", &long);
}

#[test]
fn every_module_says_what_it_is_and_why() {
    let silent: Vec<String> = rust_files("")
        .into_iter()
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| file.path)
        .collect();
    assert_none("These modules do not begin with `//!`:", &silent);
}

#[test]
fn modules_are_named_after_what_they_are() {
    let unnamed: Vec<String> = tracked_files()
        .into_iter()
        .filter(|path| path.ends_with("/mod.rs"))
        .collect();
    assert_none("Write foo.rs beside foo/ instead of foo/mod.rs:", &unnamed);
}

#[test]
fn nothing_in_a_view_is_blocked_by_a_strict_policy() {
    let words = [
        "style=\"",
        "style=move",
        "style=format",
        "style={",
        "inner_html",
    ];
    let blocked = lines_with(&widget_code(), &words);
    assert_none(
        "Use a class or `style:name=`, and text instead of markup (CSP, injection):",
        &blocked,
    );
}

#[test]
fn no_page_has_inline_script_or_style() {
    let mut inline = Vec::new();
    for file in source_files("", &["html"]) {
        for (index, line) in file.text.lines().enumerate() {
            let has_handler = [" onclick=", " onload=", " onerror="]
                .iter()
                .any(|word| line.contains(word));
            let has_script = line.contains("<script>") || line.contains("<script type=\"module\">");
            let is_demo_style = file.path.contains("hosts/plain/");
            let has_style =
                !is_demo_style && (line.contains("<style>") || line.contains(" style=\""));
            if has_handler || has_script || has_style {
                inline.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
            }
        }
    }
    assert_none(
        "Move these into files of their own (CSP without 'unsafe-inline'):",
        &inline,
    );
}

#[test]
fn each_folder_of_the_widget_imports_only_from_its_left() {
    let mut offences = Vec::new();
    for file in rust_files("src/") {
        let Some(own) = file
            .path
            .trim_start_matches("src/")
            .split(['/', '.'])
            .next()
        else {
            continue;
        };
        if own == "lib" {
            continue;
        }
        let Some(own_rank) = rank(own) else {
            offences.push(format!(
                "{}: `{own}` has no place in DIRECTION of this test",
                file.path
            ));
            continue;
        };
        for (number, name) in crate_imports(&code_only(without_tests(&file.text))) {
            if rank(name).is_some_and(|rank| rank > own_rank) {
                offences.push(format!(
                    "{}:{number}: `{own}` must not know `{name}`",
                    file.path
                ));
            }
        }
    }
    assert_none(
        "Imports go from right to left: api, offline, state, ui, views, app, embed:",
        &offences,
    );
}

fn rank(module: &str) -> Option<usize> {
    DIRECTION.iter().position(|group| group.contains(&module))
}

/// Finds line number and name directly behind each `crate::`, including the names of a group in braces.
fn crate_imports(code: &str) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let mut line = 1;
    for (index, rest) in code.split("crate::").enumerate() {
        if index > 0 {
            match rest.strip_prefix('{') {
                None => names.push((line, leading_name(rest))),
                Some(group) => {
                    names.extend(top_level_names(group).into_iter().map(|name| (line, name)));
                }
            }
        }
        line += rest.matches('\n').count();
    }
    names
}

fn leading_name(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .next()
        .unwrap_or(text)
}

/// Returns the names of `api::{Card, Item}, state::Session}` that stand at the first level: api, state.
fn top_level_names(group: &str) -> Vec<&str> {
    let mut names = vec![leading_name(group)];
    let mut depth = 0_usize;
    for (index, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.extend(group.get(index + 1..).map(leading_name)),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn the_direction_rule_reads_every_form_of_import() {
    let names = |code| {
        crate_imports(code)
            .into_iter()
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names("use crate::api::Card;"), ["api"]);
    assert_eq!(
        names("use crate::{api::{Card, Item}, state::Session};"),
        ["api", "state"]
    );
    assert_eq!(
        names("let x = crate::ui::badge(crate::i18n::t(k));"),
        ["ui", "i18n"]
    );
    assert_eq!(names("use leptos::prelude::*;"), [""; 0]);
    let long = "\nuse crate::{\n    api::Card,\n    state::Session,\n};\nuse crate::ui;\n";
    assert_eq!(crate_imports(long), [(2, "api"), (2, "state"), (6, "ui")]);
}

#[test]
fn only_embed_touches_the_page() {
    let words = [
        "web_sys::window",
        "window()",
        "document()",
        "custom_elements",
        "leptos::prelude::document",
    ];
    let mut files = widget_code();
    files.retain(|file| !file.path.starts_with("src/embed"));
    let offences = lines_with(&files, &words);
    assert_none(
        "The page belongs to the host; src/embed alone may reach it:",
        &offences,
    );
}

#[test]
fn data_never_makes_the_widget_panic() {
    let offences = lines_with(
        &widget_code(),
        &[".unwrap()", ".expect(", "panic!(", "unreachable!("],
    );
    assert_none(
        "One panic stops every view on the page; handle the case:",
        &offences,
    );
}

#[test]
fn nothing_is_kept_in_cookies_or_web_storage() {
    let words = [
        "document.cookie",
        "localStorage",
        "sessionStorage",
        "local_storage(",
        "session_storage(",
        "set_cookie(",
    ];
    let mut files = widget_code();
    files.extend(source_files("public/", &["js", "mjs", "html"]));
    files.extend(source_files("hosts/", &["js", "jsx", "mjs", "html"]));
    // The app's own choice of language and appearance: two words that say nothing of any customer, and that the
    // first frame needs before a database can answer.
    let is_choice = |line: &String| {
        line.starts_with("public/app.js:")
            && line.contains("localStorage")
            && line.contains("`klantbeeld-${name}`")
    };
    let mut offences = lines_with(&files, &words);
    offences.retain(|line| !is_choice(line));
    assert_none(
        "Personal data does not go there; IndexedDB of the first-party app only:",
        &offences,
    );
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    // Put together here, so that this file does not name them either.
    let folders = [["/wo", "rk/"], ["/ro", "ot/"]].map(|parts| parts.concat());
    let mut offences = Vec::new();
    for file in source_files("", &[]) {
        for (index, line) in file.text.lines().enumerate() {
            if folders.iter().any(|folder| names_folder(line, folder)) {
                offences.push(format!("{}:{}", file.path, index + 1));
            }
        }
    }
    assert_none("Absolute paths of one machine in:", &offences);
}

/// Returns whether `folder` stands there as an absolute path, not as a part of a longer one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        !before.is_some_and(|letter| letter.is_alphanumeric() || "._-}~".contains(letter))
    })
}

#[test]
fn lock_files_name_no_registry_host() {
    let offences: Vec<String> = source_files("", &["json"])
        .into_iter()
        .filter(|file| {
            file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\": \"http")
        })
        .map(|file| file.path)
        .collect();
    assert_none(
        "Make them anew with omit-lockfile-registry-resolved (see .npmrc):",
        &offences,
    );
}
