//! Tables of members, as texts that the runtime reads (`schema/parse.rs`). That it knows every word is tested in
//! `tests/tests/tables.rs`, which has both.

use crate::ir::{Member, SimpleTarget, Structure, Target, Trait, Union};
use proc_macro2::Literal;

/// The table of a structure.
pub fn table(structure: &Structure) -> Literal {
    let Structure { namespace, model_name, traits, fields, .. } = structure;
    text(format!("{namespace}#{model_name}"), traits, fields.iter().map(|field| &field.member))
}

/// The table of a union.
pub fn union_table(union: &Union) -> Literal {
    let Union { namespace, model_name, traits, members, .. } = union;
    text(format!("{namespace}#{model_name}"), traits, members.iter().map(|member| &member.member))
}

/// The id, a line a trait, and the members.
fn text<'a>(id: String, traits: &[Trait], members: impl Iterator<Item = &'a Member>) -> Literal {
    let lines = [id].into_iter().chain(traits.iter().map(trait_)).chain(members.flat_map(member));
    multiline(lines)
}

/// A literal with line ends in it, in place of escapes.
pub fn multiline(lines: impl Iterator<Item = String>) -> Literal {
    let text: String = lines.map(|line| format!("        {line}\n")).collect();
    let escaped: String = text.lines().map(|line| format!("{}\n", line.escape_debug())).collect();
    format!("\"\n{escaped}    \"").parse().unwrap_or_else(|_| Literal::string(&text))
}

/// The name and what it is; its traits; and what it holds, with `- ` before each line.
fn member(member: &Member) -> Vec<String> {
    let (keyword, covered) = keyword(member);
    let traits = member.traits.iter().skip(covered).map(trait_);
    let elements = elements(&member.target).into_iter().flat_map(self::member);
    let name = format!("{} {keyword}", member.name);
    [name].into_iter().chain(traits).chain(elements.map(|line| format!("- {line}"))).collect()
}

/// The keyword for what a member is, and how many of its first traits it covers.
fn keyword(member: &Member) -> (&'static str, usize) {
    use Target::{List, Map, Simple};
    use Trait::{HttpLabel, Required};
    match (&member.target, member.traits.as_slice()) {
        (Simple(SimpleTarget::String), [HttpLabel, Required, ..]) => ("label", 2),
        (Simple(SimpleTarget::String), [Required, ..]) => ("string!", 1),
        (Simple(SimpleTarget::Structure), [Required, ..]) => ("structure!", 1),
        (Simple(SimpleTarget::Timestamp), [Trait::Timestamp(format), ..]) => (format.as_str(), 1),
        (Simple(target), _) => (target.as_str(), 0),
        (List(_), _) => ("list", 0),
        (Map(..), _) => ("map", 0),
    }
}

/// What a list or map holds; nothing, if it is plain strings.
fn elements(target: &Target) -> Vec<&Member> {
    match target {
        Target::List(element) if !is_plain_string(element) => vec![element],
        Target::Map(key, value) if !(is_plain_string(key) && is_plain_string(value)) => {
            vec![key, value]
        }
        Target::List(_) | Target::Map(..) | Target::Simple(_) => vec![],
    }
}

/// Lists and maps of strings that no trait says more about are too many to be spelled out.
fn is_plain_string(member: &Member) -> bool {
    member.target == Target::Simple(SimpleTarget::String) && member.traits.is_empty()
}

/// The line of a trait.
fn trait_(t: &Trait) -> String {
    let with = |name: &str, argument: &str| format!("@{name} {}", one_line(argument));
    match t {
        Trait::JsonName(name) => with("jsonName", name),
        Trait::JsonLowerCamel => "@jsonLowerCamel".to_owned(),
        Trait::XmlName(name) => with("xmlName", name),
        Trait::XmlNamespace(uri, None) => with("xmlNamespace", uri),
        Trait::XmlNamespace(uri, Some(prefix)) => {
            format!("@xmlNamespacePrefixed {} {}", one_word(prefix), one_line(uri))
        }
        Trait::XmlAttribute => "@xmlAttribute".to_owned(),
        Trait::XmlFlattened => "@xmlFlattened".to_owned(),
        Trait::XmlUnwrapped => "@xmlUnwrapped".to_owned(),
        Trait::Ec2Name(name) => with("ec2Name", name),
        Trait::EventHeader => "@eventHeader".to_owned(),
        Trait::EventPayload => "@eventPayload".to_owned(),
        Trait::Timestamp(format) => with("timestampFormat", format.as_str()),
        Trait::HttpLabel => "@httpLabel".to_owned(),
        Trait::HttpQuery(name) => with("httpQuery", name),
        Trait::HttpQueryParams => "@httpQueryParams".to_owned(),
        Trait::HttpHeader(name) => with("httpHeader", name),
        Trait::HttpPrefixHeaders(prefix) => with("httpPrefixHeaders", prefix),
        Trait::HttpPayload => "@httpPayload".to_owned(),
        Trait::HttpResponseCode => "@httpResponseCode".to_owned(),
        Trait::MediaType(value) => with("mediaType", value),
        Trait::Sensitive => "@sensitive".to_owned(),
        Trait::Required => "@required".to_owned(),
        Trait::IdempotencyToken => "@idempotencyToken".to_owned(),
        Trait::SentIfUnset(text) => with("sentIfUnset", text),
        Trait::LastSegment => "@lastSegment".to_owned(),
        Trait::IgnoreUnparsable => "@ignoreUnparsable".to_owned(),
        Trait::LeftOutIfZero => "@leftOutIfZero".to_owned(),
        Trait::Http(method, uri, code) => with("http", &format!("{method} {code} {uri}")),
        Trait::NoBody => "@noBody".to_owned(),
    }
}

/// Any text as part of a line.
fn one_line(text: &str) -> String {
    text.replace('\\', r"\\").replace('\n', r"\n").replace('\r', r"\r")
}

/// Any text as one of several in a line.
fn one_word(text: &str) -> String {
    one_line(text).replace(' ', r"\s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::TimestampFormat;

    fn member(target: Target, traits: Vec<Trait>) -> Member {
        Member { name: "Name".to_owned(), target, traits }
    }

    fn simple(target: SimpleTarget, traits: Vec<Trait>) -> Member {
        member(Target::Simple(target), traits)
    }

    #[test]
    fn a_word_says_what_is_said_most_often() {
        let said = |traits| super::member(&simple(SimpleTarget::String, traits)).join("; ");
        assert_eq!(said(vec![]), "Name string");
        assert_eq!(said(vec![Trait::HttpLabel, Trait::Required]), "Name label");
        assert_eq!(said(vec![Trait::Required, Trait::Sensitive]), "Name string!; @sensitive");
        assert_eq!(
            said(vec![Trait::Sensitive, Trait::Required]),
            "Name string; @sensitive; @required"
        );
        let time =
            simple(SimpleTarget::Timestamp, vec![Trait::Timestamp(TimestampFormat::HttpDate)]);
        assert_eq!(super::member(&time), ["Name http-date"]);
    }

    #[test]
    fn what_a_list_or_map_holds_follows_it() {
        let text = || Box::new(simple(SimpleTarget::String, vec![]));
        let list = |element| member(Target::List(element), vec![Trait::XmlFlattened]);
        assert_eq!(super::member(&list(text())), ["Name list", "@xmlFlattened"]);
        let secret = Box::new(simple(SimpleTarget::Long, vec![Trait::Sensitive]));
        let map = member(Target::Map(text(), Box::new(list(secret))), vec![]);
        assert_eq!(
            super::member(&map).join("; "),
            "Name map; - Name string; - Name list; - @xmlFlattened; - - Name long; - - @sensitive"
        );
    }

    #[test]
    fn words_stay_apart() {
        let line =
            |prefix: &str| trait_(&Trait::XmlNamespace("u v".to_owned(), Some(prefix.to_owned())));
        assert_eq!(line("p"), "@xmlNamespacePrefixed p u v");
        assert_eq!(line("p \\s\n"), r"@xmlNamespacePrefixed p\s\\s\n u v");
    }

    #[test]
    fn any_text_can_be_an_argument() {
        let id = "a#B".to_owned();
        let traits = [Trait::XmlName("a \"\\\nb".to_owned()), Trait::XmlName(String::new())];
        let literal = text(id, &traits, [].iter());
        let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) else {
            panic!("it is no literal: {literal}")
        };
        let lines: Vec<_> = text.value().lines().map(|line| line.trim_start().to_owned()).collect();
        assert_eq!(lines, ["", "a#B", r#"@xmlName a "\\\nb"#, "@xmlName ", ""]);
    }
}
