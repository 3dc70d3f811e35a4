//! Generated code as a module of a crate that is not generated.
//!
//! A crate names its own things from its root, and has a short name for the runtime. Neither is there in a module, which may
//! stand anywhere: its paths are relative, and the runtime has its own name.

use crate::ir::Feature;
use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// How many modules a file is below the root of what is generated.
pub fn depth(path: &str) -> usize {
    let below = path.trim_start_matches("src/");
    match below {
        "lib.rs" => 0,
        _ => below.split('/').count(),
    }
}

/// The tokens of a file, or of a module, that is so many modules below the root.
pub fn relative(tokens: TokenStream, depth: usize) -> TokenStream {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut relative = TokenStream::new();
    for (place, token) in tokens.iter().enumerate() {
        let before = &tokens[..place];
        match token {
            TokenTree::Ident(ident) if begins_path(before, &tokens[place + 1..]) => match ident {
                _ if ident == "crate" => relative.extend(root(depth)),
                _ if ident == "rt" => relative.extend(runtime()),
                _ => relative.extend([token.clone()]),
            },
            TokenTree::Group(group) => relative.extend([inner(group, before, depth)]),
            _ => relative.extend([token.clone()]),
        }
    }
    relative
}

/// The name of the runtime's crate.
fn runtime() -> TokenStream {
    quote!(smithwright_runtime)
}

/// What leads to the root from a module that is so far below it.
fn root(depth: usize) -> TokenStream {
    let ups = std::iter::repeat_n(quote!(super), depth);
    match depth {
        0 => quote!(self),
        _ => quote!(#(#ups)::*),
    }
}

/// Whether what stands between these tokens is the first part of a path.
fn begins_path(before: &[TokenTree], after: &[TokenTree]) -> bool {
    let colons = |two: &[TokenTree]| two.iter().all(|token| is(token, ':'));
    let goes_on = after.get(..2).is_some_and(colons);
    let is_part = match before {
        [.., part, first, second] if colons(&[first.clone(), second.clone()]) => {
            syn::parse2::<syn::PathSegment>(part.clone().into()).is_ok() || is(part, '>')
        }
        _ => false,
    };
    goes_on && !is_part
}

fn is(token: &TokenTree, punctuation: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == punctuation)
}

fn inner(group: &Group, before: &[TokenTree], depth: usize) -> TokenTree {
    let tokens = match (group.delimiter(), before) {
        (Delimiter::Brace, [.., TokenTree::Ident(keyword), TokenTree::Ident(_)])
            if keyword == "mod" =>
        {
            relative(group.stream(), depth + 1)
        }
        (Delimiter::Bracket, _) => {
            documentation(group, depth).unwrap_or_else(|| relative(group.stream(), depth))
        }
        _ => relative(group.stream(), depth),
    };
    Group::new(group.delimiter(), tokens).into()
}

/// `doc = "..."` with links that are relative, too.
fn documentation(group: &Group, depth: usize) -> Option<TokenStream> {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    let [TokenTree::Ident(doc), equals, TokenTree::Literal(text)] = tokens.as_slice() else {
        return None;
    };
    let text: syn::LitStr = syn::parse_str(&text.to_string()).ok().filter(|_| doc == "doc")?;
    let root = root(depth).to_string().replace(' ', "");
    let text = text.value().replace("(crate::", &format!("({root}::"));
    let text = Literal::string(&text);
    Some(quote!(#doc #equals #text))
}

/// The root of what is generated as a module: `library` is that of a crate. What the root of a crate says about all of it is
/// said of each of its modules, as what a file includes has no attributes of its own. The `features` of the runtime are
/// asked for here, as there is no Cargo.toml that could.
pub fn root_module(library: TokenStream, features: &[Feature]) -> TokenStream {
    // What does not parse is shown as it is, as that of a crate.
    let Ok(file) = syn::parse2::<syn::File>(library.clone()) else { return relative(library, 0) };
    let allowed = file.attrs.iter().filter(|attribute| attribute.path().is_ident("allow"));
    let allowed: Vec<_> = allowed.map(|attribute| &attribute.meta).collect();
    let items = file.items.iter().filter(|item| !matches!(item, syn::Item::ExternCrate(_)));
    let items = items.map(|item| {
        let (feature, item) = without_feature(item.clone());
        let item = match item {
            syn::Item::Mod(_) => quote!(#(#[#allowed])* #item),
            _ => quote!(#item),
        };
        match feature {
            Some(feature) => quote!(rt::given!(#feature, #item);),
            None => item,
        }
    });
    let features = features.iter().map(|feature| {
        let feature = feature.as_str();
        quote!(rt::requires!(#feature);)
    });
    relative(quote!(#(#features)* #(#items)*), 0)
}

/// The item, and the feature that it is there with: the one of the runtime with this name, as a module has no features.
fn without_feature(mut item: syn::Item) -> (Option<syn::LitStr>, syn::Item) {
    let attributes = match &mut item {
        syn::Item::Mod(module) => &mut module.attrs,
        syn::Item::Use(import) => &mut import.attrs,
        _ => return (None, item),
    };
    let mut feature = None;
    attributes.retain(|attribute| {
        if !attribute.path().is_ident("cfg") {
            return true;
        }
        let of_cfg = attribute.parse_args::<syn::MetaNameValue>().ok();
        feature = of_cfg.and_then(|of_cfg| syn::parse2(of_cfg.value.into_token_stream()).ok());
        feature.is_none()
    });
    (feature, item)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str, depth: usize) -> String {
        let tokens: TokenStream = text.parse().unwrap();
        relative(tokens, depth).to_string()
    }

    fn same(text: &str) -> String {
        text.parse::<TokenStream>().unwrap().to_string()
    }

    #[test]
    fn files_know_how_deep_they_are() {
        let depths = ["src/lib.rs", "src/client.rs", "src/types/a.rs"].map(depth);
        assert_eq!(depths, [0, 1, 2]);
    }

    #[test]
    fn paths_from_the_root_lead_up() {
        assert_eq!(moved("use crate::types;", 2), same("use super::super::types;"));
        assert_eq!(moved("pub use crate::a::B;", 0), same("pub use self::a::B;"));
        assert_eq!(
            moved("mod a { use crate::types; }", 1),
            same("mod a { use super::super::types; }")
        );
        assert_eq!(moved("fn f(a: &[crate::A]) {}", 1), same("fn f(a: &[super::A]) {}"));
        assert_eq!(moved("pub(crate) fn f() {}", 1), same("pub(crate) fn f() {}"));
    }

    #[test]
    fn the_runtime_has_its_own_name() {
        assert_eq!(
            moved("rt::build!(A); ::rt::B", 1),
            same("smithwright_runtime::build!(A); ::smithwright_runtime::B")
        );
        assert_eq!(
            moved("impl ::rt::A for self::rt::B {}", 1),
            same("impl ::smithwright_runtime::A for self::rt::B {}")
        );
        let others = "fn rt(rt: a::rt::B) -> <A>::rt::C { operation::rt::x() }";
        assert_eq!(moved(others, 1), same(others));
        assert_eq!(moved("let a = \"rt::crate::\";", 1), same("let a = \"rt::crate::\";"));
    }

    #[test]
    fn links_lead_up_too() {
        let docs = "#[doc = \"See [`A`](crate::types::A), not crate::B.\"] struct C;";
        let expected = "#[doc = \"See [`A`](super::super::types::A), not crate::B.\"] struct C;";
        assert_eq!(moved(docs, 2), same(expected));
    }

    #[test]
    fn what_a_crate_allows_is_allowed_in_its_modules() {
        let library = "//! Docs.\n#![allow(deprecated)]\n#![forbid(unsafe_code)]\n\
                       extern crate smithwright_runtime as rt;\npub mod a;\npub use a::B;\npub use ::rt::c;";
        let expected =
            "#[allow(deprecated)] pub mod a; pub use a::B; pub use ::smithwright_runtime::c;";
        let expected = format!("smithwright_runtime::requires!(\"s3-express\"); {expected}");
        let root = root_module(library.parse().unwrap(), &[Feature::S3Express]);
        assert_eq!(root.to_string(), same(&expected));
    }
}
