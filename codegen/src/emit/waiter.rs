//! Waiters: a file each, and the trait that starts them.

use super::Items;
use super::structure::setter_of;
use super::tokens::{TypePrinter, deprecated, docs, gate, summary};
use crate::ir::waiters::{Acceptor, Expected, Expr, Matcher, Waiter};
use crate::ir::{self, Operation};
use crate::names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The waiters of all operations, each with the operation that it sends, by name.
pub fn all(krate: &ir::Crate) -> Vec<(&Operation, &Waiter)> {
    let operations = krate.operations.iter();
    let mut all: Vec<_> = operations.flat_map(|o| o.waiters.iter().map(move |w| (o, w))).collect();
    all.sort_by(|(_, a), (_, b)| a.module.cmp(&b.module));
    all
}

/// The module `waiters`.
pub fn modules(krate: &ir::Crate) -> Items {
    let modules = all(krate).into_iter().map(|(operation, waiter)| {
        let module = &waiter.module;
        let gate = gate(krate.gates.operation(&operation.module));
        quote!(#gate pub mod #module;)
    });
    vec![quote! {
        //! What can be waited for, a module each. [`Waiters`](crate::client::Waiters) starts to wait.
        #(#modules)*
    }]
}

/// The trait that starts waiters, and its implementation by the client.
pub fn methods(krate: &ir::Crate) -> Items {
    let all = all(krate);
    if all.is_empty() {
        return Vec::new();
    }
    let gate = |operation: &Operation| gate(krate.gates.operation(&operation.module));
    let declared = all.iter().map(|(operation, waiter)| {
        let gate = gate(operation);
        let (signature, docs) = (signature(waiter), docs(&waiter.docs));
        let old = deprecated(waiter.deprecated.as_ref());
        quote!(#docs #old #gate #signature;)
    });
    let implemented = all.iter().map(|(operation, waiter)| {
        let (signature, path, gate) = (signature(waiter), path(waiter), gate(operation));
        quote!(#gate #[inline] #signature { #path::new(self) })
    });
    vec![
        quote! {
            /// Keeps others from implementing the trait, which would break as soon as it has one more method.
            mod sealed {
                pub trait Waiters {}
                impl Waiters for super::Client {}
            }
        },
        quote! {
            /// What can be waited for. The trait must be in scope for the client to have its methods, and only the client
            /// has them.
            pub trait Waiters: sealed::Waiters {
                #(#declared)*
            }
        },
        quote! {
            impl Waiters for Client {
                #(#implemented)*
            }
        },
    ]
}

fn signature(waiter: &Waiter) -> TokenStream {
    let (method, path) = (&waiter.method, path(waiter));
    quote!(fn #method(&self) -> #path)
}

fn path(Waiter { module, builder, .. }: &Waiter) -> TokenStream {
    quote!(crate::waiters::#module::#builder)
}

/// The file of a waiter.
pub fn file(operation: &Operation, waiter: &Waiter) -> Items {
    let Waiter { method, builder, poll, failure, .. } = waiter;
    let Operation { module, name, input, error, .. } = operation;
    let printer = TypePrinter::new([builder, poll, failure]);
    let (docs, old) = (docs(&waiter.docs), deprecated(waiter.deprecated.as_ref()));
    let (input_builder, output) = (&input.builder, &operation.output.name);
    let setters = input.fields.iter().map(|field| {
        let name = &field.name;
        let body = |arguments| quote!(self.inner = self.inner.#name(#arguments););
        setter_of(field, &summary(&field.docs), &printer, body)
    });
    let rows = input.fields.iter().map(|ir::Field { set, get, ty, .. }| {
        let ty = printer.turbofish(ty);
        quote!((#set, #get, #ty))
    });
    let mut items = vec![
        quote! {
            #docs
            #old
            #[derive(Clone, Debug)]
            pub struct #builder {
                core: rt::client::Core,
                inner: operation::builders::#input_builder,
            }
            impl #builder {
                #(#setters)*
            }
        },
        quote! {
            rt::waiter!(
                #builder, #poll, #failure, WAITER,
                operation::#name, operation::builders::#input_builder, operation::#output,
                operation::#error, [#(#rows),*]
            );
        },
        table(waiter),
    ];
    let imports = printer.imports();
    let head = doc_of_file(method);
    items.insert(
        0,
        quote! {
            #head
            use crate::operation::#module as operation;
            use ::rt::waiter::table;
            #imports
        },
    );
    items
}

fn doc_of_file(method: &names::Ident) -> TokenStream {
    let text = format!(" What [`{method}`](crate::client::Waiters::{method}) takes and gives.");
    quote!(#![doc = #text])
}

fn table(waiter: &Waiter) -> TokenStream {
    let [min_delay, max_delay] = [waiter.min_delay, waiter.max_delay].map(Literal::u32_unsuffixed);
    let acceptors = waiter.acceptors.iter().map(|Acceptor { state, matcher }| {
        let (state, matcher) = (names::variant(state), self::matcher(matcher));
        quote!(table::Acceptor(table::State::#state, #matcher))
    });
    quote! {
        static WAITER: table::Waiter = table::Waiter {
            min_delay: #min_delay,
            max_delay: #max_delay,
            acceptors: &[#(#acceptors),*],
        };
    }
}

fn matcher(matcher: &Matcher) -> TokenStream {
    match matcher {
        Matcher::Success(success) => quote!(table::Matcher::Success(#success)),
        Matcher::Error(code) => quote!(table::Matcher::Error(#code)),
        Matcher::Status(status) => {
            let status = Literal::u16_unsuffixed(*status);
            quote!(table::Matcher::Status(#status))
        }
        Matcher::Output(place, expected) => {
            let (place, expected) = (expr(place), self::expected(expected));
            quote!(table::Matcher::Output(#place, #expected))
        }
        Matcher::InputOutput(place, expected) => {
            let (place, expected) = (expr(place), self::expected(expected));
            quote!(table::Matcher::InputOutput(#place, #expected))
        }
    }
}

fn expected(expected: &Expected) -> TokenStream {
    match expected {
        Expected::Text(text) => quote!(table::Expected::Text(#text)),
        Expected::Boolean(truth) => quote!(table::Expected::Boolean(#truth)),
        Expected::All(text) => quote!(table::Expected::All(#text)),
        Expected::Any(text) => quote!(table::Expected::Any(#text)),
    }
}

fn expr(expr: &Expr) -> TokenStream {
    let one = |name, of: &Expr| {
        let (name, of) = (names::known(name), self::expr(of));
        quote!(table::#name(&#of))
    };
    let two = |name, first: &Expr, second: &Expr| {
        let (name, first, second) = (names::known(name), self::expr(first), self::expr(second));
        quote!(table::#name(&#first, &#second))
    };
    let many = |of: &[Expr]| {
        let of = of.iter().map(self::expr);
        quote!(&[#(#of),*])
    };
    match expr {
        Expr::Current => quote!(table::Current),
        Expr::Field(name) => quote!(table::Field(#name)),
        Expr::Index(index) => {
            let index = Literal::i32_unsuffixed(*index);
            quote!(table::Index(#index))
        }
        Expr::Slice(start, stop, step) => {
            let [start, stop] = [start, stop].map(bound);
            let step = Literal::i32_unsuffixed(*step);
            quote!(table::Slice(#start, #stop, #step))
        }
        Expr::Then(first, second) => two("Then", first, second),
        Expr::Each(list, each) => two("Each", list, each),
        Expr::Flatten(list) => one("Flatten", list),
        Expr::Values(of) => one("Values", of),
        Expr::If(condition, then) => two("If", condition, then),
        Expr::Not(of) => one("Not", of),
        Expr::And(first, second) => two("And", first, second),
        Expr::Or(first, second) => two("Or", first, second),
        Expr::Compare(comparison, first, second) => {
            let comparison = names::variant(comparison);
            let (first, second) = (self::expr(first), self::expr(second));
            quote!(table::Compare(table::Comparison::#comparison, &#first, &#second))
        }
        Expr::List(items) => {
            let items = many(items);
            quote!(table::List(#items))
        }
        Expr::Array(items) => {
            let items = many(items);
            quote!(table::Array(#items))
        }
        Expr::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = self::expr(value);
                quote!((#name, #value))
            });
            quote!(table::Object(&[#(#entries),*]))
        }
        Expr::Call(function, arguments) => {
            let (function, arguments) = (names::variant(function), many(arguments));
            quote!(table::Call(table::Function::#function, #arguments))
        }
        Expr::Null => quote!(table::Null),
        Expr::Bool(truth) => quote!(table::Bool(#truth)),
        Expr::Number(number) => {
            let number = Literal::f64_unsuffixed(*number);
            quote!(table::Number(#number))
        }
        Expr::Text(text) => quote!(table::Text(#text)),
    }
}

fn bound(bound: &Option<i32>) -> TokenStream {
    match bound {
        Some(bound) => {
            let bound = Literal::i32_unsuffixed(*bound);
            quote!(Some(#bound))
        }
        None => quote!(None),
    }
}
