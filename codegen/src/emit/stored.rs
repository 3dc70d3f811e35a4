//! Types that the crate `serde` writes and reads, with the feature of that name.

use super::Items;
use super::tokens::gate;
use crate::ir::{self, Structure};
use crate::names::Ident;
use proc_macro2::TokenStream;
use quote::quote;

/// The file, which the compiler does not read where the feature is off: a line for each type.
pub fn file(krate: &ir::Crate) -> Items {
    let head = quote! {
        //! `Serialize` and `Deserialize` of types, with the feature `serde`.
    };
    let types = |name: &Ident, kind: TokenStream| line(name, krate.gates.of(name), kind);
    let structures = krate.structures.iter().filter(|nested| !holds_stream(nested));
    let structures = structures.map(|nested| types(&nested.name, quote!(structure: types)));
    let unions = krate.unions.iter().map(|union| types(&union.name, quote!(union: types)));
    let enums = krate.enums.iter().map(|e| types(&e.name, quote!(enumeration: types)));
    let errors = krate.errors.iter().map(|error| &error.structure.name);
    let errors = errors.map(|name| line(name, &[], quote!(structure: types::error)));
    let messages = krate.operations.iter().flat_map(|operation| {
        let (module, gate) = (&operation.module, krate.gates.operation(&operation.module));
        let messages = [&operation.input, &operation.output].into_iter();
        let messages = messages.filter(|message| !holds_stream(message));
        messages.map(move |m| line(&m.name, gate, quote!(structure: operation::#module)))
    });
    let lines = structures.chain(unions).chain(enums).chain(errors).chain(messages);
    std::iter::once(head).chain(lines).collect()
}

fn line(name: &Ident, features: &[String], kind: TokenStream) -> TokenStream {
    let gate = gate(features);
    quote! {
        #gate
        rt::stored!(#name, #kind);
    }
}

/// A stream can be read once, and not be stored.
fn holds_stream(structure: &Structure) -> bool {
    structure.stream().is_some()
}
