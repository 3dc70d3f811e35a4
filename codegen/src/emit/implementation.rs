//! What the runtime implements for structures and their builders: one macro a form.

use super::constant;
use super::table::table;
use super::tokens::TypePrinter;
use crate::ir::{Build, Field, Form, Presence, Role, Structure};
use crate::names;
use proc_macro2::TokenStream;
use quote::quote;

/// The type that holds the values of required members while a structure is built.
pub fn builder_state(structure: &TokenStream) -> TokenStream {
    quote!(<#structure as rt::serde::RequiredMembers>::BuilderState)
}

/// How a builder makes a structure of what it holds, unless that is the structure.
pub fn built(structure: &Structure) -> Option<TokenStream> {
    let build = names::known(build_word(structure.build)?);
    Some(quote!(: #build))
}

/// The same for a macro that takes it by name.
pub fn build(structure: &Structure) -> Option<TokenStream> {
    let build = names::known(build_word(structure.build)?);
    Some(quote!(, build: #build))
}

fn build_word(build: Build) -> Option<&'static str> {
    match build {
        Build::Held => None,
        Build::Whole => Some("whole"),
        Build::Fallible => Some("fallible"),
    }
}

/// What the runtime implements for a structure and its builder.
pub fn implementation(structure: &Structure, printer: &TypePrinter<'_>) -> TokenStream {
    let Structure { name, builder, role, form, fields, .. } = structure;
    let (table, rows) = (table(structure), rows(structure, printer));
    let module = (*role != Role::Nested).then(|| quote!(builders::));
    let names = fields.iter().map(|field| &field.name);
    let stream = structure.stream().map(|stream| {
        let presence = names::known(if stream.is_needed() { "required" } else { "default" });
        let row = row(stream, printer);
        quote!(#presence #row)
    });
    let build = names::known(build_word(structure.build).unwrap_or("whole"));
    match form {
        Form::Plain => {
            let more = extra_name(*role);
            quote!(rt::structure!(
                #name, builder: #module #builder #more, fields: [#(#rows),*], table: #table
            );)
        }
        Form::Streaming => {
            let more = extra_name(*role);
            quote!(rt::streaming_structure!(
                #name, builder: #module #builder, build: #build #more, names: [#(#names),*],
                fields: [#(#rows),*], stream: #stream, table: #table
            );)
        }
        Form::Required => {
            let (more, values) = (extra_row(*role, printer), values(structure, printer));
            quote!(rt::required_structure!(
                #name, builder: #module #builder, build: #build #more, fields: [#(#rows),*],
                values: #values, table: #table
            );)
        }
        Form::RequiredStreaming => {
            let (more, values) = (extra_row(*role, printer), values(structure, printer));
            quote!(rt::required_streaming_structure!(
                #name, builder: #module #builder, build: #build #more, names: [#(#names),*],
                fields: [#(#rows),*], stream: #stream, values: #values, table: #table
            );)
        }
    }
}

/// The field beside the members.
fn extra_name(role: Role) -> TokenStream {
    match role {
        Role::Nested | Role::Input => quote!(),
        Role::Output | Role::S3Output => quote!(, beside: _request_id),
        Role::Error => quote!(, beside: meta),
    }
}

/// The field beside the members, and its type.
fn extra_row(role: Role, printer: &TypePrinter<'_>) -> TokenStream {
    match role {
        Role::Nested | Role::Input => quote!(),
        Role::Output => {
            let (option, string) = (printer.option(), printer.string());
            quote!(, beside: (_request_id, #option::<#string>))
        }
        Role::S3Output => quote!(, beside: (_request_id, rt::error::RequestIds)),
        Role::Error => quote!(, beside: (meta, rt::error::ErrorMetadata)),
    }
}

/// Whether fields always have a value, and which they have where none is set.
fn values(structure: &Structure, printer: &TypePrinter<'_>) -> TokenStream {
    let values = structure.plain_fields().map(|field| {
        let (name, value) = (&field.name, |constant| constant::value(&field.ty, constant, printer));
        match &field.presence {
            Presence::Optional => quote!((#name, optional)),
            Presence::Default(constant) => {
                let value = value(constant).map(|value| quote!(, #value));
                quote!((#name, default #value))
            }
            Presence::Required(constant) => {
                let value = value(constant).map(|value| quote!(, #value));
                quote!((#name, required #value))
            }
        }
    });
    quote!([#(#values),*])
}

/// A row a field that is no stream.
pub fn rows<'a>(
    structure: &'a Structure,
    printer: &'a TypePrinter<'_>,
) -> impl Iterator<Item = TokenStream> + 'a {
    structure.plain_fields().map(|field| row(field, printer))
}

/// A field's name, the methods that set and show it, and its type.
pub fn row(field: &Field, printer: &TypePrinter<'_>) -> TokenStream {
    let Field { name, set, get, ty, .. } = field;
    let ty = printer.turbofish(ty);
    quote!((#name, #set, #get, #ty))
}
