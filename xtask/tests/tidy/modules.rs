//! The modules of a crate as its `mod` lines make them, and where a path leads to.
//!
//! It exists for the rule about circles, which has to know which file defines what a path names: through
//! re-exports, globs, `super`, and names that a `use` brought in. Code is read by a parser, never as text.
//!
//! **Invariant:** modules behind `#[cfg(test)]` are not among them.

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use super::mentions::{Mention, is_for_tests, mentions_in};
use super::tree::Source;

/// A module's place in [`Modules`].
pub(crate) type ModuleId = usize;

/// Where a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// Something that this module defines.
    Item(ModuleId),
    /// A module itself.
    Module(ModuleId),
    /// Another crate, or nothing that can be known without the compiler.
    Elsewhere,
}

/// One module, in a file of its own or in braces.
pub(crate) struct Module {
    /// The file in which it stands.
    pub(crate) path: String,
    parent: Option<ModuleId>,
    children: BTreeMap<String, ModuleId>,
    items: BTreeSet<String>,
    imports: BTreeMap<String, Vec<Vec<String>>>,
    globs: Vec<Vec<String>>,
    /// What its code and its `use` lines name.
    pub(crate) mentions: Vec<Mention>,
}

/// The modules of one crate; the first is its root.
pub(crate) struct Modules(Vec<Module>);

impl Modules {
    /// Reads a crate from its root file on, by its `mod` lines.
    pub(crate) fn read(files: &[Source], root: &str) -> Self {
        let mut modules = Self(Vec::new());
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        modules.read_file(files, root, folder, None);
        modules
    }

    /// Returns all modules with their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ModuleId, &Module)> {
        self.0.iter().enumerate()
    }

    /// Returns the module of a place.
    pub(crate) fn get(&self, id: ModuleId) -> &Module {
        &self.0[id]
    }

    /// Returns whether `inner` is `outer` or lies below it.
    pub(crate) fn is_within(&self, inner: ModuleId, outer: ModuleId) -> bool {
        inner == outer
            || self.0[inner]
                .parent
                .is_some_and(|parent| self.is_within(parent, outer))
    }

    fn read_file(
        &mut self,
        files: &[Source],
        path: &str,
        folder: &str,
        parent: Option<ModuleId>,
    ) -> Option<ModuleId> {
        let source = files.iter().find(|file| file.path == path)?;
        let parsed = syn::parse_file(&source.text)
            .unwrap_or_else(|error| panic!("{path} is not read as Rust: {error}"));
        Some(self.add(files, (path, folder), parent, &parsed.items))
    }

    /// Adds a module with its items, and the modules below it; `folder` is where files of those lie.
    fn add(
        &mut self,
        files: &[Source],
        (path, folder): (&str, &str),
        parent: Option<ModuleId>,
        items: &[Item],
    ) -> ModuleId {
        let id = self.0.len();
        self.0.push(Module {
            path: path.to_owned(),
            parent,
            children: BTreeMap::new(),
            items: items.iter().filter_map(name_of).collect(),
            imports: BTreeMap::new(),
            globs: Vec::new(),
            mentions: mentions_in(items),
        });
        self.note_imports(id);
        for item in items {
            let Item::Mod(inner) = item else { continue };
            if is_for_tests(&inner.attrs) {
                continue;
            }
            let name = inner.ident.to_string();
            let below = format!("{folder}/{name}");
            let child = match &inner.content {
                Some((_, items)) => Some(self.add(files, (path, &below), Some(id), items)),
                None => self.read_file(files, &format!("{below}.rs"), &below, Some(id)),
            };
            if let Some(child) = child {
                self.0[id].children.insert(name, child);
            }
        }
        id
    }

    fn note_imports(&mut self, id: ModuleId) {
        let module = &mut self.0[id];
        for mention in &module.mentions {
            match mention {
                Mention::Use {
                    name: Some(name),
                    path,
                    ..
                } => module
                    .imports
                    .entry(name.clone())
                    .or_default()
                    .push(path.clone()),
                Mention::Use {
                    name: None, path, ..
                } => module.globs.push(path.clone()),
                Mention::Code { .. } => {}
            }
        }
    }

    /// Finds where a path leads to that stands in module `from`.
    pub(crate) fn resolve(&self, from: ModuleId, path: &[String]) -> BTreeSet<Target> {
        self.walk(from, path, &mut BTreeSet::new())
    }

    fn walk(&self, from: ModuleId, path: &[String], seen: &mut Seen) -> BTreeSet<Target> {
        let mut at = from;
        let mut rest = path;
        let mut is_anchored = false;
        while let Some((first, others)) = rest.split_first() {
            at = match first.as_str() {
                "crate" => 0,
                "self" => at,
                "super" => self.0[at].parent.unwrap_or(at),
                _ => break,
            };
            is_anchored = true;
            rest = others;
        }
        let Some((name, others)) = rest.split_first() else {
            return BTreeSet::from([Target::Module(at)]);
        };
        let mut found = self.lookup(at, name, others.is_empty(), seen);
        if found.is_empty() {
            // A macro made it, or it is a crate, a local name or one of the prelude.
            let unknown = if is_anchored {
                Target::Item(at)
            } else {
                Target::Elsewhere
            };
            found.insert(unknown);
        }
        if others.is_empty() {
            return found;
        }
        found
            .into_iter()
            .flat_map(|target| match target {
                Target::Module(module) => {
                    let mut path = vec!["self".to_owned()];
                    path.extend(others.iter().cloned());
                    self.walk(module, &path, seen)
                }
                // What stands behind a type is its variant or its function.
                other => BTreeSet::from([other]),
            })
            .collect()
    }

    /// Finds a name in a module: defined there, brought in, a module below it, or behind a glob. A function may
    /// have the name of a module; a name in the middle of a path then means the module.
    fn lookup(&self, at: ModuleId, name: &str, is_last: bool, seen: &mut Seen) -> BTreeSet<Target> {
        if !seen.insert((at, name.to_owned(), is_last)) {
            return BTreeSet::new();
        }
        let module = &self.0[at];
        let child = module.children.get(name).map(|id| Target::Module(*id));
        if !is_last && let Some(child) = child {
            return BTreeSet::from([child]);
        }
        if module.items.contains(name) {
            return BTreeSet::from([Target::Item(at)]);
        }
        if let Some(paths) = module.imports.get(name) {
            return paths
                .iter()
                .flat_map(|path| self.walk(at, path, seen))
                .collect();
        }
        if let Some(child) = child {
            return BTreeSet::from([child]);
        }
        let mut found = BTreeSet::new();
        for path in &module.globs {
            for target in self.walk(at, path, seen) {
                if let Target::Module(inner) = target {
                    found.extend(self.lookup(inner, name, is_last, seen));
                }
            }
        }
        found
    }
}

/// What was looked up on the way to a name; names that lead to each other end there.
type Seen = BTreeSet<(ModuleId, String, bool)>;

/// Returns the name that an item defines, other than a module's.
fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
