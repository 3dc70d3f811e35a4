//! Structures some of whose members always have a value. Their builders hold drafts of them, in which all are optional.

use super::structure::{Role, constant, row, rows};
use super::words::Words;
use crate::ir::{Constant, Field, Presence, Structure, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What the getter of a field gives that always has a value, and where it has it from.
pub fn lent(field: &Field, words: &Words<'_>) -> (TokenStream, TokenStream) {
    let Field { name, ty, .. } = field;
    let plain = words.ty(ty);
    match ty {
        Ty::Bool | Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 | Ty::F32 | Ty::F64 => {
            (plain, quote!(self.#name))
        }
        Ty::String => (quote!(&str), quote!(&self.#name)),
        Ty::List(element) => {
            let element = words.ty(element);
            (quote!(&[#element]), quote!(&self.#name))
        }
        _ => (quote!(&#plain), quote!(&self.#name)),
    }
}

/// The type of the draft of a structure.
pub fn draft_of(structure: &TokenStream) -> TokenStream {
    quote!(<#structure as rt::value::Drafted>::Draft)
}

/// How a builder makes a structure of what it holds, unless that is the structure: of a draft, or of one whose stream may
/// be unset.
pub fn built(structure: &Structure) -> Option<TokenStream> {
    let is_held = structure.is_all_optional() && structure.stream().is_none();
    match (is_held, structure.is_fallible()) {
        (true, _) => None,
        (false, false) => Some(quote!(: whole)),
        (false, true) => Some(quote!(: fallible)),
    }
}

/// What the runtime implements for a structure, its draft and its builder.
pub fn implementation(
    structure: &Structure,
    role: Role,
    table: &Literal,
    module: Option<TokenStream>,
    words: &Words<'_>,
) -> TokenStream {
    let Structure { name, builder, fields, .. } = structure;
    let (option, string) = (words.option(), words.string());
    let more = match role {
        Role::Nested | Role::Input => quote!(),
        Role::Output => quote!((_request_id, #option::<#string>)),
        Role::Error => quote!((meta, rt::error::ErrorMetadata)),
    };
    let made = constant(if structure.is_fallible() { "fallible" } else { "whole" });
    let values = fields.iter().filter(|field| !field.ty.is_stream()).map(|field| {
        let (name, value) = (&field.name, |constant| value(&field.ty, constant, words));
        match &field.presence {
            Presence::Optional => quote!((#name optional)),
            Presence::Default(constant) => {
                let value = value(constant);
                quote!((#name default #value))
            }
            Presence::Required(constant) => {
                let value = value(constant);
                quote!((#name required #value))
            }
        }
    });
    let values = quote!(#made [#(#values),*]);
    let (names, rows) = (fields.iter().map(|field| &field.name), rows(structure, words));
    match structure.stream() {
        None => quote!(rt::drafted_structure!(
            #name, #module #builder, [#more], [#(#rows),*], #values, #table
        );),
        Some(stream) => {
            let stream = row(stream, words);
            quote!(rt::drafted_streaming_structure!(
                #name, #module #builder, [#more], [#(#names),*], [#(#rows),*], #stream, #values, #table
            );)
        }
    }
}

/// An expression for a value of a type, or nothing if it is the type's own default.
fn value(ty: &Ty, constant: &Constant, words: &Words<'_>) -> Option<TokenStream> {
    Some(match (ty, constant) {
        (Ty::Enum(id), Constant::Text(text)) => {
            let name = id.name();
            quote!(types::#name::from(#text))
        }
        (Ty::Enum(id), _) => {
            let name = id.name();
            quote!(types::#name::from(""))
        }
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
            let string = words.string();
            quote!(#string::from(#text))
        }
        (_, Constant::Bytes(bytes)) => {
            let bytes = Literal::byte_string(bytes);
            quote!(rt::aws_smithy_types::Blob::new(*#bytes))
        }
        _ => return None,
    })
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
