//! Types that the crate `serde` writes and reads, with the feature of that name.

use super::Items;
use super::tokens::needs;
use crate::ir::{self, Structure};
use crate::names::Ident;
use proc_macro2::TokenStream;
use quote::quote;

/// The file, which the compiler does not read where the feature is off.
pub fn file(krate: &ir::Crate) -> Items {
    let row = |name: &Ident| -> TokenStream {
        let needs = needs(krate.gates.of(name));
        quote!((#name #needs))
    };
    let structures = krate.structures.iter().filter(|nested| !holds_stream(nested));
    let structures = structures.map(|nested| row(&nested.name));
    let unions = krate.unions.iter().map(|union| row(&union.name));
    let enums = krate.enums.iter().map(|e| row(&e.name));
    let errors = krate.errors.iter().map(|error| &error.structure.name);
    let messages = krate.operations.iter().flat_map(|operation| {
        let module = &operation.module;
        let needs = needs(krate.gates.operation(module));
        let messages = [&operation.input, &operation.output].into_iter();
        let messages = messages.filter(|message| !holds_stream(message));
        messages.map(move |Structure { name, .. }| quote!((#module, #name #needs)))
    });
    vec![quote! {
        //! `Serialize` and `Deserialize` of types, with the feature `serde`.
        rt::stored!(
            structures: [#(#structures),*], unions: [#(#unions),*], enums: [#(#enums),*],
            errors: [#(#errors),*], messages: [#(#messages),*]
        );
    }]
}

/// A stream can be read once, and not be stored.
fn holds_stream(structure: &Structure) -> bool {
    structure.stream().is_some()
}
