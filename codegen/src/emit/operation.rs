//! Operations: a file each.

use super::implementation::{build, built, implementation, row, rows};
use super::structure::{self, setter};
use super::tokens::{self, TypePrinter, doc, gate, summary};
use super::{Items, errors, operation_traits};
use crate::ir::{self, FieldStep, Operation, PageToken, Paginator, Path, Results, Role};
use crate::names;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module `operation`.
pub fn modules(krate: &ir::Crate) -> Items {
    let modules = krate.operations.iter().map(|operation| {
        let module = &operation.module;
        let gate = gate(krate.gates.operation(module));
        quote!(#gate pub mod #module;)
    });
    let extended = krate.service.extended_request_id.then(|| {
        quote!(
            pub use ::rt::error::RequestIdExt;
        )
    });
    vec![quote! {
        //! The operations, a module each.
        #(#modules)*
        pub use ::rt::RequestId;
        pub use ::rt::operation::Input;
        #extended
    }]
}

/// The file of an operation.
pub fn operation(krate: &ir::Crate, operation: &Operation) -> Items {
    let Operation { name, input, output, error, .. } = operation;
    let printer = TypePrinter::new([name, &input.name, &output.name, error]);
    let mut items = vec![itself(operation)];
    items.extend(operation.traits.as_ref().map(operation_traits::operation));
    items.extend(message(input, &printer));
    items.push(constructor(operation, &printer));
    items.extend(message(output, &printer));
    items.extend(error_type(operation, &printer));
    let imports = printer.imports();
    items.push(builders(operation));
    items.extend(
        operation.paginator.as_ref().map(|paginator| paginator_module(operation, paginator)),
    );
    let page = page(krate, operation);
    let head = quote! {
        #(#![doc = #page])*
        #imports
    };
    items.insert(0, head);
    items
}

/// What the module says at its head.
fn page(krate: &ir::Crate, operation: &Operation) -> Vec<String> {
    let Operation { module, model_name, page, example, .. } = operation;
    let method = module.bare();
    let starts =
        format!("`{model_name}`, which [`Client::{module}`](crate::Client::{method}) starts.");
    let feature =
        krate.gates.operation(module).first().map(|feature| {
            format!("With the feature `selected`, it needs the feature `{feature}`.")
        });
    let example = (!example.is_empty()).then(|| {
        let client = format!("{}::Client", krate.package.module);
        let call = format!(
            "# async fn call(client: &{client}) -> Result<(), Box<dyn std::error::Error>> {{"
        );
        format!("# Example\n\n```no_run\n{call}\n{}\n# Ok(())\n# }}\n```", example.join("\n"))
    });
    let paragraphs = [starts].into_iter().chain(feature).chain(page.clone()).chain(example);
    tokens::lines(&paragraphs.collect::<Vec<_>>().join("\n\n")).collect()
}

fn itself(operation: &Operation) -> TokenStream {
    let Operation { name, model_name, input, output, error, fluent, .. } = operation;
    let success = Literal::u16_unsuffixed(operation.success());
    let (input_builder, output_builder) = (&input.builder, &output.builder);
    let (finished, build) = (built(input).map(|_| quote!(.into())), build(output));
    let (input, output) = (&input.name, &output.name);
    let docs = summary(&operation.docs);
    let streams = operation.output.stream().map(|stream| match stream.ty.events() {
        Some(_) => quote!(, stream: events),
        None => quote!(, stream: bytes),
    });
    let traits = operation.traits.iter().map(|_| quote!(, traits: TRAITS));
    let ids = (operation.output.role == Role::S3Output).then(|| quote!(, request_ids: both));
    let presigned = operation.presigning.iter().map(|presigning| {
        let presigning = names::known(presigning.as_str());
        quote!(, presigned: #presigning)
    });
    quote! {
        #docs
        #[non_exhaustive]
        pub struct #name;
        rt::operation!(
            #name, name: #model_name, success: #success,
            input: #input, input_builder: #input_builder #finished,
            output: #output, output_builder: #output_builder #build,
            error: #error, fluent_builder: #fluent #streams #(#traits)* #ids #(#presigned)*
        );
    }
}

fn message(structure: &ir::Structure, printer: &TypePrinter<'_>) -> Items {
    vec![structure::declaration(structure, printer), implementation(structure, printer)]
}

/// What makes an input of that which the operation requires.
fn constructor(operation: &Operation, printer: &TypePrinter<'_>) -> TokenStream {
    let Operation { input, required, .. } = operation;
    let name = &input.name;
    let field = |name: &names::Ident| input.fields.iter().find(|field| field.name == *name);
    let required: Vec<_> = required.iter().filter_map(field).collect();
    let docs = doc(match required.as_slice() {
        [] => "An input of which nothing is set: the operation requires nothing.",
        _ => {
            "An input with what the operation requires. The other members are fields that can be set."
        }
    });
    let (parameters, values): (Vec<_>, Vec<_>) =
        required.iter().map(|field| structure::whole(field, printer)).unzip();
    let body = match required.as_slice() {
        [] => quote!(rt::serde::empty()),
        _ => quote! {
            let mut new: Self = rt::serde::empty();
            #(#values)*
            new
        },
    };
    let many = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        impl #name {
            #docs
            #many
            pub fn new(#(#parameters),*) -> Self {
                #body
            }
        }
    }
}

fn error_type(operation: &Operation, printer: &TypePrinter<'_>) -> Items {
    let Operation { error, model_name, errors, .. } = operation;
    let docs = doc(&format!("Why `{model_name}` failed."));
    let rows = errors::rows(errors);
    vec![
        errors::declaration(error, &docs, errors, printer),
        quote!(rt::operation_error!(#error, operation: #model_name, variants: [#(#rows),*]);),
    ]
}

fn builders(operation: &Operation) -> TokenStream {
    let Operation { input, output, fluent, .. } = operation;
    let printer = TypePrinter::new([&input.builder, &output.builder, fluent]);
    let input_builder = structure::builder(input, &printer);
    let output_builder = structure::builder(output, &printer);
    let items = [fluent_builder(operation, &printer), input_builder, output_builder];
    let imports = printer.imports();
    quote! {
        /// Builders of the request, its input and its output.
        pub mod builders {
            #imports
            #(#items)*
        }
    }
}

fn fluent_builder(operation: &Operation, printer: &TypePrinter<'_>) -> TokenStream {
    let Operation { name, input, fluent, .. } = operation;
    let input_builder = &input.builder;
    let docs = doc(&format!("A request to `{}`.", operation.model_name));
    let setters = input.fields.iter().map(|field| {
        let docs = tokens::docs(&field.docs);
        setter(field, &docs, &quote!(self.inner.inner), printer)
    });
    let rows = rows(input, printer);
    let stream = input.stream().map(|stream| {
        let stream = row(stream, printer);
        quote!(, #stream)
    });
    let paginator = operation.paginator.as_ref().map(|paginator| into_paginator(name, paginator));
    quote! {
        #docs
        pub struct #fluent {
            pub(crate) core: rt::client::Core,
            pub(crate) inner: #input_builder,
        }
        impl #fluent {
            #(#setters)*
            #paginator
        }
        rt::fluent_builder!(#fluent, [#(#rows),*] #stream);
    }
}

fn into_paginator(name: &crate::names::Ident, paginator: &Paginator) -> TokenStream {
    let paginator = &paginator.name;
    let docs = doc(&format!("Goes through all pages that [`{name}`](super::{name}) answers in."));
    quote! {
        #docs
        #[doc(alias = "get_paginator")]
        #[inline]
        pub fn into_paginator(self) -> super::paginator::#paginator {
            super::paginator::#paginator::new(self.core, self.inner.build())
        }
    }
}

fn paginator_module(operation: &Operation, paginator: &Paginator) -> TokenStream {
    let Paginator { name, tokens, more, limit, results, others, items, origin: _ } = paginator;
    let (output, error) = (&operation.output.name, &operation.error);
    let operation = &operation.name;
    let printer = TypePrinter::new([name].into_iter().chain(items));
    let tokens = tokens.iter().map(|token| {
        let PageToken { member, input, output } = token;
        let output = output.iter().map(path);
        quote!(#member #input: #(#output)*)
    });
    let more = more.iter().map(path);
    let limit = limit.iter();
    let kind = |results: &Results| match results {
        Results::List(item) => {
            let item = printer.turbofish(item);
            quote!(list #item)
        }
        Results::Map(key, value) => {
            let (key, value) = (printer.turbofish(key), printer.turbofish(value));
            quote!(map #key, #value)
        }
        Results::Text => quote!(text),
    };
    let items = items.iter().zip(results).map(|(name, (_, results))| {
        let kind = kind(results);
        quote!(#name: #kind)
    });
    let results = results.iter().map(|(at, results)| {
        let (at, kind) = (path(at), kind(results));
        quote!(#at: #kind)
    });
    let others = others.iter().map(path);
    let paginator = quote! {
        rt::paginator!(
            #operation, #output, #error, #name,
            tokens(#(#tokens),*), more(#(#more)*), limit(#(#limit)*),
            results(#(#results)*), others(#(#others),*), items(#(#items)*)
        );
    };
    let imports = printer.imports();
    quote! {
        /// The pages of the operation, and the items on them.
        pub mod paginator {
            use super::{#operation, #output, #error};
            #imports
            #paginator
        }
    }
}

fn path(path: &Path) -> TokenStream {
    let steps = path.iter().map(|step| match step {
        FieldStep::Field(name) => quote!(#name),
        FieldStep::Present(name) => quote!(!#name),
        FieldStep::Last => quote!(@last),
    });
    quote!([#(#steps)*])
}
