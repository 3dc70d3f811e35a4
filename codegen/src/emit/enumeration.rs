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
        quote!((#place, #name, #value))
    });
    // Whoever may see them asks for the text.
    let (debug, redacted) = match e.sensitive {
        true => (quote!(), Some(quote!(rt::sensitive_enum!(#name);))),
        false => (quote!(Debug,), None),
    };
    let note = "match with a wildcard arm instead";
    let declared = quote! {
        #enum_docs
        #old
        #[non_exhaustive]
        #[derive(Clone, #debug Ord, PartialEq, PartialOrd)]
        pub enum #name {
            #(#variants,)*
            /// A value that the model does not list, as it was received.
            #[deprecated(note = #note)]
            Unknown(rt::enumeration::UnknownVariantValue),
        }
    };
    let implemented = quote!(rt::string_enum!(#name, values: [#(#values),*]););
    [declared, implemented].into_iter().chain(redacted).collect()
}
