//! `view!` and `#[component]` as the widget uses them: Leptos' markup, compiled to calls of `crate::dom`; and
//! `FromJson`, which reads what the server sent.
//!
//! Leptos' own macros give every shape of element and every closure a type, and compile its building,
//! updating and clean-up anew for each: that was two thirds of the bundle. These call one small element
//! builder that is compiled once (ADR 0013). Signals, effects and owners stay Leptos'.
//!
//! **Invariant:** what is accepted here is a part of Leptos' syntax, so that a view reads the same in both.

mod component;
mod from_json;
mod markup;

use proc_macro::TokenStream;

/// Markup, as in Leptos: elements, components, texts in quotes and expressions in braces. Gives a `dom::Node`.
#[proc_macro]
pub fn view(input: TokenStream) -> TokenStream {
    match rstml::parse2(input.into()) {
        Ok(nodes) => markup::group(&nodes).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

/// A function that gives markup, made usable as a tag; its parameters are the tag's properties.
///
/// A parameter may carry `#[prop(into)]`, `#[prop(optional)]` or `#[prop(default = ...)]`.
#[proc_macro_attribute]
pub fn component(_options: TokenStream, item: TokenStream) -> TokenStream {
    let function = syn::parse_macro_input!(item as syn::ItemFn);
    component::expand(&function)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// Takes a tree of JSON apart, as serde would: see `klantbeeld_core::json`.
#[proc_macro_derive(FromJson)]
pub fn from_json(item: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(item as syn::DeriveInput);
    from_json::expand(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
