//! Crate to files. Nothing is decided here: each function prints one kind of thing.

mod client;
mod config;
mod constant;
mod endpoints;
mod enumeration;
mod errors;
mod guide;
mod implementation;
mod int_enum;
mod operation;
mod operation_traits;
mod package;
mod presigned;
mod relative;
mod stored;
mod structure;
mod table;
mod test_util;
mod tokens;
mod union;
mod waiter;

use crate::{ir, names};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use rayon::prelude::*;
use std::collections::BTreeMap;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};

/// Files by their path inside the crate, with `/` between folders.
pub type Files = BTreeMap<String, String>;

/// The items of a Rust file.
type Items = Vec<TokenStream>;

/// A file that is still to be printed: tokens cannot move between threads.
type Job<'a> = (String, Box<dyn Fn() -> Items + Send + Sync + 'a>);

/// Prints the crate.
pub fn files(krate: &ir::Crate) -> Files {
    let mut files = package::files(krate);
    files.extend(sources(krate, |_, items| items));
    files
}

/// Prints the code as a module of another crate: `mod.rs`, which that crate includes, and what stands below it.
pub fn module(krate: &ir::Crate) -> Files {
    // The crate around it has features of its own, generates what it wants, and would compile the examples with its tests.
    let mut krate = ir::Crate { gates: ir::Gates::default(), ..krate.clone() };
    krate.operations.iter_mut().for_each(|operation| operation.example.clear());
    let krate = &krate;
    let moved = |path: &str, items| match relative::depth(path) {
        0 => relative::root_module(items, &krate.service.features),
        depth => relative::relative(items, depth),
    };
    let sources = sources(krate, moved).into_iter().map(|(path, text)| match path.as_str() {
        "src/lib.rs" => ("mod.rs".to_owned(), text),
        _ => (path.trim_start_matches("src/").to_owned(), text),
    });
    sources.collect()
}

fn sources(
    krate: &ir::Crate,
    placed: impl Fn(&str, TokenStream) -> TokenStream + Sync,
) -> Vec<(String, String)> {
    let printed = |(path, items): Job<'_>| {
        let items = items().into_iter().collect();
        let text = print(krate, placed(&path, items));
        (path, text)
    };
    rust(krate).into_par_iter().map(printed).collect()
}

fn rust(krate: &ir::Crate) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    fn job<'a>(path: impl Into<String>, items: impl Fn() -> Items + Send + Sync + 'a) -> Job<'a> {
        (path.into(), Box::new(items))
    }
    jobs.push(job("src/lib.rs", || client::library(krate)));
    jobs.push(job("src/client.rs", || client::client(krate)));
    jobs.push(job("src/config.rs", || config::config(krate)));
    jobs.push(job("src/config/endpoint.rs", || vec![endpoints::file(&krate.endpoints)]));
    jobs.push(job("src/error.rs", config::error));
    jobs.push(job("src/error_meta.rs", || errors::service_error(krate)));
    jobs.push(job("src/meta.rs", || client::meta(krate)));
    jobs.push(job("src/paginator.rs", config::paginator));
    jobs.push(job("src/primitives.rs", || config::primitives(krate)));
    jobs.push(job("src/operation.rs", || operation::modules(krate)));
    jobs.push(job("src/types.rs", || structure::modules(krate)));
    jobs.push(job("src/types/error.rs", || errors::errors(krate)));
    for operation in &krate.operations {
        let path = format!("src/operation/{}.rs", operation.module.bare());
        jobs.push(job(path, move || operation::operation(krate, operation)));
    }
    if krate.has_presigning_feature() {
        jobs.push(job("src/presigned.rs", || presigned::file(krate)));
    }
    jobs.push(job("src/stored.rs", || stored::file(krate)));
    jobs.push(job("src/test_util.rs", || test_util::file(krate)));
    let waiters = waiter::all(krate);
    if !waiters.is_empty() {
        jobs.push(job("src/waiters.rs", || waiter::modules(krate)));
    }
    for (operation, waiter) in waiters {
        let path = format!("src/waiters/{}.rs", waiter.module.bare());
        jobs.push(job(path, move || waiter::file(operation, waiter)));
    }
    for nested in &krate.structures {
        let module = nested.module.as_ref().map_or("", names::Ident::bare);
        jobs.push(job(format!("src/types/{module}.rs"), || structure::nested(nested)));
    }
    for union in &krate.unions {
        jobs.push(job(format!("src/types/{}.rs", union.module.bare()), || union::file(union)));
    }
    for e in &krate.int_enums {
        jobs.push(job(format!("src/types/{}.rs", e.module.bare()), || int_enum::file(e)));
    }
    for e in &krate.enums {
        jobs.push(job(format!("src/types/{}.rs", e.module.bare()), || enumeration::file(e)));
    }
    jobs
}

/// Formats the items, with a blank line between those that are not imports or modules, which stand in lines, as the file's
/// own documentation does.
fn print(krate: &ir::Crate, items: TokenStream) -> String {
    let parsed: syn::File = match syn::parse2(items) {
        Ok(parsed) => parsed,
        // What does not parse is shown as it is: the compiler then says what is wrong with it.
        Err(error) => return format!("compile_error!({:?});\n", error.to_string()),
    };
    let mut text = format!("// Generated by `{}`. Do not edit.\n\n", krate.package.command);
    let mut follows_line = (!parsed.attrs.is_empty()).then_some(true);
    let inner =
        syn::File { shebang: None, frontmatter: None, attrs: parsed.attrs, items: Vec::new() };
    text.push_str(&prettyplease::unparse(&inner));
    for item in parsed.items {
        let is_line = is_line(&item);
        if follows_line.is_some_and(|follows_line| !(follows_line && is_line)) {
            text.push('\n');
        }
        text.push_str(&match item {
            syn::Item::Macro(call) => macro_call(call),
            item => unparse(item),
        });
        follows_line = Some(is_line);
    }
    text
}

fn unparse(item: syn::Item) -> String {
    let attrs = Vec::new();
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items: vec![item] })
}

/// A call of a macro. One with named arguments, after a name or on their own, is laid out as a structure of these fields
/// would be.
fn macro_call(mut call: syn::ItemMacro) -> String {
    let path = call.mac.path.segments.iter().map(|segment| segment.ident.to_string());
    let root = call.mac.path.leading_colon.map_or("", |_| "::");
    let path = format!("{root}{}", path.collect::<Vec<_>>().join("::"));
    match arguments.parse2(call.mac.tokens) {
        Ok(Arguments::Named(name, mut structure)) => {
            structure.attrs = call.attrs;
            laid_out(&path, name.as_ref(), *structure)
        }
        Ok(Arguments::Others(tokens)) => {
            call.mac.tokens = tokens;
            unparse(syn::Item::Macro(call))
        }
        Err(error) => format!("compile_error!({:?});\n", error.to_string()),
    }
}

/// What is handed to a macro.
enum Arguments {
    /// A name, perhaps, and then named arguments, as the fields of a constant's structure.
    Named(Option<TokenTree>, Box<syn::ItemConst>),
    Others(TokenStream),
}

fn arguments(input: ParseStream<'_>) -> syn::Result<Arguments> {
    let fork = input.fork();
    match named(&fork) {
        Ok(named) => {
            input.advance_to(&fork);
            Ok(named)
        }
        Err(_) => input.parse().map(Arguments::Others),
    }
}

fn named(input: ParseStream<'_>) -> syn::Result<Arguments> {
    let mut name = None;
    if input.peek(syn::Ident::peek_any) && input.peek2(syn::Token![,]) {
        name = Some(input.parse()?);
        input.parse::<syn::Token![,]>()?;
    }
    let fields = input.parse_terminated(syn::FieldValue::parse, syn::Token![,])?;
    if fields.iter().any(|field| field.colon_token.is_none()) {
        return Err(input.error("an argument has no name"));
    }
    let mut structure: syn::ExprStruct = syn::parse2(quote!(Arguments {}))?;
    structure.fields = fields;
    let mut constant: syn::ItemConst = syn::parse2(quote!(
        const _: () = ();
    ))?;
    *constant.expr = syn::Expr::Struct(structure);
    Ok(Arguments::Named(name, Box::new(constant)))
}

fn laid_out(path: &str, name: Option<&TokenTree>, structure: syn::ItemConst) -> String {
    let text = unparse(syn::Item::Const(structure));
    let (attributes, call) = text.split_once("const _").unwrap_or_default();
    let fields = call.split_once('{').and_then(|(_, fields)| fields.strip_suffix("};\n"));
    let fields = fields.unwrap_or_default();
    let arguments = match (fields.strip_prefix('\n'), name) {
        (Some(lines), Some(name)) => format!("\n    {name},\n{lines}"),
        (Some(lines), None) => format!("\n{lines}"),
        (None, Some(name)) => format!("{name}, {}", fields.trim()),
        (None, None) => fields.trim().to_owned(),
    };
    format!("{attributes}{path}!({arguments});\n")
}

fn is_line(item: &syn::Item) -> bool {
    matches!(item, syn::Item::Use(_) | syn::Item::ExternCrate(_))
        || matches!(item, syn::Item::Mod(module) if module.content.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(call: TokenStream) -> String {
        macro_call(syn::parse2(call).unwrap())
    }

    #[test]
    fn named_arguments_are_laid_out_as_fields_are() {
        let long = "a text that is longer than what fits into a line beside the others";
        assert_eq!(printed(quote!(rt::a!(Name, kind: 1);)), "rt::a!(Name, kind: 1);\n");
        assert_eq!(
            printed(quote!(#[cfg(x)] ::rt::a!(Name, kind: #long, other: #long);)),
            format!(
                "#[cfg(x)]\n::rt::a!(\n    Name,\n    kind: {long:?},\n    other: {long:?},\n);\n"
            )
        );
        assert_eq!(printed(quote!(rt::a!(kind: 1);)), "rt::a!(kind: 1);\n");
    }

    #[test]
    fn arguments_without_names_get_no_comma_at_the_end() {
        let name = names::known("ANameThatIsLongerThanWhatTheFormatterPutsIntoALineOfAStructure");
        assert_eq!(printed(quote!(rt::a!(#name);)), format!("rt::a!({name});\n"));
        assert!(printed(quote!(rt::a!(#name, #name);)).ends_with(&format!("{name}\n);\n")));
    }
}
