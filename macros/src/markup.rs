//! Markup to calls of the element builder.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::{Error, Expr, Ident};

type Markup = Node<rstml::Infallible>;
type Tag = NodeElement<rstml::Infallible>;

/// One node as it is, several as a group.
pub(crate) fn group(nodes: &[Markup]) -> TokenStream {
    let parts: Vec<TokenStream> = nodes.iter().filter_map(node).collect();
    match parts.as_slice() {
        [one] => quote!(crate::dom::IntoNode::into_node(#one)),
        _ => quote!(crate::dom::Node::group([#(crate::dom::IntoNode::into_node(#parts)),*])),
    }
}

/// The expression that makes a node; none for comments.
fn node(node: &Markup) -> Option<TokenStream> {
    Some(match node {
        Node::Element(tag) if is_component(tag) => component(tag),
        Node::Element(tag) => element(tag),
        Node::Fragment(fragment) => group(&fragment.children),
        Node::Block(block) => {
            quote!(#[allow(unused_braces, reason = "braces are the markup's")] #block)
        }
        Node::Text(text) => {
            let text = &text.value;
            quote!(#text)
        }
        Node::RawText(text) => {
            let text = text.to_string_best();
            quote!(#text)
        }
        Node::Comment(_) | Node::Doctype(_) | Node::Custom(_) => return None,
    })
}

fn is_component(tag: &Tag) -> bool {
    tag.name().to_string().starts_with(char::is_uppercase)
}

/// Elements that live in SVG's name space.
///
/// `title` is there too: the widget never writes a document's title.
const SVG: [&str; 8] = [
    "svg", "g", "path", "line", "rect", "circle", "text", "title",
];

fn element(tag: &Tag) -> TokenStream {
    let name = tag.name().to_string();
    let make = if SVG.contains(&name.as_str()) {
        quote!(svg)
    } else {
        quote!(html)
    };
    let attributes = tag.attributes().iter().map(|a| match a {
        NodeAttribute::Attribute(attribute) => element_attribute(attribute),
        NodeAttribute::Block(block) => error(block, "an attribute needs a name"),
    });
    let children = tag.children.iter().filter_map(node);
    quote! { crate::dom::#make(#name)#(#attributes)*#(.child(#children))* }
}

/// A call of the builder for an attribute.
fn element_attribute(attribute: &KeyedAttribute) -> TokenStream {
    let key = attribute.key.to_string();
    let value = attribute
        .value()
        .map_or_else(|| quote!(true), |value| quote!(#value));
    match key.split_once(':') {
        Some(("on", event)) => {
            let kind = Ident::new(event_type(event), Span::call_site());
            quote!(.on::<web_sys::#kind>(#event, #value))
        }
        Some(("style", name)) => quote!(.style(#name, #value)),
        Some(("prop", name)) => quote!(.property(#name, #value)),
        Some(_) => error(&attribute.key, "`on:`, `style:` or `prop:`"),
        None if key == "node_ref" => quote!(.refer(#value)),
        None if is_text(attribute.value()) => quote!(.fixed(#key, #value)),
        None => quote!(.attribute(#key, #value)),
    }
}

fn is_text(value: Option<&Expr>) -> bool {
    matches!(value, Some(Expr::Lit(literal)) if matches!(literal.lit, syn::Lit::Str(_)))
}

/// The interface that the browser gives an event's handler (UI Events, Pointer Events, HTML).
fn event_type(event: &str) -> &'static str {
    match event {
        "click" | "mousedown" | "dblclick" => "MouseEvent",
        "keydown" | "keyup" => "KeyboardEvent",
        "focus" | "blur" | "focusin" | "focusout" => "FocusEvent",
        "pointermove" | "pointerleave" | "pointerdown" | "pointerup" => "PointerEvent",
        _ => "Event",
    }
}

fn component(tag: &Tag) -> TokenStream {
    let name = tag.name();
    let values = tag.attributes().iter().map(|a| match a {
        NodeAttribute::Attribute(attribute) => {
            let key = &attribute.key;
            let value = attribute
                .value()
                .map_or_else(|| quote!(#key), |value| quote!(#value));
            quote!(.#key(#value))
        }
        NodeAttribute::Block(block) => error(block, "a property needs a name"),
    });
    let children = (!tag.children.is_empty()).then(|| {
        let content = group(&tag.children);
        quote!(.children(crate::dom::ToChildren::to_children(move || #content)))
    });
    quote! { #name(crate::dom::builder_of(&#name)#(#values)*#children.build()) }
}

fn error(tokens: &dyn quote::ToTokens, message: &str) -> TokenStream {
    Error::new_spanned(tokens.to_token_stream(), message).to_compile_error()
}
