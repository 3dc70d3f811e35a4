//! Modeled errors, and the error of all operations together.

use super::structure::{self, Role, builder, constant, implementation};
use super::words::{Words, doc, summary};
use super::{Items, present};
use crate::ir;
use crate::names::Ident;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module `types::error`.
pub fn errors(krate: &ir::Crate) -> Items {
    let structures = || krate.errors.iter().map(|error| &error.structure);
    let words = Words::new(structures().map(|s| &s.name));
    let builder_words = Words::new(structures().map(|s| &s.builder));
    let mut items: Items =
        krate.errors.iter().flat_map(|error| self::error(error, &words)).collect();
    items.extend(krate.unions.iter().flat_map(event_error));
    let imports = words.imports(&items);
    let builders: Items = structures().map(|s| builder(s, Role::Error, &builder_words)).collect();
    let builder_imports = builder_words.imports(&builders);
    items.push(quote! {
        /// Builders of the errors.
        pub mod builders {
            #builder_imports
            #(#builders)*
        }
    });
    let head = quote! {
        //! The errors that operations list.
        #imports
    };
    items.insert(0, head);
    items
}

fn error(error: &ir::Error, words: &Words<'_>) -> Items {
    let ir::Error { structure, code, query_code, retryable } = error;
    let query_code = query_code.as_ref().map(|code| quote!(, #code));
    let (name, builder_name) = (&structure.name, &structure.builder);
    let built = present::built(structure);
    let retryable = match retryable {
        Some(kind) => {
            let kind = constant(kind);
            quote!(Some(rt::aws_smithy_types::retry::ErrorKind::#kind))
        }
        None => quote!(None),
    };
    vec![
        structure::declaration(structure, Role::Error, words),
        implementation(structure, Role::Error, words),
        quote!(rt::modeled_error!(#name, #builder_name #built, #code, #retryable #query_code);),
    ]
}

/// The error that may end the stream of which `union` is the events.
fn event_error(union: &ir::Union) -> Items {
    let Some(ir::EventError { name, variants, members }) = &union.error else {
        return Items::new();
    };
    let wire = &union.wire;
    let docs = doc(&format!("Why a stream of `{wire}` ended early."));
    let rows = rows(variants);
    let members = members.iter().map(|ir::EventException { member, variant, place }| {
        let place = Literal::usize_unsuffixed(*place);
        quote!(#member = #variant #place)
    });
    vec![
        declaration(name, &docs, variants),
        quote!(rt::event_stream_error!(#name, #wire, [#(#rows),*], [#(#members),*]);),
    ]
}

/// An error that is one of several.
pub fn declaration(name: &Ident, docs: &TokenStream, variants: &[ir::ErrorVariant]) -> TokenStream {
    let variants = variants.iter().map(|ir::ErrorVariant { name, docs, .. }| {
        let docs = summary(docs);
        quote!(#docs #name(types::error::#name))
    });
    let unhandled = unhandled();
    quote! {
        #docs
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unhandled
        }
    }
}

/// A row a variant: its name, and the method that asks for it.
pub fn rows(variants: &[ir::ErrorVariant]) -> impl Iterator<Item = TokenStream> + '_ {
    variants.iter().enumerate().map(|(place, ir::ErrorVariant { name, is, .. })| {
        let place = Literal::usize_unsuffixed(place);
        quote!((#place, #name, #is))
    })
}

/// `Error`: whatever any operation may answer.
pub fn service_error(krate: &ir::Crate) -> Items {
    let variants = krate.errors.iter().map(|error| {
        let (docs, name) = (summary(&error.structure.docs), &error.structure.name);
        quote!(#docs #name(types::error::#name))
    });
    let names = krate.errors.iter().map(|error| &error.structure.name);
    let unhandled = unhandled();
    let types = (!krate.errors.is_empty()).then(|| {
        quote!(
            use crate::types;
        )
    });
    vec![
        quote! {
            #types
        },
        quote! {
            /// Any error that an operation of this service may give.
            ///
            /// Errors of operations, and the [`SdkError`](crate::error::SdkError)s that hold them,
            /// convert into it.
            #[non_exhaustive]
            #[derive(Debug)]
            pub enum Error {
                #(#variants,)*
                #unhandled
            }
        },
        quote!(rt::service_error!(Error, [#(#names),*]);),
    ]
}

/// The variant for errors that the model does not list.
pub fn unhandled() -> TokenStream {
    let note = "ask for `.code()` in a wildcard arm instead";
    quote! {
        /// Any other error, or an answer that could not be read.
        #[deprecated(note = #note)]
        Unhandled(rt::error::Unhandled),
    }
}
