//! `view!` as the widget uses it: Leptos' macro, after every `move || ...` in it was boxed.
//!
//! A closure has a type of its own, and Leptos compiles its effect, its rendering and its clean-up anew
//! for each: with some three hundred of them that was a third of the bundle. Boxed, all closures that
//! give a text are one type, all that give a `bool` another.
//!
//! **Invariant:** nothing else is changed; closures with parameters and braces that do not begin with
//! `move ||` pass through untouched.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// Leptos' `view!` with boxed closures.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let boxed = box_closures(input.into());
    quote! { ::leptos::prelude::view! { #boxed } }.into()
}

/// Whether tokens begin with `move ||`.
fn begins_closure(tokens: &[TokenTree]) -> bool {
    let is_bar = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == '|');
    match tokens {
        [TokenTree::Ident(word), first, second, ..] => {
            word == "move" && is_bar(first) && is_bar(second)
        }
        _ => false,
    }
}

fn boxed(closure: &TokenStream) -> TokenStream {
    quote! { crate::ui::reactive(#closure) }
}

fn box_closures(input: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = input.into_iter().collect();
    let mut out = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                out.extend([TokenTree::Group(box_child(group))]);
            }
            TokenTree::Punct(p) if p.as_char() == '=' && begins_closure(after) => {
                let (value, remaining) = split_expression(after);
                let value = boxed(&value);
                out.extend(quote! { =#value });
                rest = remaining;
            }
            other => out.extend([other.clone()]),
        }
    }
    out
}

/// A child in braces: `{move || ...}` becomes `{reactive(move || ...)}`.
fn box_child(group: &Group) -> Group {
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    if !begins_closure(&inner) {
        return group.clone();
    }
    let mut made = Group::new(Delimiter::Brace, boxed(&group.stream()));
    made.set_span(group.span());
    made
}

/// Words after or before which an expression goes on.
const KEYWORDS: [&str; 10] = [
    "if", "else", "match", "as", "in", "move", "let", "return", "ref", "mut",
];

fn is_keyword(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if KEYWORDS.iter().any(|k| word == k))
}

/// Whether an expression may end with this token.
fn may_end(token: &TokenTree) -> bool {
    !matches!(token, TokenTree::Punct(_)) && !is_keyword(token)
}

/// The attribute's value at the start of some tokens, and what comes after it: it ends where the tag
/// does, or where a word follows that no operator joins to it, the next attribute's name.
fn split_expression(tokens: &[TokenTree]) -> (TokenStream, &[TokenTree]) {
    let ends = |index: usize| {
        let before = index.checked_sub(1).and_then(|i| tokens.get(i));
        let after = tokens.get(index + 1);
        let is_joined =
            matches!(before, Some(TokenTree::Punct(p)) if matches!(p.as_char(), '=' | '-'));
        let closes =
            |t: Option<&TokenTree>| matches!(t, Some(TokenTree::Punct(p)) if p.as_char() == '>');
        match tokens.get(index) {
            Some(TokenTree::Punct(p)) if p.as_char() == '>' => !is_joined,
            Some(TokenTree::Punct(p)) if p.as_char() == '/' => closes(after),
            Some(word @ TokenTree::Ident(_)) => before.is_some_and(may_end) && !is_keyword(word),
            _ => false,
        }
    };
    let end = (0..tokens.len())
        .find(|index| ends(*index))
        .unwrap_or(tokens.len());
    let (value, rest) = tokens.split_at(end);
    (value.iter().cloned().collect(), rest)
}
