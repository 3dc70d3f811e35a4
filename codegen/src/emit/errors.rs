//! Modeled errors, and the error of all operations together.

use super::Items;
use super::implementation::{build, implementation};
use super::structure::{self, builder};
use super::tokens::{TypePrinter, doc, summary};
use crate::ir;
use crate::names::{self, Ident};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module `types::error`.
pub fn errors(krate: &ir::Crate) -> Items {
    let structures = || krate.errors.iter().map(|error| &error.structure);
    let printer = TypePrinter::new(structures().map(|s| &s.name));
    let builder_printer = TypePrinter::new(structures().map(|s| &s.builder));
    let mut items: Items =
        krate.errors.iter().flat_map(|error| self::error(error, &printer)).collect();
    items.extend(krate.unions.iter().flat_map(|union| event_error(union, &printer)));
    let of_streams = krate.unions.iter().filter_map(|union| Some(&union.error.as_ref()?.name));
    items.extend(request_ids(krate, structures().map(|s| &s.name).chain(of_streams)));
    let imports = printer.imports();
    let builders: Items = structures().map(|s| builder(s, &builder_printer)).collect();
    let builder_imports = builder_printer.imports();
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

fn error(error: &ir::Error, printer: &TypePrinter<'_>) -> Items {
    let ir::Error { structure, code, query_code, retryable } = error;
    let query_code = query_code.as_ref().map(|code| quote!(, query_code: #code));
    let (name, builder_name) = (&structure.name, &structure.builder);
    let build = build(structure);
    let retryable = retryable.map(|kind| names::known(kind.as_str()));
    let retryable = retryable.map(|kind| quote!(, retryable: #kind));
    vec![
        structure::declaration(structure, printer),
        implementation(structure, printer),
        quote!(rt::modeled_error!(
            #name, builder: #builder_name #build, code: #code #retryable #query_code
        );),
    ]
}

/// The second request id of errors, where there is one.
fn request_ids<'a>(
    krate: &ir::Crate,
    errors: impl Iterator<Item = &'a Ident>,
) -> Option<TokenStream> {
    krate.service.extended_request_id.then(|| quote!(rt::extended_request_id!(#(#errors),*);))
}

/// The error that may end the stream of which `union` is the events.
fn event_error(union: &ir::Union, printer: &TypePrinter<'_>) -> Items {
    let Some(ir::EventError { name, variants, members }) = &union.error else {
        return Items::new();
    };
    let model_name = &union.model_name;
    let docs = doc(&format!("Why a stream of `{model_name}` ended early."));
    let rows = rows(variants);
    let members = members.iter().map(|ir::EventException { member, variant, place }| {
        let place = Literal::usize_unsuffixed(*place);
        quote!((#member, #variant, #place))
    });
    vec![
        declaration(name, &docs, variants, printer),
        quote!(rt::event_stream_error!(
            #name, union: #model_name, variants: [#(#rows),*], exceptions: [#(#members),*]
        );),
    ]
}

/// An error that is one of several.
pub fn declaration(
    name: &Ident,
    docs: &TokenStream,
    variants: &[ir::ErrorVariant],
    printer: &TypePrinter<'_>,
) -> TokenStream {
    let variants = variants.iter().map(|ir::ErrorVariant { name, docs, .. }| {
        let (docs, error) = (summary(docs), printer.error(name));
        quote!(#docs #name(#error))
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
    let printer = TypePrinter::default();
    let variants = krate.errors.iter().map(|error| {
        let (docs, name) = (summary(&error.structure.docs), &error.structure.name);
        let error = printer.error(name);
        quote!(#docs #name(#error))
    });
    let variants: Items = variants.collect();
    let imports = printer.imports();
    let names = krate.errors.iter().map(|error| &error.structure.name);
    let unhandled = unhandled();
    let error = names::known("Error");
    let mut items = vec![
        quote! {
            #imports
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
        quote!(rt::service_error!(Error, variants: [#(#names),*]);),
    ];
    items.extend(request_ids(krate, std::iter::once(&error)));
    let waits = krate.operations.iter().any(|operation| !operation.waiters.is_empty());
    items.extend(waits.then(|| quote!(rt::waiter_error!(Error);)));
    items
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
