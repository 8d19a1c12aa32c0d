//! A `use` line with its braces as the plain paths that it brings in.

use syn::UseTree;

/// One name that a `use` brings in; no name for a glob.
pub(crate) struct Leaf {
    pub(crate) name: Option<String>,
    pub(crate) path: Vec<String>,
}

/// Returns every name of a `use` tree with its whole path.
pub(crate) fn leaves(tree: &UseTree, before: &[String]) -> Vec<Leaf> {
    let with = |name: &syn::Ident| {
        let mut path = before.to_vec();
        if name != "self" || before.is_empty() {
            path.push(name.to_string());
        }
        path
    };
    match tree {
        UseTree::Path(inner) => leaves(&inner.tree, &with(&inner.ident)),
        UseTree::Group(group) => group
            .items
            .iter()
            .flat_map(|tree| leaves(tree, before))
            .collect(),
        UseTree::Name(name) => {
            let path = with(&name.ident);
            let name = path.last().cloned();
            vec![Leaf { name, path }]
        }
        UseTree::Rename(rename) => vec![Leaf {
            name: Some(rename.rename.to_string()),
            path: with(&rename.ident),
        }],
        UseTree::Glob(_) => vec![Leaf {
            name: None,
            path: before.to_vec(),
        }],
    }
}
