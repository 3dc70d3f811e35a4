//! Structures and their builders.

use super::Items;
use super::implementation::{builder_state, built, implementation};
use super::tokens::{TypePrinter, deprecated, doc, docs, needs, summary};
use crate::ir::{self, Argument, Field, Form, Getter, Role, Setter, Storage, Structure, Ty};
use crate::names::{self, Ident};
use proc_macro2::TokenStream;
use quote::quote;

/// The module `types`.
pub fn modules(krate: &ir::Crate) -> Items {
    let needs = |name: &Ident| needs(krate.gates.of(name));
    let mut structures: Vec<_> = krate
        .structures
        .iter()
        .filter_map(|s| Some((s.module.as_ref()?, &s.name, &s.builder)))
        .collect();
    structures.sort();
    let structures = structures.iter().map(|(module, name, builder)| {
        let needs = needs(name);
        quote!((#module, #name, #builder #needs))
    });
    let enums = krate.enums.iter().map(|e| (&e.module, &e.name));
    let int_enums = krate.int_enums.iter().map(|e| (&e.module, &e.name));
    let unions = krate.unions.iter().map(|u| (&u.module, &u.name));
    let mut others: Vec<_> = enums.chain(int_enums).chain(unions).collect();
    others.sort();
    let others = others.iter().map(|(module, name)| {
        let needs = needs(name);
        quote!((#module, #name #needs))
    });
    vec![quote! {
        //! Structures, unions and enums that operations take and give.
        pub mod error;
        // A type's module may be named as the runtime is.
        ::rt::types!(structures: [#(#structures),*], others: [#(#others),*]);
    }]
}

/// The file of a structure in `types`.
pub fn nested(structure: &Structure) -> Items {
    let printer = TypePrinter::new([&structure.name, &structure.builder]);
    let (name, builder_name) = (&structure.name, &structure.builder);
    let built = built(structure);
    let mut items = vec![
        declaration(structure, &printer),
        builder(structure, &printer),
        implementation(structure, &printer),
        quote!(rt::build!(#builder_name, #name #built);),
    ];
    items.insert(0, printer.imports());
    items
}

/// The structure itself: fields, getters, `builder()`.
pub fn declaration(structure: &Structure, printer: &TypePrinter<'_>) -> TokenStream {
    let Structure { name, role, .. } = structure;
    let (docs, old) = (docs(&structure.docs), deprecated(structure.deprecated.as_ref()));
    let fields = structure.fields.iter().map(|field| field_declaration(field, *role, printer));
    let extra = extra_field(*role, printer);
    let getters = structure.fields.iter().map(|field| getter(field, printer));
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
fn field_declaration(field: &Field, role: Role, printer: &TypePrinter<'_>) -> TokenStream {
    let name = &field.name;
    let docs = if role == Role::Input { summary(&field.docs) } else { docs(&field.docs) };
    let old = deprecated(field.deprecated.as_ref());
    let ty = printer.ty(&field.ty);
    let ty = match field.storage {
        Storage::Present | Storage::Stream => ty,
        Storage::Optional => {
            let option = printer.option();
            quote!(#option<#ty>)
        }
    };
    quote!(#docs #old pub #name: #ty)
}

fn extra_field(role: Role, printer: &TypePrinter<'_>) -> TokenStream {
    let (option, string) = (printer.option(), printer.string());
    match role {
        Role::Nested | Role::Input => quote!(),
        Role::Output => quote!(_request_id: #option<#string>,),
        Role::S3Output => quote!(_request_id: rt::error::RequestIds,),
        Role::Error => quote!(pub(crate) meta: rt::error::ErrorMetadata,),
    }
}

fn getter(field: &Field, printer: &TypePrinter<'_>) -> TokenStream {
    let name = &field.name;
    let (summary, old) = (summary(&field.docs), deprecated(field.deprecated.as_ref()));
    let option = printer.option();
    // Getters of lists give items, and those of boxes the content.
    let target = match &field.ty {
        Ty::List(inner) | Ty::Box(inner) if field.getter != Getter::Reference => inner,
        ty => ty,
    };
    let ty = || printer.ty(target);
    let (returned, body) = match field.getter {
        Getter::Copy => (ty(), quote!(self.#name)),
        Getter::OptionalCopy => {
            let ty = ty();
            (quote!(#option<#ty>), quote!(self.#name))
        }
        Getter::Str => (quote!(&str), quote!(&self.#name)),
        Getter::OptionalStr => (quote!(#option<&str>), quote!(self.#name.as_deref())),
        Getter::Slice => {
            let item = ty();
            (quote!(&[#item]), quote!(&self.#name))
        }
        Getter::OptionalSlice => {
            let item = ty();
            (quote!(&[#item]), quote!(rt::serde::list(&self.#name)))
        }
        Getter::Reference => {
            let ty = ty();
            (quote!(&#ty), quote!(&self.#name))
        }
        Getter::OptionalReference => {
            let ty = ty();
            (quote!(#option<&#ty>), quote!(self.#name.as_ref()))
        }
        Getter::OptionalBoxed => {
            let ty = ty();
            (quote!(#option<&#ty>), quote!(self.#name.as_deref()))
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
pub fn builder(structure: &Structure, printer: &TypePrinter<'_>) -> TokenStream {
    let Structure { name, builder, role, .. } = structure;
    let (target, docs) = match role {
        Role::Nested => (quote!(#name), doc(&format!("Builds {}.", link(name)))),
        _ => (quote!(super::#name), doc(&format!("Builds [`{name}`](super::{name})."))),
    };
    let setters = structure.fields.iter().map(|field| {
        let docs = summary(&field.docs);
        setter(field, &docs, &quote!(self.inner), printer)
    });
    let meta = (*role == Role::Error).then(error_meta);
    let target = match structure.form {
        Form::Plain | Form::Streaming => target,
        Form::Required | Form::RequiredStreaming => builder_state(&target),
    };
    let target = match structure.stream() {
        Some(stream) => {
            let stream = printer.ty(&stream.ty);
            quote!(rt::serde::WithStream<#target, #stream>)
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
fn link(name: &Ident) -> String {
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
    printer: &TypePrinter<'_>,
) -> TokenStream {
    let name = &field.name;
    let function = names::known(match field.setter {
        Setter::Set(_) => "set",
        Setter::Push(_) => "push",
        Setter::Insert(..) => "insert",
    });
    let place = match field.storage {
        Storage::Stream => quote!(#structure.1),
        Storage::Optional | Storage::Present => quote!(#structure.#name),
    };
    let body = |arguments| quote!(rt::serde::#function(&mut #place, #arguments););
    setter_of(field, docs, printer, body)
}

/// As [`setter`], with another body, which is told the arguments.
pub fn setter_of(
    field: &Field,
    docs: &TokenStream,
    printer: &TypePrinter<'_>,
    body: impl FnOnce(TokenStream) -> TokenStream,
) -> TokenStream {
    let name = &field.name;
    let old = deprecated(field.deprecated.as_ref());
    let (parameters, arguments) = match &field.setter {
        Setter::Set(value) | Setter::Push(value) => {
            (argument(&names::known("input"), value, printer), quote!(input))
        }
        Setter::Insert(key, value) => {
            let [k, v] = ["k", "v"].map(names::known);
            let (k, v) = (argument(&k, key, printer), argument(&v, value, printer));
            (quote!(#k, #v), quote!(k, v))
        }
    };
    let body = body(arguments);
    let inline =
        matches!(field.setter, Setter::Set(Argument::Value(_)) | Setter::Push(Argument::Value(_)));
    let inline = inline.then(|| quote!(#[inline]));
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

/// A parameter that takes the value of a field at once, and what gives it to the field of `new`, which is no field's name.
pub fn whole(field: &Field, printer: &TypePrinter<'_>) -> (TokenStream, TokenStream) {
    let name = &field.name;
    let (parameter, value) = match &field.setter {
        Setter::Set(into @ Argument::Into(_)) => {
            (argument(name, into, printer), quote!(#name.into()))
        }
        _ => {
            let ty = printer.ty(&field.ty);
            (quote!(#name: #ty), quote!(#name))
        }
    };
    let value = match field.storage {
        Storage::Optional => {
            let some = printer.some();
            quote!(#some(#value))
        }
        Storage::Present | Storage::Stream => value,
    };
    (parameter, quote!(new.#name = #value;))
}

fn argument(name: &Ident, argument: &Argument, printer: &TypePrinter<'_>) -> TokenStream {
    match argument {
        Argument::Into(ty) => {
            let (into, ty) = (printer.into(), printer.ty(ty));
            quote!(#name: impl #into<#ty>)
        }
        Argument::Value(ty) => {
            let ty = printer.ty(ty);
            quote!(#name: #ty)
        }
    }
}
