//! `#[component]`: a function's parameters become a struct with a checked builder.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Error, FnArg, ItemFn, Pat, PatType, Result};

/// The struct of the properties and the function that takes it.
pub(crate) fn expand(function: &ItemFn) -> Result<TokenStream> {
    let (attributes, visibility) = (&function.attrs, &function.vis);
    let (name, output, body) = (&function.sig.ident, &function.sig.output, &function.block);
    let props = format_ident!("{name}Props");
    let builder = format_ident!("{name}PropsBuilder");
    let mut fields = Vec::new();
    let mut patterns = Vec::new();
    for parameter in &function.sig.inputs {
        let FnArg::Typed(parameter) = parameter else {
            return Err(Error::new_spanned(parameter, "a component has no `self`"));
        };
        let Pat::Ident(ident) = parameter.pat.as_ref() else {
            return Err(Error::new_spanned(
                &parameter.pat,
                "a property needs a name",
            ));
        };
        fields.push(field(parameter, ident)?);
        patterns.push(ident.ident.clone());
    }
    let (argument, unpacked) = if patterns.is_empty() {
        (quote!(_: #props), TokenStream::new())
    } else {
        (
            quote!(props: #props),
            quote!(let #props { #(#patterns),* } = props;),
        )
    };
    // A component is built once: what it reads while it is built does not build it again.
    Ok(quote! {
        #[derive(::typed_builder::TypedBuilder)]
        #visibility struct #props { #(#fields),* }

        impl crate::dom::Props for #props {
            type Builder = #builder;

            fn builder() -> Self::Builder {
                Self::builder()
            }
        }

        #(#attributes)*
        #[expect(non_snake_case, reason = "a component is written as a tag")]
        #visibility fn #name(#argument) #output {
            #unpacked
            crate::dom::IntoNode::into_node(::reactive_graph::graph::untrack(move || #body))
        }
    })
}

/// One property, with how the builder takes it.
fn field(parameter: &PatType, ident: &syn::PatIdent) -> Result<TokenStream> {
    let (name, ty) = (&ident.ident, &parameter.ty);
    let (mut setter, mut default) = (Vec::new(), TokenStream::new());
    let mut take = |attribute: &Attribute| {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("into") {
                setter.push(quote!(into));
            } else if meta.path.is_ident("optional") {
                setter.push(quote!(strip_option));
                default = quote!(default,);
            } else if meta.path.is_ident("default") {
                let value: syn::Expr = meta.value()?.parse()?;
                default = quote!(default = #value,);
            } else {
                return Err(meta.error("`into`, `optional` or `default = ...`"));
            }
            Ok(())
        })
    };
    for attribute in parameter.attrs.iter().filter(|a| a.path().is_ident("prop")) {
        take(attribute)?;
    }
    let docs = parameter.attrs.iter().filter(|a| a.path().is_ident("doc"));
    Ok(quote! { #(#docs)* #[builder(#default setter(#(#setter),*))] #name: #ty })
}
