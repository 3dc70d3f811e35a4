//! Identifiers, types and documentation as tokens.

use crate::ir::{Docs, Ty};
use crate::names::Ident;
use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use std::collections::HashSet;

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        tokens.append(match self.as_str().strip_prefix("r#") {
            Some(keyword) => proc_macro2::Ident::new_raw(keyword, span),
            None => proc_macro2::Ident::new(self.as_str(), span),
        });
    }
}

/// Words that are not in scope by themselves, and where they come from.
const IMPORTS: [(&str, &str); 8] = [
    ("types", "crate::types"),
    ("Blob", "rt::aws_smithy_types::Blob"),
    ("ByteStream", "rt::aws_smithy_types::byte_stream::ByteStream"),
    ("DateTime", "rt::aws_smithy_types::DateTime"),
    ("EventReceiver", "rt::event_stream::EventReceiver"),
    ("EventStreamSender", "rt::event_stream::EventStreamSender"),
    ("Document", "rt::aws_smithy_types::Document"),
    ("HashMap", "std::collections::HashMap"),
];

/// The words that stand where they must be in scope: modules before `::`, types not behind it. Fields
/// of the same name stand elsewhere.
fn collect(tokens: TokenStream, used: &mut HashSet<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let colons =
        |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(is_path_separator);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let is_module = word.starts_with(|c: char| c.is_ascii_lowercase());
                if !colons(at.checked_sub(2)) && (!is_module || colons(Some(at + 1))) {
                    used.insert(word);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), used),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The first half of `::`.
fn is_path_separator(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

/// The words that a file may use: short, unless the file declares a type of the same name.
#[derive(Debug, Default)]
pub struct Words<'a> {
    declared: Vec<&'a str>,
}

impl<'a> Words<'a> {
    /// The words of a file that declares these types.
    pub fn new(declared: impl IntoIterator<Item = &'a Ident>) -> Self {
        Self { declared: declared.into_iter().map(Ident::as_str).collect() }
    }

    fn word(&self, word: &str, full: TokenStream) -> TokenStream {
        match self.declared.contains(&word) {
            true => full,
            false => {
                let short = proc_macro2::Ident::new(word, Span::call_site());
                quote!(#short)
            }
        }
    }

    /// Brings the words into scope that `items` use.
    pub fn imports(&self, items: &[TokenStream]) -> TokenStream {
        let mut used = HashSet::new();
        items.iter().cloned().for_each(|item| collect(item, &mut used));
        let needed = IMPORTS
            .iter()
            .filter(|(word, _)| used.contains(*word) && !self.declared.contains(word));
        let uses = needed.filter_map(|(_, path)| syn::parse_str::<syn::UseTree>(path).ok());
        quote!(#(use #uses;)*)
    }

    pub fn option(&self) -> TokenStream {
        self.word("Option", quote!(::std::option::Option))
    }

    pub fn string(&self) -> TokenStream {
        self.word("String", quote!(::std::string::String))
    }

    pub fn into(&self) -> TokenStream {
        self.word("Into", quote!(::std::convert::Into))
    }

    fn vec(&self) -> TokenStream {
        self.word("Vec", quote!(::std::vec::Vec))
    }

    fn map(&self) -> TokenStream {
        self.word("HashMap", quote!(::std::collections::HashMap))
    }

    /// The name of a stream of events.
    fn event_stream(&self, ty: &Ty) -> TokenStream {
        let name = ty.events().unwrap_or_default();
        let short = proc_macro2::Ident::new(name, Span::call_site());
        self.word(name, quote!(::rt::event_stream::#short))
    }

    /// A type, in a form that stands as an expression as well: `Vec::<String>`.
    pub fn turbofish(&self, ty: &Ty) -> TokenStream {
        let (vec, map, string) = (self.vec(), self.map(), self.string());
        match ty {
            Ty::List(element) => {
                let element = self.turbofish(element);
                quote!(#vec::<#element>)
            }
            Ty::Map(value) => {
                let value = self.turbofish(value);
                quote!(#map::<#string, #value>)
            }
            Ty::Option(inner) => {
                let (inner, option) = (self.turbofish(inner), self.option());
                quote!(#option::<#inner>)
            }
            Ty::Box(inner) => {
                let (inner, boxed) =
                    (self.turbofish(inner), self.word("Box", quote!(::std::boxed::Box)));
                quote!(#boxed::<#inner>)
            }
            Ty::EventReceiver(union, error) | Ty::EventStreamSender(union, error) => {
                let stream = self.event_stream(ty);
                quote!(#stream::<types::#union, types::error::#error>)
            }
            plain => self.ty(plain),
        }
    }

    /// A type.
    pub fn ty(&self, ty: &Ty) -> TokenStream {
        let types = quote!(::rt::aws_smithy_types);
        match ty {
            Ty::Bool => quote!(bool),
            Ty::I8 => quote!(i8),
            Ty::I16 => quote!(i16),
            Ty::I32 => quote!(i32),
            Ty::I64 => quote!(i64),
            Ty::F32 => quote!(f32),
            Ty::F64 => quote!(f64),
            Ty::BigInteger => quote!(#types::BigInteger),
            Ty::BigDecimal => quote!(#types::BigDecimal),
            Ty::String => self.string(),
            Ty::Blob => self.word("Blob", quote!(#types::Blob)),
            Ty::DateTime => self.word("DateTime", quote!(#types::DateTime)),
            Ty::Document => self.word("Document", quote!(#types::Document)),
            Ty::ByteStream => self.word("ByteStream", quote!(#types::byte_stream::ByteStream)),
            Ty::EventReceiver(union, error) | Ty::EventStreamSender(union, error) => {
                let stream = self.event_stream(ty);
                quote!(#stream<types::#union, types::error::#error>)
            }
            Ty::Enum(id) | Ty::Structure(id) | Ty::Union(id) => {
                let name = id.name();
                quote!(types::#name)
            }
            Ty::Option(inner) => {
                let (option, inner) = (self.option(), self.ty(inner));
                quote!(#option<#inner>)
            }
            Ty::List(element) => {
                let (vec, element) = (self.vec(), self.ty(element));
                quote!(#vec<#element>)
            }
            Ty::Map(value) => {
                let (map, string, value) = (self.map(), self.string(), self.ty(value));
                quote!(#map<#string, #value>)
            }
            Ty::Box(inner) => {
                let (boxed, inner) = (self.word("Box", quote!(::std::boxed::Box)), self.ty(inner));
                quote!(#boxed<#inner>)
            }
        }
    }
}

/// Documentation, one attribute a line.
pub fn docs(docs: &Docs) -> TokenStream {
    let paragraphs = std::iter::once(&docs.summary).chain(&docs.details);
    doc(&paragraphs.map(String::as_str).collect::<Vec<_>>().join("\n\n"))
}

/// The first sentence of documentation.
pub fn summary(docs: &Docs) -> TokenStream {
    doc(&docs.summary)
}

/// Documentation of our own.
pub fn doc(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Text as the lines of a comment, without what would end or turn around a line.
pub fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(|line| {
        let line: String = line.chars().map(|c| if is_invisible(c) { ' ' } else { c }).collect();
        let line = line.trim_end();
        if line.is_empty() { String::new() } else { format!(" {line}") }
    })
}

/// Control characters, and those that change the direction of text, which rustc refuses in comments.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// `#[deprecated]`, if there is a reason.
pub fn deprecated(reason: Option<&String>) -> TokenStream {
    reason.map(|note| quote!(#[deprecated(note = #note)])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_used_is_imported() {
        let words = Words::default();
        let imports = |item: TokenStream| words.imports(&[item]).to_string();
        assert_eq!(imports(quote!(pub types: types::Blob)), "use crate :: types ;");
        assert_eq!(
            imports(quote!(
                fn types(&self) {
                    self.types
                }
            )),
            ""
        );
        assert_eq!(imports(quote!((a, [Vec::<Blob>]))), "use rt :: aws_smithy_types :: Blob ;");
        assert_eq!(imports(quote!(::std::collections::HashMap)), "");
    }

    #[test]
    fn a_type_of_the_file_hides_the_word() {
        let strings = Ty::List(Box::new(Ty::String));
        assert_eq!(Words::default().ty(&strings).to_string(), "Vec < String >");
        let vec = crate::names::Scope::types().name("Vec", &Default::default(), "").unwrap();
        let words = Words::new([&vec]);
        assert_eq!(words.ty(&strings).to_string(), ":: std :: vec :: Vec < String >");
        assert_eq!(words.turbofish(&strings).to_string(), ":: std :: vec :: Vec :: < String >");
    }

    #[test]
    fn documentation_stays_in_its_line() {
        let lines: Vec<_> = lines("a\r\n\nb\u{202E}c\u{2028}\u{0}d ").collect();
        assert_eq!(lines, [" a", "", " b c  d"]);
    }
}
