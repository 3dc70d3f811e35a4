//! Operations whose requests are presigned with the feature `presigning` alone.

use super::Items;
use super::tokens::gate;
use crate::ir;
use crate::names;
use quote::quote;

/// The file, which the compiler does not read where the feature is off.
pub fn file(krate: &ir::Crate) -> Items {
    let head = quote! {
        //! Presigned requests of operations, with the feature `presigning`.
    };
    let operations = krate.operations.iter().filter_map(|operation| {
        let ir::Operation { module, fluent, error, .. } = operation;
        let presigning = names::known(operation.presigning_by_feature?.as_str());
        let gate = gate(krate.gates.operation(module));
        Some(quote! {
            #gate
            rt::presigned!(#fluent, module: #module, error: #error, presigned: #presigning);
        })
    });
    std::iter::once(head).chain(operations).collect()
}
