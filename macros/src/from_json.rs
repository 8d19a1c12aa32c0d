//! `#[derive(FromJson)]`: taking a tree of JSON apart, by serde's attributes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, FieldsNamed, LitStr, Result, Type, Variant,
};

/// What serde's attributes say of a type or a field, as far as reading goes.
#[derive(Default)]
struct Words {
    rename: Option<String>,
    from: Option<Type>,
    try_from: Option<Type>,
    is_default: bool,
    is_snake: bool,
}

fn words(attributes: &[Attribute]) -> Result<Words> {
    let mut words = Words::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            let text = |meta: &syn::meta::ParseNestedMeta<'_>| meta.value()?.parse::<LitStr>();
            let is = |name: &str| meta.path.is_ident(name);
            if is("rename") {
                words.rename = Some(text(&meta)?.value());
            } else if is("rename_all") {
                words.is_snake = text(&meta)?.value() == "snake_case";
            } else if is("from") {
                words.from = Some(text(&meta)?.parse()?);
            } else if is("try_from") {
                words.try_from = Some(text(&meta)?.parse()?);
            } else if is("default") {
                words.is_default = true;
            } else if is("into") || is("skip_serializing_if") {
                text(&meta)?;
            } else if !is("transparent") && !is("deny_unknown_fields") {
                return Err(meta.error("`FromJson` does not know this"));
            }
            Ok(())
        })?;
    }
    Ok(words)
}

/// The implementation for one type.
pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let words = words(&input.attrs)?;
    let body = if let Some(from) = words.from {
        quote!(<#from as FromJson>::from_json(value).map(Into::into))
    } else if let Some(from) = words.try_from {
        quote!(<#from as FromJson>::from_json(value)?.try_into().ok())
    } else {
        match &input.data {
            Data::Struct(data) => structure(&data.fields)?,
            Data::Enum(data) if words.is_snake => {
                let arms = data.variants.iter().map(arm).collect::<Result<Vec<_>>>()?;
                quote! {
                    let (name, mut value) = ::klantbeeld_core::json::variant(value)?;
                    let value = &mut value;
                    match name.as_str() { #(#arms,)* _ => None }
                }
            }
            Data::Enum(_) | Data::Union(_) => {
                return Err(Error::new_spanned(
                    &input.ident,
                    "an enum with `rename_all = \"snake_case\"`",
                ));
            }
        }
    };
    let name = &input.ident;
    Ok(quote! {
        const _: () = {
            use ::klantbeeld_core::json::FromJson;
            impl FromJson for #name {
                fn from_json(value: &mut ::serde_json::Value) -> Option<Self> { #body }
            }
        };
    })
}

fn structure(fields: &Fields) -> Result<TokenStream> {
    Ok(match fields {
        Fields::Named(fields) => {
            let fields = named(fields)?;
            quote!(Some(Self #fields))
        }
        Fields::Unnamed(_) => quote!(FromJson::from_json(value).map(Self)),
        Fields::Unit => quote!(Some(Self)),
    })
}

fn named(fields: &FieldsNamed) -> Result<TokenStream> {
    let fields = fields.named.iter().map(|field| {
        let name = &field.ident;
        let words = words(&field.attrs)?;
        let key = words
            .rename
            .or_else(|| name.as_ref().map(ToString::to_string));
        let read = if words.is_default {
            quote!(optional_field)
        } else {
            quote!(field)
        };
        Ok(quote!(#name: ::klantbeeld_core::json::#read(value, #key)?))
    });
    let fields = fields.collect::<Result<Vec<_>>>()?;
    Ok(quote!({ #(#fields),* }))
}

/// `InProgress` as `in_progress`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

fn arm(variant: &Variant) -> Result<TokenStream> {
    let name = &variant.ident;
    let key = snake(&name.to_string());
    let made = format_ident!("{name}");
    Ok(match &variant.fields {
        Fields::Unit => quote!(#key => Some(Self::#made)),
        Fields::Unnamed(_) => quote!(#key => FromJson::from_json(value).map(Self::#made)),
        Fields::Named(fields) => {
            let fields = named(fields)?;
            quote!(#key => Some(Self::#made #fields))
        }
    })
}
