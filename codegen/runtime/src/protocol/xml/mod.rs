//! XML as the AWS protocols write it ("XML bindings" of the Smithy specification).

mod read;
mod tree;
mod write;

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::error::metadata::{Builder as ErrorMetadataBuilder, ErrorMetadata};
pub use read::Document;
pub use write::Writer;

/// The name of a member's element or attribute.
fn name_of<'a>(schema: &'a Schema<'_>) -> &'a str {
    let own = schema.xml_name().map(|name| name.value());
    own.or(schema.member_name()).unwrap_or_else(|| schema.shape_id().shape_name())
}

/// The element of an error response that holds code, message and members: `Error`, at the top or, in AWS Query one level
/// and in EC2 Query two levels, below it.
pub fn error(body: &[u8]) -> Document<'_> {
    Document::new(body).below(2, |name| name == "Error")
}

/// Whether the body is that of an error: whether its root element is `Error`. The rest of it is not looked at, since there
/// may be much.
pub fn is_error(body: &[u8]) -> bool {
    const BEFORE: [(&[u8], &[u8]); 3] = [(b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">")];
    let mut rest = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii_start();
    while let Some((_, end)) = BEFORE.iter().find(|(start, _)| rest.starts_with(start)) {
        let Some(at) = rest.windows(end.len()).position(|window| window == *end) else {
            return false;
        };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    let after = rest.strip_prefix(b"<Error").and_then(<[u8]>::first);
    after.is_some_and(|next| next.is_ascii_whitespace() || b"/>".contains(next))
}

/// Whether the body is a whole document.
pub fn is_whole(body: &[u8]) -> bool {
    tree::parse(body).is_ok()
}

/// Code and message of an error response.
///
/// # Errors
///
/// When the body is no XML.
pub fn error_metadata(body: &[u8]) -> Result<ErrorMetadataBuilder, SerdeError> {
    let document = error(body);
    let mut meta = ErrorMetadata::builder();
    let Some(error) = document.element()? else { return Ok(meta) };
    let child = |name: &str| error.children().find(|child| child.name() == name);
    if let Some(code) = child("Code") {
        meta = meta.code(code.text());
    }
    if let Some(message) = child("Message").or_else(|| child("message")) {
        meta = meta.message(message.text());
    }
    Ok(meta)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;
    use crate::serde::Reader;
    use aws_smithy_schema::codec::FinishSerializer;
    use aws_smithy_schema::serde::{SerializableStruct, ShapeSerializer};

    const TOY: Table = Table {
        text: "
            example#Toy
            @xmlNamespace http://toys
            Kind string
            @xmlName xsi:kind
            @xmlAttribute
            Name string
            @xmlNamespacePrefixed xsi http://x
            Tags list
            - member string
            - @xmlName Tag
            Flat list
            @xmlFlattened
            @xmlName One
            Map map
            - key string
            - @xmlName K
            - value string
            FlatMap map
            @xmlFlattened
            Next structure
        ",
        names: "",
    };

    /// A toy: what it writes stands in the function.
    struct Toy(fn(&[&Schema<'_>], &mut dyn ShapeSerializer) -> Result<(), SerdeError>);

    impl SerializableStruct for Toy {
        fn schema(&self) -> &Schema<'_> {
            TOY.shape().schema()
        }

        fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
            (self.0)(TOY.shape().schema().members(), to)
        }
    }

    fn written(toy: Toy) -> String {
        let mut writer = Writer::in_namespace(Some(("http://service".to_owned(), None)));
        writer.write_struct(TOY.shape().schema(), &toy).expect("it can be written");
        String::from_utf8(writer.finish()).expect("it is text")
    }

    fn texts(
        to: &mut dyn ShapeSerializer,
        of: &Schema<'_>,
        texts: &[&str],
    ) -> Result<(), SerdeError> {
        let element = of.member().expect("a list has elements");
        to.write_list(of, &|to| texts.iter().try_for_each(|text| to.write_string(element, text)))
    }

    fn entry(to: &mut dyn ShapeSerializer, of: &Schema<'_>) -> Result<(), SerdeError> {
        let (key, value) = (of.key().expect("a key"), of.member().expect("a value"));
        to.write_map(of, &|to| {
            ["a", "b"].iter().try_for_each(|text| {
                to.write_string(key, text)?;
                to.write_string(value, "1")
            })
        })
    }

    #[test]
    fn attributes_stand_in_the_tag_whenever_they_are_written() {
        let toy = Toy(|members, to| {
            to.write_string(members[1], "<&>\"'\r\n")?;
            to.write_string(members[0], "a\"b")
        });
        let name = "<Name xmlns:xsi=\"http://x\">&lt;&amp;&gt;&quot;&apos;&#xD;&#xA;</Name>";
        let expected = format!("<Toy xmlns=\"http://toys\" xsi:kind=\"a&quot;b\">{name}</Toy>");
        assert_eq!(written(toy), expected);
    }

    #[test]
    fn lists_and_maps_have_a_level_of_their_own_unless_they_are_flat() {
        let toy = Toy(|members, to| {
            texts(to, members[2], &["a", "b"])?;
            texts(to, members[3], &["a", "b"])?;
            entry(to, members[4])?;
            entry(to, members[5])
        });
        let lists = "<Tags><Tag>a</Tag><Tag>b</Tag></Tags><One>a</One><One>b</One>";
        let pair = |name: &str, key: &str| {
            let entry = |k: &str| format!("<{name}><{key}>{k}</{key}><value>1</value></{name}>");
            entry("a") + &entry("b")
        };
        let maps = format!("<Map>{}</Map>{}", pair("entry", "K"), pair("FlatMap", "key"));
        assert_eq!(written(toy), format!("<Toy xmlns=\"http://toys\">{lists}{maps}</Toy>"));
    }

    #[test]
    fn a_structure_inside_has_attributes_of_its_own() {
        let toy = Toy(|members, to| {
            let next = Toy(|members, to| to.write_string(members[0], "k"));
            to.write_struct(members[6], &next)
        });
        let next = "<Next xmlns=\"http://toys\" xsi:kind=\"k\"></Next>";
        assert_eq!(written(toy), format!("<Toy xmlns=\"http://toys\">{next}</Toy>"));
    }

    #[test]
    fn a_structure_that_has_a_name_of_its_own_is_called_so_as_a_whole() {
        const NAMED: Table = Table {
            text: "
                example#NamedRequest
                @xmlName Named
                Name string
            ",
            names: "",
        };
        struct Named;
        impl SerializableStruct for Named {
            fn schema(&self) -> &Schema<'_> {
                NAMED.shape().schema()
            }

            fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
                to.write_string(NAMED.shape().schema().members()[0], "n")
            }
        }
        let mut writer = Writer::default();
        writer.write_struct(NAMED.shape().schema(), &Named).expect("it can be written");
        assert_eq!(writer.finish(), b"<Named><Name>n</Name></Named>");
    }

    /// What is read of each member of a toy, in order.
    fn read(body: &str) -> Result<Vec<String>, SerdeError> {
        let mut found = Vec::new();
        Document::new(body.as_bytes()).read_struct(TOY.shape().schema(), &mut |member, from| {
            let name = member.member_name().unwrap_or_default();
            let mut texts = Vec::new();
            match name {
                "Tags" | "Flat" => from.read_list(member, &mut |from| {
                    texts.push(from.read_string(member)?);
                    Ok(())
                })?,
                "Map" | "FlatMap" => from.read_map(member, &mut |key, from| {
                    texts.push(format!("{key}={}", from.read_string(member)?));
                    Ok(())
                })?,
                _ => texts.push(from.read_string(member)?),
            }
            found.push(format!("{name}: {}", texts.join(", ")));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn members_are_found_by_their_names_wherever_they_stand() {
        let body = "<?xml version=\"1.0\"?>\n<t:Toy xmlns:t=\"http://toys\" xmlns:xsi=\"http://x\" xsi:kind=\"k\">
            <One>1</One><Unknown><Name>no</Name></Unknown><Tags><Tag>a</Tag><Tag> b </Tag></Tags>
            <t:Name>x<!-- not this --><![CDATA[<y>]]>&amp;z</t:Name><One>2</One>
            <Map><entry><K>k</K><value>v</value></entry><entry><K>lost</K></entry></Map>
            <FlatMap><key>a</key><value>1</value></FlatMap><FlatMap><key>b</key><value/></FlatMap></t:Toy>";
        let expected = [
            "Kind: k",
            "Name: x<y>&z",
            "Tags: a,  b ",
            "Flat: 1, 2",
            "Map: k=v",
            "FlatMap: a=1, b=",
        ];
        assert_eq!(read(body).expect("it can be read"), expected);
    }

    #[test]
    fn what_is_no_xml_is_an_error_and_so_is_nothing() {
        let entities = "<!DOCTYPE a [<!ENTITY b \"c\">]><Toy><Name>&b;</Name></Toy>";
        for odd in [
            "",
            " \n",
            "<?xml version=\"1.0\"?>",
            "<!-- -->",
            "<Toy>",
            "<Toy",
            "<Toy><Name>a",
            "<Toy></Boy>",
            "Toy",
            "</Toy>",
            "<Toy/><Toy/>",
            "<Toy/>Toy",
            "<Toy>&b;</Toy>",
            "<Toy>&",
            "<Toy>&#xD800;</Toy>",
            "<Toy>&#x;</Toy>",
            "<Toy a='&b;'/>",
            "<Toy a/>",
            "<Toy a='1' a='2'/>",
            entities,
        ] {
            assert!(read(odd).is_err(), "{odd}");
        }
        let nothing = Table { text: "example#Nothing", names: "" };
        let read = Document::new(b"").read_struct(nothing.shape().schema(), &mut |_, _| Ok(()));
        assert!(read.is_ok(), "where nothing is wanted");
    }

    #[test]
    fn each_character_is_read_however_it_is_written() {
        let body = "<Toy xsi:kind='&#x7;\u{7}&quot;'><Name>&#x7;\u{7}&#0;&#x1F;&#27;&#10;\r\n&#x1F600;</Name></Toy>";
        let expected = ["Kind: \u{7}\u{7}\"", "Name: \u{7}\u{7}\0\u{1f}\u{1b}\n\n\u{1f600}"];
        assert_eq!(read(body).expect("it can be read"), expected);
    }

    #[test]
    fn a_text_is_all_that_stands_between_the_elements_in_it() {
        for (inside, expected) in [
            ("a&lt;b", "a<b"),
            ("a<x>b<x>c</x></x>d<y/>e", "ade"),
            ("<x>&amp;</x>&amp;", "&"),
            ("a<!-- b --><?c?><![CDATA[<d>&amp;]]>", "a<d>&amp;"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("\u{feff}a", "\u{feff}a"),
            ("\u{feff}&amp;", "\u{feff}&"),
            ("", ""),
        ] {
            let body = format!("<Toy><Name>{inside}</Name></Toy>");
            let found = read(&body).expect("it can be read");
            assert_eq!(found, [format!("Name: {expected}")], "{inside:?}");
        }
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        for (depth, fits) in [(100, true), (128, true), (129, false), (100_000, false)] {
            let body = format!("{}{}", "<Toy>".repeat(depth), "</Toy>".repeat(depth));
            assert_eq!(read(&body).is_ok(), fits, "{depth}");
        }
    }

    #[test]
    fn an_error_is_known_by_its_root() {
        for yes in [
            "<Error>",
            "<Error/>",
            "<Error xmlns='a'><Code>x</Code></Error>",
            "\u{feff}<?xml version=\"1.0\"?>\n<!-- <Result> -->\n <!DOCTYPE a>\n<Error>\n",
        ] {
            assert!(is_error(yes.as_bytes()), "{yes}");
        }
        for no in
            ["", "<Errors/>", "<Result><Error/></Result>", "<?xml <Error/>", "{}", "<!--<Error/>"]
        {
            assert!(!is_error(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn errors_are_found_at_each_depth() {
        let inner = "<Code>Gone</Code><Message>no</Message>";
        for body in [
            format!("<Error>{inner}</Error>"),
            format!("<ErrorResponse><Error>{inner}</Error></ErrorResponse>"),
            format!("<Response><Errors><Error>{inner}</Error></Errors></Response>"),
        ] {
            let meta = error_metadata(body.as_bytes()).expect("it is XML").build();
            assert_eq!((meta.code(), meta.message()), (Some("Gone"), Some("no")), "{body}");
        }
        let none = error_metadata(b"").expect("an empty body says nothing").build();
        assert_eq!((none.code(), none.message()), (None, None));
    }
}
