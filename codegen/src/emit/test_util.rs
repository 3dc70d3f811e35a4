//! What tests of other crates use of this one.

use super::Items;
use super::table::multiline;
use crate::ir::{self, Limit};
use proc_macro2::Literal;
use quote::quote;

/// How wide a line of names may be.
const WIDTH: usize = 100;

/// The file, which the compiler does not read where the feature `test-util` is off.
pub fn file(krate: &ir::Crate) -> Items {
    let service = match &krate.limits.service {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    let limits = krate.limits.limits.iter().map(|limit| {
        let Limit { least, most, pattern, of } = limit;
        let of = wrapped(of);
        quote!((#least, #most, #pattern, #of))
    });
    let unset = wrapped(&krate.limits.unset);
    vec![quote! {
        //! Tests without a server: a mock that answers calls, a recorder of what is asked for, and examples of answers.
        //!
        //! Where [`Example`] is imported, outputs, errors, inputs and structures in them have a function `example`.
        rt::test_util!(service: #service, limits: [#(#limits),*], unset: #unset);
    }]
}

/// Names with blanks between them: a line, or as many as they need.
fn wrapped(names: &[String]) -> Literal {
    let mut lines = vec![String::new()];
    for name in names {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(name),
            Some(line) if line.len() + name.len() < WIDTH => *line += &format!(" {name}"),
            _ => lines.push(name.clone()),
        }
    }
    match lines.as_slice() {
        [line] => Literal::string(line),
        _ => multiline(lines.into_iter()),
    }
}
