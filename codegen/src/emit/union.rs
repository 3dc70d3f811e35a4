//! Unions.

use super::Items;
use super::table::union_table;
use super::tokens::{TypePrinter, deprecated, docs};
use crate::ir::{Ty, Union, UnionMember};
use proc_macro2::Literal;
use quote::quote;

/// The file of a union in `types`.
pub fn file(union: &Union) -> Items {
    let name = &union.name;
    let printer = TypePrinter::new([name]);
    let (union_docs, old) = (docs(&union.docs), deprecated(union.deprecated.as_ref()));
    let variants = union.members.iter().map(|UnionMember { name, ty, docs: text, .. }| {
        let (docs, value) = (docs(text), value(ty).map(|ty| printer.ty(ty)));
        let value = value.map(|ty| quote!((#ty)));
        quote!(#docs #name #value)
    });
    let row = |(index, member): (usize, &UnionMember)| {
        let UnionMember { name, is, as_, ty, .. } = member;
        let (index, ty) =
            (Literal::usize_unsuffixed(index), value(ty).map(|ty| printer.turbofish(ty)));
        let ty = ty.into_iter();
        quote!((#index, #name, #is, #as_ #(, #ty)*))
    };
    let members = union.members.iter().enumerate();
    let (rows, units): (Vec<_>, Vec<_>) =
        members.partition(|(_, member)| value(&member.ty).is_some());
    let (rows, units) = (rows.into_iter().map(row), units.into_iter().map(row).collect::<Vec<_>>());
    let units = (!units.is_empty()).then(|| quote!(units: [#(#units),*],));
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
        quote!(rt::union!(#name, members: [#(#rows),*], #units table: #table);),
    ];
    items.insert(0, printer.imports());
    items
}

/// What a variant holds, unless being there says all.
fn value(ty: &Ty) -> Option<&Ty> {
    (*ty != Ty::Unit).then_some(ty)
}
