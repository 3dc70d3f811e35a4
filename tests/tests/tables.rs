//! The runtime reads whatever stands in the tables that the generator writes.

use smithwright_codegen::ir::{Crate, Member, SimpleTarget, Target, TimestampFormat, Trait};
use smithwright_codegen::model::Simple;
use smithwright_codegen::{Input, Options, Source, plan, print};
use smithwright_runtime::aws_smithy_schema::traits::TimestampFormat as Format;
use smithwright_runtime::aws_smithy_schema::{Schema, ShapeType};
use smithwright_runtime::schema::{self, Shape, Table};
use syn::{Item, LitStr};

/// A model with a structure `Toy` of these members, as JSON, which an operation gives.
fn planned(members: &str) -> Crate {
    let text = format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "a#Service": {{"type": "service", "version": "1", "operations": [{{"target": "a#GetToy"}}], "traits": {{
                "aws.api#service": {{"sdkId": "A"}}, "aws.auth#sigv4": {{"name": "a"}}, "aws.protocols#awsJson1_1": {{}},
                "smithy.rules#endpointRuleSet": {{"version": "1.0", "parameters": {{}}, "rules": [
                    {{"type": "endpoint", "conditions": [], "endpoint": {{"url": "https://example.com"}}}}]}}}}}},
            "a#GetToy": {{"type": "operation", "output": {{"target": "a#Out"}}}},
            "a#Out": {{"type": "structure", "members": {{"Toy": {{"target": "a#Toy"}}}}}},
            "a#Toy": {{"type": "structure", "members": {{{members}}}}},
            "a#Part": {{"type": "structure", "members": {{"Name": {{"target": "smithy.api#String"}}}}}},
            "a#Choice": {{"type": "union", "members": {{"Name": {{"target": "smithy.api#String"}}}}}},
            "a#Texts": {{"type": "list", "member": {{"target": "smithy.api#String"}}}},
            "a#Numbers": {{"type": "map", "key": {{"target": "smithy.api#String"}}, "value": {{"target": "smithy.api#Long"}}}}
        }}}}"#
    );
    let service = Source { name: "model.json".to_owned(), text };
    let options = Options { package: "a".to_owned(), ..Options::default() };
    plan(Input { service, ..Input::default() }, &options).unwrap_or_else(|found| panic!("{found}"))
}

/// What the runtime makes of the table that is printed for `Toy`.
fn read(ir: &Crate) -> &'static Shape {
    let files = print(ir);
    let file = syn::parse_file(&files["src/types/toy.rs"]).expect("it is Rust");
    let macros = file.items.into_iter().filter_map(|item| match item {
        Item::Macro(call) => Some(call.mac.tokens),
        _ => None,
    });
    let texts = macros.flatten().filter_map(|token| syn::parse_str(&token.to_string()).ok());
    let tables: Vec<LitStr> = texts.collect();
    let [table] = &tables[..] else { panic!("{} tables", tables.len()) };
    Table { text: table.value().leak(), names: "" }.shape()
}

/// `Toy` with one member, of which the table says this.
fn with_member(target: Target, traits: Vec<Trait>) -> &'static Shape {
    let mut ir = planned(r#""Id": {"target": "smithy.api#String"}"#);
    let toy = ir.structures.iter_mut().find(|structure| structure.model_name == "Toy");
    toy.expect("it is planned").fields[0].member = Member { name: "Id".to_owned(), target, traits };
    read(&ir)
}

/// `Toy` with one member and these traits of its own.
fn with_traits(traits: Vec<Trait>) -> &'static Shape {
    let mut ir = planned(r#""Id": {"target": "smithy.api#String"}"#);
    let toy = ir.structures.iter_mut().find(|structure| structure.model_name == "Toy");
    toy.expect("it is planned").traits = traits;
    read(&ir)
}

/// Each variant of an enum: an example of it, and what has to hold where that was read. A variant that is not listed does
/// not compile.
macro_rules! variants {
    ($examples:ident, $is_read:ident: $type:ty, $read:ident: $from:ty; $($example:expr, $variant:pat => $holds:expr;)*) => {
        fn $examples() -> Vec<$type> {
            vec![$($example),*]
        }

        fn $is_read(example: &$type, $read: $from) -> bool {
            match example {
                $($variant => $holds,)*
            }
        }
    };
}

/// A text that has to be escaped.
const ODD: &str = "a \"b\" \\n\n\r{c}é";

fn odd() -> String {
    ODD.to_owned()
}

/// What was read of a trait of the member.
struct Read {
    shape: &'static schema::Member,
    schema: &'static Schema<'static>,
}

variants! {
    traits, is_trait_read: Trait, read: &Read;
    Trait::JsonName(odd()), Trait::JsonName(_) => read.schema.json_name().is_some_and(|name| name.value() == ODD);
    Trait::JsonLowerCamel, Trait::JsonLowerCamel => read.schema.json_name().is_some_and(|name| name.value() == "id");
    Trait::XmlName(odd()), Trait::XmlName(_) => read.schema.xml_name().is_some_and(|name| name.value() == ODD);
    Trait::XmlNamespace(odd(), None), Trait::XmlNamespace(_, None) =>
        read.schema.xml_namespace().is_some_and(|space| (space.uri(), space.prefix()) == (ODD, None));
    Trait::XmlNamespace(odd(), Some("p".to_owned())), Trait::XmlNamespace(_, Some(_)) =>
        read.schema.xml_namespace().is_some_and(|space| (space.uri(), space.prefix()) == (ODD, Some("p")));
    Trait::XmlAttribute, Trait::XmlAttribute => read.schema.xml_attribute();
    Trait::XmlFlattened, Trait::XmlFlattened => read.schema.xml_flattened();
    Trait::XmlUnwrapped, Trait::XmlUnwrapped => read.schema.xml_unwrapped_output();
    // Published schemas have no place of its own for it.
    Trait::Ec2Name(odd()), Trait::Ec2Name(_) => read.schema.json_name().is_some_and(|name| name.value() == ODD);
    Trait::EventHeader, Trait::EventHeader => read.schema.event_header().is_some();
    Trait::EventPayload, Trait::EventPayload => read.schema.event_payload().is_some();
    Trait::Timestamp(TimestampFormat::DateTime), Trait::Timestamp(TimestampFormat::DateTime) => is_format(read.schema, Format::DateTime);
    Trait::Timestamp(TimestampFormat::HttpDate), Trait::Timestamp(TimestampFormat::HttpDate) => is_format(read.schema, Format::HttpDate);
    Trait::Timestamp(TimestampFormat::EpochSeconds), Trait::Timestamp(TimestampFormat::EpochSeconds) => is_format(read.schema, Format::EpochSeconds);
    Trait::HttpLabel, Trait::HttpLabel => read.schema.http_label().is_some() && read.shape.is_label();
    Trait::HttpQuery(odd()), Trait::HttpQuery(_) => read.schema.http_query().is_some_and(|query| query.value() == ODD);
    Trait::HttpQueryParams, Trait::HttpQueryParams => read.schema.http_query_params().is_some();
    Trait::HttpHeader(odd()), Trait::HttpHeader(_) => read.schema.http_header().is_some_and(|header| header.value() == ODD);
    Trait::HttpPrefixHeaders(odd()), Trait::HttpPrefixHeaders(_) =>
        read.schema.http_prefix_headers().is_some_and(|prefix| prefix.value() == ODD);
    Trait::HttpPayload, Trait::HttpPayload => read.schema.http_payload().is_some();
    Trait::HttpResponseCode, Trait::HttpResponseCode => read.schema.http_response_code().is_some();
    Trait::MediaType(odd()), Trait::MediaType(_) => read.schema.media_type().is_some_and(|media| media.value() == ODD);
    Trait::Sensitive, Trait::Sensitive => read.schema.sensitive().is_some() && read.shape.is_sensitive();
    Trait::Required, Trait::Required => read.shape.is_required();
    Trait::IdempotencyToken, Trait::IdempotencyToken => read.shape.is_idempotency_token();
    Trait::SentIfUnset(odd()), Trait::SentIfUnset(_) => read.shape.sent_if_unset() == Some(ODD);
    Trait::LastSegment, Trait::LastSegment => read.shape.is_last_segment();
    Trait::IgnoreUnparsable, Trait::IgnoreUnparsable => read.shape.ignores_unparsable();
    Trait::LeftOutIfZero, Trait::LeftOutIfZero => read.shape.is_left_out_if_zero();
    Trait::Http("PUT".to_owned(), "/a b/{c}?d".to_owned(), 201), Trait::Http(..) =>
        read.schema.http().is_some_and(|http| (http.method(), http.uri(), http.code()) == ("PUT", "/a b/{c}?d", 201));
    Trait::NoBody, Trait::NoBody => !read.schema.has_body_members();
}

fn is_format(schema: &Schema<'_>, format: Format) -> bool {
    schema.timestamp_format().is_some_and(|found| found.format() == format)
}

/// Whether a trait is one of shapes, and not of members.
fn is_of_shapes(t: &Trait) -> bool {
    matches!(t, Trait::JsonLowerCamel | Trait::XmlUnwrapped | Trait::Http(..) | Trait::NoBody)
}

#[test]
fn every_trait_is_read() {
    let target = || Target::Simple(SimpleTarget::String);
    let nothing = with_member(target(), Vec::new());
    for t in traits() {
        let (shape, plain) = match &t {
            Trait::JsonLowerCamel => (with_traits(vec![t.clone()]), false),
            t if is_of_shapes(t) => (with_traits(vec![t.clone()]), true),
            t => (with_member(target(), vec![t.clone()]), false),
        };
        let of = |shape: &'static Shape| Read {
            shape: &shape.members()[0],
            schema: if plain { shape.schema() } else { shape.schema().members()[0] },
        };
        assert!(is_trait_read(&t, &of(shape)), "{t:?}");
        assert!(!is_trait_read(&t, &of(nothing)), "{t:?} is read where it does not stand");
    }
}

variants! {
    simple, is_simple_read: (Simple, &'static str), read: ShapeType;
    (Simple::Blob, "Blob"), (Simple::Blob, _) => read == ShapeType::Blob;
    (Simple::Boolean, "Boolean"), (Simple::Boolean, _) => read == ShapeType::Boolean;
    (Simple::String, "String"), (Simple::String, _) => read == ShapeType::String;
    (Simple::Byte, "Byte"), (Simple::Byte, _) => read == ShapeType::Byte;
    (Simple::Short, "Short"), (Simple::Short, _) => read == ShapeType::Short;
    (Simple::Integer, "Integer"), (Simple::Integer, _) => read == ShapeType::Integer;
    (Simple::Long, "Long"), (Simple::Long, _) => read == ShapeType::Long;
    (Simple::Float, "Float"), (Simple::Float, _) => read == ShapeType::Float;
    (Simple::Double, "Double"), (Simple::Double, _) => read == ShapeType::Double;
    (Simple::BigInteger, "BigInteger"), (Simple::BigInteger, _) => read == ShapeType::BigInteger;
    (Simple::BigDecimal, "BigDecimal"), (Simple::BigDecimal, _) => read == ShapeType::BigDecimal;
    (Simple::Timestamp, "Timestamp"), (Simple::Timestamp, _) => read == ShapeType::Timestamp;
    (Simple::Document, "Document"), (Simple::Document, _) => read == ShapeType::Document;
    (Simple::Unit, "Unit"), (Simple::Unit, _) => read == ShapeType::Structure;
}

#[test]
fn every_simple_type_is_read() {
    let member = |name: &str| format!(r#""{name}": {{"target": "smithy.api#{name}"}}"#);
    // Only unions have members of this type; the runtime's own tests read one.
    let simple = || simple().into_iter().filter(|(simple, _)| *simple != Simple::Unit);
    let members: Vec<_> = simple().map(|(_, name)| member(name)).collect();
    let shape = read(&planned(&members.join(", ")));
    assert_eq!(shape.members().len(), 13);
    for example in simple() {
        let schema = shape.schema().member_schema(example.1).expect("it is read");
        assert!(is_simple_read(&example, schema.shape_type()), "{example:?}: {schema:?}");
    }
}

#[test]
fn everything_else_that_a_member_can_be_is_read() {
    let shape = read(&planned(
        r#""Part": {"target": "a#Part"}, "Choice": {"target": "a#Choice"}, "Texts": {"target": "a#Texts"}, "Numbers": {"target": "a#Numbers"}"#,
    ));
    let member = |name: &str| shape.schema().member_schema(name).expect("it is read");
    assert_eq!(member("Part").shape_type(), ShapeType::Structure);
    assert_eq!(member("Choice").shape_type(), ShapeType::Union);
    let held = |schema: Option<&Schema<'_>>| schema.map(|schema| schema.shape_type());
    assert_eq!(member("Texts").shape_type(), ShapeType::List);
    assert_eq!(held(member("Texts").member()), Some(ShapeType::String));
    assert_eq!(member("Numbers").shape_type(), ShapeType::Map);
    assert_eq!(held(member("Numbers").key()), Some(ShapeType::String));
    assert_eq!(held(member("Numbers").member()), Some(ShapeType::Long));
}

/// Words that say a type and traits in one.
#[test]
fn every_word_is_read() {
    let read = |word: SimpleTarget, traits: Vec<Trait>| {
        let shape = with_member(Target::Simple(word), traits);
        Read { shape: &shape.members()[0], schema: shape.schema().members()[0] }
    };
    let label =
        read(SimpleTarget::String, vec![Trait::HttpLabel, Trait::Required, Trait::Sensitive]);
    assert!(label.shape.is_label() && label.shape.is_required() && label.shape.is_sensitive());
    assert_eq!(label.schema.shape_type(), ShapeType::String);
    for (word, shape_type) in
        [(SimpleTarget::String, ShapeType::String), (SimpleTarget::Structure, ShapeType::Structure)]
    {
        let required = read(word, vec![Trait::Required]);
        assert!(required.shape.is_required() && !required.shape.is_label());
        assert_eq!(required.schema.shape_type(), shape_type);
    }
    for (written, format) in [
        (TimestampFormat::DateTime, Format::DateTime),
        (TimestampFormat::HttpDate, Format::HttpDate),
        (TimestampFormat::EpochSeconds, Format::EpochSeconds),
    ] {
        let time = read(SimpleTarget::Timestamp, vec![Trait::Timestamp(written), Trait::Required]);
        assert!(is_format(time.schema, format) && time.shape.is_required(), "{written:?}");
        assert_eq!(time.schema.shape_type(), ShapeType::Timestamp);
    }
}
