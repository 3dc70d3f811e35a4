//! Enums of integers.

use super::Items;
use super::tokens::{deprecated, docs};
use crate::ir::{IntConstant, IntEnum};
use proc_macro2::Literal;
use quote::quote;

/// The file of an enum of integers in `types`.
pub fn file(e: &IntEnum) -> Items {
    let name = &e.name;
    let (enum_docs, old) = (docs(&e.docs), deprecated(e.deprecated.as_ref()));
    let constants = e.constants.iter().map(|IntConstant { name, value, docs: text, .. }| {
        let (docs, value) = (docs(text), Literal::i32_unsuffixed(*value));
        quote! {
            #docs
            pub const #name: i32 = #value;
        }
    });
    let names =
        e.constants.iter().map(|IntConstant { name, model_name, .. }| quote!((#name, #model_name)));
    let declared = quote! {
        #enum_docs
        #old
        #[derive(Clone, Copy, Debug)]
        pub enum #name {}
    };
    let constants = quote! {
        impl #name {
            #(#constants)*
        }
    };
    vec![declared, constants, quote!(rt::int_enum!(#name, values: [#(#names),*]);)]
}
