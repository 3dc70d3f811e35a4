//! Tables of members.

use crate::ir::{Member, Structure, Target, Trait, Union};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The static that describes `structure` to the runtime.
pub fn table(name: &Ident, structure: &Structure) -> TokenStream {
    let (namespace, wire) = (&structure.namespace, &structure.wire);
    let traits = structure.traits.iter().map(trait_);
    let members = structure.fields.iter().map(|field| member(&field.member));
    quote! {
        static #name: shape::Shape = shape::Shape::structure(
            shape::shape_id!(#namespace, #wire),
            &[#(#traits),*],
            &[#(#members),*],
        );
    }
}

/// The static that describes `union` to the runtime.
pub fn union_table(name: &Ident, union: &Union) -> TokenStream {
    let (namespace, wire) = (&union.namespace, &union.wire);
    let traits = union.traits.iter().map(trait_);
    let members = union.members.iter().map(|m| member(&m.member));
    quote! {
        static #name: shape::Shape = shape::Shape::union(
            shape::shape_id!(#namespace, #wire),
            &[#(#traits),*],
            &[#(#members),*],
        );
    }
}

fn member(member: &Member) -> TokenStream {
    let name = &member.name;
    let target = match &member.target {
        Target::Simple(constant) => {
            let constant = word(constant);
            quote!(shape::#constant)
        }
        Target::List(element) if is_plain_string(element) => quote!(shape::STRING_LIST),
        Target::List(element) => {
            let element = self::member(element);
            quote!(shape::List(&#element))
        }
        Target::Map(key, value) if is_plain_string(key) && is_plain_string(value) => {
            quote!(shape::STRING_MAP)
        }
        Target::Map(key, value) => {
            let (key, value) = (self::member(key), self::member(value));
            quote!(shape::Map(&#key, &#value))
        }
    };
    let traits = member.traits.iter().map(trait_);
    quote!(shape::Member(#name, #target, &[#(#traits),*]))
}

/// Lists and maps of strings that no trait says more about are too many to be spelled out.
fn is_plain_string(member: &Member) -> bool {
    member.target == Target::Simple("STRING") && member.traits.is_empty()
}

fn trait_(t: &Trait) -> TokenStream {
    let t = match t {
        Trait::JsonName(name) => quote!(JsonName(#name)),
        Trait::JsonLowerCamel => quote!(JsonLowerCamel),
        Trait::XmlName(name) => quote!(XmlName(#name)),
        Trait::XmlNamespace(uri, None) => quote!(XmlNamespace(#uri, None)),
        Trait::XmlNamespace(uri, Some(prefix)) => quote!(XmlNamespace(#uri, Some(#prefix))),
        Trait::XmlAttribute => quote!(XmlAttribute),
        Trait::XmlFlattened => quote!(XmlFlattened),
        Trait::XmlUnwrapped => quote!(XmlUnwrapped),
        Trait::Ec2Name(name) => quote!(Ec2Name(#name)),
        Trait::EventHeader => quote!(EventHeader),
        Trait::EventPayload => quote!(EventPayload),
        Trait::Timestamp(format) => {
            let format = word(format);
            quote!(Timestamp(shape::TimestampFormat::#format))
        }
        Trait::HttpLabel => quote!(HttpLabel),
        Trait::HttpQuery(name) => quote!(HttpQuery(#name)),
        Trait::HttpQueryParams => quote!(HttpQueryParams),
        Trait::HttpHeader(name) => quote!(HttpHeader(#name)),
        Trait::HttpPrefixHeaders(prefix) => quote!(HttpPrefixHeaders(#prefix)),
        Trait::HttpPayload => quote!(HttpPayload),
        Trait::HttpResponseCode => quote!(HttpResponseCode),
        Trait::MediaType(value) => quote!(MediaType(#value)),
        Trait::Sensitive => quote!(Sensitive),
        Trait::Required => quote!(Required),
        Trait::IdempotencyToken => quote!(IdempotencyToken),
        Trait::SentIfUnset(text) => quote!(SentIfUnset(#text)),
        Trait::LastSegment => quote!(LastSegment),
        Trait::UnsetIfOdd => quote!(UnsetIfOdd),
        Trait::Http(method, uri, code) => {
            let code = Literal::u16_unsuffixed(*code);
            quote!(Http(#method, #uri, #code))
        }
        Trait::NoBody => quote!(NoBody),
    };
    quote!(shape::#t)
}

/// A word of the runtime, which the lowering chose from a fixed list.
fn word(word: &str) -> Ident {
    Ident::new(word, Span::call_site())
}
