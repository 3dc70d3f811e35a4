//! Enums.

use super::Items;
use super::tokens::{deprecated, docs};
use crate::ir::{Enum, Variant};
use proc_macro2::Literal;
use quote::quote;

/// The file of an enum in `types`.
pub fn file(e: &Enum) -> Items {
    let name = &e.name;
    let (enum_docs, old) = (docs(&e.docs), deprecated(e.deprecated.as_ref()));
    let variants = e.variants.iter().map(|Variant { name, docs: text, .. }| {
        let docs = docs(text);
        quote!(#docs #name)
    });
    let values = e.variants.iter().enumerate().map(|(place, Variant { name, value, .. })| {
        let place = Literal::usize_unsuffixed(place);
        quote!(#place #name = #value)
    });
    let note = "match with a wildcard arm instead";
    vec![
        quote! {
            #enum_docs
            #old
            #[non_exhaustive]
            #[derive(Clone, Debug, Ord, PartialEq, PartialOrd)]
            pub enum #name {
                #(#variants,)*
                /// A value that the model does not list, as it was received.
                #[deprecated(note = #note)]
                Unknown(rt::enumeration::UnknownVariantValue),
            }
        },
        quote!(rt::string_enum!(#name, [#(#values),*]);),
    ]
}
