//! No two files of a crate need each other, directly or through others.
//!
//! The rule, for every Rust crate of the workspace, from its root along its `mod` lines:
//!
//! - A file needs another when it names something that the other one defines: in a `use`, in an expression, a
//!   type, a pattern, or within a macro. Re-exports and globs are followed to the file that defines the name.
//! - `mod child;` is no need, and neither is `pub use child::Name` in a parent: it lets others reach the name.
//!   A parent whose own code then uses the name does need the child, and a child that uses what its parent
//!   defines needs the parent. Both at once are a circle: what both use belongs in a file of its own.
//! - A module on the way to a name is no need: `use super::words;` counts by what is then taken from `words`.
//! - Methods are not seen, because only the compiler knows whose they are; nor is anything for tests alone.

use std::collections::BTreeMap;
use std::hash::RandomState;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::mentions::Mention;
use super::modules::{Modules, Target};
use super::tree::{Source, rust_files};

/// From file to file, with the places that say so.
type Needs = BTreeMap<(String, String), Vec<String>>;

/// Returns which file of a crate needs which other.
fn needs(files: &[Source], root: &str) -> Needs {
    let modules = Modules::read(files, root);
    let mut needs = Needs::new();
    for (id, module) in modules.iter() {
        for mention in &module.mentions {
            let (path, is_reexport) = match mention {
                Mention::Use {
                    path, is_public, ..
                } => (path, *is_public),
                Mention::Code { path, .. } => (path, false),
            };
            let is_glob = matches!(mention, Mention::Use { name: None, .. });
            for target in modules.resolve(id, path) {
                let other = match target {
                    Target::Item(other) => other,
                    Target::Module(other) if is_glob => other,
                    Target::Module(_) | Target::Elsewhere => continue,
                };
                let to = &modules.get(other).path;
                if *to == module.path || is_reexport && modules.is_within(other, id) {
                    continue;
                }
                let (text, line) = mention.place();
                needs
                    .entry((module.path.clone(), to.clone()))
                    .or_default()
                    .push(format!("{}:{line}: {text}", module.path));
            }
        }
    }
    needs
}

/// Describes every circle: its files, and for each step where the one needs the other.
fn circles(needs: &Needs) -> Vec<String> {
    let graph: DiGraphMap<&str, (), RandomState> = needs
        .keys()
        .map(|(from, to)| (from.as_str(), to.as_str()))
        .collect();
    let mut circles: Vec<String> = tarjan_scc(&graph)
        .into_iter()
        .filter(|files| files.len() > 1)
        .map(|mut files| {
            files.sort_unstable();
            let mut text = format!(
                "{} files need each other: {}",
                files.len(),
                files.join(", ")
            );
            for ((from, to), places) in needs {
                if files.contains(&from.as_str()) && files.contains(&to.as_str()) {
                    let more = places.len().saturating_sub(1);
                    let first = places.first().map_or("", String::as_str);
                    text.push_str(&format!("\n    {first} is in {to} (and {more} more)"));
                }
            }
            text
        })
        .collect();
    circles.sort();
    circles
}

#[test]
fn no_two_files_need_each_other() {
    let files = rust_files("");
    let roots = files
        .iter()
        .map(|file| file.path.as_str())
        .filter(|path| matches!(path.rsplit_once("src/"), Some((_, "lib.rs" | "main.rs"))));
    let mut found = Vec::new();
    let mut seen = 0;
    for root in roots {
        let needs = needs(&files, root);
        seen += needs.len();
        found.extend(circles(&needs));
    }
    assert!(seen > 300, "only {seen} needs were read");
    assert!(
        found.is_empty(),
        "Move what these files share to where it belongs:\n  {}\n",
        found.join("\n  ")
    );
}

/// Reads a crate out of its files and describes its circles.
fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<Source> = files
        .iter()
        .map(|(path, text)| Source {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    circles(&needs(&files, "src/lib.rs"))
}

#[test]
fn a_circle_is_named_with_its_files_and_imports() {
    let found = circles_of(&[
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::b::B;\npub struct A(B);"),
        ("src/b.rs", "pub struct B;\nfn f() { crate::c::go(); }"),
        ("src/c.rs", "pub fn go() { let _: Option<super::a::A>; }"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    for part in [
        "3 files need each other: src/a.rs, src/b.rs, src/c.rs",
        "src/a.rs:1: use crate::b::B is in src/b.rs",
        "src/b.rs:2: crate::c::go is in src/c.rs",
        "src/c.rs:1: super::a::A is in src/a.rs",
    ] {
        assert!(found[0].contains(part), "{part}: {}", found[0]);
    }
}

#[test]
fn a_parent_that_only_lets_others_reach_its_child_is_in_no_circle() {
    let child = ("src/a/child.rs", "use super::Own;\npub struct Name(Own);");
    let shows = "mod child;\npub use child::Name;\npub struct Own;";
    let lib = ("src/lib.rs", "mod a;");
    assert_eq!(circles_of(&[lib, ("src/a.rs", shows), child]), [""; 0]);
    let uses = format!("{shows}\npub fn make() -> Option<Name> {{ None }}");
    assert_eq!(circles_of(&[lib, ("src/a.rs", &uses), child]).len(), 1);
}

#[test]
fn a_name_is_needed_where_it_is_defined_not_where_it_is_let_through() {
    let files = [
        ("src/lib.rs", "mod a;"),
        (
            "src/a.rs",
            "mod one;\nmod two;\npub use one::*;\npub use two::Two;",
        ),
        ("src/a/one.rs", "pub struct One;"),
        ("src/a/two.rs", "use super::One;\npub struct Two(One);"),
    ];
    assert_eq!(circles_of(&files), [""; 0]);
}

#[test]
fn macros_and_attributes_are_read_and_tests_are_not() {
    let b = (
        "src/b.rs",
        "pub struct B;\nfn f() { println!(\"{}\", crate::a::text(1)); }",
    );
    let lib = ("src/lib.rs", "mod a; mod b;");
    let attribute = "#[serde(with = \"crate::b::B\")]\nstruct A;";
    assert_eq!(circles_of(&[lib, ("src/a.rs", attribute), b]).len(), 1);
    let test = "fn text(n: i32) {}\n#[cfg(test)]\nmod tests { use crate::b::B; }";
    assert_eq!(circles_of(&[lib, ("src/a.rs", test), b]), [""; 0]);
}
