//! AWS Query and EC2 Query ("AWS query protocol" and "AWS EC2 query protocol" of the Smithy specification): forms
//! out, XML in.

use crate::protocol::{text, xml};
use crate::serde::{ReaderDeserializer, time};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_schema::http_protocol::percent_encode;
use aws_smithy_schema::protocol::{
    ClientProtocolInner, ServiceVersion, SharedClientProtocol, apply_http_endpoint,
};
use aws_smithy_schema::serde::{
    SerdeError, SerializableStruct, ShapeDeserializer, ShapeSerializer,
};
use aws_smithy_schema::{Schema, ShapeId, shape_id};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::error::metadata::Builder as ErrorMetadataBuilder;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};
use std::sync::LazyLock;

type Result<T = ()> = std::result::Result<T, SerdeError>;

/// What the two differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Lists and maps have elements between them and their entries; empty lists are sent.
    Aws,
    /// All lists are flat, and keys begin with a capital letter.
    Ec2,
}

pub(super) static AWS_QUERY: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(Query::new(Dialect::Aws)));

pub(super) static EC2_QUERY: LazyLock<SharedClientProtocol> =
    LazyLock::new(|| SharedClientProtocol::new(Query::new(Dialect::Ec2)));

/// The protocol.
#[derive(Debug)]
pub struct Query {
    id: ShapeId<'static>,
    dialect: Dialect,
}

impl Query {
    /// The protocol in this dialect.
    pub fn new(dialect: Dialect) -> Self {
        let id = match dialect {
            Dialect::Aws => shape_id!("aws.protocols", "awsQuery"),
            Dialect::Ec2 => shape_id!("aws.protocols", "ec2Query"),
        };
        Self { id, dialect }
    }
}

impl Dialect {
    /// The part of a response that holds an output's members: for EC2 all of it, else the result in it.
    pub(super) fn output(self, body: &[u8]) -> xml::Document<'_> {
        let document = xml::Document::new(body);
        match self {
            Self::Aws => document.below(1, |name| name.ends_with("Result")),
            Self::Ec2 => document,
        }
    }
}

impl ClientProtocolInner for Query {
    type Request = HttpRequest;
    type Response = HttpResponse;

    fn protocol_id(&self) -> &ShapeId<'static> {
        &self.id
    }

    fn serialize_request(
        &self,
        input: &dyn SerializableStruct,
        _: &Schema<'_>,
        _: &str,
        cfg: &ConfigBag,
    ) -> Result<HttpRequest> {
        let lacks = |what: &str| SerdeError::custom(format!("the configuration has no {what}"));
        let operation = cfg.load::<Metadata>().ok_or_else(|| lacks("operation"))?;
        let version = cfg.load::<ServiceVersion>().ok_or_else(|| lacks("service version"))?;
        let mut form = Form::new(self.dialect);
        form.pair("Action", operation.name());
        form.pair("Version", version.as_str());
        input.serialize_members(&mut form)?;
        let mut request = HttpRequest::new(SdkBody::from(form.out.into_bytes()));
        request.set_method("POST").map_err(wrong)?;
        request.set_uri("/").map_err(wrong)?;
        let length = request.body().content_length().unwrap_or_default();
        let headers = request.headers_mut();
        headers.insert("Content-Type", "application/x-www-form-urlencoded");
        headers.insert("Content-Length", length.to_string());
        Ok(request)
    }

    fn deserialize_response<'a>(
        &self,
        response: &'a HttpResponse,
        _: &Schema<'_>,
        _: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>> {
        Ok(Box::new(ReaderDeserializer(Box::new(self.dialect.output(bytes(response))))))
    }

    fn deserialize_error_response<'a>(
        &self,
        response: &'a HttpResponse,
        _: &'a ConfigBag,
    ) -> Result<Box<dyn ShapeDeserializer + 'a>> {
        Ok(Box::new(ReaderDeserializer(Box::new(xml::error(bytes(response))))))
    }

    fn parse_error_metadata(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<ErrorMetadataBuilder> {
        xml::error_metadata(bytes(response))
    }

    fn update_endpoint(
        &self,
        request: &mut HttpRequest,
        endpoint: &Endpoint,
        cfg: &ConfigBag,
    ) -> Result {
        apply_http_endpoint(request, endpoint, cfg)
    }
}

fn bytes(response: &HttpResponse) -> &[u8] {
    response.body().bytes().unwrap_or_default()
}

fn wrong(error: impl std::fmt::Display) -> SerdeError {
    SerdeError::custom(error.to_string())
}

/// A form in the making.
#[derive(Debug)]
struct Form {
    dialect: Dialect,
    out: String,
    /// The key of what is being written.
    prefix: String,
    place: Place,
}

/// Where the next value stands.
#[derive(Debug)]
enum Place {
    /// In a structure: the schema has the name.
    Member,
    /// In a list, after so many elements.
    List(usize),
    /// In a map, after so many halves of entries: keys and values.
    Map(usize),
}

impl Form {
    fn new(dialect: Dialect) -> Self {
        Self { dialect, out: String::new(), prefix: String::new(), place: Place::Member }
    }

    fn pair(&mut self, key: &str, value: &str) {
        let and = if self.out.is_empty() { "" } else { "&" };
        self.out.push_str(&format!("{and}{}={}", percent_encode(key), percent_encode(value)));
    }

    /// Writes what `inside` writes, with the name of `schema` at the end of the keys.
    fn named(
        &mut self,
        schema: &Schema<'_>,
        inside: &mut dyn FnMut(&mut Self) -> Result,
    ) -> Result {
        let length = self.prefix.len();
        let place = std::mem::replace(&mut self.place, Place::Member);
        let (segment, place) = match place {
            Place::Member => (self.name(schema), Place::Member),
            Place::List(count) => ((count + 1).to_string(), Place::List(count + 1)),
            Place::Map(count) => {
                (format!("{}.{}", count / 2 + 1, self.name(schema)), Place::Map(count + 1))
            }
        };
        self.push(&segment);
        inside(self)?;
        self.prefix.truncate(length);
        self.place = place;
        Ok(())
    }

    fn push(&mut self, segment: &str) {
        if !self.prefix.is_empty() {
            self.prefix.push('.');
        }
        self.prefix.push_str(segment);
    }

    fn name(&self, schema: &Schema<'_>) -> String {
        let own = schema.xml_name().map(|name| name.value());
        let name = own.or(schema.member_name()).unwrap_or_default();
        match self.dialect {
            Dialect::Aws => name.to_owned(),
            Dialect::Ec2 => crate::schema::ec2_name(schema).unwrap_or_else(|| capitalised(name)),
        }
    }

    fn text(&mut self, schema: &Schema<'_>, text: &str) -> Result {
        self.named(schema, &mut |to| {
            let key = std::mem::take(&mut to.prefix);
            to.pair(&key, text);
            to.prefix = key;
            Ok(())
        })
    }

    /// Writes a list or map, below `level` unless it is flat.
    fn collection(
        &mut self,
        flat: bool,
        level: &str,
        place: Place,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        if !flat {
            self.push(level);
        }
        self.place = place;
        entries(self)
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

macro_rules! as_text {
    ($($write:ident: $type:ty),* $(,)?) => {$(
        fn $write(&mut self, schema: &Schema<'_>, value: $type) -> Result {
            self.text(schema, &text::written(value))
        }
    )*};
}

impl ShapeSerializer for Form {
    fn write_struct(&mut self, schema: &Schema<'_>, value: &dyn SerializableStruct) -> Result {
        self.named(schema, &mut |to| value.serialize_members(to))
    }

    fn write_list(
        &mut self,
        schema: &Schema<'_>,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        self.write_list_with_length(schema, usize::MAX, elements)
    }

    fn write_list_with_length(
        &mut self,
        schema: &Schema<'_>,
        length: usize,
        elements: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        if length == 0 {
            return match self.dialect {
                Dialect::Aws => self.text(schema, ""),
                Dialect::Ec2 => Ok(()),
            };
        }
        let flat = schema.xml_flattened() || self.dialect == Dialect::Ec2;
        let level = schema.member().and_then(Schema::xml_name).map_or("member", |n| n.value());
        self.named(schema, &mut |to| to.collection(flat, level, Place::List(0), elements))
    }

    fn write_map(
        &mut self,
        schema: &Schema<'_>,
        entries: &dyn Fn(&mut dyn ShapeSerializer) -> Result,
    ) -> Result {
        let flat = schema.xml_flattened();
        self.named(schema, &mut |to| to.collection(flat, "entry", Place::Map(0), entries))
    }

    fn write_string(&mut self, schema: &Schema<'_>, value: &str) -> Result {
        self.text(schema, value)
    }

    fn write_blob(&mut self, schema: &Schema<'_>, value: Blob) -> Result {
        self.text(schema, &aws_smithy_types::base64::encode(value))
    }

    fn write_timestamp(&mut self, schema: &Schema<'_>, value: &DateTime) -> Result {
        let text = time::written(value, time::format(schema, Format::DateTime))?;
        self.text(schema, &text)
    }

    fn write_document(&mut self, _: &Schema<'_>, _: &Document) -> Result {
        Err(SerdeError::unsupported("forms have no documents"))
    }

    /// Forms have no null.
    fn write_null(&mut self, _: &Schema<'_>) -> Result {
        Ok(())
    }

    as_text! {
        write_boolean: bool,
        write_byte: i8,
        write_short: i16,
        write_integer: i32,
        write_long: i64,
        write_float: f32,
        write_double: f64,
        write_big_integer: &BigInteger,
        write_big_decimal: &BigDecimal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;

    const TOY: Table = Table {
        text: "
            example#Toy
            name string
            @xmlName toyName
            other string
            @xmlName x
            @ec2Name y
            tags list
            - member string
            - @xmlName Tag
            flat list
            @xmlFlattened
            map map
            - key string
            - value string
            next structure
        ",
        names: "",
    };

    struct Toy(fn(&[&Schema<'_>], &mut dyn ShapeSerializer) -> Result);

    impl SerializableStruct for Toy {
        fn schema(&self) -> &Schema<'_> {
            TOY.shape().schema()
        }

        fn serialize_members(&self, to: &mut dyn ShapeSerializer) -> Result {
            (self.0)(TOY.shape().schema().members(), to)
        }
    }

    fn written(toy: &Toy, dialect: Dialect) -> String {
        let mut form = Form::new(dialect);
        toy.serialize_members(&mut form).expect("it can be written");
        form.out
    }

    fn texts(to: &mut dyn ShapeSerializer, of: &Schema<'_>, texts: &[&str]) -> Result {
        let element = of.member().expect("a list has elements");
        to.write_list_with_length(of, texts.len(), &|to| {
            texts.iter().try_for_each(|text| to.write_string(element, text))
        })
    }

    #[test]
    fn names_are_those_of_the_dialect() {
        let toy = Toy(|members, to| {
            to.write_string(members[0], "a b&=")?;
            to.write_string(members[1], "é")?;
            to.write_struct(members[5], &Toy(|members, to| to.write_string(members[0], "n")))
        });
        let aws = "toyName=a%20b%26%3D&x=%C3%A9&next.toyName=n";
        assert_eq!(written(&toy, Dialect::Aws), aws);
        let ec2 = "ToyName=a%20b%26%3D&y=%C3%A9&Next.ToyName=n";
        assert_eq!(written(&toy, Dialect::Ec2), ec2);
    }

    #[test]
    fn lists_are_counted_from_one() {
        let toy = Toy(|members, to| {
            texts(to, members[2], &["a", "b"])?;
            texts(to, members[3], &["c"])?;
            texts(to, members[3], &[])
        });
        assert_eq!(written(&toy, Dialect::Aws), "tags.Tag.1=a&tags.Tag.2=b&flat.1=c&flat=");
        assert_eq!(written(&toy, Dialect::Ec2), "Tags.1=a&Tags.2=b&Flat.1=c");
    }

    #[test]
    fn maps_are_entries_of_key_and_value() {
        let toy = Toy(|members, to| {
            let (key, value) = (members[4].key().unwrap(), members[4].member().unwrap());
            to.write_map(members[4], &|to| {
                ["a", "b"].iter().try_for_each(|text| {
                    to.write_string(key, text)?;
                    to.write_string(value, "1")
                })
            })
        });
        let entry = |number: usize, key: &str| {
            format!("map.entry.{number}.key={key}&map.entry.{number}.value=1")
        };
        let expected = format!("{}&{}", entry(1, "a"), entry(2, "b"));
        assert_eq!(written(&toy, Dialect::Aws), expected);
    }
}
