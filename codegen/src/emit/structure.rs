//! Structures and their builders.

use super::Items;
use super::present;
use super::table::table;
use super::words::{Words, deprecated, doc, docs, summary};
use crate::ir::{self, Field, Structure, Ty};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// What a structure holds beside its members, and what building it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Targeted by members.
    Nested,
    /// The input of an operation.
    Input,
    /// The output of an operation.
    Output,
    /// A modeled error.
    Error,
}

/// The module `types`.
pub fn modules(krate: &ir::Crate) -> Items {
    let structures = krate.structures.iter().filter_map(|s| Some((s.module.as_ref()?, &s.name)));
    let enums = krate.enums.iter().map(|e| (&e.module, &e.name));
    let unions = krate.unions.iter().map(|u| (&u.module, &u.name));
    let mut modules: Vec<_> = structures.clone().chain(enums).chain(unions).collect();
    modules.sort();
    let declared = modules.iter().map(|(module, _)| quote!(mod #module;));
    let exported = modules.iter().map(|(module, name)| quote!(pub use #module::#name;));
    let builders = krate.structures.iter().filter_map(|s| {
        let (module, builder) = (s.module.as_ref()?, &s.builder);
        Some(quote!(pub use super::#module::#builder;))
    });
    let head = quote! {
        //! Structures, unions and enums that operations take and give.
        #(#declared)*
        pub mod error;
        #(#exported)*
    };
    let builders = quote! {
        /// Builders of the structures.
        pub mod builders {
            #(#builders)*
        }
    };
    vec![head, builders]
}

/// The file of a structure in `types`.
pub fn nested(structure: &Structure) -> Items {
    let words = Words::new([&structure.name, &structure.builder]);
    let (name, builder_name) = (&structure.name, &structure.builder);
    let built = present::built(structure);
    let mut items = vec![
        declaration(structure, Role::Nested, &words),
        builder(structure, Role::Nested, &words),
        implementation(structure, Role::Nested, &words),
        quote!(rt::build!(#builder_name, #name #built);),
    ];
    items.insert(0, words.imports(&items));
    items
}

/// The structure itself: fields, getters, `builder()`.
pub fn declaration(structure: &Structure, role: Role, words: &Words<'_>) -> TokenStream {
    let name = &structure.name;
    let (docs, old) = (docs(&structure.docs), deprecated(structure.deprecated.as_ref()));
    let fields = structure.fields.iter().map(|field| field_declaration(field, role, words));
    let extra = extra_field(role, words);
    let getters = structure.fields.iter().map(|field| getter(field, words));
    quote! {
        #docs
        #old
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra
        }
        impl #name {
            #(#getters)*
        }
    }
}

/// A field. Inputs are read through their fluent builders, whose methods say all there is to say.
fn field_declaration(field: &Field, role: Role, words: &Words<'_>) -> TokenStream {
    let name = &field.name;
    let docs = if role == Role::Input { summary(&field.docs) } else { docs(&field.docs) };
    let old = deprecated(field.deprecated.as_ref());
    let held = held(field, words);
    quote!(#docs #old pub #name: #held)
}

/// What holds the value of a field.
fn held(field: &Field, words: &Words<'_>) -> TokenStream {
    let (option, plain) = (words.option(), words.ty(&field.ty));
    match field.ty.is_stream() || !field.presence.is_optional() {
        true => plain,
        false => quote!(#option<#plain>),
    }
}

fn extra_field(role: Role, words: &Words<'_>) -> TokenStream {
    let (option, string) = (words.option(), words.string());
    match role {
        Role::Nested | Role::Input => quote!(),
        Role::Output => quote!(_request_id: #option<#string>,),
        Role::Error => quote!(pub(crate) meta: rt::error::ErrorMetadata,),
    }
}

fn getter(field: &Field, words: &Words<'_>) -> TokenStream {
    let Field { name, ty, .. } = field;
    let (summary, old) = (summary(&field.docs), deprecated(field.deprecated.as_ref()));
    let option = words.option();
    let (returned, body) = match ty {
        _ if !field.presence.is_optional() => present::lent(field, words),
        Ty::Bool | Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64 | Ty::F32 | Ty::F64 => {
            let ty = words.ty(ty);
            (quote!(#option<#ty>), quote!(self.#name))
        }
        Ty::String => (quote!(#option<&str>), quote!(self.#name.as_deref())),
        Ty::List(element) => {
            let element = words.ty(element);
            (quote!(&[#element]), quote!(rt::value::list(&self.#name)))
        }
        Ty::Box(inner) => {
            let inner = words.ty(inner);
            (quote!(#option<&#inner>), quote!(self.#name.as_deref()))
        }
        ty if ty.is_stream() => {
            let ty = words.ty(ty);
            (quote!(&#ty), quote!(&self.#name))
        }
        _ => {
            let ty = words.ty(ty);
            (quote!(#option<&#ty>), quote!(self.#name.as_ref()))
        }
    };
    quote! {
        #summary
        #old
        #[inline]
        pub fn #name(&self) -> #returned {
            #body
        }
    }
}

/// The builder: a structure in the making, in a type of its own.
pub fn builder(structure: &Structure, role: Role, words: &Words<'_>) -> TokenStream {
    let Structure { name, builder, .. } = structure;
    let (target, docs) = match role {
        Role::Nested => (quote!(#name), doc(&format!("Builds {}.", link(name)))),
        _ => (quote!(super::#name), doc(&format!("Builds [`{name}`](super::{name})."))),
    };
    let setters = structure.fields.iter().map(|field| {
        let docs = summary(&field.docs);
        setter(field, &docs, &quote!(self.inner), words)
    });
    let meta = (role == Role::Error).then(error_meta);
    let target = match structure.is_all_optional() {
        true => target,
        false => present::draft_of(&target),
    };
    let target = match structure.stream() {
        Some(stream) => {
            let stream = words.ty(&stream.ty);
            quote!(rt::stream::Unfinished<#target, #stream>)
        }
        None => target,
    };
    quote! {
        #docs
        #[non_exhaustive]
        pub struct #builder {
            pub(super) inner: #target,
        }
        impl #builder {
            #(#setters)*
            #meta
        }
    }
}

/// A link to a structure, also to one that has the name of a macro.
fn link(name: &crate::names::Ident) -> String {
    match name.as_str() {
        "Clone" | "Copy" | "Debug" | "Default" | "Eq" | "Hash" | "Ord" | "PartialEq"
        | "PartialOrd" => {
            format!("[`{name}`](struct@{name})")
        }
        _ => format!("[`{name}`]"),
    }
}

fn error_meta() -> TokenStream {
    quote! {
        /// Attaches code, message and request id.
        #[inline]
        pub fn meta(mut self, meta: rt::error::ErrorMetadata) -> Self {
            self.inner.meta = meta;
            self
        }
        /// Attaches code, message and request id, or takes them away.
        #[inline]
        pub fn set_meta(&mut self, meta: ::std::option::Option<rt::error::ErrorMetadata>) -> &mut Self {
            self.inner.meta = meta.unwrap_or_default();
            self
        }
    }
}

/// The method of a builder that takes a value, or one more entry of a list or map. Methods that are
/// generic need no `#[inline]`: they are compiled where they are called.
pub fn setter(
    field: &Field,
    docs: &TokenStream,
    structure: &TokenStream,
    words: &Words<'_>,
) -> TokenStream {
    let Field { name, ty, .. } = field;
    let function = constant(match ty {
        Ty::List(_) => "push",
        Ty::Map(_) => "insert",
        _ => "set",
    });
    let place = match ty.is_stream() {
        true => quote!(#structure.1),
        false => quote!(#structure.#name),
    };
    let body = |arguments| quote!(rt::value::#function(&mut #place, #arguments););
    setter_of(field, docs, words, body)
}

/// As [`setter`], with another body, which is told the arguments.
pub fn setter_of(
    field: &Field,
    docs: &TokenStream,
    words: &Words<'_>,
    body: impl FnOnce(TokenStream) -> TokenStream,
) -> TokenStream {
    let Field { name, ty, .. } = field;
    let old = deprecated(field.deprecated.as_ref());
    let (parameters, arguments) = match ty {
        Ty::List(inner) | Ty::Box(inner) => (argument("input", inner, words), quote!(input)),
        Ty::Map(value) => {
            let (k, v) = (argument("k", &Ty::String, words), argument("v", value, words));
            (quote!(#k, #v), quote!(k, v))
        }
        plain => (argument("input", plain, words), quote!(input)),
    };
    let body = body(arguments);
    let inline = (!is_generic(ty)).then(|| quote!(#[inline]));
    quote! {
        #docs
        #old
        #inline
        pub fn #name(mut self, #parameters) -> Self {
            #body
            self
        }
    }
}

/// An argument: strings are taken in whatever form they come.
fn argument(name: &str, ty: &Ty, words: &Words<'_>) -> TokenStream {
    let (name, into, plain) = (constant(name), words.into(), words.ty(ty));
    match ty {
        Ty::String => quote!(#name: impl #into<#plain>),
        _ => quote!(#name: #plain),
    }
}

fn is_generic(ty: &Ty) -> bool {
    match ty {
        Ty::List(element) => **element == Ty::String,
        Ty::Map(_) => true,
        ty => *ty == Ty::String,
    }
}

/// What the runtime implements for a structure and its builder.
pub fn implementation(structure: &Structure, role: Role, words: &Words<'_>) -> TokenStream {
    let table = table(structure);
    let module = (role != Role::Nested).then(|| quote!(builders::));
    let Structure { name, builder, .. } = structure;
    let rows = rows(structure, words);
    let more = match role {
        Role::Nested | Role::Input => quote!(),
        Role::Output => quote!(_request_id),
        Role::Error => quote!(meta),
    };
    match structure.stream() {
        _ if !structure.is_all_optional() => {
            present::implementation(structure, role, &table, module, words)
        }
        None => quote!(rt::structure!(#name, #module #builder, [#more], [#(#rows),*], #table);),
        Some(stream) => {
            let names = structure.fields.iter().map(|field| &field.name);
            let stream = row(stream, words);
            quote!(rt::streaming_structure!(
                #name, #module #builder, [#more], [#(#names),*], [#(#rows),*], #stream, #table
            );)
        }
    }
}

/// A row a field that is no stream.
pub fn rows<'a>(
    structure: &'a Structure,
    words: &'a Words<'_>,
) -> impl Iterator<Item = TokenStream> + 'a {
    let fields = structure.fields.iter().filter(|field| !field.ty.is_stream());
    fields.map(|field| row(field, words))
}

/// A field's name, the methods that set and show it, and its type.
pub fn row(field: &Field, words: &Words<'_>) -> TokenStream {
    let Field { name, set, get, ty, .. } = field;
    let ty = words.turbofish(ty);
    quote!((#name, #set, #get, #ty))
}

/// A constant's name.
pub fn constant(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
