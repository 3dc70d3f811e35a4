//! Unions.

use super::Items;
use super::table::union_table;
use super::tokens::{TypePrinter, deprecated, docs};
use crate::ir::{Union, UnionMember};
use proc_macro2::Literal;
use quote::quote;

/// The file of a union in `types`.
pub fn file(union: &Union) -> Items {
    let name = &union.name;
    let printer = TypePrinter::new([name]);
    let (union_docs, old) = (docs(&union.docs), deprecated(union.deprecated.as_ref()));
    let variants = union.members.iter().map(|UnionMember { name, ty, docs: text, .. }| {
        let (docs, ty) = (docs(text), printer.ty(ty));
        quote!(#docs #name(#ty))
    });
    let rows = union.members.iter().enumerate().map(|(index, member)| {
        let UnionMember { name, is, as_, ty, .. } = member;
        let (index, ty) = (Literal::usize_unsuffixed(index), printer.turbofish(ty));
        quote!((#index, #name, #is, #as_, #ty))
    });
    let table = union_table(union);
    let mut items = vec![
        quote! {
            #union_docs
            #old
            #[non_exhaustive]
            #[derive(Clone, PartialEq)]
            pub enum #name {
                #(#variants,)*
                /// A member that the model does not know. It can be received, and not be sent.
                #[non_exhaustive]
                Unknown,
            }
        },
        quote!(rt::union!(#name, members: [#(#rows),*], table: #table);),
    ];
    items.insert(0, printer.imports());
    items
}
