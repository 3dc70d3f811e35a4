//! Values that members have by default.

use super::tokens::TypePrinter;
use crate::ir::{Constant, Ty};
use crate::names::Ident;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// An expression for a value of a type, or nothing if it is the type's own default.
pub fn value(ty: &Ty, constant: &Constant, printer: &TypePrinter<'_>) -> Option<TokenStream> {
    Some(match (ty, constant) {
        (Ty::Enum(id), Constant::Text(text)) => variant(id.name(), text, printer),
        (Ty::Enum(id), _) => variant(id.name(), "", printer),
        (Ty::DateTime, Constant::Time(seconds, nanoseconds)) => {
            let (seconds, nanoseconds) =
                (Literal::i64_unsuffixed(*seconds), Literal::u32_unsuffixed(*nanoseconds));
            quote!(rt::aws_smithy_types::DateTime::from_secs_and_nanos(#seconds, #nanoseconds))
        }
        (Ty::DateTime, _) => quote!(rt::aws_smithy_types::DateTime::from_secs(0)),
        (Ty::Document, constant) if *constant != Constant::Zero => document(constant),
        (Ty::BigInteger | Ty::BigDecimal, Constant::Text(digits)) => {
            quote!(#digits.parse().unwrap_or_default())
        }
        (_, Constant::Bool(value)) => quote!(#value),
        (_, Constant::Int(number)) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(#number)
        }
        (_, Constant::Float(number)) => {
            let number = Literal::f64_unsuffixed(*number);
            quote!(#number)
        }
        (_, Constant::Text(text)) => {
            let string = printer.string();
            quote!(#string::from(#text))
        }
        (_, Constant::Bytes(bytes)) => {
            let bytes = Literal::byte_string(bytes);
            quote!(rt::aws_smithy_types::Blob::new(*#bytes))
        }
        _ => return None,
    })
}

fn variant(name: &Ident, value: &str, printer: &TypePrinter<'_>) -> TokenStream {
    let name = printer.named(name);
    quote!(#name::from(#value))
}

fn document(constant: &Constant) -> TokenStream {
    let value = match constant {
        Constant::Bool(value) => quote!(from(#value)),
        Constant::Int(number) => {
            let number = Literal::i64_suffixed(*number);
            quote!(from(#number))
        }
        Constant::Float(number) => {
            let number = Literal::f64_suffixed(*number);
            quote!(from(#number))
        }
        Constant::Text(text) => quote!(from(#text)),
        Constant::EmptyList => quote!(Array(::std::vec::Vec::new())),
        Constant::EmptyMap => quote!(Object(::std::collections::HashMap::new())),
        _ => quote!(Null),
    };
    quote!(rt::aws_smithy_types::Document::#value)
}
