//! Types and documentation as tokens, and the imports that types need.

use crate::ir::{Docs, EventStreamKind, Ty};
use crate::names::{self, Ident};
use proc_macro2::TokenStream;
use quote::quote;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

/// Something that is not in scope by itself, in the order in which files import it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Import {
    Types,
    Blob,
    ByteStream,
    DateTime,
    EventReceiver,
    EventStreamSender,
    Document,
    HashMap,
}

impl Import {
    /// The name that it brings into scope.
    fn name(self) -> &'static str {
        match self {
            Import::Types => "types",
            Import::Blob => "Blob",
            Import::ByteStream => "ByteStream",
            Import::DateTime => "DateTime",
            Import::EventReceiver => "EventReceiver",
            Import::EventStreamSender => "EventStreamSender",
            Import::Document => "Document",
            Import::HashMap => "HashMap",
        }
    }

    /// The path, without what it begins with outside of imports.
    fn path(self) -> TokenStream {
        match self {
            Import::Types => quote!(crate::types),
            Import::Blob => quote!(rt::aws_smithy_types::Blob),
            Import::ByteStream => quote!(rt::aws_smithy_types::byte_stream::ByteStream),
            Import::DateTime => quote!(rt::aws_smithy_types::DateTime),
            Import::EventReceiver => quote!(rt::event_stream::EventReceiver),
            Import::EventStreamSender => quote!(rt::event_stream::EventStreamSender),
            Import::Document => quote!(rt::aws_smithy_types::Document),
            Import::HashMap => quote!(std::collections::HashMap),
        }
    }
}

/// Prints the types of one module, and keeps in mind what the module has to import for them. Names are short, unless the
/// module declares a type of the same name.
#[derive(Debug, Default)]
pub struct TypePrinter<'a> {
    declared: HashSet<&'a str>,
    imports: RefCell<BTreeSet<Import>>,
}

impl<'a> TypePrinter<'a> {
    /// Prints the types of a module that declares these.
    pub fn new(declared: impl IntoIterator<Item = &'a Ident>) -> Self {
        let declared = declared.into_iter().map(Ident::as_str).collect();
        Self { declared, imports: RefCell::default() }
    }

    /// What is in scope everywhere, by its name or, where that is taken, by its path.
    fn prelude(&self, name: &'static str, path: TokenStream) -> TokenStream {
        if self.declared.contains(&name) {
            return path;
        }
        let name = names::known(name);
        quote!(#name)
    }

    /// What has to be imported, by its name or, where that is taken, by its path.
    fn imported(&self, import: Import) -> TokenStream {
        if self.declared.contains(&import.name()) {
            let path = import.path();
            return quote!(::#path);
        }
        self.imports.borrow_mut().insert(import);
        let name = names::known(import.name());
        quote!(#name)
    }

    /// The imports for all that was printed so far.
    pub fn imports(&self) -> TokenStream {
        let imports = self.imports.borrow();
        let paths = imports.iter().map(|import| import.path());
        quote!(#(use #paths;)*)
    }

    /// The type `name` of the module `types`.
    pub fn named(&self, name: &Ident) -> TokenStream {
        let types = self.imported(Import::Types);
        quote!(#types::#name)
    }

    /// The type `name` of the module `types::error`.
    pub fn error(&self, name: &Ident) -> TokenStream {
        let types = self.imported(Import::Types);
        quote!(#types::error::#name)
    }

    pub fn option(&self) -> TokenStream {
        self.prelude("Option", quote!(::std::option::Option))
    }

    pub fn some(&self) -> TokenStream {
        self.prelude("Some", quote!(::std::option::Option::Some))
    }

    pub fn string(&self) -> TokenStream {
        self.prelude("String", quote!(::std::string::String))
    }

    pub fn into(&self) -> TokenStream {
        self.prelude("Into", quote!(::std::convert::Into))
    }

    fn boxed(&self) -> TokenStream {
        self.prelude("Box", quote!(::std::boxed::Box))
    }

    fn vec(&self) -> TokenStream {
        self.prelude("Vec", quote!(::std::vec::Vec))
    }

    fn event_stream(&self, kind: EventStreamKind) -> TokenStream {
        self.imported(match kind {
            EventStreamKind::Receiver => Import::EventReceiver,
            EventStreamKind::Sender => Import::EventStreamSender,
        })
    }

    /// A type, in a form that stands as an expression as well: `Vec::<String>`.
    pub fn turbofish(&self, ty: &Ty) -> TokenStream {
        self.print(ty, &quote!(::))
    }

    /// A type.
    pub fn ty(&self, ty: &Ty) -> TokenStream {
        self.print(ty, &TokenStream::new())
    }

    /// A type, with `colons` before the arguments of generic ones.
    fn print(&self, ty: &Ty, colons: &TokenStream) -> TokenStream {
        let inner = |ty: &Ty| self.print(ty, colons);
        match ty {
            Ty::Bool => quote!(bool),
            Ty::I8 => quote!(i8),
            Ty::I16 => quote!(i16),
            Ty::I32 => quote!(i32),
            Ty::I64 => quote!(i64),
            Ty::F32 => quote!(f32),
            Ty::F64 => quote!(f64),
            Ty::BigInteger => quote!(::rt::aws_smithy_types::BigInteger),
            Ty::BigDecimal => quote!(::rt::aws_smithy_types::BigDecimal),
            Ty::String => self.string(),
            Ty::Blob => self.imported(Import::Blob),
            Ty::DateTime => self.imported(Import::DateTime),
            Ty::Document => self.imported(Import::Document),
            Ty::Unit => quote!(()),
            Ty::ByteStream => self.imported(Import::ByteStream),
            Ty::EventStream(kind, union, error) => {
                let (stream, union) = (self.event_stream(*kind), self.named(union.name()));
                let error = self.error(error);
                quote!(#stream #colons<#union, #error>)
            }
            Ty::Enum(id) | Ty::Structure(id) | Ty::Union(id) => self.named(id.name()),
            Ty::Option(element) => {
                let (option, element) = (self.option(), inner(element));
                quote!(#option #colons<#element>)
            }
            Ty::List(element) => {
                let (vec, element) = (self.vec(), inner(element));
                quote!(#vec #colons<#element>)
            }
            Ty::Map(key, value) => {
                let map = self.imported(Import::HashMap);
                let (key, value) = (inner(key), inner(value));
                quote!(#map #colons<#key, #value>)
            }
            Ty::Box(content) => {
                let (boxed, content) = (self.boxed(), inner(content));
                quote!(#boxed #colons<#content>)
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

/// What takes an item away where `selected` is on, and none of these features; nothing, if there are none.
pub fn gate(features: &[String]) -> TokenStream {
    match features {
        [] => TokenStream::new(),
        _ => quote!(#[cfg(any(not(feature = "selected"), #(feature = #features),*))]),
    }
}

/// The same as the last part of a row that a macro of the runtime takes.
pub fn needs(features: &[String]) -> Option<TokenStream> {
    (!features.is_empty()).then(|| quote!(, [#(#features),*]))
}

/// `#[deprecated]`, if there is a reason.
pub fn deprecated(reason: Option<&String>) -> TokenStream {
    reason.map(|note| quote!(#[deprecated(note = #note)])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{ShapeId, TypeId};

    fn imports(types: &[Ty]) -> String {
        let printer = TypePrinter::default();
        types.iter().for_each(|ty| drop(printer.ty(ty)));
        printer.imports().to_string()
    }

    #[test]
    fn only_what_is_used_is_imported() {
        assert_eq!(imports(&[Ty::Bool, Ty::List(Box::new(Ty::String)), Ty::BigInteger]), "");
        let map = Ty::Map(Box::new(Ty::String), Box::new(Ty::Blob));
        assert_eq!(
            imports(&[map, Ty::Blob]),
            "use rt :: aws_smithy_types :: Blob ; use std :: collections :: HashMap ;"
        );
        let (shape, name) = (ShapeId::new("toy", "Toy"), names::known("Toy"));
        assert_eq!(imports(&[Ty::Enum(TypeId::new(shape, name))]), "use crate :: types ;");
    }

    #[test]
    fn a_type_of_the_file_hides_the_word() {
        let strings = Ty::List(Box::new(Ty::String));
        assert_eq!(TypePrinter::default().ty(&strings).to_string(), "Vec < String >");
        let (vec, blob) = (names::known("Vec"), names::known("Blob"));
        let printer = TypePrinter::new([&vec, &blob]);
        assert_eq!(printer.ty(&strings).to_string(), ":: std :: vec :: Vec < String >");
        assert_eq!(printer.turbofish(&strings).to_string(), ":: std :: vec :: Vec :: < String >");
        assert_eq!(printer.ty(&Ty::Blob).to_string(), ":: rt :: aws_smithy_types :: Blob");
        assert!(printer.imports().is_empty());
    }

    #[test]
    fn documentation_stays_in_its_line() {
        let lines: Vec<_> = lines("a\r\n\nb\u{202E}c\u{2028}\u{0}d ").collect();
        assert_eq!(lines, [" a", "", " b c  d"]);
    }
}
