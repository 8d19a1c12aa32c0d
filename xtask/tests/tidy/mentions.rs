//! What a module's code names: its `use` lines and every path in expressions, types, patterns and macros.
//!
//! **Invariant:** what stands behind `#[cfg(test)]` or `#[test]` is not among it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, ItemUse, Macro, Path, Visibility};

use super::use_tree::leaves;

/// A path in a module, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mention {
    /// One name of a `use`; no name for a glob.
    Use {
        name: Option<String>,
        path: Vec<String>,
        is_public: bool,
        line: usize,
    },
    /// A path where something is used.
    Code { path: Vec<String>, line: usize },
}

impl Mention {
    /// Returns the path as it is written, and its line.
    pub(crate) fn place(&self) -> (String, usize) {
        match self {
            Self::Use {
                path, line, name, ..
            } => {
                let glob = if name.is_none() { "::*" } else { "" };
                (format!("use {}{glob}", path.join("::")), *line)
            }
            Self::Code { path, line } => (path.join("::"), *line),
        }
    }
}

/// Returns what the items of one module name, without those of the modules in it.
pub(crate) fn mentions_in(items: &[Item]) -> Vec<Mention> {
    let mut reader = Reader(Vec::new());
    for item in items {
        reader.visit_item(item);
    }
    reader.0
}

/// Returns whether something is compiled for tests only.
pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        path.is_ident("test")
            || path.is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| {
                    let has = |word: &str| has_ident(list.tokens.clone(), word);
                    has("test") && !has("not")
                })
    })
}

fn has_ident(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => has_ident(group.stream(), word),
        _ => false,
    })
}

struct Reader(Vec<Mention>);

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let is_skipped = match item {
            // A module of its own.
            Item::Mod(_) => true,
            Item::Fn(item) => is_for_tests(&item.attrs),
            Item::Impl(item) => is_for_tests(&item.attrs),
            Item::Use(item) => is_for_tests(&item.attrs),
            Item::Const(item) => is_for_tests(&item.attrs),
            Item::Struct(item) => is_for_tests(&item.attrs),
            Item::Enum(item) => is_for_tests(&item.attrs),
            _ => false,
        };
        if !is_skipped {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let is_skipped = matches!(item, ImplItem::Fn(item) if is_for_tests(&item.attrs));
        if !is_skipped {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let line = item.span().start().line;
        let is_public = !matches!(item.vis, Visibility::Inherited);
        if item.leading_colon.is_some() {
            return;
        }
        self.0.extend(
            leaves(&item.tree, &[])
                .into_iter()
                .map(|leaf| Mention::Use {
                    name: leaf.name,
                    path: leaf.path,
                    is_public,
                    line,
                }),
        );
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() {
            self.0.push(Mention::Code {
                path: path.segments.iter().map(|s| s.ident.to_string()).collect(),
                line: path.span().start().line,
            });
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        self.read_tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.read_strings(list.tokens.clone());
        }
    }
}

impl Reader {
    /// Reads what a macro is given, which no parser knows: whole paths, names of types, and calls.
    fn read_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Group(group) => self.read_tokens(group.stream()),
                TokenTree::Ident(word) if word == "use" => {
                    let end = (at..tokens.len())
                        .find(|i| is_punct(tokens.get(*i), ';'))
                        .unwrap_or(tokens.len() - 1);
                    let line: TokenStream = tokens[at..=end].iter().cloned().collect();
                    if let Ok(item) = syn::parse2::<ItemUse>(line) {
                        self.visit_item_use(&item);
                        at = end;
                    }
                }
                TokenTree::Ident(word) => {
                    let is_field = at > 0 && is_punct(tokens.get(at - 1), '.');
                    let (path, end) = path_from(&tokens, at);
                    let is_call = matches!(tokens.get(end + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                    let is_type = word.to_string().starts_with(char::is_uppercase);
                    if !is_field && (path.len() > 1 || is_call || is_type) {
                        let line = word.span().start().line;
                        self.0.push(Mention::Code { path, line });
                    }
                    at = end;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Reads paths that an attribute names as text: `#[serde(with = "crate::a::b")]`.
    fn read_strings(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.read_strings(group.stream()),
                TokenTree::Literal(literal) => {
                    let path = syn::parse_str::<syn::LitStr>(&literal.to_string())
                        .and_then(|text| text.parse::<Path>());
                    if let Ok(path) = path {
                        self.0.push(Mention::Code {
                            path: path.segments.iter().map(|s| s.ident.to_string()).collect(),
                            line: literal.span().start().line,
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Returns the names joined by `::` from a place on, and the place of the last.
fn path_from(tokens: &[TokenTree], start: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    let mut at = start;
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        path.push(name.to_string());
        let is_joined = is_punct(tokens.get(at + 1), ':') && is_punct(tokens.get(at + 2), ':');
        if !is_joined || !matches!(tokens.get(at + 3), Some(TokenTree::Ident(_))) {
            break;
        }
        at += 3;
    }
    (path, at)
}

fn is_punct(token: Option<&TokenTree>, letter: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == letter)
}
