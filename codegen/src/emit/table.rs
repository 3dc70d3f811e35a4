//! Tables of members.

use crate::ir::{Member, Structure, Target, Trait, Union};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// What the runtime is told of `structure`.
pub fn table(structure: &Structure) -> TokenStream {
    let id = format!("{}#{}", structure.namespace, structure.wire);
    let traits = structure.traits.iter().map(trait_);
    let members = || structure.fields.iter().map(|field| &field.member);
    let words = words(members());
    let spelled = members().filter(|member| word_of(member).is_none()).map(member);
    quote!((#id, [#(#traits),*], #words, [#(#spelled),*]))
}

/// A line a member: its name, and the word for what it is, or `*` where it is spelled out.
fn words<'a>(members: impl Iterator<Item = &'a Member>) -> Literal {
    let line =
        |member: &Member| format!("        {} {}\n", member.name, word_of(member).unwrap_or("*"));
    let lines: String = members.map(line).collect();
    match lines.as_str() {
        "" => Literal::string(""),
        lines => multiline(lines),
    }
}

/// A literal with line ends in it, in place of escapes. Names of members are identifiers: there is nothing to escape.
fn multiline(lines: &str) -> Literal {
    let text = format!("\"\n{lines}    \"");
    text.parse().unwrap_or_else(|_| Literal::string(lines))
}

/// The word by which the runtime knows such a member (`shape.rs`), if there is one.
fn word_of(member: &Member) -> Option<&'static str> {
    use Target::{List, Map, Simple};
    use Trait::{HttpLabel, Required};
    Some(match (&member.target, member.traits.as_slice()) {
        (Simple("STRING"), []) => "string",
        (Simple("STRING"), [Required]) => "string!",
        (Simple("STRING"), [HttpLabel, Required]) => "label",
        (Simple("BOOLEAN"), []) => "boolean",
        (Simple("BYTE"), []) => "byte",
        (Simple("SHORT"), []) => "short",
        (Simple("INTEGER"), []) => "integer",
        (Simple("LONG"), []) => "long",
        (Simple("FLOAT"), []) => "float",
        (Simple("DOUBLE"), []) => "double",
        (Simple("BLOB"), []) => "blob",
        (Simple("TIMESTAMP"), []) => "timestamp",
        (Simple("TIMESTAMP"), [Trait::Timestamp("DateTime")]) => "date-time",
        (Simple("TIMESTAMP"), [Trait::Timestamp("EpochSeconds")]) => "epoch-seconds",
        (Simple("DOCUMENT"), []) => "document",
        (Simple("STRUCTURE"), []) => "structure",
        (Simple("STRUCTURE"), [Required]) => "structure!",
        (Simple("UNION"), []) => "union",
        (List(element), []) if is_plain_string(element) => "list",
        (Map(key, value), []) if is_plain_string(key) && is_plain_string(value) => "map",
        _ => return None,
    })
}

/// What the runtime is told of `union`.
pub fn union_table(union: &Union) -> TokenStream {
    let id = format!("{}#{}", union.namespace, union.wire);
    let traits = union.traits.iter().map(trait_);
    let members = union.members.iter().map(|m| member(&m.member));
    quote!((#id, [#(#traits),*], "", [#(#members),*]))
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
        Trait::LeftOutIfZero => quote!(LeftOutIfZero),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn member(target: Target, traits: Vec<Trait>) -> Member {
        Member { name: "Name".to_owned(), target, traits }
    }

    fn known() -> Vec<Member> {
        let simple = [
            "STRING",
            "BOOLEAN",
            "BYTE",
            "SHORT",
            "INTEGER",
            "LONG",
            "FLOAT",
            "DOUBLE",
            "BLOB",
            "TIMESTAMP",
            "DOCUMENT",
            "STRUCTURE",
            "UNION",
        ];
        let string = || Box::new(member(Target::Simple("STRING"), vec![]));
        let mut known: Vec<_> =
            simple.iter().map(|name| member(Target::Simple(name), vec![])).collect();
        known.extend([
            member(Target::Simple("STRING"), vec![Trait::Required]),
            member(Target::Simple("STRING"), vec![Trait::HttpLabel, Trait::Required]),
            member(Target::Simple("STRUCTURE"), vec![Trait::Required]),
            member(Target::Simple("TIMESTAMP"), vec![Trait::Timestamp("DateTime")]),
            member(Target::Simple("TIMESTAMP"), vec![Trait::Timestamp("EpochSeconds")]),
            member(Target::List(string()), vec![]),
            member(Target::Map(string(), string()), vec![]),
        ]);
        known
    }

    #[test]
    fn the_runtime_knows_every_word() {
        let runtime = include_str!("../../runtime/src/shape.rs");
        let (_, table) = runtime.split_once("const WORDS").expect("the table is there");
        let (table, _) = table.split_once("];").expect("it ends");
        let words: Vec<_> = known().iter().map(|m| word_of(m).expect("it has a word")).collect();
        for word in &words {
            assert!(table.contains(&format!("(\"{word}\", ")), "{word}");
        }
        assert_eq!(table.matches("(\"").count(), words.len(), "no word is there in vain");
    }

    #[test]
    fn what_no_word_says_is_spelled_out() {
        let secret = member(Target::Simple("STRING"), vec![Trait::Sensitive]);
        let numbers =
            member(Target::List(Box::new(member(Target::Simple("LONG"), vec![]))), vec![]);
        assert_eq!(word_of(&secret), None);
        assert_eq!(word_of(&numbers), None);
        assert_eq!(
            words([secret, known().remove(0)].iter()).to_string(),
            "\"\n        Name *\n        Name string\n    \""
        );
        assert_eq!(words([].iter()).to_string(), "\"\"");
    }
}
